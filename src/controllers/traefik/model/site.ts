/** Everything that the providers read from, and where they write to. */
import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import type { Told } from '../../../domain/findings/facts.js'
import { told } from '../../../domain/findings/finding.js'
import { texts } from '../../../domain/objects/project-fields.js'
import { plainName } from '../../../languages/traefik/config/read.js'
import type { TraefikSettings } from '../workload/settings.js'
import type { Builder } from './builder.js'
import { middlewares, tcpMiddlewares } from './custom/kinds.js'
import { standingOf } from './names.js'
import type { Made } from './types.js'

export interface Site {
  readonly facts: RoutingFacts
  readonly settings: TraefikSettings
  readonly builder: Builder
  /** the first of them that nobody made, so that a router which names it is left out; null: all are there, or may be */
  missingMiddleware(names: readonly string[]): Told<'no-middleware'> | null
  /** the first Secret that may not be seen, and on which it hangs whether all of them can be had */
  unseenSecret(names: readonly string[]): Pick<Made, 'unseen'>
}

/** Of Middlewares that may not be looked at none is missing; where their provider is off, none is there. */
export function siteOf(facts: RoutingFacts, settings: TraefikSettings, builder: Builder): Site {
  const isSeen = (name: string) =>
    !settings.crd.isOn || facts.customOf?.(plainName(name) === name ? middlewares : tcpMiddlewares).coverage === 'all'
  return {
    facts,
    settings,
    builder,
    missingMiddleware: (names) => missing({ builder, isSeen, settings }, names, new Map()),
    unseenSecret: (names) => unseenIn(builder, names),
  }
}

function unseenIn(builder: Builder, names: readonly string[]): Pick<Made, 'unseen'> {
  // A set goes on to the members of chains that are added to it meanwhile.
  const all = new Set(names)
  for (const name of all) {
    const unseen = builder.unseenOf(name)
    if (unseen !== undefined) return { unseen }
    const found = builder.middleware(name)
    for (const member of found?.kind === 'chain' ? (texts(found.settings.middlewares) ?? []) : []) all.add(member)
  }
  return {}
}

const deepest = 20

interface Known {
  readonly builder: Builder
  readonly isSeen: (name: string) => boolean
  readonly settings: Pick<TraefikSettings, 'crd' | 'beside'>
}

/** Of a chain each member counts. @param way is a chain still looked into, or found to be whole */
function missing(world: Known, names: readonly string[], way: Map<string, boolean>): Told<'no-middleware'> | null {
  const { builder, isSeen, settings } = world
  for (const name of names) {
    // Chains of chains meet one again and again.
    if (way.get(name) === false) continue
    const middleware = plainName(name)
    const flaw = builder.flawOf(name)
    if (flaw !== null) return told('no-middleware', { middleware, ...flaw })
    const found = builder.middleware(name)
    const isOfObject = name.endsWith('@kubernetescrd')
    if (found === undefined && isOfObject && !settings.crd.isOn)
      return told('no-middleware', { middleware, fault: 'off' })
    if (found === undefined && (isOfObject ? isSeen(name) : standingOf(name, false, settings.beside) === 'nobody')) {
      const near = builder.middlewareLike(name)
      return told('no-middleware', { middleware, fault: 'missing', ...(near && { near: plainName(near) }) })
    }
    if (found?.kind !== 'chain') continue
    const open = [...way.values()].filter((isOpen) => isOpen).length
    if (open > deepest || way.has(name)) return told('no-middleware', { middleware, fault: 'loop' })
    way.set(name, true)
    const inner = missing(world, texts(found.settings.middlewares) ?? [], way)
    if (inner !== null) return inner
    way.set(name, false)
  }
  return null
}
