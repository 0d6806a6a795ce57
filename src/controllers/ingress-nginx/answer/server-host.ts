/** The servers of the controller's nginx.conf, and the host that each was made for. */
import { onceFor } from '../../../domain/remember.js'
import { type Beginnings, beginnings } from '../../../languages/nginx/text/beginnings.js'
import type { Directive } from '../../../languages/nginx/text/directive.js'
import { isCut } from '../../../languages/nginx/text/flaw.js'
import { pieces, type Wanted } from '../../../languages/nginx/text/pieces.js'
import { defaultServer } from '../model/types.js'

const names = beginnings('server_name')

/** Its first name; a wildcard host is written as a pattern. `_`: the default server. */
export const serverHost = onceFor(hostIn)

function hostIn(server: Directive): string {
  return hostOf(server.beginning(names).find(({ name }) => name === 'server_name')?.args[0] ?? defaultServer)
}

/** https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/template/template.go (buildServerName) */
function hostOf(name: string): string {
  const rest = /^~\^\(\?<subdomain>\[\\w-\]\+\)\\\.(.*)\$$/.exec(name)?.[1]
  return rest === undefined ? name : `*.${rest.replaceAll('\\.', '.')}`
}

/**
 * One server in memory at a time.
 * @param taken of the statements in its locations, those that are read
 * @param wanted other servers are passed over; absent: all are read
 * @throws SyntaxError where it is no nginx.conf, or not a whole one
 */
export async function* readServers(
  conf: AsyncIterable<Uint8Array>,
  taken: Beginnings,
  wanted?: Wanted,
): AsyncGenerator<{ readonly server: Directive; readonly host: string }> {
  for await (const { inHttp, directive, flaw } of pieces(conf, { wanted, taken, isLent: true })) {
    if (flaw !== null) throw new SyntaxError(`it ${isCut(flaw) ? 'is cut' : 'breaks'} at line ${flaw.line}`)
    if (inHttp && directive?.name === 'server') yield { server: directive, host: hostIn(directive) }
  }
}
