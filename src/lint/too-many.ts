/**
 * More rules, matches or listeners than an API server takes, which says so only when they are applied.
 * https://gateway-api.sigs.k8s.io/reference/spec/#httproutespec
 */
import { finding, told } from '../domain/findings/finding.js'
import type { LimitedPart } from '../domain/findings/lint-facts.js'
import type { LintRule } from '../domain/lint/rule.js'
import type { Gateway, ListenerSet } from '../domain/objects/gateway/gateways.js'
import type { GRPCRoute, HTTPRoute, RouteRule } from '../domain/objects/gateway/routes.js'
import { refOf } from '../domain/objects/ref.js'

const most: Readonly<Record<LimitedPart, number>> = {
  ...{ hostnames: 16, rules: 16, matches: 64, 'matches in all': 128 },
  ...{ filters: 16, backendRefs: 16, listeners: 64 },
}

export const tooMany: LintRule = {
  codes: ['too-many'],
  needs: ['HTTPRoute', 'GRPCRoute', 'Gateway', 'ListenerSet'],
  find: ({ all }) =>
    [
      ...[...all('HTTPRoute'), ...all('GRPCRoute')].map((route) => [route, partsOf(route)] as const),
      ...[...all('Gateway'), ...all('ListenerSet')].map(listenersOf),
    ].flatMap(([object, parts]) =>
      parts
        .filter(([part, , count]) => count > most[part])
        .map(([part, field, count]) =>
          finding(told('too-many', { part, count, most: most[part] }), refOf(object), { field }),
        ),
    ),
}

type CountedPart = readonly [part: LimitedPart, field: string, count: number]

function listenersOf(owner: Gateway | ListenerSet): readonly [Gateway | ListenerSet, readonly CountedPart[]] {
  return [owner, [['listeners', 'spec.listeners', owner.spec?.listeners?.length ?? 0]]]
}

function partsOf({ spec }: HTTPRoute | GRPCRoute): readonly CountedPart[] {
  const rules: readonly RouteRule<unknown>[] = spec?.rules ?? []
  const parts = ['matches', 'filters', 'backendRefs'] as const
  return [
    ['hostnames', 'spec.hostnames', spec?.hostnames?.length ?? 0],
    ['rules', 'spec.rules', rules.length],
    ['matches in all', 'spec.rules', rules.reduce((sum, { matches }) => sum + (matches?.length ?? 0), 0)],
    ...rules.flatMap((rule, i) =>
      parts.map((part): CountedPart => [part, `spec.rules[${i}].${part}`, rule[part]?.length ?? 0]),
    ),
  ]
}
