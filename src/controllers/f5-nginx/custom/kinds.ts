/** VirtualServers, VirtualServerRoutes and TransportServers: what is read of them. https://docs.nginx.com/nginx-ingress-controller/configuration/virtualserver-and-virtualserverroute-resources/ */
import type { PassedOver } from '../../../domain/controllers/plan.js'
import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import type { CustomKind, CustomObject, Shape } from '../../../domain/objects/custom.js'
import { record, text } from '../../../domain/objects/project-fields.js'
import { type NamespacedName, refOf } from '../../../domain/objects/ref.js'
import type { F5Settings } from '../workload/settings.js'

const action: Shape = {
  pass: 'value',
  redirect: { url: 'value', code: 'value' },
  return: { code: 'value' },
  proxy: { upstream: 'value', rewritePath: 'value', requestHeaders: { set: { name: 'value', value: 'value' } } },
}
const splits: Shape = { weight: 'value', action }
const named: Shape = { name: 'value', namespace: 'value' }
const route: Shape = {
  ...{ path: 'value', 'location-snippets': 'value', dos: 'value' },
  route: 'value',
  routeSelector: { matchLabels: 'map' },
  policies: named,
  errorPages: { codes: 'value', redirect: { url: 'value', code: 'value' }, return: { code: 'value' } },
  action,
  splits,
  matches: {
    conditions: { header: 'value', cookie: 'value', argument: 'value', variable: 'value', value: 'value' },
    action,
    splits,
  },
}
const upstreams: Shape = {
  ...{ name: 'value', service: 'value', port: 'value', type: 'value', 'use-cluster-ip': 'value' },
  ...{ tls: { enable: 'value' }, subselector: 'map', backup: 'value', backupPort: 'value', 'lb-method': 'value' },
  ...{ 'connect-timeout': 'value', 'read-timeout': 'value', 'send-timeout': 'value', 'fail-timeout': 'value' },
  ...{ 'next-upstream': 'value', 'next-upstream-timeout': 'value', 'client-max-body-size': 'value' },
  ...{ 'buffer-size': 'value', 'busy-buffers-size': 'value', buffers: { number: 'value', size: 'value' } },
  ...{ healthCheck: {}, 'slow-start': 'value', queue: {}, ntlm: 'value', 'max-conns': 'value' },
}
const status: Shape = {
  ...{ state: 'value', reason: 'value' },
  externalEndpoints: { ip: 'value', hostname: 'value' },
}
const place = { group: 'k8s.nginx.org', version: 'v1', namespaced: true } as const

export const virtualServers: CustomKind = {
  ...place,
  kind: 'VirtualServer',
  plural: 'virtualservers',
  shortNames: ['vs'],
  shape: {
    spec: {
      ...{ host: 'value', ingressClassName: 'value', upstreams, routes: route },
      listener: { http: 'value', https: 'value' },
      ...{ policies: named, 'http-snippets': 'value', 'server-snippets': 'value', dos: 'value' },
      tls: { secret: 'value', redirect: { enable: 'value', code: 'value', basedOn: 'value' } },
    },
    status,
  },
  secretsOf: tlsSecret,
}

export const virtualServerRoutes: CustomKind = {
  ...place,
  kind: 'VirtualServerRoute',
  plural: 'virtualserverroutes',
  shortNames: ['vsr'],
  shape: { spec: { host: 'value', ingressClassName: 'value', upstreams, subroutes: route }, status },
}

export const transportServers: CustomKind = {
  ...place,
  kind: 'TransportServer',
  plural: 'transportservers',
  shortNames: ['ts'],
  shape: {
    spec: {
      ...{ host: 'value', ingressClassName: 'value', listener: { name: 'value', protocol: 'value' } },
      ...{ upstreams: { name: 'value', service: 'value', port: 'value' }, action: { pass: 'value' } },
      ...{ tls: { secret: 'value' }, serverSnippets: 'value', streamSnippets: 'value' },
    },
    status: { state: 'value', reason: 'value' },
  },
  secretsOf: tlsSecret,
}

export const globalConfigurations: CustomKind = {
  ...place,
  kind: 'GlobalConfiguration',
  plural: 'globalconfigurations',
  shortNames: ['gc'],
  shape: { spec: { listeners: { name: 'value', port: 'value', protocol: 'value', ssl: 'value' } } },
}

function tlsSecret({ spec, metadata: { namespace } }: CustomObject): readonly NamespacedName[] {
  const name = text(record(spec.tls).secret)
  return name ? [{ namespace: namespace ?? '', name }] : []
}

/** Objects that ask for routes, and are none of its own. */
export function passedOver({ customOf }: Pick<RoutingFacts, 'customOf'>, settings: F5Settings): PassedOver[] {
  return [virtualServers, virtualServerRoutes, transportServers]
    .flatMap((kind) => customOf?.(kind).items ?? [])
    .filter((one) => !isOfClass(one, settings))
    .map((one) => ({ source: refOf(one), class: text(one.spec.ingressClassName) || null }))
}

/** One that names no class is everybody's. */
export function isOfClass({ spec, metadata }: CustomObject, { takes }: F5Settings): boolean {
  const [own] = takes
  const name = text(spec.ingressClassName)
  return (
    (!name || own === undefined || own.names.includes(name)) &&
    (own?.namespaces == null || own.namespaces.includes(metadata.namespace ?? ''))
  )
}
