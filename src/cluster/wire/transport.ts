/** Asks one API server for JSON: few kept connections, gzip, deadlines, retries, and one POST that stores nothing. */
import { createGate } from '../../domain/at-once/gate.js'
import { problem } from '../../domain/problem.js'
import { mediaType } from '../protobuf/envelope.js'
import type { ApiServer } from './api-server.js'
import { parseJson } from './body.js'
import { exchange } from './exchange.js'
import { type Refusal, readRefusal } from './refusal.js'
import { withRetries } from './retry.js'

export type Query = Readonly<Record<string, string>>

/** `body`: parsed JSON; a Buffer where protobuf was asked for, and sent */
export type Answer = { readonly ok: true; readonly body: unknown } | { readonly ok: false; readonly refusal: Refusal }

/** `names`: of a list, the metadata of each object and nothing else */
export type Encoding = 'json' | 'protobuf' | 'names'

export interface Transport {
  /** the server, for messages: its URL without credentials */
  readonly label: string
  /**
   * @param path from the API's root, already encoded: `/api/v1/services`
   * @param encoding that is liked best; a server may send JSON nevertheless
   * @throws Problem where there is no answer; what the server refuses (403, 404, 410 …) is an answer
   */
  get(path: string, query?: Query, encoding?: Encoding): Promise<Answer>
  /**
   * Asks what we may do, with a SelfSubjectAccessReview: the only request here that is not a GET, and no other can be
   * made of it. The server answers it and keeps nothing.
   * @param review the object to send
   * @throws Problem as `get`
   */
  review(review: object): Promise<Answer>
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
    get: (path, query = {}, encoding = 'json') =>
      gate(() => ask(server.urlOf(path, new URLSearchParams(query)), encoding)),
    review: (review) => gate(() => ask(server.urlOf(reviews, new URLSearchParams()), 'json', JSON.stringify(review))),
  }

  async function ask(url: URL, encoding: Encoding, review?: string): Promise<Answer> {
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
      return { ok: true, body: reply.protobuf ?? parseJson(reply.text, label) }
    const refusal = readRefusal(reply, label)
    if (refusal.status === 401) throw problem('unauthorized', { server: label, message: refusal.message })
    return { ok: false, refusal }
  }
}
