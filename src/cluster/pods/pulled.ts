/** The body of an answer, fetched at the reader's pace, whose missing end is an error and never the end. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Problem } from '../../domain/problem.js'
import { createPipe } from './pipe.js'

export interface PulledSettings {
  /** why it ended before its length, or its last chunk */
  readonly lost: () => Problem
  /** some bytes came */
  readonly onData?: () => void
  /** nothing is read for now: the reader is slower than the server */
  readonly onRest?: () => void
  /** nothing comes any more, whatever the reason */
  readonly onEnd?: () => void
}

/** The answer must not have been read before. Leaving the loop closes its connection. */
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
