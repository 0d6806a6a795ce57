/** What snippets say of headers, and does not come as it reads. */
import { parse } from '../../../../languages/nginx/text/parse.js'
import { headerSnippet, headerTwice } from '../../model/header-twice.js'
import type { Kept, Model } from '../../model/types.js'
import { type Cause, causeOf, remark } from '../cause.js'

export function headerCauses({ policy }: Model, own: Kept): Cause[] {
  const flaw = headerTwice(own)
  const field = `metadata.annotations["${policy.annotationsPrefix}/${headerSnippet}"]`
  return flaw === null ? [] : [causeOf(flaw, false, { field })]
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
