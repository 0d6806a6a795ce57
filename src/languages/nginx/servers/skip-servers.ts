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
    let isNamed = false
    let isMeant = false
    const own: string[] = []
    for (const statement of statements) {
      const head = headOf(statement)
      if (head?.name === 'server_name') {
        isNamed ||= head.args.length > 0
        isMeant ||= head.args.some((name) => filter.mayMatch(name))
      } else if (head !== null) {
        own.push(head.args[0] ?? '')
        isMeant ||= head.args.includes('default_server') || head.args.includes('default')
      }
    }
    if (own.length === 0) own.push('80')
    const isFirst = own.some((address) => !sockets.has(address))
    for (const address of own) sockets.add(address)
    return isFirst || isMeant || !isNamed
  }
}

type Head = Pick<Directive, 'name' | 'args'>

/** Names are many, and how servers listen is said in few ways, all of them short. */
const listens = new Map<string, Head>()
const mostListens = 1000

/** null: it says nothing of which requests are for a server. */
function headOf(statement: string): Head | null {
  const [, , plain] = /^server_name +("?)([\w.-]+)\1 *$/.exec(statement) ?? []
  if (plain !== undefined) return { name: 'server_name', args: [plain] }
  if (!/^["']?(?:listen|server_name)\b/.test(statement)) return null
  const known = listens.get(statement)
  if (known !== undefined) return known
  const [found] = parse(`${statement}\n;`).statements
  const head = found?.name === 'listen' || found?.name === 'server_name' ? found : null
  if (head?.name === 'listen' && listens.size < mostListens && statement.length < 500) listens.set(statement, head)
  return head
}
