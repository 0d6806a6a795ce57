/** nginx.conf of a replica → which locations it has, whose they are, and which it denies. One server in memory at a time. */
import { addTo } from '../../../../domain/groups.js'
import type { Ref } from '../../../../domain/objects/ref.js'
import { serversFor } from '../../../../languages/nginx/servers/skip-servers.js'
import { beginnings } from '../../../../languages/nginx/text/beginnings.js'
import type { Directive } from '../../../../languages/nginx/text/directive.js'
import { factNames, factsIn, unlikeLocations } from '../../answer/location-facts.js'
import { readServers } from '../../answer/server-host.js'

export interface SeenLocation {
  /** the Ingress whose it is */
  readonly source: Ref
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
  /** path, as an Ingress has it → the locations made of it */
  readonly locations: ReadonlyMap<string, readonly SeenLocation[]>
}

/** By the host that it was made for. */
export type SeenConf = ReadonlyMap<string, SeenServer>

/**
 * @param hosts in question: other servers are passed over; null: all
 * @throws SyntaxError where it is no nginx.conf, or not a whole one
 */
export async function readSeen(conf: AsyncIterable<Uint8Array>, hosts: readonly string[] | null): Promise<SeenConf> {
  const servers = new Map<string, SeenServer>()
  const wanted = hosts === null ? undefined : serversFor(hosts)
  // Redirects from www names, and nginx' own status, have no locations of Ingresses.
  for await (const { server, host } of readServers(conf, taken, wanted))
    if (!servers.has(host)) servers.set(host, serverIn(server))
  return servers
}

function serverIn(server: Directive): SeenServer {
  const locations = new Map<string, SeenLocation[]>()
  for (const location of unlikeLocations(server)) {
    const said = location.beginning(taken)
    const { source, path, upstream } = factsIn(said)
    if (source === null || path === null) continue
    const { line } = location
    addTo(locations, path, { source, line, upstream, denied: deniedIn(said), isGuarded: said.some(asksWho) })
  }
  const end = server.beginning(access).find(({ name, args }) => name === 'return' && args[0] === '403')
  return {
    line: server.line,
    refused: end === undefined ? null : { reason: commentOf(end), line: end.line },
    locations,
  }
}

const accessNames = ['auth_', 'return']
const access = beginnings(...accessNames)
const taken = beginnings(...factNames, ...accessNames)

function deniedIn(said: readonly Directive[]): string | null {
  const end = said.find(({ name, args }) => name === 'return' && args[0] === '503')
  const reason = end && /^Location denied\. Reason: (.*)/.exec(commentOf(end))?.[1]
  return reason === undefined ? null : unquoted(reason)
}

function asksWho({ name, args }: Directive): boolean {
  return name.startsWith('auth_') && args[0] !== 'off'
}

/** The last line before a directive, if it is a comment. */
function commentOf({ leading }: Directive): string {
  const [, comment = ''] = /(?:^|\n)[ \t]*#([^\n]*)\n\s*$/.exec(new TextDecoder().decode(leading)) ?? []
  return comment.trim()
}

/** Written as Go quotes it, which JSON reads but for rare escapes. */
function unquoted(text: string): string {
  try {
    return String(JSON.parse(text))
  } catch {
    return text
  }
}
