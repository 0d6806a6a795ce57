/** Everything that the providers read from, and where they write to. */
import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import type { Told } from '../../../domain/findings/facts.js'
import { told } from '../../../domain/findings/finding.js'
import { texts } from '../../../domain/objects/project-fields.js'
import type { TraefikSettings } from '../workload/settings.js'
import type { Builder } from './builder.js'

export interface Site {
  readonly facts: RoutingFacts
  readonly settings: TraefikSettings
  readonly builder: Builder
  /** the first of them that nobody made, so that a router which names it is left out; null: all are there, or may be */
  missingMiddleware(names: readonly string[]): Told | null
}

/** @param isSeen may Middlewares be looked at: else none of them is missing */
export function siteOf(facts: RoutingFacts, settings: TraefikSettings, builder: Builder, isSeen: boolean): Site {
  return {
    facts,
    settings,
    builder,
    missingMiddleware: (names) => missing(builder, names, isSeen, new Map()),
  }
}

const deepest = 20

/** Of a chain each member counts. @param way is a chain still looked into, or found to be whole */
function missing(builder: Builder, names: readonly string[], isSeen: boolean, way: Map<string, boolean>): Told | null {
  for (const middleware of names) {
    // Chains of chains meet one again and again.
    if (way.get(middleware) === false) continue
    const fault = builder.faultOf(middleware)
    if (fault !== null) return told('no-middleware', { middleware, fault })
    const found = builder.middleware(middleware)
    if (found === undefined && isSeen && middleware.endsWith('@kubernetescrd'))
      return told('no-middleware', { middleware, fault: 'missing' })
    if (found?.kind !== 'chain') continue
    const open = [...way.values()].filter((isOpen) => isOpen).length
    if (open > deepest || way.has(middleware)) return told('no-middleware', { middleware, fault: 'loop' })
    way.set(middleware, true)
    const inner = missing(builder, texts(found.settings.middlewares) ?? [], isSeen, way)
    if (inner !== null) return inner
    way.set(middleware, false)
  }
  return null
}
