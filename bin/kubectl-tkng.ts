/** The door: hands `main` the process, and leaves with its exit code. */
import { main, reportCrash } from '../src/main.js'

// Node would print the line of source that threw, and in a bundle that line is the whole program.
process.on('uncaughtException', (error) => {
  process.stderr.write(reportCrash(error))
  process.exit(2)
})

const stop = new AbortController()
process.once('SIGINT', () => stop.abort(130))
process.once('SIGTERM', () => stop.abort(143))
// A reader that left is main's to judge; without a listener Node would throw.
const opened = (stream: NodeJS.WriteStream) => stream.on('error', () => {})
const stdout = opened(process.stdout)
let stderr: NodeJS.WriteStream | undefined

// kubectl runs the same program under another name for completions; a single binary has its name in argv0 only.
const completes = [process.argv[1], process.argv0].some((name = '') => /kubectl_complete-tkng(\.\w+)?$/.test(name))
const words = process.argv.slice(2)

void main(completes ? ['__complete', '--', ...words] : words, {
  // Opening a stream takes time, and most command lines need none of these.
  get stdin() {
    return process.stdin
  },
  stdout,
  get stderr() {
    stderr ??= opened(process.stderr)
    return stderr
  },
  columns: stdout.isTTY ? stdout.columns : undefined,
  get stdinIsTTY() {
    return process.stdin.isTTY === true
  },
  env: process.env,
  cwd: process.cwd(),
  program: process.argv[1] ?? process.execPath,
  platform: process.platform,
  node: process.version,
  signal: stop.signal,
  now: Date.now,
}).then((code) => {
  process.exitCode = code
})
