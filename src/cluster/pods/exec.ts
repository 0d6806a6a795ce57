/** Runs a program in a container and hands over what it writes, at the pace of whoever reads it. */
import type { ContainerRef, PodProcess } from '../../domain/controllers/pod-access.js'
import type { Problem } from '../../domain/problem.js'
import type { ApiServer } from '../wire/api-server.js'
import type { Heartbeat } from './channels.js'
import { openExec, untilExit } from './exec-channels.js'
import { createPipe } from './pipe.js'

/** Bytes of stderr. */
const tailLength = 64 * 1024

/**
 * `stdout` ends with the Problem with which `exit` rejects, so that half an output is never taken for a whole one.
 * @throws Problem as {@link openExec}
 */
export async function exec(
  server: ApiServer,
  target: ContainerRef,
  argv: readonly string[],
  heartbeat?: Heartbeat,
): Promise<PodProcess> {
  const channels = await openExec(server, target, { argv, stdin: false, tty: false, heartbeat })
  const stdout = createPipe<Uint8Array>({ sizeOf: (chunk) => chunk.length, onLeave: channels.close })
  const stderr = createTail(tailLength)
  const exit = untilExit(channels, target, { stdout: stdout.put, stderr: stderr.add })
  const told = exit.then(
    () => stdout.end(),
    (error: unknown) => stdout.end(error as Problem),
  )
  return { stdout: stdout.output, stderr: told.then(() => stderr.text()), exit }
}

/** The end of a text of any length. */
interface Tail {
  add(chunk: Uint8Array): void
  /** as UTF-8; a character that was cut in half at the start is left out */
  text(): string
}

/** @param most bytes that are kept */
export function createTail(most: number): Tail {
  let kept = Buffer.alloc(0)
  let isCut = false
  return {
    add(chunk) {
      const all = Buffer.concat([kept, chunk])
      isCut ||= all.length > most
      kept = all.subarray(Math.max(0, all.length - most))
    },
    text() {
      let start = 0
      while (isCut && start < 3 && isContinuation(kept[start])) start += 1
      return kept.subarray(start).toString('utf8')
    },
  }
}

function isContinuation(byte = 0): boolean {
  return (byte & 0b1100_0000) === 0b1000_0000
}
