/**
 * Gateways and their routes: names, hosts, paths and addresses stay, as they do of Ingresses. A header that is asked for
 * or set may be a password, and a condition quotes whatever its controller stumbled over.
 */
import type {
  AllowedNamespaces,
  BackendTLSPolicy,
  Condition,
  Gateway,
  GatewayClass,
  Listener,
  ListenerSet,
  ListenerStatus,
} from '../objects/gateway/gateways.js'
import type {
  BackendRef,
  GatewayRoute,
  GRPCRoute,
  HeaderModifier,
  HTTPRoute,
  RouteRule,
  WireFilter,
} from '../objects/gateway/routes.js'
import type { Maybe } from '../objects/meta.js'
import { maskLabels } from './metadata.js'
import { maskRemark } from './text.js'
import { maskNamed, plainWord } from './words.js'

interface Pair {
  readonly name: string
  readonly value: string
}

export function maskGatewayClass({ status, ...rest }: GatewayClass): GatewayClass {
  return {
    ...rest,
    status: status && {
      conditions: each(status.conditions, maskCondition),
      supportedFeatures: each(status.supportedFeatures, plainWord),
    },
  }
}

export function maskGateway({ spec, status, ...rest }: Gateway): Gateway {
  const { allowedListeners, tls } = spec ?? {}
  return {
    ...rest,
    spec: spec && {
      ...spec,
      listeners: each(spec.listeners, maskListener),
      allowedListeners: allowedListeners && { namespaces: maskAllowed(allowedListeners.namespaces) },
      tls,
    },
    status: status && {
      ...status,
      conditions: each(status.conditions, maskCondition),
      listeners: each(status.listeners, maskListenerStatus),
    },
  }
}

export function maskListenerSet({ spec, status, ...rest }: ListenerSet): ListenerSet {
  return {
    ...rest,
    spec: spec && { ...spec, listeners: each(spec.listeners, maskListener) },
    status: status && {
      conditions: each(status.conditions, maskCondition),
      listeners: each(status.listeners, maskListenerStatus),
    },
  }
}

export function maskPolicy({ status, ...rest }: BackendTLSPolicy): BackendTLSPolicy {
  return {
    ...rest,
    status: status && {
      ancestors: each(status.ancestors, (one) => ({ ...one, conditions: each(one.conditions, maskCondition) })),
    },
  }
}

export function maskHttpRoute(route: HTTPRoute): HTTPRoute {
  return maskStatus({ ...route, spec: withRules(route.spec, maskHttpRule) })
}

export function maskGrpcRoute(route: GRPCRoute): GRPCRoute {
  return maskStatus({ ...route, spec: withRules(route.spec, maskGrpcRule) })
}

/** Of any route; all that there is to mask of those that match by no more than a name. */
export function maskStatus<R extends GatewayRoute>(route: R): R {
  const { status } = route
  const parents = each(status?.parents, (one) => ({ ...one, conditions: each(one.conditions, maskCondition) }))
  return { ...route, status: status && { parents } }
}

function withRules<R, S extends { readonly rules?: Maybe<readonly R[]> }>(spec: Maybe<S>, change: (rule: R) => R) {
  return spec && { ...spec, rules: each(spec.rules, change) }
}

type RuleOf<R extends GatewayRoute> = NonNullable<NonNullable<NonNullable<R['spec']>['rules']>[number]>

function maskHttpRule(rule: RuleOf<HTTPRoute>): RuleOf<HTTPRoute> {
  const matches = each(rule.matches, (match) => ({
    ...match,
    headers: each(match.headers, maskPair),
    queryParams: each(match.queryParams, maskPair),
  }))
  return { ...rule, matches, ...maskFilters(rule) }
}

function maskGrpcRule(rule: RuleOf<GRPCRoute>): RuleOf<GRPCRoute> {
  const matches = each(rule.matches, (match) => ({ ...match, headers: each(match.headers, maskPair) }))
  return { ...rule, matches, ...maskFilters(rule) }
}

function maskFilters({ filters, backendRefs }: RouteRule<unknown>) {
  return { filters: each(filters, maskFilter), backendRefs: each(backendRefs, maskBackend) }
}

function maskBackend(backend: BackendRef): BackendRef {
  return { ...backend, filters: each(backend.filters, maskFilter) }
}

function maskFilter(filter: WireFilter): WireFilter {
  const { requestHeaderModifier, responseHeaderModifier } = filter
  return {
    ...filter,
    requestHeaderModifier: maskModifier(requestHeaderModifier),
    responseHeaderModifier: maskModifier(responseHeaderModifier),
  }
}

function maskModifier(modifier: Maybe<HeaderModifier>): Maybe<HeaderModifier> {
  return modifier && { ...modifier, set: each(modifier.set, maskPair), add: each(modifier.add, maskPair) }
}

function maskPair<P extends Pair>(pair: P): P {
  return { ...pair, value: maskNamed(pair.name, pair.value) }
}

function maskListener(listener: Listener): Listener {
  const { allowedRoutes } = listener
  return {
    ...listener,
    allowedRoutes: allowedRoutes && { ...allowedRoutes, namespaces: maskAllowed(allowedRoutes.namespaces) },
  }
}

function maskAllowed(allowed: Maybe<AllowedNamespaces>): Maybe<AllowedNamespaces> {
  const { selector } = allowed ?? {}
  return (
    allowed && {
      ...allowed,
      selector: selector && {
        matchLabels: selector.matchLabels && maskLabels(selector.matchLabels),
        matchExpressions: each(selector.matchExpressions, (one) => ({
          ...one,
          values: each(one.values, (value) => maskLabels({ [one.key]: value })[one.key] ?? ''),
        })),
      },
    }
  )
}

function maskListenerStatus(status: ListenerStatus): ListenerStatus {
  return { ...status, conditions: each(status.conditions, maskCondition) }
}

function maskCondition(condition: Condition): Condition {
  const { type, reason, message } = condition
  return {
    ...condition,
    type: plainWord(type),
    reason: reason && plainWord(reason),
    message: message && maskRemark(message),
  }
}

function each<T>(values: Maybe<readonly T[]>, change: (value: T) => T): Maybe<readonly T[]> {
  return values?.map(change) ?? values
}
