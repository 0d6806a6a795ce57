/** What snippets say of headers, and does not come as it reads. */
import { maskRemark } from '../../../../domain/masking/text.js'
import { parse } from '../../../../languages/nginx/text/parse.js'
import type { Kept, Model } from '../../model/types.js'
import { type Cause, remark } from '../cause.js'

/** In every location: https://github.com/kubernetes/ingress-nginx/blob/main/rootfs/etc/nginx/template/nginx.tmpl */
const own: ReadonlySet<string> = new Set(
  `host connection upgrade x-request-id x-real-ip x-forwarded-for x-forwarded-host x-forwarded-port x-forwarded-proto
  x-forwarded-scheme x-scheme x-original-forwarded-for proxy`.split(/\s+/),
)

const snippet = 'configuration-snippet'

/**
 * Headers that a snippet sends to the backend although the controller does, in the same location: nginx sends both.
 * https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_set_header
 */
export function headerCauses({ policy }: Model, { annotations }: Kept): Cause[] {
  const text = annotations.canary === null ? annotations.snippets.get(snippet) : undefined
  if (!text?.includes('_set_header')) return []
  const family = annotations.backendProtocol.startsWith('GRPC') ? 'grpc' : 'proxy'
  const { statements, flaw } = parse(text)
  const found = flaw === null ? statements : []
  const twice = found.find(
    ({ name, args: [header = ''] }) => name === `${family}_set_header` && own.has(header.toLowerCase()),
  )
  if (twice === undefined) return []
  const [header = '', value = ''] = twice.args
  const field = `metadata.annotations["${policy.annotationsPrefix}/${snippet}"]`
  return [remark('header-twice', { snippet, header, value: maskRemark(value) }, { field })]
}

/**
 * The room for the headers of clients, set for one host: only a name in the TLS handshake makes that known in time.
 * https://nginx.org/en/docs/http/ngx_http_core_module.html#large_client_header_buffers
 */
export function bufferCauses({ policy }: Model, { annotations }: Kept): Cause[] {
  const text = annotations.canary === null ? annotations.snippets.get('server-snippet') : undefined
  if (!text?.includes('_header_buffer')) return []
  const { statements, flaw } = parse(text)
  const buffers = statements.findLast(({ name }) =>
    /^(?:large_client_header_buffers|client_header_buffer_size)$/.test(name),
  )
  if (flaw !== null || buffers === undefined) return []
  const field = `metadata.annotations["${policy.annotationsPrefix}/server-snippet"]`
  return [
    remark(
      'no-effect',
      { annotations: [`${buffers.name} in server-snippet`], where: { is: 'header-buffers' } },
      { field },
    ),
  ]
}
