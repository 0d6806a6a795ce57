/** The door: hands `main` the process, and leaves with its exit code. */
import { main, reportCrash, wholeOutput } from '../src/main.js'

// Node would print the line of source that threw, and in a bundle that line is the whole program.
process.on('uncaughtException', (error) => {
  process.stderr.write(reportCrash(error))
  process.exit(2)
})

/** Milliseconds from a signal to the end, whatever hangs. */
const grace = 700

const stop = new AbortController()
const codes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const
const signals = Object.keys(codes) as (keyof typeof codes)[]
let holds = 0
let isDone = false

/** Without a listener a signal ends any program, whatever it works out; a listener is not called before that is done. */
function hold(): () => void {
  if (holds === 0) for (const signal of signals) process.once(signal, clear)
  holds += 1
  let isOver = false
  return () => {
    if (isOver) return
    isOver = true
    holds -= 1
    if (holds === 0) for (const signal of signals) process.removeListener(signal, clear)
  }
}

function clear(signal: keyof typeof codes): void {
  stop.abort(codes[signal])
  setTimeout(() => {
    finish(codes[signal])
    // What holds up an exit does not hold up a signal that nobody listens to.
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  }, grace).unref()
}

// The first process of a container gets no signal that it has no listener for: https://man7.org/linux/man-pages/man7/pid_namespaces.7.html
if (process.pid === 1) hold()

/** The end comes when all has been written; after a signal there is nothing left to write. */
function finish(code: number): void {
  isDone = true
  process.exitCode = code
  if (stop.signal.aborted && !isHeld()) process.exit(code)
}

/** An exit would wait for the threads of the pool, and one of them may hang in a dead DNS server or a dead disk. */
function isHeld(): boolean {
  return process.getActiveResourcesInfo().some((name) => /^(?:FSReq|GetAddrInfo|GetNameInfo)/.test(name))
}

// Node would leave with 0, and without a word, where an answer is waited for that nothing can bring any more.
process.once('beforeExit', () => {
  if (isDone) return
  process.stderr.write(reportCrash(new Error('nothing is left to wait for')))
  process.exitCode = 2
})

// A reader that left is main's to judge; without a listener Node would throw.
const opened = (stream: NodeJS.WriteStream) => stream.on('error', () => {})
const { stdout } = process
opened(stdout)
let stderr: NodeJS.WriteStream | undefined

// kubectl runs the same program under another name for completions; a single binary has its name in argv0 only.
const completes = [process.argv[1], process.argv0].some((name = '') => /kubectl_complete-tkng(\.\w+)?$/.test(name))
const words = process.argv.slice(2)

void main(completes ? ['__complete', '--', ...words] : words, {
  // Opening a stream takes time, and most command lines need none of these.
  get stdin() {
    return process.stdin
  },
  stdout: wholeOutput(stdout),
  get stderr() {
    stderr ??= opened(process.stderr)
    return stderr
  },
  columns: stdout.isTTY ? stdout.columns : undefined,
  get rows() {
    return stdout.isTTY ? stdout.rows : undefined
  },
  get talkColumns() {
    return process.stderr.isTTY ? process.stderr.columns : undefined
  },
  get stdinIsTTY() {
    return process.stdin.isTTY === true
  },
  env: process.env,
  cwd: workingDirectory(),
  program: process.argv[1] ?? process.execPath,
  platform: process.platform,
  node: process.version,
  signal: stop.signal,
  hold,
  now: Date.now,
  repeat: (milliseconds, run) => {
    const timer = setInterval(run, milliseconds).unref()
    return () => clearInterval(timer)
  },
}).then(finish)

/** One that was removed is where it was: nothing is found there, and all that needs no file still works. */
function workingDirectory(): string {
  try {
    return process.cwd()
  } catch {
    return process.env.PWD ?? '/'
  }
}
