/** The door: hands `main` the process, and leaves with its exit code. */
import { main } from '../src/main.js'

const stop = new AbortController()
process.once('SIGINT', () => stop.abort(130))
process.once('SIGTERM', () => stop.abort(143))
// A reader that left is main's to judge; without a listener Node would throw.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

void main(process.argv.slice(2), {
  // Opening them takes time, and most command lines ask for neither.
  get stdin() {
    return process.stdin
  },
  stdout: process.stdout,
  stderr: process.stderr,
  columns: process.stdout.isTTY ? process.stdout.columns : undefined,
  get stdinIsTTY() {
    return process.stdin.isTTY === true
  },
  env: process.env,
  cwd: process.cwd(),
  program: process.argv[1] ?? process.execPath,
  platform: process.platform,
  signal: stop.signal,
  now: Date.now,
}).then((code) => {
  process.exitCode = code
})
