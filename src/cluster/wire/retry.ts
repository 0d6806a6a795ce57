/** Asks again where the server wants it so, or where a second try is likely to help; never for long. */
import type { Reply } from './exchange.js'
import { type Limit, pause } from './limit.js'

/** As client-go: https://github.com/kubernetes/client-go/blob/master/rest/with_retry.go */
const mostRetries = 10

/** Milliseconds of waiting, over all retries of one request; client-go has no such limit. */
const longestWait = 60_000

/** A load balancer's words for "this backend did not do"; a 504 has used up its time already. */
const worthOneMore = [500, 502, 503]

/** @param send one attempt; its Problems pass through */
export async function withRetries(send: () => Promise<Reply>, limit: Limit): Promise<Reply> {
  let waited = 0
  for (let retries = 0; ; retries += 1) {
    const reply = await send()
    const wait = waitBefore(reply, retries)
    if (wait === undefined || waited + wait > longestWait) return reply
    waited += wait
    await pause(wait, limit)
  }
}

/** Milliseconds until the next try; undefined: there is none. */
function waitBefore({ status, retryAfter = '' }: Reply, retries: number): number | undefined {
  if (status !== 429 && status < 500) return undefined
  if (/^\d+$/.test(retryAfter)) return retries < mostRetries ? Number(retryAfter) * 1000 : undefined
  return retries === 0 && worthOneMore.includes(status) ? 0 : undefined
}
