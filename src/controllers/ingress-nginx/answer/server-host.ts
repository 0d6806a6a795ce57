/** The host that a server of the controller's nginx.conf was made for. */
import { onceFor } from '../../../domain/remember.js'
import type { Directive } from '../../../languages/nginx/text/directive.js'
import { defaultServer } from '../model/types.js'

/** Its first name; a wildcard host is written as a pattern. `_`: the default server. */
export const serverHost = onceFor(({ block }: Directive) =>
  hostOf(block?.find(({ name }) => name === 'server_name')?.args[0] ?? defaultServer),
)

/** https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/template/template.go (buildServerName) */
export function hostOf(name: string): string {
  const rest = /^~\^\(\?<subdomain>\[\\w-\]\+\)\\\.(.*)\$$/.exec(name)?.[1]
  return rest === undefined ? name : `*.${rest.replaceAll('\\.', '.')}`
}
