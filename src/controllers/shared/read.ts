/** What a pod sends → text, whole or not at all. */

import type { ContainerRef, PodAccess, PodPort } from '../../domain/controllers/pod-access.js'
import { nameOf } from '../../domain/objects/ref.js'
import { problem } from '../../domain/problem.js'
import { Unusable } from './ways.js'

const mebibyte = 1024 * 1024
/** Above this a configuration is none of ours, a list of backends, and a few lines: who writes without end is left. */
const [mostOfConf, mostOfList, mostOfLines] = [512 * mebibyte, 64 * mebibyte, mebibyte]

/** @throws Unusable above so many bytes */
export async function textOf(
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  most = mostOfConf,
): Promise<string> {
  // As bytes, which a refusal gives back at once: texts stay until the heap is cleared, and many ways may be tried.
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of bytes) {
    size += chunk.length
    if (size > most) throw new Unusable(`it is larger than ${most / mebibyte} MiB`)
    chunks.push(chunk)
  }
  return decoder.decode(Buffer.concat(chunks))
}

const decoder = new TextDecoder()

export async function* asStream(bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* bytes
}

/** The body of a GET that was answered with one of these codes. */
export async function page(
  pods: PodAccess,
  target: PodPort,
  path: string,
  expected: readonly number[] = [200],
): Promise<{ readonly status: number; readonly text: string }> {
  const { status, body } = await pods.get(target, path)
  const text = await textOf(body)
  if (!expected.includes(status)) throw new Unusable(`it answered ${status}: ${text.trim().slice(0, 200)}`)
  return { status, text }
}

/** What a program wrote, if it succeeded: a list, or a few lines. */
export async function output(
  pods: PodAccess,
  target: ContainerRef,
  argv: readonly string[],
  what: 'list' | 'lines' = 'lines',
): Promise<string> {
  const process = await pods.exec(target, argv)
  const text = await textOf(process.stdout, what === 'list' ? mostOfList : mostOfLines)
  const code = await process.exit
  if (code !== 0) throw new Unusable(failure(argv, code, await process.stderr))
  return text
}

/**
 * The bytes as they come; a program that fails before it wrote any is no answer at all.
 * @param isAnswer does the first chunk look like what was asked for
 */
export async function stream(
  pods: PodAccess,
  target: ContainerRef,
  argv: readonly string[],
  isAnswer: (start: string) => boolean = () => true,
): Promise<AsyncIterable<Uint8Array>> {
  const process = await pods.exec(target, argv)
  const bytes = process.stdout[Symbol.asyncIterator]()
  const first = await bytes.next()
  if (first.done) {
    const code = await process.exit
    throw new Unusable(code === 0 ? 'it is empty' : failure(argv, code, await process.stderr))
  }
  const start = new TextDecoder().decode(first.value.subarray(0, 4096))
  if (!isAnswer(start)) {
    await bytes.return?.()
    throw new Unusable(start.trim().slice(0, 200))
  }
  const lostAt = (detail: string) => problem('connection-lost', { doing: argv.join(' '), pod: nameOf(target), detail })
  return rest()

  async function* rest(): AsyncGenerator<Uint8Array> {
    try {
      let size = 0
      for (let next = first; !next.done; next = await bytes.next()) {
        size += next.value.length
        if (size > mostOfConf) throw lostAt(`it is larger than ${mostOfConf / mebibyte} MiB`)
        yield next.value
      }
      const code = await process.exit
      if (code !== 0) throw lostAt(failure(argv, code, await process.stderr))
    } finally {
      await bytes.return?.()
    }
  }
}

function failure([program]: readonly string[], code: number, stderr: string): string {
  const said = stderr.trim().slice(-300)
  return `${program} ended with ${code}${said === '' ? '' : `: ${said}`}`
}
