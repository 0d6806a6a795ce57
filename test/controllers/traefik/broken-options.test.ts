/** TLS options that nothing can be made of, and what authorities alone ask of clients: as Traefik 3.7.15 did it beside these. */
import { expect, it } from 'vitest'
import { pem } from '../../support/cluster/tls-files.js'
import { traefikLine, traefikPlan, traefikTold } from '../../support/worlds/traefik-world.js'
import { route } from './custom-objects.js'

const secret = (name: string, key: string, text: string) => ({
  metadata: { namespace: 'default', name },
  data: { [key]: btoa(text) },
})
const secrets = [
  secret('whole', 'ca.crt', pem('ca')),
  secret('other', 'tls.ca', pem('ca')),
  secret('text', 'ca.crt', 'x'),
  secret('keyless', 'tls.crt', pem('ca')),
]
const clients = (secretNames: readonly string[], clientAuthType?: string) => ({
  clientAuth: { secretNames, clientAuthType },
})

it.each<[name: string, spec: object, answer: string, told: string]>([
  ['nothing', {}, 'served', 'yes'],
  ['an authority', clients(['whole']), 'guarded', 'yes'],
  ['one by its other name', clients(['other']), 'guarded', 'yes'],
  ['an authority that is not asked for', clients(['whole'], 'NoClientCert'), 'served', 'yes'],
  ['a text in its place', clients(['text']), 'unavailable', 'NO route-refused'],
  ['a text beside an authority', clients(['whole', 'text']), 'unavailable', 'NO route-refused'],
  ['a text where nobody is asked', clients(['text'], 'NoClientCert'), 'unavailable', 'NO route-refused'],
  ['a Secret that is not there', clients(['gone']), 'served', 'yes'],
  ['a Secret without one', clients(['keyless']), 'served', 'yes'],
  [
    'a certificate asked for by nobody',
    clients(['gone'], 'RequireAndVerifyClientCert'),
    'unavailable',
    'NO route-refused',
  ],
  ['none to look at', clients([], 'RequestClientCert'), 'served', 'yes'],
  ['a suite', { cipherSuites: ['TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'TLS_AES_128_GCM_SHA256'] }, 'served', 'yes'],
  ['half a suite', { cipherSuites: ['TLS_AES'] }, 'unavailable', 'NO route-refused'],
  ['a suite of OpenSSL', { cipherSuites: ['ECDHE-RSA-AES128-GCM-SHA256'] }, 'unavailable', 'NO route-refused'],
  ['curves', { curvePreferences: ['CurveP256', 'secp384r1', 'X25519', 'x25519mlkem768'] }, 'served', 'yes'],
  ['a curve by half its name', { curvePreferences: ['P256'] }, 'unavailable', 'NO route-refused'],
])('TLS options with %s', async (_name, spec, answer, told) => {
  const words = {
    args: ['--entryPoints.web.address=:80', '--entryPoints.websecure.address=:443', '--providers.kubernetescrd'],
    secrets,
    custom: {
      'tlsoptions.traefik.io': [{ metadata: { namespace: 'default', name: 'strict' }, spec }],
      'ingressroutes.traefik.io': [
        route('a', 'Host(`a.test`)', {}, { entryPoints: ['websecure'], tls: { options: { name: 'strict' } } }),
      ],
    },
  }
  expect(traefikLine(traefikPlan(words), 'https://a.test/')).toMatch(new RegExp(`^${answer}`))
  expect(Object.values(await traefikTold(words))).toEqual([told])
})
