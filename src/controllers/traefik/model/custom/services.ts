/**
 * Services that routes name, and TraefikServices → services of the proxy.
 * https://github.com/traefik/traefik/blob/v3.7/pkg/provider/kubernetes/crd/kubernetes_http.go (nameAndService)
 */
import type { Told } from '../../../../domain/findings/facts.js'
import { told } from '../../../../domain/findings/finding.js'
import type { RouteFault } from '../../../../domain/findings/priority-facts.js'
import { addTo } from '../../../../domain/groups.js'
import type { CustomObject } from '../../../../domain/objects/custom.js'
import { isRecord, text, type Wire } from '../../../../domain/objects/project-fields.js'
import { nameOf, type Ref, refKey, refOf } from '../../../../domain/objects/ref.js'
import { plainService } from '../builder.js'
import { serviceKey, standingOf } from '../names.js'
import type { Site } from '../site.js'
import { unusedTarget } from '../targets.js'
import type { Target } from '../types.js'
import { flawIn, isSpared, partsOf, referenceIn, spareIn } from './parts.js'
import { nameInside, otherNamespace, provider, unseen } from './references.js'
import { namingFault, portIn, serviceNamed } from './service-named.js'
import { type Counting, Words } from './words.js'

/** What became of one or several services. */
export interface Built {
  /** with its provider */
  readonly name: string
  readonly targets: readonly Target[]
  /** why nothing that names it is served */
  readonly lack: Told | null
  /** is it in the configuration at all: what names one that is not, is not there either */
  readonly isMade: boolean
  /** why it is not known whether what names it is served, in words; null: it is known */
  readonly doubt: string | null
}

interface How {
  /** null: that of a Service and its port */
  readonly name: string | null
  /** of the object that says it, whose last word on a name counts; null: several may have their word */
  readonly by: string | null
  readonly nativeByDefault: boolean
  /** whose word it is */
  readonly isOf: string
}

/** Parts of TraefikServices do not know what is so by default. */
function partOf(isOf: string, name: string | null = null): How {
  return { name, by: null, nativeByDefault: false, isOf }
}

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
  readonly #counting: Counting
  readonly #words = new Words()

  /**
   * All TraefikServices are there, whether a route names them or not.
   * @param counting what {@link counting} told before
   */
  constructor(site: Site, objects: readonly CustomObject[], counting: Counting) {
    this.#site = site
    this.#counting = counting
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
      ? this.#weighted(asked, namespace, name, { name: null, by: null, nativeByDefault, isOf: by }, by)
      : this.#one(only, namespace, { name, by, nativeByDefault, isOf: by })
  }

  /** What is to be given to one that makes the same again, if there is anything. */
  counting(): Counting {
    return this.#words.counting()
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
    const { isMade, lack } = this.#one(asked, namespace, partOf(name, name))
    return isMade && lack === null
  }

  /** What comes before one that cannot be made is there all the same. */
  #weighted(asked: readonly Wire[], namespace: string, name: string, how: How, by: string | null = null): Built {
    const parts: { readonly weight: number; readonly built: Built }[] = []
    for (const wire of asked) {
      const built = this.#one(wire, namespace, how)
      parts.push({ weight: typeof wire.weight === 'number' ? Math.max(0, wire.weight) : 1, built })
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
    return { name, targets, lack: firstLack(all), isMade, doubt: firstDoubt(all) }
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
    const { built, write } = this.#found(wire, parent, how)
    write()
    return built
  }

  /** `write`: has it be there, where it is not otherwise. */
  #found(wire: Wire, parent: string, how: How): { readonly built: Built; readonly write: () => void } {
    const { settings, builder } = this.#site
    const name = text(wire.name) ?? ''
    const namespace = text(wire.namespace) || parent
    const kind = text(wire.kind) || 'Service'
    const only = (built: Built) => ({ built, write: () => {} })
    const left = (lack: Told, targets: readonly Target[] = []) => only({ ...lost(name, lack), targets, isMade: false })
    const isForeign = name.includes('@') ? name.endsWith(`@${provider}`) : namespace !== parent
    if (isForeign && !settings.crd.crossNamespace)
      return left(otherNamespace(kind, name.includes('@') ? name : nameOf({ namespace, name })))
    const isWatched = settings.crd.namespaces === null || settings.crd.namespaces.includes(namespace)
    if (kind === 'Service' && !isWatched)
      return left(told('route-refused', { subject: `Service ${nameOf({ namespace, name })}`, fault: 'unwatched' }))
    for (const full of referenceIn(wire, parent))
      return only(
        full.endsWith(`@${provider}`)
          ? this.#composed(full, name.includes('@') ? name : nameOf({ namespace, name }))
          : this.#ofOthers(full),
      )
    const fault = namingFault(kind, wire)
    if (fault !== null) return left(told('route-refused', { subject: `${kind} ${name}`, fault }))
    const own = serviceNamed(this.#site, wire, namespace, how.nativeByDefault)
    if (own.flaw !== null) return left(own.flaw, [own.target])
    const label = how.name ?? `${serviceKey({ namespace, name }, portIn(wire) || '')}@${provider}`
    const counting = how.name === null ? this.#counting.get(label) : undefined
    const { target, named, missing, doubt } = counting
      ? serviceNamed(this.#site, counting, namespace, how.nativeByDefault)
      : own
    const common = { name: label, targets: [target], isMade: true }
    return {
      built: counting === null ? { ...common, lack: null, doubt: byChance } : { ...common, lack: missing, doubt },
      write: () => {
        if (how.name === null) this.#words.add(label, { by: how.isOf, wire, isWhole: own.missing === null })
        builder.addTarget(label, target, named.names, how.by)
      },
    }
  }

  /** What no TraefikService makes. */
  #ofOthers(name: string): Built {
    const { beside, ingress } = this.#site.settings
    const standing = name.endsWith('@kubernetes') && !ingress.isOn ? 'nobody' : standingOf(name, true, beside)
    if (standing === 'nobody') return lost(name, refused(name, 'nobody'))
    return {
      name,
      targets: [],
      lack: null,
      isMade: true,
      doubt: standing === 'unseen' ? unseen(`service ${name}`) : null,
    }
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
      if (one.isMade && one.lack === null && back.length > 0) this.#built.set(name, { ...one, doubt: ofOneName })
      return one
    })
    this.#depth -= 1
    const made = all.filter(({ isMade }) => isMade)
    const whole = made.filter(({ lack }) => lack === null)
    const [best = all[0] as Built] = whole.length > 0 ? whole : made
    const doubt = best.doubt ?? (whole.length > 0 && whole.length < made.length ? ofOneName : null)
    // What names it is there, whatever became of it.
    const targets = whole.length > 0 ? whole.flatMap((one) => one.targets) : best.targets
    const built = { name, targets, lack: best.lack, isMade: true, doubt }
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
    const key = nameOf(refOf(object))
    if (isWeighted) return this.#weighted(all, namespace, own, partOf(key))
    const found: { readonly built: Built; readonly write: () => void }[] = []
    for (const one of all)
      if (found.every(({ built }) => built.isMade)) {
        const next = this.#found(one, namespace, partOf(key))
        if (!isRecord(object.spec.failover)) next.write()
        found.push(next)
      }
    const built = found.map((one) => one.built)
    const [main] = built
    if (main === undefined) return { ...lost(own, refused(key, 'nothing')), isMade: false }
    const isMade = built.every((one) => one.isMade)
    const { spare } = spareIn(object, built)
    if (isMade) this.#site.builder.addService({ ...plainService(own), instead: main.name, ...(spare && { spare }) })
    // Of a failover both parts are there, or none.
    if (isMade && isRecord(object.spec.failover)) for (const { write } of found) write()
    const lack = firstLack(built) ?? flawIn(object)
    const { targets } = built.find(({ name }) => isSpared(main.targets, spare) && name === spare?.name) ?? main
    return { name: own, targets, lack, isMade, doubt: firstDoubt(built) }
  }
}

function firstLack(all: readonly Built[]): Told | null {
  return all.find(({ lack }) => lack !== null)?.lack ?? null
}

function firstDoubt(all: readonly Built[]): string | null {
  return all.find(({ doubt }) => doubt !== null)?.doubt ?? null
}

/** Several TraefikServices have it. */
const ofOneName = 'several TraefikServices have the name of the one that it leads to, and not all of them can serve'
const byChance =
  'several objects say how its Service is spoken to, each otherwise, and nobody decides which of them counts'

function refused(name: string, fault: RouteFault): Told {
  return told('route-refused', { subject: `TraefikService ${name}`, fault })
}

/** Nothing that names it is served. */
function lost(name: string, lack: Told): Built {
  return { name, targets: [], lack, isMade: true, doubt: null }
}

function insideOf(key: string): string {
  const [namespace = '', name = ''] = key.split('/')
  return nameInside(namespace, name)
}
