/**
 * The VirtualServerRoutes to which a VirtualServer hands paths on, and what its own routes say for them.
 * https://github.com/nginx/kubernetes-ingress/blob/main/internal/k8s/configuration.go (buildVirtualServerRoutes)
 */
import type { DelegateFault, InVain } from '../../../domain/findings/ownership-facts.js'
import { nameOf, refKey } from '../../../domain/objects/ref.js'
import { keyFrom } from '../../shared/go/values.js'
import type { Virtual, VirtualRoute, Virtuals } from './read.js'
import { normal } from './wrong.js'

/** What counts where a subroute says nothing itself. */
export type Inherited = Pick<VirtualRoute, 'policies' | 'errorPages' | 'snippets'>

export interface TakenRoutes {
  readonly object: Virtual
  readonly from: Inherited
}

/** A route, and what stands between it and what it names. */
export interface Missing {
  readonly route: VirtualRoute
  /** `missing`: there is none that is taken */
  readonly fault: Extract<DelegateFault, 'missing' | 'host' | 'path'>
  /** the host or path that does not fit */
  readonly detail: string | null
}

export interface Parts {
  /** in the order of their locations */
  readonly taken: readonly TakenRoutes[]
  /** routes behind which nobody is */
  readonly missing: readonly Missing[]
  /** those with a path that one before them has */
  readonly clashing: readonly { readonly object: Virtual; readonly route: VirtualRoute }[]
}

export function partsOf(one: Virtual, { routes }: Virtuals): Parts {
  const found = new Map<string, { object: Virtual; from: Inherited; isPattern: boolean }>()
  const missing: Missing[] = []
  for (const route of one.routes.filter(isHandedOn)) {
    const meant = routes.filter((part) => isMeant(part, one, route))
    const fitting = meant.filter((part) => fits(part, one, route))
    if (fitting.length === 0) missing.push({ route, ...misfit(one, route, meant) })
    for (const object of fitting) {
      const key = refKey(object.ref)
      const known = found.get(key)
      const isPattern = route.path.startsWith('~') && route.delegate !== null
      found.set(key, { object, from: later(known?.from, route), isPattern: known?.isPattern ?? isPattern })
    }
  }
  const sorted = [...found.values()].sort((a, b) => Number(a.isPattern) - Number(b.isPattern))
  const paths = new Set<string>()
  const clashing: { object: Virtual; route: VirtualRoute }[] = []
  const taken = sorted.filter(({ object }) => {
    const route = object.routes.find(({ path }) => paths.has(normal(path)))
    for (const { path } of object.routes) paths.add(normal(path))
    if (route !== undefined) clashing.push({ object, route })
    return route === undefined
  })
  return { taken, missing, clashing }
}

/** @param meant those that it names */
function misfit(one: Virtual, route: VirtualRoute, meant: readonly Virtual[]): Pick<Missing, 'fault' | 'detail'> {
  const near = meant.find(({ host }) => host === one.host) ?? meant[0]
  if (near === undefined) return { fault: 'missing', detail: null }
  if (near.host !== one.host) return { fault: 'host', detail: near.host }
  const path = normal(route.path)
  const isPattern = /^[~=]/.test(path)
  const wrong = near.routes.find(({ path: sub }) => (isPattern ? normal(sub) !== path : !normal(sub).startsWith(path)))
  return { fault: 'path', detail: wrong?.path ?? null }
}

/** Of a part that is nobody's: the VirtualServer that names it, and what stands between the two; null: none does. */
export function namedInVain(part: Virtual, servers: readonly Virtual[]): InVain | null {
  const routesTo = (one: Virtual) => one.routes.filter((route) => isHandedOn(route) && isMeant(part, one, route))
  const naming = servers.filter((one) => routesTo(one).length > 0)
  const by = naming.find(({ host }) => host === part.host) ?? naming[0]
  if (by === undefined) return null
  const isFitting = routesTo(by).some((route) => fits(part, by, route))
  return { ref: by.ref, fault: by.host !== part.host ? 'host' : isFitting ? 'unserved' : 'paths' }
}

/** The path of a route: how nginx is to compare it, in nginx' own words, and with what. */
export function readPath(path: string): { readonly modifier: string; readonly rest: string } {
  const [, modifier = '', rest = ''] = /^(\^~|~\*|~|=)?\s*([\s\S]*)$/.exec(path) ?? []
  return { modifier, rest }
}

export function isHandedOn({ delegate, selector }: VirtualRoute): boolean {
  return delegate !== null || selector !== null
}

function isMeant(part: Virtual, one: Virtual, { delegate, selector }: VirtualRoute): boolean {
  if (delegate !== null) return nameOf(part.ref) === delegateName(delegate, one)
  const { labels } = part.object.metadata
  return Object.entries(selector ?? {}).every(([name, value]) => labels?.[name] === value)
}

/** NAMESPACE/NAME of the one that a route names. */
export function delegateName(delegate: string, { ref }: Virtual): string {
  return nameOf(keyFrom(delegate, ref.namespace))
}

/**
 * The host must be the same. Below a prefix each path begins with it, an exact path is that of the one subroute, and of
 * patterns all stand on both sides.
 */
function fits(part: Virtual, one: Virtual, route: VirtualRoute): boolean {
  if (part.host !== one.host) return false
  const path = normal(route.path)
  const own = part.routes.map((sub) => normal(sub.path))
  if (path.startsWith('=')) return own.length === 1 && own[0] === path
  if (!path.startsWith('~')) return own.every((sub) => sub.startsWith(path))
  const { delegate } = route
  const named =
    delegate === null
      ? [path]
      : one.routes
          .filter(
            (other) => other.delegate !== null && delegateName(other.delegate, one) === delegateName(delegate, one),
          )
          .map((other) => normal(other.path))
  return own.every((sub) => named.includes(sub)) && named.every((sub) => own.includes(sub))
}

function later(known: Inherited | undefined, { policies, errorPages, snippets }: VirtualRoute): Inherited {
  return {
    policies: policies ?? known?.policies ?? null,
    errorPages: errorPages ?? known?.errorPages ?? null,
    snippets: snippets ?? known?.snippets ?? null,
  }
}
