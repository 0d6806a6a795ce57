/**
 * The room that a client's first line and headers have: a small buffer, then as many large ones as there may be. A line
 * lies in one of them whole. ngx_http_alloc_large_header_buffer in src/http/ngx_http_request.c
 */
import type { Request } from '../route/request.js'
import type { Settings } from '../route/settings.js'
import { toBytes } from '../text/byte-text.js'

const end = '\r\n'.length

/** @returns why the headers are refused with 400, in words; null: they fit */
export function tooLongHeader(
  request: Request,
  line: number,
  first: Settings,
  { largeBuffers }: Settings,
): string | null {
  const headers = [...(request.host === null ? [] : [['host', request.host] as const]), ...request.headers]
  let room = first.smallBuffer
  let used = 0
  const isTaken = (length: number) => {
    room -= length
    if (room >= 0) return false
    room = largeBuffers.size - length
    used++
    return true
  }
  isTaken(line)
  for (const [name, value] of headers) {
    const length = `${name}: `.length + toBytes(value).length + end
    if (isTaken(length) && length > largeBuffers.size)
      return `its header ${name} is longer than large_client_header_buffers`
  }
  isTaken(end)
  return used > largeBuffers.count ? 'its headers are more than fit into large_client_header_buffers' : null
}
