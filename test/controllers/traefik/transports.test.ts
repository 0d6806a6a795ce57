/** What comes of a transport, or of TLS options, that is not there: as Traefik 3.7 did it beside these objects. */
import { describe, expect, it } from 'vitest'
import { ingress, pod, rule, service, slice } from '../../support/objects.js'
import { traefikLine, traefikPlan, traefikTold } from '../../support/worlds/traefik-world.js'
import { route } from './custom-objects.js'

const named = (name: string, spec: object = {}, namespace = 'default') => ({ metadata: { namespace, name }, spec })
const web = (more: object = {}) => ({ name: 'web', port: 80, ...more })
const gone = { serversTransport: 'gone' }
const entries = ['--entryPoints.web.address=:80', '--entryPoints.websecure.address=:443']
const crdOn = [...entries, '--providers.kubernetescrd']
const cross = '--providers.kubernetescrd.allowCrossNamespace=true'

const custom = {
  'serverstransports.traefik.io': [named('tr'), named('other', {}, 'shop')],
  'serverstransporttcps.traefik.io': [named('tr')],
  'traefikservices.traefik.io': [
    named('mirrored', { mirroring: { ...web(), mirrors: [{ name: 'copy', port: 80, ...gone }] } }),
    named('spare', { failover: { service: web(), fallback: { name: 'copy', port: 80, ...gone } } }),
    named('light', { weighted: { services: [web(), { name: 'copy', port: 80, weight: 0, ...gone }] } }),
  ],
}
const copy = {
  services: [service('copy'), service('empty')],
  slices: [slice('copy-1', { service: 'copy', endpoints: [pod('c', '10.0.0.9')] })],
}
const to = (name: string) => ({ services: [{ kind: 'TraefikService', name }] })

describe('an IngressRoute whose Service is spoken to by', () => {
  it.each<[string, object, readonly string[], string]>([
    ['one that is there', { services: [web({ serversTransport: 'tr' })] }, crdOn, 'served'],
    ['the usual one', { services: [web({ serversTransport: 'default@internal' })] }, crdOn, 'served'],
    ['one that is not there', { services: [web(gone)] }, crdOn, 'not-found'],
    [
      'one of another namespace',
      { services: [web({ serversTransport: 'shop-other@kubernetescrd' })] },
      crdOn,
      'not-found',
    ],
    [
      'one of another namespace, where that may be',
      { services: [web({ serversTransport: 'shop-other@kubernetescrd' })] },
      [...crdOn, cross],
      'served',
    ],
    [
      'its own by its whole name, where namespaces are kept apart',
      { services: [web({ serversTransport: 'default-tr@kubernetescrd' })] },
      crdOn,
      'not-found',
    ],
    ['one of a file, which nobody here can see', { services: [web({ serversTransport: 'x@file' })] }, crdOn, 'served'],
    [
      'one that is not there, and the Service is empty',
      { services: [{ name: 'empty', port: 80, ...gone }] },
      [...crdOn, '--providers.kubernetescrd.allowEmptyServices=true'],
      'unavailable',
    ],
    ['one that is not there, for a mirror', to('mirrored'), crdOn, 'not-found'],
    ['one that is not there, for one in reserve', to('spare'), crdOn, 'not-found'],
    ['one that is not there, for a part without weight', to('light'), crdOn, 'not-found'],
  ])('%s', (_, said, args, expected) => {
    const words = {
      args,
      ...copy,
      custom: { ...custom, 'ingressroutes.traefik.io': [route('r', 'Host(`a.test`)', said)] },
    }
    expect(traefikLine(traefikPlan(words), 'http://a.test/')).toMatch(new RegExp(`^${expected}`))
  })
})

it.each<[string, object, object, string]>([
  ['a transport', { serversTransport: 'gone' }, {}, 'NO route-refused'],
  ['a transport that is there', { serversTransport: 'tr' }, {}, 'yes'],
  ['TLS options', {}, { options: { name: 'gone' } }, 'NO route-refused'],
])('an IngressRouteTCP with %s', async (_, more, tls, expected) => {
  const spec = { tls, routes: [{ match: 'HostSNI(`a.test`)', services: [web(more)] }] }
  const words = { args: crdOn, custom: { ...custom, 'ingressroutetcps.traefik.io': [named('t', spec)] } }
  expect(Object.values(await traefikTold(words))).toEqual([expected])
})

const prefix = 'traefik.ingress.kubernetes.io'

describe('an Ingress that names', () => {
  const transport = `${prefix}/service.serverstransport`
  it.each<[string, string, readonly string[], string]>([
    ['a transport that is there', 'default-tr@kubernetescrd', [...crdOn, '--providers.kubernetesingress'], 'served'],
    ['one that is not', 'default-gone@kubernetescrd', [...crdOn, '--providers.kubernetesingress'], 'not-found'],
    // https://github.com/traefik/traefik/issues/8610
    ['one without its provider', 'tr', [...crdOn, '--providers.kubernetesingress'], 'not-found'],
    [
      'one whose provider is off',
      'default-tr@kubernetescrd',
      [...entries, '--providers.kubernetesingress'],
      'not-found',
    ],
  ])('%s', (_, name, args, expected) => {
    const ported = {
      ...service('spoken'),
      metadata: { namespace: 'default', name: 'spoken', annotations: { [transport]: name } },
    }
    const slices = [slice('spoken-1', { service: 'spoken', endpoints: [pod('c', '10.0.0.9')] })]
    const one = ingress('shop', { ingressClassName: 'traefik', rules: [rule('a.test', '/', 'spoken')] })
    const words = { args, ingresses: [one], services: [ported], slices, custom }
    expect(traefikLine(traefikPlan(words), 'http://a.test/')).toMatch(new RegExp(`^${expected}`))
  })

  it.each([
    ['TLS options that are not there', 'default-gone@kubernetescrd', 'NO route-refused'],
    ['TLS options that are', 'default-strict@kubernetescrd', 'yes'],
  ])('%s', async (_, options, expected) => {
    const annotations = { [`${prefix}/router.tls`]: 'true', [`${prefix}/router.tls.options`]: options }
    const one = ingress(
      'shop',
      { ingressClassName: 'traefik', rules: [rule('a.test', '/', 'web')] },
      { metadata: { annotations } },
    )
    const words = {
      args: [...crdOn, '--providers.kubernetesingress'],
      ingresses: [one],
      custom: { ...custom, 'tlsoptions.traefik.io': [named('strict')] },
    }
    expect(Object.values(await traefikTold(words))).toEqual([expected])
  })
})
