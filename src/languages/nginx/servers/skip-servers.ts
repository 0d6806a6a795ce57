/** The servers that no request for some hosts can reach, told by what stands at their own level. */
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
    const text = statements.filter((one) => /^["']?(?:listen|server_name)\b/.test(one)).map((one) => `${one}\n;`)
    const heads = parse(text.join('\n')).statements
    const names = heads.filter(({ name }) => name === 'server_name').flatMap(({ args }) => args)
    const listens = heads.filter(({ name }) => name === 'listen').map(({ args }) => args)
    const isDefault = listens.some((args) => args.includes('default_server') || args.includes('default'))
    const own = listens.length === 0 ? ['80'] : listens.map(([address = '']) => address)
    const isFirst = own.some((address) => !sockets.has(address))
    for (const address of own) sockets.add(address)
    return isFirst || isDefault || names.length === 0 || names.some((name) => filter.mayMatch(name))
  }
}
