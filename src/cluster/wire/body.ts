/** Turns a response's stream into bytes and JSON: bounded in size, and never half an answer taken for a whole one. */
import type { IncomingMessage } from 'node:http'
import { createGunzip } from 'node:zlib'
import { problem } from '../../domain/problem.js'
import { valuesInBytes } from '../../domain/text/values-in.js'
import { mediaType } from '../protobuf/envelope.js'
import { clean } from './clean.js'
import { detailOf } from './errors.js'
import type { Limit } from './limit.js'

interface Most {
  /** unpacked */
  readonly bytes: number
  /** of JSON; those of protobuf are counted where they are read */
  readonly values: number
}

/** Of one answer: a page of 500 objects has a few MiB, and no object more than 1.5. Its text and its values are as long again. */
const mostOfBody: Most = { bytes: 64 * 1024 * 1024, values: 2_000_000 }

/** Of all answers that are being read: there are several at a time. */
const mostHeld = 128 * 1024 * 1024
let held = 0

/** Bytes from which on all is gathered in one place: what is not written to yet is no memory. */
const large = 16 * 1024 * 1024

/** @throws Problem `cut-short` where the connection ended early, the gzip data is broken or the body is too large */
export async function readBytes(
  response: IncomingMessage,
  limit: Limit,
  server: string,
  most = mostOfBody,
): Promise<Buffer> {
  const { 'content-encoding': encoding = 'identity', 'content-type': type = '' } = response.headers
  if (encoding !== 'identity' && encoding !== 'gzip') {
    response.destroy()
    throw problem('not-kubernetes', { server, detail: `it sent the encoding ${clean(encoding)}` })
  }
  const isCounted = !type.startsWith(mediaType)
  const { signal } = limit
  const content = encoding === 'gzip' ? response.pipe(createGunzip({ chunkSize: 256 * 1024 })) : response
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let room: Buffer | undefined
    let [received, length, values] = [0, 0, 0]
    let isOver = false
    const cut = (detail: string) => problem('cut-short', { server, detail })
    const tooLarge = (detail: string) => problem('cut-short', { server, detail, isTooLarge: true })
    const free = () => {
      if (!isOver) held -= length
      isOver = true
    }
    const end = (error: unknown) => {
      free()
      reject(error)
      response.destroy()
      content.destroy()
    }
    const stop = () => end(signal.reason)
    const closed = () => {
      signal.removeEventListener('abort', stop)
      free()
      reject(cut(`the connection was closed after ${received} bytes`))
    }
    response.on('data', (chunk: Buffer) => {
      limit.enter('reading the answer')
      received += chunk.length
    })
    response.once('error', closed)
    response.once('close', () => {
      if (!response.complete) closed()
    })
    if (content !== response) content.on('error', (error) => end(cut(`its gzip data: ${detailOf(error)}`)))
    content.on('data', (chunk: Buffer) => {
      if (isOver) return
      length += chunk.length
      held += chunk.length
      if (isCounted) values += valuesInBytes(chunk)
      if (length > most.bytes) end(tooLarge(`it is larger than ${most.bytes} bytes, the most that is read`))
      else if (held > mostHeld) end(tooLarge(`it and others have more than ${mostHeld} bytes, the most that is held`))
      else if (values > most.values) end(tooLarge(`it has more than ${most.values} values, the most that is read`))
      else if (length <= large) chunks.push(chunk)
      else {
        if (room === undefined) {
          room = Buffer.allocUnsafeSlow(most.bytes)
          Buffer.concat(chunks.splice(0)).copy(room)
        }
        chunk.copy(room, length - chunk.length)
      }
    })
    content.once('end', () => {
      signal.removeEventListener('abort', stop)
      free()
      resolve(room?.subarray(0, length) ?? Buffer.concat(chunks, length))
    })
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
}

/** @throws Problem `cut-short` for JSON without its end, `not-kubernetes` for anything else that is not JSON */
export function parseJson(text: string, server: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const start = text.trimStart()
    if (start.startsWith('{') && !text.trimEnd().endsWith('}'))
      throw problem('cut-short', { server, detail: `its JSON has no end after ${text.length} characters` }, error)
    const what = start === '' ? 'an empty body' : start.startsWith('<') ? 'an HTML page' : 'something that is not JSON'
    throw problem('not-kubernetes', { server, detail: `it sent ${what}` }, error)
  }
}
