/** What a recorded nginx.conf says of each Ingress and each server, read line by line: as little of nginx as will do. */
import { readFileSync } from 'node:fs'

export interface Recorded {
  /** `namespace/name` of every Ingress that a location names */
  readonly named: ReadonlySet<string>
  /** Ingress → the reason with which a location of it is denied */
  readonly denied: ReadonlyMap<string, string>
  /** Ingress → lines of its locations that begin with one of {@link directives} */
  readonly lines: ReadonlyMap<string, ReadonlySet<string>>
  /** host → its other names */
  readonly aliases: ReadonlyMap<string, readonly string[]>
  /** host → the comment before `return 403` of a server without locations */
  readonly forbidden: ReadonlyMap<string, string>
  /** hosts that nothing is served on but a redirect */
  readonly redirectServers: ReadonlySet<string>
}

const directives =
  /^(?:auth_basic |auth_request |allow |deny |satisfy |limit_conn |limit_req |mirror |return 30|rewrite |more_set_headers|client_max_body_size|proxy_read_timeout|proxy_set_header Host )/

export function recordedConf(path: string): Recorded {
  const named = new Set<string>()
  const denied = new Map<string, string>()
  const lines = new Map<string, Set<string>>()
  const aliases = new Map<string, string[]>()
  const forbidden = new Map<string, string>()
  const redirectServers = new Set<string>()
  let server = ''
  let namespace = ''
  let ingress = ''
  let comment = ''
  for (const raw of readFileSync(path, 'utf8').split('\n')) {
    const line = raw.trim()
    const [, host] = /^## start server (.*)$/.exec(line) ?? []
    if (host !== undefined) [server, ingress] = [host, '']
    if (/^location\s/.test(line)) ingress = ''
    const [, variable, value = ''] = /^set \$(namespace|ingress_name)\s+"?([^";]*)"?;$/.exec(line) ?? []
    if (variable === 'namespace') namespace = value
    if (variable === 'ingress_name' && value !== '') {
      ingress = `${namespace}/${value}`
      named.add(ingress)
    }
    const [, names] = /^server_name (.*);$/.exec(line) ?? []
    if (names !== undefined && server !== '') aliases.set(server, words(names).slice(1))
    const [, reason] = /^# Location denied\. Reason: (".*")$/.exec(line) ?? []
    if (reason !== undefined) denied.set(ingress, JSON.parse(reason) as string)
    if (line.startsWith('# ')) comment = line.slice(2)
    else if (line === 'return 403;' && ingress === '') forbidden.set(server, comment)
    else if (line === 'return 308 $redirect_to;') redirectServers.add(server)
    else if (ingress !== '' && directives.test(line)) {
      const own = lines.get(ingress) ?? new Set()
      lines.set(ingress, own.add(line.replace(/\s+/g, ' ')))
    }
  }
  return { named, denied, lines, aliases, forbidden, redirectServers }
}

function words(text: string): string[] {
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"|([^\s"]+)/g)].map(([, quoted, bare]) =>
    quoted === undefined ? (bare ?? '') : (JSON.parse(`"${quoted}"`) as string),
  )
}
