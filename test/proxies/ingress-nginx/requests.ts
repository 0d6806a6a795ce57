/** Requests to a real nginx, beside what `trace` says of them from the objects and from its configuration. */
import fc from 'fast-check'
import type { Answer } from '../../../src/domain/requests/trace.js'
import { session } from '../../support/program/session.js'
import { ask, echoIn, type Reply } from '../http.js'
import { fitsAnswer } from '../replies.js'

interface Asked {
  readonly scheme: 'http' | 'https'
  readonly method: string
  readonly host: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
}

interface Item {
  readonly asked: Answer | null
  readonly served: Answer | null
}

const headers = fc.constantFrom<Readonly<Record<string, string>>[]>(
  {},
  {},
  {},
  { 'x-canary': 'always' },
  { 'x-canary': 'never' },
  { 'x-canary': 'yes' },
  { cookie: 'beta=always' },
  { 'x-forwarded-proto': 'https' },
  { 'x-forwarded-for': '192.0.2.9' },
  { 'x-forwarded-host': 'other.example' },
  { 'user-agent': 'Bot/1.0' },
  { origin: 'https://a.example' },
)

/** Ends of paths that nobody asks for. */
const ends = ['', '', '', '/', '/trial', 'x', '?a=b', '/a/b', '/A', '//', '/.', '/../a']

/** @param hosts @param paths those that any rule names */
function anyRequest(hosts: readonly string[], paths: readonly string[]): fc.Arbitrary<Asked> {
  const known = hosts.map((host) => host.replace('*', 'trial'))
  return fc.record({
    scheme: fc.constantFrom('http', 'http', 'https'),
    method: fc.constantFrom('GET', 'GET', 'GET', 'GET', 'POST', 'OPTIONS', 'HEAD', 'PUT'),
    host: fc.constantFrom(
      ...known,
      ...known,
      ...known,
      'nobody.example',
      'A.example',
      'alias.example',
      'x.alias.example',
    ),
    path: fc
      .tuple(fc.constantFrom(...paths, '/', '/a/x/y', '/b', '/abc'), fc.constantFrom(...ends))
      .map(([path, end]) => targetOf(`${path}${end}`)),
    headers,
  })
}

/** What a client does to what cannot stand in a request line. */
function targetOf(path: string): string {
  return `/${path.replace(/^\//, '')}`.replaceAll(/[^\x21-\x7e]|#/g, encodeURIComponent)
}

/**
 * @param ports `http`, `https` → where it listens
 * @param folder for `--from`
 * @param elsewhere where names lead that no Service has
 * @returns those to which it answered otherwise than somebody says
 */
export async function misansweredBy(
  ports: ReadonlyMap<string, number>,
  folder: string,
  { hosts, paths }: { readonly hosts: readonly string[]; readonly paths: readonly string[] },
  { elsewhere, seed, count }: { readonly elsewhere: string; readonly seed: number; readonly count: number },
): Promise<readonly string[]> {
  const requests = fc.sample(anyRequest(hosts, paths), { seed, numRuns: count })
  const argv = ['trace', '--input', '-', '-o', 'json', '--from', folder, '--from-ip', '127.0.0.1']
  const stdin = requests.map((one) => JSON.stringify(one)).join('\n')
  const { stdout, stderr } = await session(argv, { stdin })
  if (stdout === '') throw new Error(stderr)
  const { items }: { readonly items: readonly Item[] } = JSON.parse(stdout)
  const wrong: string[] = []
  for (const [i, request] of requests.entries()) {
    const reply = atUsualPorts(await replyTo(request, ports), ports)
    for (const by of ['asked', 'served'] as const) {
      const answer = items[i]?.[by]
      if (answer && fits(answer, withoutOwnPort(reply, answer), elsewhere) === false)
        wrong.push(shown(by, request, answer, reply))
    }
  }
  return wrong
}

function replyTo({ scheme, method, host, path, headers }: Asked, ports: ReadonlyMap<string, number>): Promise<Reply> {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const length = /GET|HEAD|OPTIONS/.test(method) ? '' : 'content-length: 0\r\n'
  const text = `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\n${lines.join('')}${length}connection: close\r\n\r\n`
  // Clients write the name of a handshake in small letters.
  return ask(ports.get(scheme) ?? 0, text, scheme === 'https' ? host.toLowerCase() : undefined)
}

/** A redirect may name the port at which it listens. */
function atUsualPorts(reply: Reply, ports: ReadonlyMap<string, number>): Reply {
  const location = reply.headers.get('location')
  const own = [...ports].reduce<string | undefined>(
    (all, [name, port]) => all?.replace(new RegExp(`:${port}(?=/|$)`), `:${name}`),
    location,
  )
  return own === undefined ? reply : { ...reply, headers: new Map([...reply.headers, ['location', own]]) }
}

/** That of its scheme is left out by nginx itself, were it the usual one. */
function withoutOwnPort(reply: Reply, { location }: Answer): Reply {
  const own = reply.headers.get('location')?.replace(/^(https?)(:\/\/[^/:]+):\1(?=\/)/, '$1$2')
  return own === undefined || own !== location
    ? reply
    : { ...reply, headers: new Map([...reply.headers, ['location', own]]) }
}

/** @param elsewhere where names lead that no Service has */
function fits({ lastHop, ...answer }: Answer, reply: Reply, elsewhere: string): boolean | null {
  // Nobody behind speaks it.
  if (lastHop?.protocol === 'FCGI' && reply.status >= 500) return true
  if (answer.upstreamUri?.startsWith('/') === false && reply.status === 400) return true
  if (answer.split.some(({ when }) => when.endsWith(`answered with ${reply.status}`))) return true
  const host = echoIn(reply)?.host
  if (lastHop && host !== undefined && !lastHop.hosts.includes(host) && !lastHop.hosts.includes(null)) return false
  const found = (places: readonly string[] | null) =>
    places?.map((place) => (/^[\d.]+:\d+$/.test(place) ? place : place.replace(/^.*:/, `${elsewhere}:`))) ?? null
  const split = answer.split.map((one) => ({ ...one, endpoints: found(one.endpoints) }))
  const endpoints = split.length > 0 ? null : found(answer.endpoints)
  const location = answer.location?.replace(/:8?443(?=\/|$)/, ':https').replace(/:80(?:80)?(?=\/|$)/, ':http') ?? null
  // A Service that is the default backend answers what it likes.
  const verdict = answer.verdict === 'not-found' && answer.status === null ? 'served' : answer.verdict
  return fitsAnswer(
    { ...answer, verdict: answer.outcomes.length > 0 ? 'guarded' : verdict, location, endpoints, split },
    reply,
  )
}

function shown(by: string, { scheme, method, host, path, headers }: Asked, answer: Answer, reply: Reply): string {
  const { verdict, status, location, source, upstreamUri, endpoints, split, outcomes, lastHop } = answer
  const asked = `${method} ${scheme}://${host}${path} ${JSON.stringify(headers)}`
  const real = { status: reply.status, location: reply.headers.get('location'), echo: echoIn(reply) }
  const said = { verdict, status, location, source: source?.name, upstreamUri, endpoints, split, outcomes, lastHop }
  return JSON.stringify({ by, asked, real, said })
}
