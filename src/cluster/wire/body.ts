/** Turns a response's stream into bytes and JSON: bounded in size, and never half an answer taken for a whole one. */
import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { problem } from '../../domain/problem.js'
import { clean } from './clean.js'
import { detailOf } from './errors.js'
import type { Limit } from './limit.js'

/** Bytes, unpacked; V8 cannot hold a longer string. */
const largestBody = 500 * 1024 * 1024

const unzip = promisify(gunzip)

/**
 * @param largest bytes, on the wire and unpacked
 * @throws Problem `cut-short` where the connection ended early, the gzip data is broken or the body is too large
 */
export async function readBytes(
  response: IncomingMessage,
  limit: Limit,
  server: string,
  largest = largestBody,
): Promise<Buffer> {
  const bytes = await collect(response, limit, server, largest)
  const encoding = response.headers['content-encoding'] ?? 'identity'
  if (encoding === 'identity') return bytes
  if (encoding !== 'gzip')
    throw problem('not-kubernetes', { server, detail: `it sent the encoding ${clean(encoding)}` })
  try {
    return await unzip(bytes, { maxOutputLength: largest, chunkSize: 256 * 1024 })
  } catch (error) {
    throw problem('cut-short', { server, detail: `its gzip data: ${detailOf(error)}` }, error)
  }
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

function collect(response: IncomingMessage, limit: Limit, server: string, largest: number): Promise<Buffer> {
  const { signal } = limit
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let length = 0
    const cut = (detail: string) => problem('cut-short', { server, detail })
    const stop = () => {
      reject(signal.reason)
      response.destroy()
    }
    const settle = () => {
      signal.removeEventListener('abort', stop)
      reject(cut(`the connection was closed after ${length} bytes`))
    }
    response.on('data', (chunk: Buffer) => {
      limit.enter('reading the answer')
      length += chunk.length
      if (length <= largest) chunks.push(chunk)
      else {
        reject(cut(`it is larger than ${largest} bytes, the most that is read`))
        response.destroy()
      }
    })
    response.once('end', () => resolve(Buffer.concat(chunks, length)))
    response.once('error', settle)
    response.once('close', settle)
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
}
