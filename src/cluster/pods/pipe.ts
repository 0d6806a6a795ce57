/** A bounded queue between one who brings and one who fetches: the bringer learns when to wait, the fetcher when to stop. */

import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Problem } from '../../domain/problem.js'

export interface Pipe<T> {
  /** @returns null: bring more; else what resolves when there is room again, or nobody fetches any longer */
  put(item: T): Promise<void> | null
  /** What was brought is still fetched; then the problem is thrown, where there is one. Only the first call counts. */
  end(problem?: Problem): void
  /** for one reader, once */
  readonly output: AsyncIterable<T>
}

export interface PipeSettings<T> {
  readonly sizeOf: (item: T) => number
  /** the reader has stopped, at the end or before it */
  readonly onLeave: () => void
}

/** Bytes that may wait; enough that a reader as fast as the network never makes it stop. */
const most = 1024 * 1024

/** What an item costs besides its bytes: without it, very many very small ones would not count. */
const overhead = 256

export function createPipe<T>({ sizeOf, onLeave }: PipeSettings<T>): Pipe<T> {
  const items: T[] = []
  let size = 0
  let room: Promise<void> | null = null
  let release = () => {}
  let wake = () => {}
  let isOver = false
  let isLeft = false
  let reason: Problem | undefined

  return {
    put(item) {
      if (isOver || isLeft) return null
      items.push(item)
      size += sizeOf(item) + overhead
      wake()
      if (size < most) return null
      room ??= new Promise((resolve) => {
        release = resolve
      })
      return room
    },
    end(problem) {
      if (isOver) return
      isOver = true
      reason = problem
      wake()
    },
    output: fetch(),
  }

  async function* fetch(): AsyncGenerator<T> {
    try {
      for (;;) {
        while (items.length > 0) yield take()
        if (isOver) break
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      if (reason !== undefined) throw reason
    } finally {
      isLeft = true
      makeRoom()
      onLeave()
    }
  }

  function take(): T {
    const item = items.shift() as T
    size -= sizeOf(item) + overhead
    if (size <= most / 2) makeRoom()
    return item
  }

  function makeRoom(): void {
    room = null
    release()
  }
}

interface PulledSettings {
  /** why it ended before its length, or its last chunk */
  readonly lost: () => Problem
  /** some bytes came */
  readonly onData?: () => void
  /** nothing is read for now: the reader is slower than the server */
  readonly onRest?: () => void
  /** nothing comes any more, whatever the reason */
  readonly onEnd?: () => void
}

/**
 * The body of an answer, fetched at the reader's pace, whose missing end is an error and never the end.
 * The answer must not have been read before. Leaving the loop closes its connection.
 */
export function pulled(response: IncomingMessage, settings: PulledSettings): AsyncIterable<Uint8Array> {
  const { lost, onData, onRest, onEnd } = settings
  const { socket } = response
  const pipe = createPipe<Uint8Array>({ sizeOf: (chunk) => chunk.length, onLeave: () => response.destroy() })
  response.on('data', (chunk: Buffer) => {
    onData?.()
    const room = pipe.put(chunk)
    if (room === null) return
    response.pause()
    onRest?.()
    room.then(() => response.resume())
  })
  response.once('end', () => pipe.end(isWhole(response, socket) ? undefined : lost()))
  response.on('error', () => {})
  response.once('close', () => {
    pipe.end(lost())
    onEnd?.()
  })
  return pipe.output
}

/** A body without length or chunks ends with its connection: for Node also where that breaks. */
function isWhole({ headers }: IncomingMessage, { errored }: Duplex): boolean {
  return errored === null || 'content-length' in headers || 'transfer-encoding' in headers
}
