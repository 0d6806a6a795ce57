/** Changes of several kinds, told as one: that something changed, once for all that comes at about the same time. */
import { setTimeout as pause } from 'node:timers/promises'
import { type Kind, kinds } from '../../domain/objects/objects.js'
import { record, recordIn, text } from '../../domain/objects/project-fields.js'
import type { ChangeWishes, Scope } from '../../domain/ports.js'
import { Problem, problem } from '../../domain/problem.js'
import { linesOf } from '../../domain/text/lines.js'
import { pulled } from '../pods/pipe.js'
import type { ApiServer } from '../wire/api-server.js'
import { begin, receive } from '../wire/exchange.js'
import type { Transport } from '../wire/transport.js'
import { resourcePath } from './resource-path.js'

/** Milliseconds of quiet that end a change: a rollout is dozens of them. */
const quiet = 200
/** Milliseconds between two questions, for what no watch tells. */
const again = 10_000

export interface ChangesOf {
  readonly server: ApiServer
  readonly transport: Transport
  readonly scope: Scope
  readonly signal: AbortSignal
  /** calls `run` again and again. @returns ends it */
  readonly repeat: (milliseconds: number, run: () => void) => () => void
}

/** @returns a value whenever it is worth asking again; it ends with the signal */
export async function* changes(of: ChangesOf, { watched, polled, every = again }: ChangeWishes): AsyncGenerator<void> {
  const { scope, signal, repeat } = of
  let isDirty = false
  let wake = () => {}
  let failure: unknown
  const changed = () => {
    isDirty = true
    wake()
  }
  let ticking = polled ? repeat(every, changed) : null
  const namespaceOf = (kind: Kind) => (scope === 'all-namespaces' || !kinds[kind].namespaced ? null : scope.namespace)
  for (const kind of watched)
    watchKind(of, { kind, namespace: namespaceOf(kind) }, changed, signal)
      // Who may not watch asks again and again.
      .then(() => {
        if (!signal.aborted) ticking ??= repeat(every, changed)
      })
      .catch((error) => {
        failure = error
        wake()
      })
  signal.addEventListener('abort', () => wake(), { once: true })
  // Where nothing may be watched no connection is open, and what only repeats keeps no process alive.
  const alive = setInterval(() => {}, again)
  try {
    for (;;) {
      if (!isDirty && failure === undefined && !signal.aborted)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      if (signal.aborted) return
      if (failure !== undefined) throw failure
      await pause(quiet, undefined, { signal }).catch(() => {})
      isDirty = false
      yield
    }
  } finally {
    ticking?.()
    clearInterval(alive)
  }
}

interface Watched {
  readonly kind: Kind
  /** null: all of them, or a kind without namespaces */
  readonly namespace: string | null
}

const onlyMetadata = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1, application/json'
/** Seconds after which the server ends a watch, so that none goes on for ever on a dead connection. */
const longest = 290
/** Milliseconds before the next try, where the last one ended at once. */
const patience = { least: 1_000, most: 30_000 } as const

/**
 * By a watch that goes on where it ended, and begins anew where the server has forgotten that place. Only the metadata of
 * objects comes, and nothing of it is kept but where the watch is.
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes
 * @param changed called for each change, and where some may have been missed
 * @param signal ends it
 * @returns where it may not be watched: who wants to know must ask again
 */
async function watchKind(
  { server, transport }: { readonly server: ApiServer; readonly transport: Transport },
  watched: Watched,
  changed: () => void,
  signal: AbortSignal,
): Promise<void> {
  const path = resourcePath(watched.kind, watched.namespace, null)
  let place = await versionOf(transport, path)
  let wait: number = patience.least
  while (place !== null && !signal.aborted) {
    const before: string = place
    const outcome = await once(server, path, before, changed)
    if (outcome.is === 'refused') return
    if (outcome.is === 'forgotten') {
      place = await versionOf(transport, path)
      changed()
    } else place = outcome.place
    const hasMoved = place !== before
    if (!hasMoved) await pause(wait, undefined, { signal }).catch(() => {})
    wait = hasMoved ? patience.least : Math.min(wait * 2, patience.most)
  }
}

/** Where the list is now; null: it may not be read. */
async function versionOf(transport: Transport, path: string): Promise<string | null> {
  const answer = await transport.get(path, { limit: '1' })
  return answer.ok ? (text(record(record(answer.body).metadata).resourceVersion) ?? '') : null
}

type WatchOutcome =
  | { readonly is: 'ended'; readonly place: string }
  /** the server does not know that place any more */
  | { readonly is: 'forgotten' }
  | { readonly is: 'refused' }

async function once(server: ApiServer, path: string, place: string, changed: () => void): Promise<WatchOutcome> {
  const query = new URLSearchParams({
    watch: '1',
    allowWatchBookmarks: 'true',
    timeoutSeconds: `${longest}`,
    resourceVersion: place,
  })
  const limit = server.limitWaits()
  try {
    const opened = await server.asOurselves(({ agent, headers }) =>
      begin(
        { agent, url: server.urlOf(path, query), headers: ['Accept', onlyMetadata, ...headers] },
        limit,
        server.tools,
        async (response, asked) =>
          response.statusCode === 200
            ? { status: 200, response }
            : { status: (await receive(response, limit, server.label, asked)).status, response: null },
      ),
    )
    if (opened.response === null) return { is: opened.status === 410 ? 'forgotten' : 'refused' }
    limit.enter('at rest')
    const bytes = pulled(opened.response, {
      lost: () => problem('cut-short', { server: server.label, detail: 'a watch broke' }),
      onEnd: limit.end,
    })
    return await follow(bytes, place, changed)
  } catch (error) {
    if (error instanceof Problem && error.value.reason !== 'interrupted') return { is: 'ended', place }
    throw error
  } finally {
    limit.end()
  }
}

async function follow(bytes: AsyncIterable<Uint8Array>, from: string, changed: () => void): Promise<WatchOutcome> {
  let place = from
  try {
    for await (const line of linesOf(bytes)) {
      const event = recordIn(line)
      const [type, object] = [text(event.type), record(event.object)]
      if (type === 'ERROR') return object.code === 410 ? { is: 'forgotten' } : { is: 'ended', place }
      place = text(record(object.metadata).resourceVersion) ?? place
      if (type !== 'BOOKMARK' && type !== null) changed()
    }
  } catch (error) {
    // A connection that breaks is an end like any other: the next watch begins where this one was.
    if (!(error instanceof Problem)) throw error
  }
  return { is: 'ended', place }
}
