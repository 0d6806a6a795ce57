/** Asks one API server for JSON: few kept connections, gzip, deadlines, retries, and one POST that stores nothing. */
import { createGate } from '../../domain/at-once/side-by-side.js'
import { problem } from '../../domain/problem.js'
import { ListRoom } from '../list/list-room.js'
import { mediaType } from '../protobuf/envelope.js'
import type { ApiServer } from './api-server.js'
import { parseJson } from './body.js'
import { exchange, type Reply } from './exchange.js'
import { type Limit, pause } from './limit.js'
import { type Refusal, readRefusal } from './refusal.js'

export type Query = Readonly<Record<string, string>>

/** `body`: parsed JSON; a Buffer where protobuf was asked for, and sent. `size`: in bytes, unpacked */
export type ServerAnswer =
  | { readonly ok: true; readonly body: unknown; readonly size: number }
  | { readonly ok: false; readonly refusal: Refusal }

/** `names`: of a list, the metadata of each object and nothing else */
export type Encoding = 'json' | 'protobuf' | 'names'

export interface Transport {
  /** the server, for messages: its URL without credentials */
  readonly label: string
  /** for its lists */
  readonly room: ListRoom
  /**
   * @param path from the API's root, already encoded: `/api/v1/services`
   * @param encoding that is liked best; a server may send JSON nevertheless
   * @throws Problem where there is no answer; what the server refuses (403, 404, 410 …) is an answer
   */
  get(path: string, query?: Query, encoding?: Encoding): Promise<ServerAnswer>
  /**
   * Asks what we may do, with a SelfSubjectAccessReview: the only request here that is not a GET, and no other can be
   * made of it. The server answers it and keeps nothing.
   * @param review the object to send
   * @throws Problem as `get`
   */
  review(review: object): Promise<ServerAnswer>
}

/**
 * Connections at a time; kubectl's HTTP/2 has one, but a server answers over several at the same time. One less than a
 * verb begins with, five lists and two groups of the Gateway API, would cost it a round trip.
 */
const mostConnections = 8

const accepted = {
  json: 'application/json',
  protobuf: `${mediaType}, application/json`,
  // https://kubernetes.io/docs/reference/using-api/api-concepts/#metadata-only-fetches
  names: 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
}

const reviews = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews'

export function createTransport(server: ApiServer): Transport {
  const { label, tools } = server
  const gate = createGate(mostConnections)
  return {
    label,
    room: new ListRoom(),
    get: (path, query = {}, encoding = 'json') =>
      gate(() => ask(server.urlOf(path, new URLSearchParams(query)), encoding)),
    review: (review) => gate(() => ask(server.urlOf(reviews, new URLSearchParams()), 'json', JSON.stringify(review))),
  }

  async function ask(url: URL, encoding: Encoding, review?: string): Promise<ServerAnswer> {
    const reply = await server.asOurselves(async ({ agent, headers: ourselves }) => {
      const headers = [
        'Accept',
        accepted[server.showsBodies && encoding === 'protobuf' ? 'json' : encoding],
        ...ourselves,
      ]
      if (server.compression) headers.push('Accept-Encoding', 'gzip')
      const limit = server.limitWhole()
      try {
        return await withRetries(() => exchange({ agent, url, headers, review }, limit, tools), limit)
      } finally {
        limit.end()
      }
    })
    if (reply.status >= 200 && reply.status < 300)
      return reply.protobuf === null
        ? { ok: true, body: parseJson(reply.text, label), size: reply.text.length }
        : { ok: true, body: reply.protobuf, size: reply.protobuf.length }
    const refusal = readRefusal(reply, label)
    if (refusal.status === 401) throw problem('unauthorized', { server: label, message: refusal.message })
    return { ok: false, refusal }
  }
}

/** As client-go: https://github.com/kubernetes/client-go/blob/master/rest/with_retry.go */
const mostRetries = 10

/** Milliseconds of waiting, over all retries of one request; client-go has no such limit. */
const longestWait = 60_000

/** A load balancer's words for "this backend did not do"; a 504 has used up its time already. */
const worthOneMore = [500, 502, 503]

/** Asks again where the server wants it so, or a second try is likely to help. @param send one attempt; its Problems pass through */
async function withRetries(send: () => Promise<Reply>, limit: Limit): Promise<Reply> {
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
