/** Wire objects → VirtualServers and VirtualServerRoutes, as far as they make sense. */
import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import type { CustomObject } from '../../../domain/objects/custom.js'
import { integer, list, record, text, type Wire, wires } from '../../../domain/objects/project-fields.js'
import { type NamespacedName, type Ref, refOf } from '../../../domain/objects/ref.js'
import type { F5Settings } from '../workload/settings.js'
import { isOfClass, virtualServerRoutes, virtualServers } from './kinds.js'

export interface Action {
  /** the name of an upstream of the object; null: none is asked */
  readonly upstream: string | null
  /** in the place of the path */
  readonly rewrite: string | null
  /** Host headers that are set; empty: that of the request */
  readonly hosts: readonly string[]
  readonly redirect: { readonly url: string; readonly code: number } | null
  /** the status that nginx answers by itself */
  readonly answer: number | null
}

export interface Split {
  /** in percent */
  readonly weight: number
  readonly action: Action
}

export interface Condition {
  readonly of: 'header' | 'cookie' | 'argument' | 'variable'
  readonly name: string
  /** `!` before it: anything else */
  readonly value: string
}

export interface Choice {
  /** one, or several that share the requests */
  readonly splits: readonly Split[]
}

export interface VirtualRoute extends Choice {
  /** with nginx' modifier before it */
  readonly path: string
  readonly matches: readonly (Choice & { readonly conditions: readonly Condition[] })[]
  /** whose routes stand in its place: a name, or labels */
  readonly delegate: string | null
  readonly selector: Readonly<Record<string, unknown>> | null
  /** null: it names none, and those of the route that hands it on count */
  readonly policies: readonly NamespacedName[] | null
  readonly errorPages: readonly ErrorPage[] | null
  /** as nginx reads it; null: none */
  readonly snippets: string | null
  readonly field: string
}

/** What a client gets in the place of a status. */
export interface ErrorPage {
  readonly codes: readonly number[]
  /** null: the status stays */
  readonly code: number | null
  /** null: a text of the object */
  readonly url: string | null
}

export interface VirtualUpstream {
  readonly name: string
  /** `NAME`, or `NAMESPACE/NAME` */
  readonly service: string
  readonly port: number
  readonly isGrpc: boolean
  readonly isTls: boolean
  readonly byAddress: boolean
  /** null: as of all */
  readonly bodySize: string | null
  /** as they are written, by their fields */
  readonly values: Readonly<Record<string, string>>
  /** only pods that have these; null: all of the Service */
  readonly labels: Readonly<Record<string, unknown>> | null
}

export interface Virtual {
  readonly object: CustomObject
  readonly ref: Ref
  readonly host: string
  readonly upstreams: readonly VirtualUpstream[]
  /** for all of its routes */
  readonly policies: readonly NamespacedName[]
  readonly snippets: { readonly http: string | null; readonly server: string | null }
  readonly routes: readonly VirtualRoute[]
  /** names of those that it is to have in the place of the usual ones; null: it names none */
  readonly listener: { readonly http: string | null; readonly https: string | null } | null
  readonly tls: {
    readonly secret: string | null
    readonly redirect: { readonly code: number; readonly by: string } | null
  } | null
}

export interface Virtuals {
  readonly servers: readonly Virtual[]
  readonly routes: readonly Virtual[]
}

export function virtualsOf({ customOf }: Pick<RoutingFacts, 'customOf'>, settings: F5Settings): Virtuals {
  const read = (kind: typeof virtualServers, routes: 'routes' | 'subroutes') =>
    (settings.hasCustomResources ? (customOf?.(kind).items ?? []) : [])
      .filter((one) => isOfClass(one, settings))
      .map((one) => virtualOf(one, routes))
  return { servers: read(virtualServers, 'routes'), routes: read(virtualServerRoutes, 'subroutes') }
}

function virtualOf(object: CustomObject, routes: 'routes' | 'subroutes'): Virtual {
  const { spec } = object
  const tls = spec.tls == null ? null : record(spec.tls)
  const redirect = record(tls?.redirect)
  return {
    object,
    ref: refOf(object),
    host: text(spec.host) ?? '',
    upstreams: wires(spec.upstreams).map(upstreamOf),
    policies: policiesOf(spec, refOf(object).namespace) ?? [],
    snippets: { http: text(spec['http-snippets']), server: text(spec['server-snippets']) },
    routes: wires(spec[routes]).map((one, i) => routeOf(one, refOf(object), `spec.${routes}[${i}]`)),
    listener:
      spec.listener == null
        ? null
        : { http: text(record(spec.listener).http), https: text(record(spec.listener).https) },
    tls: tls && {
      secret: text(tls.secret) || null,
      redirect:
        redirect.enable === true
          ? {
              code: numberIn(redirect.code, 301),
              by: redirect.basedOn === 'x-forwarded-proto' ? '$http_x_forwarded_proto' : '$scheme',
            }
          : null,
    },
  }
}

function upstreamOf(one: Wire): VirtualUpstream {
  return {
    name: text(one.name) ?? '',
    service: text(one.service) ?? '',
    port: numberIn(one.port, 0),
    isGrpc: one.type === 'grpc',
    isTls: record(one.tls).enable === true,
    byAddress: one['use-cluster-ip'] === true,
    bodySize: text(one['client-max-body-size']) || null,
    values: valuesOf(one),
    labels: one.subselector == null ? null : record(one.subselector),
  }
}

const valued = 'connect-timeout read-timeout send-timeout client-max-body-size buffer-size busy-buffers-size'.split(' ')

function valuesOf(one: Wire): Readonly<Record<string, string>> {
  const { number, size } = record(one.buffers)
  const said = valued.flatMap((field) => (text(one[field]) ? [[field, text(one[field]) ?? ''] as const] : []))
  return { ...Object.fromEntries(said), ...(one.buffers != null && { buffers: `${integer(number)} ${text(size)}` }) }
}

function routeOf(one: Wire, owner: Ref, field: string): VirtualRoute {
  return {
    path: text(one.path) ?? '/',
    ...choiceOf(one),
    matches: wires(one.matches).map((match) => ({
      ...choiceOf(match),
      conditions: wires(match.conditions).flatMap(conditionOf),
    })),
    delegate: text(one.route) || null,
    selector: one.routeSelector == null ? null : record(record(one.routeSelector).matchLabels),
    policies: policiesOf(one, owner.namespace),
    errorPages: list(one.errorPages, pageOf),
    snippets: text(one['location-snippets']),
    field,
  }
}

/** @param own of the object that names them. null: it names none */
export function policiesOf({ policies }: Wire, own: string): readonly NamespacedName[] | null {
  const named = wires(policies).map(({ name, namespace }) => ({
    namespace: text(namespace) || own,
    name: text(name) ?? '',
  }))
  return named.length === 0 ? null : named
}

/** https://docs.nginx.com/nginx-ingress-controller/configuration/virtualserver-and-virtualserverroute-resources/#errorpage */
function pageOf({ codes, redirect, return: answer }: Wire): ErrorPage {
  const { url, code } = record(redirect)
  return {
    codes: (Array.isArray(codes) ? codes : []).filter((one) => Number.isInteger(one)),
    code: redirect == null ? integer(record(answer).code) || null : numberIn(code, 301),
    url: redirect == null ? null : (text(url) ?? ''),
  }
}

function choiceOf(one: Wire): Choice {
  const splits = wires(one.splits).map((split) => ({
    weight: numberIn(split.weight, 0),
    action: actionOf(record(split.action)),
  }))
  if (splits.length > 0) return { splits }
  return { splits: one.action == null ? [] : [{ weight: 100, action: actionOf(record(one.action)) }] }
}

function actionOf({ pass, redirect, return: answer, proxy }: Wire): Action {
  const { upstream, rewritePath, requestHeaders } = record(proxy)
  const headers = wires(record(requestHeaders).set)
  const { url, code } = record(redirect)
  return {
    upstream: text(upstream) || text(pass) || null,
    rewrite: text(rewritePath) || null,
    hosts: headers.flatMap(({ name, value }) => (/^host$/i.test(text(name) ?? '') ? (text(value) ?? '') : [])),
    redirect: redirect == null ? null : { url: text(url) ?? '', code: numberIn(code, 301) },
    answer: answer == null ? null : numberIn(record(answer).code, 200),
  }
}

function conditionOf(one: Wire): Condition[] {
  for (const of of ['header', 'cookie', 'argument', 'variable'] as const) {
    const name = text(one[of])
    if (name && /^[\w$-]{1,200}$/.test(name)) return [{ of, name, value: text(one.value) ?? '' }]
  }
  return []
}

function numberIn(value: unknown, usual: number): number {
  return typeof value === 'number' && Number.isInteger(value) ? value : usual
}
