/** Fixes of TLS sections and of the certificates that they name. */
import type { Secret } from '../../src/domain/objects/objects.js'
import { pem, type ServerCertificate } from '../support/cluster/tls-files.js'
import { type Cure, proveCures } from '../support/why/cures.js'
import { type IngressWords, ingress, type WorldWords } from '../support/worlds/ingress-world.js'

const host = 'kubernetes.test'
const rules = { [host]: ['/ Prefix web:80'] }
const at = (words: IngressWords, name = 'a') => ingress(`shop/${name}`, words)
const tls = (hosts: readonly string[], secretName?: string) => ({
  tls: [{ hosts, ...(secretName === undefined ? {} : { secretName }) }],
})
const secret = (name: string, file: ServerCertificate | null): Secret => ({
  kind: 'Secret',
  metadata: { namespace: 'shop', name },
  data: file === null ? {} : { 'tls.crt': Buffer.from(pem(file)).toString('base64') },
})
const shown = (file: ServerCertificate | null, name = host): WorldWords => ({
  ingresses: [at({ rules: { [name]: ['/ Prefix web:80'] }, ...tls([name], 'shown') })],
  secrets: [secret('shown', file)],
})
const url = `https://${host}/x`

const cures: readonly Cure[] = [
  {
    code: 'tls-secret-missing',
    fix: 'Create Secret shown with tls.crt and tls.key in namespace shop',
    before: { ingresses: shown('server').ingresses },
    after: shown('server'),
    url,
  },
  {
    code: 'tls-invalid',
    fix: 'Put certificate and key as PEM into tls.crt and tls.key of Secret shop/shown',
    before: shown(null),
    after: shown('server'),
    url,
  },
  {
    code: 'tls-expired',
    fix: 'Renew the certificate in Secret shop/shown',
    before: shown('expired', 'localhost'),
    after: shown('server', 'localhost'),
    url: 'https://localhost/x',
  },
  {
    code: 'tls-expiring',
    fix: 'Renew the certificate in Secret shop/shown',
    before: { ...shown('expired', 'localhost'), today: '2020-12-30' },
    after: { ...shown('server', 'localhost'), today: '2020-12-30' },
    url: 'https://localhost/x',
  },
  {
    code: 'tls-not-yet-valid',
    fix: 'Renew the certificate in Secret shop/shown',
    // Those of the tests begin on one day: the day itself stands in for another one.
    before: { ...shown('server'), today: '2019-12-30' },
    after: { ...shown('server'), today: '2020-01-02' },
    url,
  },
  {
    code: 'tls-mismatch',
    fix: `Put a certificate with the name ${host} among its SANs into Secret shop/shown`,
    before: shown('wrong-name'),
    after: shown('server'),
    url,
  },
  {
    code: 'tls-no-secret',
    fix: `Name ${host} in the hosts of a TLS section with the secretName of its certificate`,
    before: { ingresses: [at({ rules, ...tls([host]) })] },
    after: shown('server'),
    url,
  },
  {
    code: 'tls-no-secret',
    fix: `Put a certificate for ${host} into Secret shop/shown, or name`,
    before: { ingresses: [at({ rules, ...tls([host]) })], flags: ['--default-ssl-certificate=shop/shown'] },
    after: {
      ingresses: [at({ rules, ...tls([host]) })],
      ...{ flags: ['--default-ssl-certificate=shop/shown'], secrets: [secret('shown', 'server')] },
    },
    url,
  },
  {
    code: 'tls-default-server',
    fix: 'Name a host in the rule',
    before: {
      ingresses: [at({ rules: { '': ['/ Prefix web:80'] }, tls: [{ secretName: 'shown' }] })],
      secrets: [secret('shown', 'server')],
    },
    after: shown('server'),
    url,
  },
  {
    code: 'tls-of-other',
    fix: `Remove TLS for ${host} from one of the two Ingresses`,
    before: {
      ingresses: [
        at({ rules: { [host]: ['/b Prefix b:80'] }, ...tls([host], 'older') }, 'b'),
        at({ rules, ...tls([host], 'shown'), age: 1 }),
      ],
      secrets: [secret('older', 'wrong-name'), secret('shown', 'server')],
    },
    after: {
      ingresses: [at({ rules: { [host]: ['/b Prefix b:80'] } }, 'b'), at({ rules, ...tls([host], 'shown'), age: 1 })],
      secrets: [secret('older', 'wrong-name'), secret('shown', 'server')],
    },
    url,
  },
  {
    code: 'tls-host-without-rule',
    fix: 'or take it out of the TLS section',
    before: {
      ingresses: [at({ rules, ...tls([host, 'localhost'], 'shown') })],
      secrets: [secret('shown', 'server')],
    },
    after: shown('server'),
    url,
  },
  {
    code: 'tls-host-without-rule',
    fix: 'Add a rule for localhost',
    before: {
      ingresses: [at({ rules, ...tls([host, 'localhost'], 'shown') })],
      secrets: [secret('shown', 'server')],
    },
    after: {
      ingresses: [at({ rules: { ...rules, localhost: ['/ Prefix web:80'] }, ...tls([host, 'localhost'], 'shown') })],
      secrets: [secret('shown', 'server')],
    },
    url: 'https://localhost/x',
  },
]

proveCures(cures)
