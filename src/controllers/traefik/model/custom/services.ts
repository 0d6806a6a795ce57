/**
 * Services that routes name, and TraefikServices → services of the proxy.
 * https://github.com/traefik/traefik/blob/v3.7/pkg/provider/kubernetes/crd/kubernetes_http.go (nameAndService)
 */
import type { Told } from '../../../../domain/findings/facts.js'
import { told } from '../../../../domain/findings/finding.js'
import type { RouteFault } from '../../../../domain/findings/priority-facts.js'
import { addTo } from '../../../../domain/groups.js'
import type { CustomObject } from '../../../../domain/objects/custom.js'
import { flag, isRecord, record, text, type Wire, wires } from '../../../../domain/objects/project-fields.js'
import { nameOf, type Ref, refKey, refOf } from '../../../../domain/objects/ref.js'
import { plainService } from '../builder.js'
import { normalized, serviceKey } from '../names.js'
import type { Site } from '../site.js'
import { isListed, targetFor, unusedTarget } from '../targets.js'
import type { Target } from '../types.js'
import { middlewares, serversTransports } from './kinds.js'
import { lackOf, nameInside, namesOf, nothingNamed, otherNamespace, provider, transportNamed } from './references.js'

/** What became of one or several services. */
export interface Built {
  /** with its provider */
  readonly name: string
  readonly targets: readonly Target[]
  /** why nothing that names it is served */
  readonly lack: Told | null
  /** is it in the configuration at all: what names one that is not, is not there either */
  readonly isMade: boolean
  /** several TraefikServices have one name, and not all of them can serve */
  readonly isDoubtful: boolean
}

interface How {
  /** null: that of a Service and its port */
  readonly name: string | null
  /** of the object that says it, whose last word on a name counts; null: several may have their word */
  readonly by: string | null
  readonly nativeByDefault: boolean
}

/** Parts of TraefikServices do not know what is so by default. */
const part: How = { name: null, by: null, nativeByDefault: false }

/** TraefikServices that lead to one another, and Services that one comes to, which thousands of routes may name. */
const deepest = 200
export const mostTargets = 32

export class Services {
  readonly #site: Site
  #depth = 0
  readonly #objects: ReadonlyMap<string, CustomObject>
  /** several may have one name inside */
  readonly #byName = new Map<string, string[]>()
  readonly #built = new Map<string, Built>()

  /** All TraefikServices are there, whether a route names them or not. */
  constructor(site: Site, objects: readonly CustomObject[]) {
    this.#site = site
    this.#objects = new Map(objects.map((one) => [nameOf(refOf(one)), one]))
    for (const key of this.#objects.keys()) addTo(this.#byName, insideOf(key), key)
    for (const name of this.#byName.keys()) this.#composed(name, name)
  }

  /** @param name of the one that stands for them; one that is alone has it, unless it is a TraefikService */
  ofRoute(asked: readonly Wire[], source: Ref, name: string): Built {
    const { namespace } = source
    const { nativeByDefault } = this.#site.settings.crd
    const [only, ...others] = asked
    const by = refKey(source)
    return only === undefined || others.length > 0
      ? this.#weighted(asked, namespace, name, { name: null, by: null, nativeByDefault }, by)
      : this.#one(only, namespace, { name, by, nativeByDefault })
  }

  /** A Service of a route that is left out, whatever is behind it. */
  unused(asked: Wire, { namespace: parent }: Ref): readonly Target[] {
    const service = text(asked.name) ?? ''
    const namespace = text(asked.namespace) || parent
    if ((text(asked.kind) || 'Service') !== 'Service' || service.includes('@')) return []
    return [unusedTarget(this.#site.facts.inventory, { namespace, service, port: portIn(asked) })]
  }

  /** Of one that answers in the place of errors. @returns false: it cannot be made, or not answer */
  ofErrors(asked: Wire, namespace: string, name: string): boolean {
    const { isMade, lack } = this.#one(asked, namespace, { ...part, name })
    return isMade && lack === null
  }

  /** What comes before one that cannot be made is there all the same. */
  #weighted(asked: readonly Wire[], namespace: string, name: string, how: How, by: string | null = null): Built {
    const parts: { readonly weight: number; readonly built: Built }[] = []
    for (const wire of asked) {
      const built = this.#one(wire, namespace, how)
      parts.push({ weight: typeof wire.weight === 'number' ? wire.weight : 1, built })
      if (!built.isMade) break
    }
    const isMade = parts.every(({ built }) => built.isMade)
    if (isMade)
      this.#site.builder.addService(
        { ...plainService(name), weighted: parts.map(({ weight, built }) => ({ name: built.name, weight })) },
        by,
      )
    const all = parts.map(({ built }) => built)
    const targets = this.#together(parts)
    return { name, targets, lack: firstLack(all), isMade, isDoubtful: all.some((one) => one.isDoubtful) }
  }

  /** A Service that is reached in several ways has the share of all of them. */
  #together(parts: readonly { readonly weight: number; readonly built: Built }[]): readonly Target[] {
    const found = new Map<string, Target>()
    for (const { weight, built } of parts)
      for (const target of built.targets) {
        const key = JSON.stringify([target.backend, target.speech])
        found.set(key, { ...target, weight: target.weight * weight + (found.get(key)?.weight ?? 0) })
      }
    if (found.size > mostTargets) this.#site.builder.isCut = true
    return [...found.values()].slice(0, mostTargets)
  }

  #one(wire: Wire, parent: string, how: How): Built {
    const { settings, facts, builder } = this.#site
    const name = text(wire.name) ?? ''
    const namespace = text(wire.namespace) || parent
    const kind = text(wire.kind) || 'Service'
    const left = (lack: Told, targets: readonly Target[] = []): Built => ({
      ...lost(name, lack),
      targets,
      isMade: false,
    })
    const isForeign = name.includes('@') ? name.endsWith(`@${provider}`) : namespace !== parent
    if (isForeign && !settings.crd.crossNamespace)
      return left(otherNamespace(kind, name.includes('@') ? name : nameOf({ namespace, name })))
    const isWatched = settings.crd.namespaces === null || settings.crd.namespaces.includes(namespace)
    if (kind === 'Service' && !isWatched)
      return left(told('route-refused', { subject: `Service ${nameOf({ namespace, name })}`, fault: 'unwatched' }))
    for (const full of referenceIn(wire, parent))
      return full.endsWith(`@${provider}`)
        ? this.#composed(full, name.includes('@') ? name : nameOf({ namespace, name }))
        : { name: full, targets: [], lack: null, isMade: true, isDoubtful: false }
    const fault = faultOf(kind, wire)
    if (fault !== null) return left(told('route-refused', { subject: `${kind} ${name}`, fault }))
    const port = portIn(wire)
    const own = {
      native: flag(wire.nativeLB) ?? undefined,
      byNode: wire.nodePortLB === true,
      hasHealthCheck: isRecord(wire.healthCheck),
      anyPort: true,
      speech: {
        scheme: text(wire.scheme) ?? '',
        passesHost: wire.passHostHeader !== false,
        hasTransport: (text(wire.serversTransport) ?? '') !== '',
      },
    }
    const terms = { ...settings.crd, nativeByDefault: how.nativeByDefault }
    const { target, lack } = targetFor(facts.inventory, terms, { namespace, service: name, port }, own)
    // Of one without endpoints nobody looks at it.
    const schemeFault =
      (isListed(facts.inventory, target.backend) || (target.servers?.length ?? 0) > 0) && !schemes.includes(wire.scheme)
        ? told('route-refused', { subject: `${kind} ${name}`, fault: 'scheme' })
        : null
    const named = namesOf(this.#site, wire.middlewares, namespace, middlewares)
    const transport = transportNamed(this.#site, serversTransports, wire, namespace)
    const flaw = lack ?? schemeFault ?? named.lack ?? transport.refused
    if (flaw !== null) return left(flaw, [target])
    const label = builder.addTarget(
      how.name ?? `${serviceKey({ namespace, name }, port || '')}@${provider}`,
      target,
      named.names,
      how.by,
    )
    // Nobody looks for it where there is no server.
    const wanted = target.servers?.length === 0 ? nothingNamed : transport
    const missing = this.#site.missingMiddleware(named.names) ?? lackOf(this.#site, serversTransports, wanted)
    return { name: label, targets: [target], lack: missing, isMade: true, isDoubtful: false }
  }

  /**
   * Whatever has the name, wherever it stands, is the one that is meant.
   * @param name inside
   * @param called as it is asked for
   */
  #composed(name: string, called: string): Built {
    const found = this.#built.get(name)
    if (found !== undefined) return found
    const [first, ...others] = this.#byName.get(name) ?? []
    if (first === undefined) return lost(name, refused(called, 'nobody'))
    if (this.#depth > deepest) return lost(name, refused(first, 'loop'))
    this.#depth += 1
    // Whoever comes back to it meets this, unless another of the name does not come back.
    this.#built.set(name, lost(name, refused(first, 'loop')))
    const back = others.length === 0 ? [] : [first, ...others].filter((key) => this.#comesBack(key, name))
    const ends = [first, ...others].filter((key) => !back.includes(key))
    const all = [...ends, ...back].map((key) => {
      const one = this.#made(this.#objects.get(key) as CustomObject, name)
      if (back.includes(key)) return { ...one, lack: refused(key, 'loop') }
      if (one.isMade && one.lack === null && back.length > 0) this.#built.set(name, { ...one, isDoubtful: true })
      return one
    })
    this.#depth -= 1
    const made = all.filter(({ isMade }) => isMade)
    const whole = made.filter(({ lack }) => lack === null)
    const [best = all[0] as Built] = whole.length > 0 ? whole : made
    const isDoubtful = best.isDoubtful || (whole.length > 0 && whole.length < made.length)
    // What names it is there, whatever became of it.
    const targets = whole.length > 0 ? whole.flatMap((one) => one.targets) : best.targets
    const built = { name, targets, lack: best.lack, isMade: true, isDoubtful }
    this.#built.set(name, built)
    return built
  }

  /** Does what it leads to lead to the name of it again. */
  #comesBack(key: string, name: string): boolean {
    const seen = new Set<string>()
    const waiting = [key]
    for (let next = waiting.pop(); next !== undefined && seen.size < 1000; next = waiting.pop()) {
      const object = this.#objects.get(next) as CustomObject
      for (const inside of partsOf(object).all.flatMap((wire) => referenceIn(wire, refOf(object).namespace))) {
        if (inside === name) return true
        if (seen.has(inside)) continue
        seen.add(inside)
        waiting.push(...(this.#byName.get(inside) ?? []))
      }
    }
    return false
  }

  #made(object: CustomObject, own: string): Built {
    const { namespace } = refOf(object)
    const { all, isWeighted } = partsOf(object)
    if (isWeighted) return this.#weighted(all, namespace, own, part)
    const built: Built[] = []
    for (const one of all) if (built.every(({ isMade }) => isMade)) built.push(this.#one(one, namespace, part))
    const [main] = built
    if (main === undefined) return { ...lost(own, refused(nameOf(refOf(object)), 'nothing')), isMade: false }
    const isMade = built.every((one) => one.isMade)
    if (isMade) this.#site.builder.addService({ ...plainService(own), instead: main.name })
    const isDoubtful = built.some((one) => one.isDoubtful)
    return { name: own, targets: main.targets, lack: firstLack(built), isMade, isDoubtful }
  }
}

/** What it leads to; the first of them answers, where it is not by weight. */
function partsOf({ spec: { weighted, mirroring, highestRandomWeight, failover } }: CustomObject): {
  readonly all: readonly Wire[]
  readonly isWeighted: boolean
} {
  const among = isRecord(weighted) ? weighted : isRecord(mirroring) ? null : highestRandomWeight
  if (isRecord(among)) return { all: wires(among.services), isWeighted: true }
  const all = isRecord(mirroring)
    ? [mirroring, ...wires(mirroring.mirrors)]
    : isRecord(failover)
      ? [record(failover.service), record(failover.fallback)]
      : []
  return { all, isWeighted: false }
}

/** The name inside of a TraefikService that is meant. */
function referenceIn(wire: Wire, parent: string): readonly string[] {
  const name = text(wire.name) ?? ''
  if (text(wire.kind) !== 'TraefikService') return []
  if (!name.includes('@')) return [nameInside(text(wire.namespace) || parent, name)]
  const at = name.lastIndexOf('@')
  return [`${normalized(name.slice(0, at))}${name.slice(at)}`]
}

function portIn({ port }: Wire): number | string | null {
  return typeof port === 'number' || typeof port === 'string' ? port : null
}

function firstLack(all: readonly Built[]): Told | null {
  return all.find(({ lack }) => lack !== null)?.lack ?? null
}

function refused(name: string, fault: RouteFault): Told {
  return told('route-refused', { subject: `TraefikService ${name}`, fault })
}

/** Nothing that names it is served. */
function lost(name: string, lack: Told): Built {
  return { name, targets: [], lack, isMade: true, isDoubtful: false }
}

function insideOf(key: string): string {
  const [namespace = '', name = ''] = key.split('/')
  return nameInside(namespace, name)
}

const strategies: readonly unknown[] = [undefined, '', 'RoundRobin', 'wrr', 'p2c', 'hrw', 'leasttime']

const schemes: readonly unknown[] = [undefined, '', 'http', 'https', 'h2c']

function faultOf(kind: string, { strategy, name }: Wire): RouteFault | null {
  if (kind !== 'Service' || String(name).includes('@')) return 'kind'
  return strategies.includes(strategy) ? null : 'strategy'
}
