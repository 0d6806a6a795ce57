/** The servers that no request for some hosts can reach, told by what stands at their own level. */
import type { Directive } from '../text/directive.js'
import { parse } from '../text/parse.js'
import { HostFilter } from './host-filter.js'

/**
 * In the order of the file: the first server of each socket may be its default.
 * @param hosts of the requests, in lower case
 * @returns is a server with these statements (`server_name "a" `, `listen 80`, …) to be read
 */
export function serversFor(hosts: readonly string[]): (statements: readonly string[]) => boolean {
  const filter = new HostFilter(hosts)
  const sockets = new Set<string>()
  return (statements) => {
    const heads = statements.flatMap((one) => headOf(one) ?? [])
    const names = heads.filter(({ name }) => name === 'server_name').flatMap(({ args }) => args)
    const said = heads.filter(({ name }) => name === 'listen').map(({ args }) => args)
    const isDefault = said.some((args) => args.includes('default_server') || args.includes('default'))
    const own = said.length === 0 ? ['80'] : said.map(([address = '']) => address)
    const isFirst = own.some((address) => !sockets.has(address))
    for (const address of own) sockets.add(address)
    return isFirst || isDefault || names.length === 0 || names.some((name) => filter.mayMatch(name))
  }
}

type Head = Pick<Directive, 'name' | 'args'>

/** Names are many, and how servers listen is said in few ways. */
const listens = new Map<string, Head | null>()
const mostListens = 1000

/** null: it says nothing of which requests are for a server. */
function headOf(statement: string): Head | null {
  const [, name] = /^["']?(listen|server_name)\b/.exec(statement) ?? []
  if (name === undefined) return null
  const known = listens.get(statement)
  if (known !== undefined) return known
  const [head = null] = parse(`${statement}\n;`).statements
  if (name === 'listen' && listens.size < mostListens) listens.set(statement, head)
  return head
}
