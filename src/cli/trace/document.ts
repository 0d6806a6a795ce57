/** Documents of this program that are fed back: `ingresses -o json | trace --input -`, and a trace asked again. */
import { isRecord, type Wire } from '../../domain/objects/project-fields.js'
import type { RouteParent, ValueMatch } from '../../domain/routes/route.js'
import { valuesIn } from '../../domain/text/values-in.js'
import { type AskedRoute, placesOfRoutes } from '../../questions/trace/route-requests.js'
import { JsonItems } from './json-items.js'
import { type RequestLine, type RequestTraits, requestAt, requestOfJson } from './requests.js'

/** Does a line begin a document, which goes on over lines, and is no request of its own? */
export function beginsDocument(line: string): boolean {
  return /^\s*\{\s*(?:"apiVersion"\s*:.*)?$/s.test(line)
}

/** Of an item, or of all that stands around the items: an answer with all its hops has some hundreds of values. */
const longest = 16 * 1024 * 1024
const mostOfOne = 500_000
/** A cluster of ten thousand Ingresses has some thirty thousand routes. */
const mostItems = 500_000

/** Nothing of it is kept but what asks: it is as long as a cluster is large. */
export async function requestsOfDocument(
  bytes: AsyncIterable<Uint8Array>,
  traits: RequestTraits,
): Promise<Iterable<RequestLine>> {
  const document = new JsonItems()
  const decoder = new TextDecoder()
  const said: Learnt = { routes: [], requests: [] }
  try {
    for await (const chunk of bytes) {
      for (const item of document.add(decoder.decode(chunk, { stream: true }))) learn(said, parsed(item), traits)
      if (document.held > longest) return [{ wrong: `a part of it has more than ${longest} characters` }]
      if (said.requests.length > mostItems) return [{ wrong: `it has more than ${mostItems} items` }]
    }
    return requestsOf(parsed(document.around), said, traits)
  } catch (error) {
    if (error instanceof TooMany) return [{ wrong: `a part of it has more than ${mostOfOne} values` }]
    if (error instanceof SyntaxError) return [{ wrong: 'it begins like JSON, and is none' }]
    throw error
  }
}

class TooMany extends Error {}

function parsed(text: string): unknown {
  if (valuesIn(text, mostOfOne) > mostOfOne) throw new TooMany()
  return JSON.parse(text)
}

/** What the items ask for: of which kind they are, the document may say behind them. */
interface Learnt {
  readonly routes: AskedRoute[]
  readonly requests: RequestLine[]
}

const noRequest: RequestLine = { wrong: 'it has no "request"' }

function learn(said: Learnt, item: unknown, traits: RequestTraits): void {
  if (!isRecord(item)) return
  said.routes.push(...routeIn(item))
  said.requests.push(requestOfTrace(item, traits))
}

function requestsOf(document: unknown, { routes, requests }: Learnt, traits: RequestTraits): Iterable<RequestLine> {
  if (!isRecord(document)) return [{ wrong: 'it is no object' }]
  const { kind = null } = document
  if (kind === 'Trace') return [requestOfTrace(document, traits)]
  if (kind === 'TraceList') return requests
  if (kind === 'RouteList') return requestsOfRoutes(routes, traits)
  return [{ wrong: `a document of kind ${JSON.stringify(kind)} says no requests: RouteList, Trace and TraceList do` }]
}

function* requestsOfRoutes(routes: readonly AskedRoute[], traits: RequestTraits): Generator<RequestLine> {
  const { places, gaps } = placesOfRoutes(routes)
  for (const place of places) yield requestAt(place, traits)
  for (const { message } of gaps) yield { wrong: message }
}

function requestOfTrace({ request }: Wire, traits: RequestTraits): RequestLine {
  return isRecord(request) ? requestOfJson(request, traits) : noRequest
}

/** What of it makes no route is left out. */
function routeIn({ source, parents, host, match, addresses, tls }: Wire): AskedRoute[] {
  const { kind, namespace, name } = isRecord(source) ? source : {}
  if (typeof kind !== 'string' || typeof namespace !== 'string' || typeof name !== 'string') return []
  const said = isRecord(match) ? match : {}
  const [path, pathType, method] = [said.path, said.pathType, said.method].map(textOrNull) as [Text, Text, Text]
  const { headers, query } = said
  return [
    {
      source: { kind, namespace, name },
      host: typeof host === 'string' ? host : null,
      parents: objectsIn(parents).flatMap(parentIn),
      match: { path, pathType, method, headers: valuesOf(headers), query: valuesOf(query) },
      addresses: Array.isArray(addresses) ? addresses.filter((one) => typeof one === 'string') : [],
      tls: isRecord(tls) ? tls : null,
    },
  ]
}

type Text = string | null

function textOrNull(value: unknown): Text {
  return typeof value === 'string' ? value : null
}

function parentIn({ gateway, listener, port, protocol }: Wire): RouteParent[] {
  const { namespace, name } = isRecord(gateway) ? gateway : {}
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

function objectsIn(value: unknown): readonly Wire[] {
  return Array.isArray(value) ? value.filter(isRecord) : []
}
