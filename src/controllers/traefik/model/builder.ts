/** Gathers routers, services and middlewares, and sees where two objects make one of the same name. */
import { type NamespacedName, nameOf } from '../../../domain/objects/ref.js'
import type { ServiceBackend } from '../../../domain/requests/trace.js'
import type { Middleware, Router, Service } from '../../../languages/traefik/config/types.js'
import type { Made, Model, Target } from './types.js'

/** As names are made of what objects are called: https://github.com/traefik/traefik/blob/v3.7/pkg/provider/provider.go (Normalize) */
export function normalized(text: string): string {
  return text
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part !== '')
    .join('-')
}

export function serviceKey({ namespace, name }: NamespacedName, port: number | string | null): string {
  return normalized(`${namespace}-${name}-${port ?? ''}`)
}

/** As many of a digest are in a name. */
export const digits = 20

/** As Go writes a text between quotes: https://pkg.go.dev/strconv#Quote */
export function quoted(text: string): string {
  return `"${text.replace(/["\\]|\p{C}/gu, (sign) => escapes[sign] ?? hexOf(sign))}"`
}

const escapes: Readonly<Record<string, string>> = {
  ...{ '"': '\\"', '\\': '\\\\', '\x07': '\\a', '\b': '\\b' },
  ...{ '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\v': '\\v' },
}

function hexOf(sign: string): string {
  const code = sign.codePointAt(0) ?? 0
  const [letter, width] = code < 0x80 ? ['x', 2] : code < 0x10000 ? ['u', 4] : ['U', 8]
  return `\\${letter}${code.toString(16).padStart(Number(width), '0')}`
}

export class Builder {
  readonly #made: Made[] = []
  readonly #routers = new Map<string, { readonly router: Router; readonly made: Made }[]>()
  readonly #targets = new Map<string, Target[]>()
  readonly #weighted = new Map<string, Service>()
  readonly #own: Router[] = []
  readonly #middlewares = new Map<string, Middleware>()

  /** @returns its name, with its provider */
  addTarget(name: string, target: Target): string {
    const own = this.#targets.get(name) ?? []
    if (!own.some(({ backend }) => isSameBackend(backend, target.backend))) own.push(target)
    this.#targets.set(name, own)
    return name
  }

  addWeighted(name: string, parts: readonly { readonly name: string; readonly weight: number }[]): string {
    this.#weighted.set(name, { ...plain(name), weighted: parts })
    return name
  }

  /** One that belongs to no object. */
  addOwn(router: Router): void {
    this.#own.push(router)
  }

  hasRouter(name: string): boolean {
    return this.#routers.has(name)
  }

  addMiddleware(middleware: Middleware): void {
    this.#middlewares.set(middleware.name, middleware)
  }

  hasMiddleware(name: string): boolean {
    return this.#middlewares.has(name)
  }

  add(made: Made): void {
    this.#made.push(made)
    for (const router of made.routers) {
      const own = this.#routers.get(router.name) ?? []
      own.push({ router, made })
      this.#routers.set(router.name, own)
    }
  }

  model(): Model {
    const services = new Map(this.#weighted)
    for (const [name, targets] of this.#targets)
      for (const one of servicesOf(name, targets)) services.set(one.name, one)
    const routers = [...this.#own]
    const madeOf = new Map<string, Made>()
    const twins = new Map<string, readonly Made[]>()
    for (const [name, all] of this.#routers)
      for (const [i, { router, made }] of all.entries()) {
        // Each stays to be asked about, under a name of its own.
        const unique = i === 0 ? name : `${name}#${i}`
        routers.push({ ...router, name: unique })
        madeOf.set(unique, made)
        // Of those with one rule it is all the same which one is lost: they are equals.
        const isTwin = all.some((one) => one.router.rule !== router.rule)
        if (isTwin)
          twins.set(
            unique,
            all.map((one) => one.made),
          )
      }
    return {
      config: { routers, services, middlewares: this.#middlewares },
      made: this.#made,
      madeOf,
      backendsOf: this.#targets,
      twins,
    }
  }
}

/** Where several have one name, the last one that was read has it: any of them may. */
function servicesOf(name: string, targets: readonly Target[]): readonly Service[] {
  const [only, ...others] = targets
  if (only !== undefined && others.length === 0) return [{ ...plain(name), servers: only.servers }]
  const parts = targets.map((target, i) => ({ ...plain(`${name}#${i}`), servers: target.servers }))
  return [...parts, { ...plain(name), weighted: parts.map((part) => ({ name: part.name, weight: 1 })) }]
}

function plain(name: string): Service {
  return { name, servers: null, weighted: null, instead: null, middlewares: [], of: null, sticky: false }
}

function isSameBackend(a: ServiceBackend, b: ServiceBackend): boolean {
  return (
    nameOf({ namespace: a.namespace, name: a.service }) === nameOf({ namespace: b.namespace, name: b.service }) &&
    a.port === b.port
  )
}
