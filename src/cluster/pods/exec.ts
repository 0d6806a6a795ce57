/** Runs a program in a container and hands over what it writes, at the pace of whoever reads it. */
import type { ContainerRef, PodProcess } from '../../domain/controllers/pod-access.js'
import type { Problem } from '../../domain/problem.js'
import type { ApiServer } from '../wire/api-server.js'
import type { Heartbeat } from './channels.js'
import { openExec, untilExit } from './exec-channels.js'
import { createPipe } from './pipe.js'
import { createTail } from './tail.js'

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
