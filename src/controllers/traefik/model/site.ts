/** Everything that the providers read from, and where they write to. */
import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import type { Told } from '../../../domain/findings/facts.js'
import { told } from '../../../domain/findings/finding.js'
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
    missingMiddleware: (names) => {
      const known = (name: string) => builder.hasMiddleware(name) || !name.endsWith('@kubernetescrd')
      const missing = isSeen ? names.find((name) => !known(name)) : undefined
      return missing === undefined ? null : told('no-middleware', { middleware: missing })
    },
  }
}
