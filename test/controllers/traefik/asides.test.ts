/** What Traefik passes over without a word, and which certificate comes of a resolver. */
import { expect, it } from 'vitest'
import { fixOf } from '../../../src/findings/catalogue.js'
import { ingress, rule } from '../../support/objects.js'
import { silent } from '../../support/why/sources.js'
import { type TraefikWords, traefikPlan } from '../../support/worlds/traefik-world.js'
import { route } from './custom-objects.js'

const of = 'traefik.ingress.kubernetes.io/'
const entries = [
  '--entryPoints.web.address=:8000',
  '--entryPoints.websecure.address=:8443',
  '--providers.kubernetesingress',
  '--providers.kubernetescrd',
]
const le = '--certificatesresolvers.LE.acme.tlschallenge=true'

const own = (annotations: object) => ({
  ingresses: [
    ingress(
      'a',
      { ingressClassName: 'traefik', rules: [rule('a.test', '/', 'web'), rule('b.test', '/', 'web')] },
      { metadata: { annotations } },
    ),
  ],
})
const routed = (spec: object) => ({ custom: { 'ingressroutes.traefik.io': [route('r', 'Host(`a.test`)', {}, spec)] } })

async function told(words: TraefikWords) {
  const rows = await traefikPlan({ args: entries, ...words }).why(silent, () => true)
  return rows.flatMap(({ causes }) => causes)
}

it.each<[name: string, severity: string, fix: string]>([
  [
    'rule-type',
    'warning',
    `Write ${of}router.pathmatcher, or a Middleware stripPrefix, named by ${of}router.middlewares`,
  ],
  ['redirect-entry-point', 'warning', 'Write a Middleware redirectScheme'],
  ['auth-type', 'error', 'Write a Middleware basicAuth'],
  ['whitelist-source-range', 'error', 'Write a Middleware ipAllowList'],
  ['load-balancer-method', 'warning', 'Remove it.'],
  ['service.serversscheme', 'warning', 'Write it on the Service of the backend.'],
  ['entrypoints', 'warning', `Write ${of}router.entrypoints, if that is meant.`],
  ['routr.tls', 'warning', `Write ${of}router.tls, if that is meant.`],
  ['nothing-like-it-at-all', 'warning', 'Remove it, or correct its name.'],
])('an annotation that is not read of an Ingress is told of once: %s', async (name, severity, fix) => {
  const [one, ...others] = await told(own({ [of + name]: 'x' }))
  expect(others).toEqual([])
  expect(one).toMatchObject({ code: 'unknown-annotation', severity, field: `metadata.annotations["${of}${name}"]` })
  expect(one && fixOf(one)).toContain(fix)
})

const resolver = { [`${of}router.tls.certresolver`]: 'le' }

it.each<[name: string, words: TraefikWords, says: readonly string[], flaw: string | null]>([
  ['one that is there, of an Ingress', { ...own(resolver), args: [...entries, le] }, [], null],
  ['one that is not', own(resolver), ['resolver-missing'], 'no-secret'],
  ['one that is there, of a route', { ...routed({ tls: { certResolver: 'le' } }), args: [...entries, le] }, [], null],
  ['one that is not, of a route', routed({ tls: { certResolver: 'le' } }), ['resolver-missing'], 'no-secret'],
  ['flags that are not seen', { ...own(resolver), args: ['--configfile=/etc/traefik.yaml'] }, [], null],
  [
    'one for all that listen there',
    { ...own({}), args: [...entries, le, '--entrypoints.websecure.http.tls.certresolver=le'] },
    [],
    null,
  ],
])('a resolver of certificates: %s', async (_, words, says, flaw) => {
  expect((await told(words)).map(({ code }) => code)).toEqual(says)
  const shown = traefikPlan({ args: entries, ...words }).certificateFor('a.test')
  expect(shown).toMatchObject({ flaw, ...(flaw === null && { isUnseen: true }) })
})

it.each([
  ['cert-manager.io/cluster-issuer', true],
  ['example.org/issuer', false],
])('a Secret that is not there, and %s of an IngressRoute', async (annotation, isTold) => {
  const one = route('r', 'Host(`a.test`)', {}, { tls: { secretName: 's' } })
  const metadata = { ...one.metadata, annotations: { [annotation]: 'x' } }
  const [cause] = await told({ custom: { 'ingressroutes.traefik.io': [{ ...one, metadata }] } })
  expect(cause?.code).toBe('tls-secret-missing')
  expect(cause && fixOf(cause)?.startsWith('Create a Certificate with secretName: s')).toBe(isTold)
})
