/** A time of 0 for which nginx waits. https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_read_timeout */
import { beginnings } from '../../../languages/nginx/text/beginnings.js'
import type { Directive } from '../../../languages/nginx/text/directive.js'

const waits = beginnings(
  ...['proxy', 'grpc'].flatMap((family) => ['connect', 'read'].map((what) => `${family}_${what}_timeout 0`)),
)

/**
 * Why nobody has the time to answer, in a sentence; null: nginx waits.
 * @param handler `proxy_pass` or another one, by which the location sends on
 */
export function impatience(handler: Directive, location: Directive | undefined): string | null {
  const family = handler.name.replace('_pass', '')
  const found = location
    ?.beginning(waits)
    .find(({ name, args: [time = ''] }) => name.startsWith(family) && /^0+(?:m?s)?$/.test(time))
  return found === undefined ? null : `${found.name} is 0, and so over before a backend can answer`
}
