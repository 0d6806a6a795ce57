/** nginx.conf of a replica → which locations it has, whose they are, and which it denies. One server in memory at a time. */
import { addTo } from '../../../../domain/groups.js'
import { nameOf, type Ref } from '../../../../domain/objects/ref.js'
import { serversFor } from '../../../../languages/nginx/servers/skip-servers.js'
import { beginnings } from '../../../../languages/nginx/text/beginnings.js'
import type { Directive } from '../../../../languages/nginx/text/directive.js'
import { isCut } from '../../../../languages/nginx/text/flaw.js'
import { pieces } from '../../../../languages/nginx/text/pieces.js'
import { factNames, readFacts } from '../../answer/location-facts.js'
import { hostOf } from '../../answer/server-host.js'
import { defaultServer } from '../../model/types.js'

export interface SeenLocation {
  readonly line: number
  readonly upstream: string | null
  /** the reason for its 503; null: it is not denied */
  readonly denied: string | null
  /** does it ask somebody who the client is */
  readonly isGuarded: boolean
}

export interface SeenServer {
  readonly line: number
  /** the reason why everybody gets 403; null: it is not so */
  readonly refused: { readonly reason: string; readonly line: number } | null
  /** `NAMESPACE/NAME PATH` → the locations of that Ingress and path */
  readonly locations: ReadonlyMap<string, readonly SeenLocation[]>
}

/** By the host that it was made for. */
export type SeenConf = ReadonlyMap<string, SeenServer>

export function locationKey(ref: Ref, path: string): string {
  return `${nameOf(ref)} ${path}`
}

/**
 * @param hosts in question: other servers are passed over; null: all
 * @throws SyntaxError where it is no nginx.conf, or not a whole one
 */
export async function readSeen(conf: AsyncIterable<Uint8Array>, hosts: readonly string[] | null): Promise<SeenConf> {
  const servers = new Map<string, SeenServer>()
  const wanted = hosts === null ? undefined : serversFor(hosts)
  for await (const { inHttp, directive, flaw } of pieces(conf, { wanted, isLent: true })) {
    if (flaw !== null) throw new SyntaxError(`it ${isCut(flaw) ? 'is cut' : 'breaks'} at line ${flaw.line}`)
    if (!inHttp || directive?.name !== 'server') continue
    const block = directive.block ?? []
    const name = block.find((one) => one.name === 'server_name')?.args[0]
    const host = name === undefined ? defaultServer : hostOf(name)
    // Redirects from www names, and nginx' own status, have no locations of Ingresses.
    if (!servers.has(host)) servers.set(host, serverIn(directive, block))
  }
  return servers
}

function serverIn({ line }: Directive, block: readonly Directive[]): SeenServer {
  const locations = new Map<string, SeenLocation[]>()
  for (const one of block) {
    if (one.name !== 'location') continue
    const statements = one.beginning(looked)
    const { source, path, upstream } = readFacts(one, statements)
    if (source === null || path === null) continue
    addTo(locations, locationKey(source, path), { line: one.line, upstream, ...accessOf(statements) })
  }
  const end = block.find(({ name, args }) => name === 'return' && args[0] === '403')
  return { line, refused: end === undefined ? null : { reason: commentOf(end), line: end.line }, locations }
}

const looked = beginnings(...factNames, 'auth_', 'return')

function accessOf(said: readonly Directive[]): Pick<SeenLocation, 'denied' | 'isGuarded'> {
  const end = said.find(({ name, args }) => name === 'return' && args[0] === '503')
  const reason = end && /Location denied\. Reason: (.*)/.exec(commentOf(end))?.[1]
  return {
    denied: reason === undefined ? null : unquoted(reason),
    isGuarded: said.some(({ name, args }) => name.startsWith('auth_') && args[0] !== 'off'),
  }
}

/** The last comment before a directive. */
function commentOf({ leading }: Directive): string {
  const comments = new TextDecoder().decode(leading).match(/#[^\n]*/g)
  return (comments?.at(-1) ?? '').replace(/^#\s*/, '').trim()
}

/** Written as Go quotes it, which JSON reads but for rare escapes. */
function unquoted(text: string): string {
  try {
    return String(JSON.parse(text))
  } catch {
    return text
  }
}
