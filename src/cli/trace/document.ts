/** Documents of this program that are fed back: `ingresses -o json | trace --input -`, and a trace asked again. */
import type { TraceRequest } from '../../domain/requests/trace.js'
import type { RouteParent, ValueMatch } from '../../domain/routes/route.js'
import { mostValues, valuesIn } from '../../domain/text/values-in.js'
import { type AskedRoute, placesOfRoutes } from '../../questions/trace/route-requests.js'
import { type Json, type Read, type RequestTraits, requestAt, requestOfJson } from './requests.js'

/** Does a line begin a document, which goes on over lines, and is no request of its own? */
export function beginsDocument(line: string): boolean {
  return /^\s*\{\s*(?:"apiVersion"\s*:.*)?$/s.test(line)
}

/** @param text the whole of it */
export function requestsOfDocument(text: string, traits: RequestTraits): readonly Read[] {
  if (valuesIn(text, mostValues) > mostValues) return [{ wrong: `it has more than ${mostValues} values` }]
  try {
    return requestsOfValue(JSON.parse(text), traits)
  } catch {
    return [{ wrong: 'it begins like JSON, and is none' }]
  }
}

function requestsOfValue(value: unknown, traits: RequestTraits): readonly Read[] {
  if (!isObject(value)) return [{ wrong: 'it is no object' }]
  if (value.kind === 'Trace') return [requestOfTrace(value, traits)]
  if (value.kind === 'TraceList') return objectsIn(value.items).map((one) => requestOfTrace(one, traits))
  if (value.kind !== 'RouteList')
    return [
      {
        wrong: `a document of kind ${JSON.stringify(value.kind ?? null)} says no requests: RouteList, Trace and TraceList do`,
      },
    ]
  const { places, gaps } = placesOfRoutes(objectsIn(value.items).flatMap(routeIn))
  return [
    ...places.map((place): TraceRequest => requestAt(place, traits)),
    ...gaps.map(({ message }) => ({ wrong: message })),
  ]
}

function requestOfTrace({ request }: Json, traits: RequestTraits): Read {
  return isObject(request) ? requestOfJson(request, traits) : { wrong: 'it has no "request"' }
}

/** What of it makes no route is left out. */
function routeIn({ source, parents, host, match, addresses, tls }: Json): AskedRoute[] {
  const { kind, namespace, name } = isObject(source) ? source : {}
  if (typeof kind !== 'string' || typeof namespace !== 'string' || typeof name !== 'string') return []
  const said = isObject(match) ? match : {}
  const [path, pathType, method] = [said.path, said.pathType, said.method].map(textOrNull) as [Text, Text, Text]
  const { headers, query } = said
  return [
    {
      source: { kind, namespace, name },
      host: typeof host === 'string' ? host : null,
      parents: objectsIn(parents).flatMap(parentIn),
      match: { path, pathType, method, headers: valuesOf(headers), query: valuesOf(query) },
      addresses: Array.isArray(addresses) ? addresses.filter((one) => typeof one === 'string') : [],
      tls: isObject(tls) ? tls : null,
    },
  ]
}

type Text = string | null

function textOrNull(value: unknown): Text {
  return typeof value === 'string' ? value : null
}

function parentIn({ gateway, listener, port, protocol }: Json): RouteParent[] {
  const { namespace, name } = isObject(gateway) ? gateway : {}
  if (typeof namespace !== 'string' || typeof name !== 'string' || typeof port !== 'number') return []
  const at = { listener: textOrNull(listener) ?? '', port, protocol: textOrNull(protocol) ?? '' }
  return [{ gateway: { kind: 'Gateway', namespace, name }, ...at }]
}

function valuesOf(value: unknown): ValueMatch[] {
  return objectsIn(value).flatMap(({ name, type, value: text }) =>
    typeof name === 'string' && typeof text === 'string'
      ? [{ name, type: type === 'RegularExpression' ? type : 'Exact', value: text }]
      : [],
  )
}

function objectsIn(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
