/** Gathers routers, services and middlewares, and sees where two objects make one of the same name. */

import type { Told } from '../../../domain/findings/facts.js'
import { addTo } from '../../../domain/groups.js'
import { type NamespacedName, nameOf, type Ref } from '../../../domain/objects/ref.js'
import type { ServiceBackend } from '../../../domain/requests/trace.js'
import { type Middleware, type Router, type Service, several } from '../../../languages/traefik/config/types.js'
import { usualOptions } from '../../../languages/traefik/route/tls-options.js'
import { cutOffAmong, goneAmong, type StandingOfOptions, withoutConflicts } from './cut-off.js'
import type { Flaw, Made, Model, Target } from './types.js'

export class Builder {
  /** some service leads to more than is looked at */
  isCut = false
  readonly #made: Made[] = []
  readonly #routers = new Map<
    string,
    { readonly router: Router; readonly made: Made; readonly place: string | null }[]
  >()
  readonly #displaced = new Map<Made, Ref>()
  readonly #targets = new Map<string, Served[]>()
  readonly #decided = new Set<string>()
  readonly #others = new Map<string, { readonly service: Service; readonly by: string | null }[]>()
  readonly #own: Router[] = []
  readonly #middlewares = new Map<string, Middleware>()
  readonly #broken = new Map<string, Flaw>()
  readonly #unseen = new Map<string, NamespacedName>()
  readonly #clients = new Map<string, string>()
  readonly #options = new Map<string, Told<'route-refused'> | null>()
  readonly #makers = new Map<string, readonly Ref[]>()
  readonly #hear: (made: Made) => Made

  /** @param hear what entry points make of it; asked once all middlewares of their own are made */
  constructor(hear: (made: Made) => Made) {
    this.#hear = hear
  }

  /**
   * @param by whose last word it is: what it made under that name before is forgotten; null: all stay
   * @returns its name, with its provider
   */
  addTarget(name: string, target: Target, middlewares: readonly string[] = [], by: string | null = null): string {
    this.#forget(name, by)
    const own = this.#targets.get(name) ?? []
    if (!own.some((one) => isSameTarget(one, { target, middlewares }))) own.push({ target, middlewares, by })
    this.#targets.set(name, own)
    return name
  }

  #forget(name: string, by: string | null): void {
    if (by === null) return
    forget(this.#targets, name, by)
    forget(this.#others, name, by)
  }

  /** Of several with one name the first one has it. */
  addFirstTarget(name: string, target: Target): string {
    this.#decided.add(name)
    return this.addTarget(name, target)
  }

  /** One that has no servers of its own. @param by as {@link addTarget} has it */
  addService(service: Service, by: string | null = null): string {
    this.#forget(service.name, by)
    const own = this.#others.get(service.name) ?? []
    if (!own.some((one) => isAlike(one.service, service))) own.push({ service, by })
    this.#others.set(service.name, own)
    return service.name
  }

  /** One that belongs to no object. */
  addOwn(router: Router): void {
    this.#own.push(router)
  }

  hasTarget(name: string): boolean {
    return this.#targets.has(name)
  }

  addMiddleware(middleware: Middleware): void {
    this.#middlewares.set(middleware.name, middleware)
  }

  /** @param flaw why no router can have it; null: one can */
  addCustomMiddleware(of: Ref, middleware: Middleware, flaw: Flaw | null): void {
    const { name } = middleware
    const makers = [...(this.#makers.get(name) ?? []), of]
    this.#makers.set(name, makers)
    // Of several with one name the last one that was read has it: any of them may.
    if (makers.length > 1) this.#middlewares.set(name, { name, kind: several, settings: {} })
    else this.#middlewares.set(name, middleware)
    if (flaw !== null && makers.length === 1) this.#broken.set(name, flaw)
    else this.#broken.delete(name)
  }

  /** Of several with one name nobody knows which it is. */
  breakMiddleware(name: string, flaw: Flaw): void {
    if (this.#makers.get(name)?.length === 1 && !this.#broken.has(name)) this.#broken.set(name, flaw)
  }

  /** @param secret on which it hangs whether a router can have it, and that may not be seen */
  hideMiddleware(name: string, secret: NamespacedName): void {
    this.#unseen.set(name, secret)
  }

  /** @param clients how TLS options of that name ask them for a certificate; `lack`: why nobody can have them */
  addTlsOptions(name: string, clients: string, lack: Told<'route-refused'> | null = null): void {
    this.#clients.set(name, clients)
    this.#options.set(name, lack)
  }

  middleware(name: string): Middleware | undefined {
    return this.#middlewares.get(name)
  }

  /** One that may be meant by a name without its namespace, or without its provider. */
  middlewareLike(name: string): string | undefined {
    const bare = `${name.replace(/@.*/, '')}@kubernetescrd`
    return [...this.#makers.keys()].find((one) => one === bare || one.endsWith(`-${bare}`))
  }

  flawOf(name: string): Flaw | null {
    return this.#broken.get(name) ?? null
  }

  unseenOf(name: string): NamespacedName | undefined {
    return this.#unseen.get(name)
  }

  /** @param place where the last router of a name takes the place of those before it; null: nobody decides which is there */
  add(given: Made, place: string | null = null): void {
    const made = this.#hear(given)
    this.#made.push(made)
    for (const router of made.routers) {
      const own = this.#routers.get(router.name) ?? []
      const isOver = (one: (typeof own)[number]) => place !== null && one.place === place && one.made !== made
      for (const one of own.filter(isOver)) this.#displaced.set(one.made, made.source)
      this.#routers.set(router.name, [...own.filter((one) => !isOver(one)), { router, made, place }])
    }
  }

  /** @param standing of TLS options, by their name and by whose router has them */
  model(standing: StandingOfOptions): Model {
    const services = new Map<string, Service>()
    for (const name of new Set([...this.#targets.keys(), ...this.#others.keys()])) {
      const all = this.#targets.get(name) ?? []
      const own = (this.#decided.has(name) ? all.slice(0, 1) : all).map(({ target, middlewares }) => ({
        ...plainService(name),
        ...{ servers: target.servers, middlewares, ...(target.speech && { speech: target.speech }) },
      }))
      for (const one of ofOneName(name, [...own, ...(this.#others.get(name) ?? []).map(({ service }) => service)]))
        services.set(one.name, one)
    }
    const routers = [...this.#own]
    const madeOf = new Map<string, Made>()
    const twins = new Map<string, readonly Made[]>()
    const rivals = this.#rivals()
    for (const [name, all] of this.#routers)
      for (const [i, { router, made }] of all.entries()) {
        // Each stays to be asked about, under a name of its own.
        const unique = i === 0 ? name : `${name}#${i}`
        routers.push({ ...router, name: unique })
        madeOf.set(unique, made)
        const others = rivals.get(baseOf(router, made)) ?? []
        // Of those that differ in nothing but their service it is all the same which one is lost: they are equals.
        if (others.some((one) => !isAlike(shapeOf(one), shapeOf(made)))) twins.set(unique, others)
      }
    const apart = withoutConflicts(routers, madeOf)
    const {
      settled,
      faultOf,
      names: noOptions,
    } = cutOffAmong(apart, madeOf, (name, by) => {
      const lack = this.#options.get(name)
      return lack === undefined ? standing(name, by) : { lack }
    })
    for (const { router, of } of apart) {
      const made = madeOf.get(of.name)
      const others = twins.get(of.name)
      if (made !== undefined) madeOf.set(router.name, made)
      if (others !== undefined) twins.set(router.name, others)
    }
    for (const [name, made] of madeOf) madeOf.set(name, settled(made))
    for (const [name, all] of twins) twins.set(name, all.map(settled))
    return {
      config: {
        routers: apart.map(({ router }) => {
          const fault = faultOf(router)
          return fault === undefined ? router : { ...router, errors: [fault] }
        }),
        services,
        middlewares: this.#middlewares,
        clients: this.#clients,
        noOptions,
      },
      unasked: new Set(
        apart.flatMap(({ router, of }) =>
          of.tlsOptions !== undefined &&
          router.tlsOptions === usualOptions &&
          asksClients(this.#clients.get(of.tlsOptions))
            ? (madeOf.get(of.name) ?? [])
            : [],
        ),
      ),
      made: this.#made.map(settled),
      madeOf,
      backendsOf: new Map([...this.#targets].map(([name, all]) => [name, all.map(({ target }) => target)])),
      isCut: this.isCut,
      decided: this.#decided,
      twins,
      displaced: new Map([...this.#displaced].map(([made, by]) => [settled(made), by])),
      makersOf: this.#makers,
      gone: goneAmong(apart),
    }
  }

  /** All that make routers of one name, those that are switched off among them. */
  #rivals(): ReadonlyMap<string, readonly Made[]> {
    const found = new Map<string, Made[]>()
    for (const made of this.#made.filter((one) => !this.#displaced.has(one)))
      for (const base of new Set(made.routers.map((router) => baseOf(router, made)))) addTo(found, base, made)
    return found
  }
}

/** A service with servers, and what stands before these. */
interface Served {
  readonly target: Target
  readonly middlewares: readonly string[]
  readonly by: string | null
}

function forget<T extends { readonly by: string | null }>(all: Map<string, T[]>, name: string, by: string): void {
  const own = all.get(name)
  if (own !== undefined)
    all.set(
      name,
      own.filter((one) => one.by !== by),
    )
}

/** Before entry points made copies of it. */
function baseOf({ name }: Router, { base }: Made): string {
  return base ?? name
}

function asksClients(how: string | undefined): boolean {
  return how !== undefined && how !== '' && how !== 'NoClientCert'
}

function shapeOf({ routers }: Made): readonly object[] {
  return routers.map(({ service: _, ...rest }) => rest)
}

/** Where several have one name, the last one that was read has it: any of them may. */
function ofOneName(name: string, all: readonly Service[]): readonly Service[] {
  if (all.length === 1) return all
  const parts = all.map((one, i) => ({ ...one, name: `${name}#${i}` }))
  return [...parts, { ...plainService(name), weighted: parts.map((part) => ({ name: part.name, weight: 1 })) }]
}

/** One without anything. */
export function plainService(name: string): Service {
  return { name, servers: null, weighted: null, instead: null, middlewares: [], of: null, sticky: false }
}

function isSameTarget(a: Served, b: Omit<Served, 'by'>): boolean {
  return (
    isSameBackend(a.target.backend, b.target.backend) &&
    isAlike([a.target.servers, a.middlewares], [b.target.servers, b.middlewares])
  )
}

function isAlike(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

export function isSameBackend(a: ServiceBackend, b: ServiceBackend): boolean {
  return (
    nameOf({ namespace: a.namespace, name: a.service }) === nameOf({ namespace: b.namespace, name: b.service }) &&
    a.port === b.port
  )
}
