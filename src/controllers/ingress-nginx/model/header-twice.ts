/** Headers that a snippet sends to the backend although the controller does, in the same location: nginx sends both. */
import type { Told } from '../../../domain/findings/facts.js'
import { told } from '../../../domain/findings/finding.js'
import { maskRemark } from '../../../domain/masking/text.js'
import { parse } from '../../../languages/nginx/text/parse.js'
import type { Kept } from './types.js'

/** In every location: https://github.com/kubernetes/ingress-nginx/blob/main/rootfs/etc/nginx/template/nginx.tmpl */
const own: ReadonlySet<string> = new Set(
  `host connection upgrade x-request-id x-real-ip x-forwarded-for x-forwarded-host x-forwarded-port x-forwarded-proto
  x-forwarded-scheme x-scheme x-original-forwarded-for proxy`.split(/\s+/),
)

export const headerSnippet = 'configuration-snippet'

/** The first one. https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_set_header */
export function headerTwice({ annotations }: Kept): Told<'header-twice'> | null {
  const text = annotations.canary === null ? annotations.snippets.get(headerSnippet) : undefined
  if (!text?.includes('_set_header')) return null
  const family = annotations.backendProtocol.startsWith('GRPC') ? 'grpc' : 'proxy'
  const { statements, flaw } = parse(text)
  const twice = statements.find(
    ({ name, args: [header = ''] }) => name === `${family}_set_header` && own.has(header.toLowerCase()),
  )
  if (flaw !== null || twice === undefined) return null
  const [header = '', value = ''] = twice.args
  return told('header-twice', { snippet: headerSnippet, header, value: maskRemark(value) })
}
