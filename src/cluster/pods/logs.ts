/** Streams the log of a container: as fast as it is read, and never an end where the connection broke. */
import type { IncomingMessage } from 'node:http'
import type { ContainerRef, LogQuery } from '../../domain/controllers/pod-access.js'
import type { Problem } from '../../domain/problem.js'
import type { ApiServer, Identity } from '../wire/api-server.js'
import { begin, type Reply, receive } from '../wire/exchange.js'
import { pulled } from './pipe.js'
import { limitHeard } from './silence.js'
import { asKubelet, endedBy, lost, pathOf, problemOfReply, type Stream } from './stream.js'

type LogOutcome =
  | { readonly status: 200; readonly response: IncomingMessage }
  | (Reply & { readonly response?: undefined })

/** @throws Problem `upgrade-refused` with the API's own words; those of the network */
export async function streamLogs(
  server: ApiServer,
  target: ContainerRef,
  query: LogQuery,
): Promise<AsyncIterable<Uint8Array>> {
  const stream: Stream = { doing: 'log streaming', subresource: 'log', pod: target }
  const url = server.urlOf(pathOf(stream), searchOf(target, query))
  const { ear, limit } = limitHeard(server, stream)
  try {
    const ask = ({ agent, headers }: Identity) =>
      begin(
        { agent, url, headers: ['Accept', 'application/json, */*', ...headers] },
        limit,
        server.tools,
        async (response, asked): Promise<LogOutcome> =>
          response.statusCode === 200
            ? { status: 200, response }
            : { ...(await receive(response, limit, server.label, asked)) },
      )
    const outcome = await asKubelet(server, stream, () => server.asOurselves(ask))
    if (outcome.response === undefined) throw problemOfReply(outcome, stream, server.label)
    const phase = query.follow ? 'at rest' : query.limitBytes === undefined ? 'reading a log' : 'reading the answer'
    const { signal } = limit
    limit.enter(phase)
    return upTo(
      query.limitBytes,
      pulled(outcome.response, {
        lost: () =>
          signal.aborted ? endedBy(signal.reason as Problem, stream, server) : lost(stream, 'the log has no end'),
        onData() {
          ear.heard()
          limit.enter(phase)
        },
        onRest: () => limit.enter('at rest'),
        onEnd: limit.end,
      }),
    )
  } catch (error) {
    limit.end()
    throw error
  }
}

/** A kubelet ends there, too. */
async function* upTo(most = Number.POSITIVE_INFINITY, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let left = most
  for await (const chunk of bytes) {
    yield chunk.subarray(0, left)
    left -= chunk.length
    if (left <= 0) return
  }
}

/** https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#get-read-log-of-the-specified-pod */
function searchOf({ container }: ContainerRef, query: LogQuery): URLSearchParams {
  const { follow, previous, timestamps, tail, sinceSeconds, sinceTime, limitBytes } = query
  const values = { follow, previous, timestamps, tailLines: tail, sinceSeconds, sinceTime, limitBytes }
  const search = new URLSearchParams({ container })
  for (const [name, value] of Object.entries(values))
    if (value !== undefined && value !== false) search.append(name, String(value))
  return search
}
