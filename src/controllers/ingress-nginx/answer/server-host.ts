/** The host that a server of the controller's nginx.conf was made for. */
import type { Directive } from '../../../languages/nginx/text/directive.js'
import { defaultServer } from '../model/types.js'

const known = new WeakMap<Directive, string>()

/** Its first name; a wildcard host is written as a pattern. `_`: the default server. */
export function serverHost(server: Directive): string {
  const found = known.get(server) ?? read(server)
  known.set(server, found)
  return found
}

function read({ block }: Directive): string {
  return hostOf(block?.find(({ name }) => name === 'server_name')?.args[0] ?? defaultServer)
}

/** https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/template/template.go (buildServerName) */
export function hostOf(name: string): string {
  const rest = /^~\^\(\?<subdomain>\[\\w-\]\+\)\\\.(.*)\$$/.exec(name)?.[1]
  return rest === undefined ? name : `*.${rest.replaceAll('\\.', '.')}`
}
