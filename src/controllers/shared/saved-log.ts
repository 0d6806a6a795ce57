/** A log that is kept in a file, read as a live one is asked for. */
import type { LogQuery } from '../../domain/controllers/pod-access.js'
import { problem } from '../../domain/problem.js'

/** @throws Problem `usage` for what only a kubelet can tell */
export async function* savedLog(text: string, query: LogQuery): AsyncGenerator<Uint8Array> {
  const flags = {
    '-f': query.follow,
    '-p': query.previous,
    '--since': query.sinceSeconds,
    '--since-time': query.sinceTime,
  }
  const [said] = Object.entries(flags).flatMap(([flag, value]) =>
    value === undefined || value === false ? [] : [flag],
  )
  if (said !== undefined)
    throw problem('usage', { message: `${said} needs a cluster: a saved log does not tell it`, hint: 'leave one out' })
  const lines = text.replace(/\n$/, '').split('\n')
  const last = query.tail === undefined ? lines : query.tail === 0 ? [] : lines.slice(-query.tail)
  const bytes = new TextEncoder().encode(last.map((line) => `${line}\n`).join(''))
  yield query.limitBytes === undefined ? bytes : bytes.subarray(0, query.limitBytes)
}
