/** Where routes are found, and who answers there: what of them can be held against those of another side. */
import { compare } from '../../domain/compare.js'
import { maskMatch } from '../../domain/masking/trace.js'
import { fullName, nameOf } from '../../domain/objects/ref.js'
import { onceFor } from '../../domain/remember.js'
import type { Route, RouteBackend, RouteMatch } from '../../domain/routes/route.js'

/** Host → what of a request decides → who answers. */
export type Places = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>

export function placesOf(routes: readonly Route[]): Places {
  const places = new Map<string, Map<string, readonly string[]>>()
  for (const route of routes) {
    const host = route.host?.toLowerCase() ?? '*'
    const paths = places.get(host) ?? new Map<string, readonly string[]>()
    places.set(host, paths)
    const place = route.match === null ? ' (default backend)' : matchText(route.match)
    const [known, answers] = [paths.get(place), answersOf(route)]
    // Most places have one answer.
    const isAlone = known === undefined && answers.length === 1
    paths.set(place, isAlone ? answers : [...new Set([...(known ?? []), ...answers])].sort(compare))
  }
  return places
}

/** What a person reads: the usual type of a path is not told. */
const matchText = onceFor((match: RouteMatch): string => {
  const { path, pathType, method, headers, query } = maskMatch(match)
  const type = pathType === null || pathType === 'Prefix' || pathType === 'PathPrefix' ? '' : ` (${pathType})`
  const more = [
    ...(method === null ? [] : [method]),
    ...headers.map(({ name, value }) => `${name}: ${value}`),
    ...query.map(({ name, value }) => `?${name}=${value}`),
  ]
  return `${path ?? '/'}${type}${more.length === 0 ? '' : ` [${more.join(', ')}]`}`
})

function answersOf({ source, backends }: Route): string[] {
  const by = fullName(source)
  return backends.length === 0 ? [`nothing (${by})`] : backends.map((one) => `${backendText(one)} (${by})`)
}

function backendText({ service, resource, weight }: RouteBackend): string {
  const share = weight === null ? '' : ` ×${weight}`
  if (service) return `${nameOf(service)}${service.port === null ? '' : `:${service.port}`}${share}`
  return resource ? `${fullName(resource)}${share}` : `nothing${share}`
}
