/** VirtualServers, VirtualServerRoutes and TransportServers: what is read of them. https://docs.nginx.com/nginx-ingress-controller/configuration/virtualserver-and-virtualserverroute-resources/ */
import type { PassedOver } from '../../../domain/controllers/plan.js'
import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import { type CustomKind, type CustomObject, type Shape, values } from '../../../domain/objects/custom.js'
import { record, text } from '../../../domain/objects/project-fields.js'
import { type NamespacedName, refOf } from '../../../domain/objects/ref.js'
import type { F5Settings } from '../workload/settings.js'

const action: Shape = {
  pass: 'value',
  redirect: { url: 'path', code: 'value' },
  return: { code: 'value' },
  proxy: { upstream: 'value', rewritePath: 'path', requestHeaders: { set: { name: 'value', value: 'text' } } },
}
const splits: Shape = { weight: 'value', action }
const named: Shape = values('name namespace')
const route: Shape = {
  ...{ path: 'path', 'location-snippets': 'text' },
  ...values('dos route'),
  routeSelector: { matchLabels: 'map' },
  policies: named,
  errorPages: { codes: 'value', redirect: { url: 'path', code: 'value' }, return: { code: 'value' } },
  action,
  splits,
  matches: { conditions: { ...values('header cookie argument variable'), value: 'text' }, action, splits },
}
const upstreams: Shape = {
  ...values('name service port type use-cluster-ip'),
  tls: { enable: 'value' },
  subselector: 'map',
  ...values('backup backupPort lb-method connect-timeout read-timeout send-timeout fail-timeout'),
  ...values('next-upstream next-upstream-timeout client-max-body-size buffer-size busy-buffers-size'),
  buffers: values('number size'),
  healthCheck: {},
  'slow-start': 'value',
  queue: {},
  ...values('ntlm max-conns'),
}
const status: Shape = { ...values('state reason'), externalEndpoints: values('ip hostname') }
const place = { group: 'k8s.nginx.org', version: 'v1', namespaced: true } as const

/** Is it known that one that is not among them is not there. */
export function isSeen(kind: CustomKind, { customOf }: Pick<RoutingFacts, 'customOf'>): boolean {
  return (customOf?.(kind).coverage ?? 'all') === 'all'
}

export const virtualServers: CustomKind = {
  ...place,
  kind: 'VirtualServer',
  plural: 'virtualservers',
  shortNames: ['vs'],
  shape: {
    spec: {
      ...values('host ingressClassName'),
      upstreams,
      routes: route,
      listener: values('http https'),
      policies: named,
      ...values('http-snippets server-snippets', 'text'),
      dos: 'value',
      tls: { secret: 'value', redirect: values('enable code basedOn') },
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
  shape: { spec: { ...values('host ingressClassName'), upstreams, subroutes: route }, status },
}

export const transportServers: CustomKind = {
  ...place,
  kind: 'TransportServer',
  plural: 'transportservers',
  shortNames: ['ts'],
  shape: {
    spec: {
      ...values('host ingressClassName'),
      listener: values('name protocol'),
      upstreams: values('name service port'),
      action: { pass: 'value' },
      tls: { secret: 'value' },
      ...values('serverSnippets streamSnippets', 'text'),
    },
    status: values('state reason'),
  },
  secretsOf: tlsSecret,
}

export const globalConfigurations: CustomKind = {
  ...place,
  kind: 'GlobalConfiguration',
  plural: 'globalconfigurations',
  shortNames: ['gc'],
  shape: { spec: { listeners: values('name port protocol ssl') } },
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
