/** One command line against the program as a child process: what it took, how it ended, and what it left behind. */
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { startOf } from '../../support/program/program.js'

/** What a process could be seen doing from outside. */
export interface Observed {
  readonly stdout: string
  readonly stderr: string
  /** null: a signal ended it */
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** milliseconds, as performance.now() tells them: when its end was heard of */
  readonly endedAt: number
  /** it was killed, since it had not ended in time */
  readonly isLate: boolean
  /** of work, its own and its threads'; 0 where the system has no /proc */
  readonly workMilliseconds: number
  /** resident memory at its highest; 0 where the system has no /proc */
  readonly mebibytes: number
  /** paths of new files, folders and links within the yard, from its root */
  readonly written: readonly string[]
  /** processes that it started and that outlived it */
  readonly survivors: readonly number[]
}

/** Folders of one test alone: the process works deep inside, so that a path with `..` still ends within. */
export interface Yard {
  readonly root: string
  /** the working directory */
  readonly work: string
}

export function makeYard(): Yard {
  const root = mkdtempSync(join(tmpdir(), 'tkng-attack-'))
  const work = join(root, 'a', 'b', 'c', 'd', 'work')
  mkdirSync(work, { recursive: true })
  for (const name of ['home', 'tmp']) mkdirSync(join(root, name))
  return { root, work }
}

export interface Attempt {
  readonly yard?: Yard
  /** left out: the program under test */
  readonly program?: readonly [file: string, ...words: string[]]
  readonly env?: Readonly<Record<string, string>>
  readonly stdin?: string | Buffer
  /** after this many seconds it is killed; left out: 30 */
  readonly patience?: number
  /** how the output is taken: all of it, or its beginning, as a pager does that nobody scrolls */
  readonly stdout?: 'read' | 'blocked'
  /** called once the process runs */
  readonly meanwhile?: (running: Running) => unknown
}

export interface Running {
  readonly pid: number
  readonly kill: (signal: NodeJS.Signals) => void
  /** milliseconds of work so far */
  readonly worked: () => number
  /** all that was written so far */
  readonly stdout: () => string
  readonly stderr: () => string
}

/** Milliseconds between two looks at the memory. */
const look = 10

/** @param argv the words after `kubectl tkng` */
export async function attempt(argv: readonly string[], given: Attempt = {}): Promise<Observed> {
  const { yard = makeYard(), env = {}, stdin = '', patience = 30, meanwhile } = given
  const mark = randomUUID()
  const before = new Set(filesIn(yard.root))
  const [file, ...words] = given.program ?? startOf()
  const child = spawn(file, [...words, ...argv], {
    cwd: yard.work,
    env: {
      PATH: process.env.PATH,
      HOME: join(yard.root, 'home'),
      TMPDIR: join(yard.root, 'tmp'),
      ATTEMPT: mark,
      ...env,
    },
    stdio: 'pipe',
  })
  let [mebibytes, workMilliseconds] = [0, 0]
  const watch = setInterval(() => {
    mebibytes = Math.max(mebibytes, peakOf(child.pid))
    workMilliseconds = Math.max(workMilliseconds, workOf(child.pid))
  }, look)
  let isLate = false
  const late = setTimeout(() => {
    isLate = true
    child.kill('SIGKILL')
    for (const one of marked(mark)) process.kill(one, 'SIGKILL')
  }, patience * 1000)
  const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []]
  child.stdout.on('data', (chunk: Buffer) => {
    stdout.push(chunk)
    if (given.stdout === 'blocked') child.stdout.pause()
  })
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
  child.stdin.on('error', () => {}).end(stdin)
  const textOf = (chunks: readonly Buffer[]) => Buffer.concat(chunks).toString()
  const closed = new Promise((done) => child.once('close', done))
  const exit = new Promise<Pick<Observed, 'code' | 'signal' | 'endedAt'>>((done, failed) => {
    child.once('error', failed)
    child.once('exit', (code, signal) => done({ code, signal, endedAt: performance.now() }))
  })
  await meanwhile?.({
    pid: child.pid ?? 0,
    kill: (signal) => child.kill(signal),
    worked: () => workOf(child.pid),
    stdout: () => textOf(stdout),
    stderr: () => textOf(stderr),
  })
  const ended = await exit
  clearInterval(watch)
  clearTimeout(late)
  const survivors = marked(mark)
  for (const one of survivors) process.kill(one, 'SIGKILL')
  // Nobody reads what is left in a pipe that was blocked, and without a reader there is no end.
  if (given.stdout === 'blocked') child.stdout.destroy()
  await closed
  return {
    ...ended,
    stdout: textOf(stdout),
    stderr: textOf(stderr),
    isLate,
    mebibytes,
    workMilliseconds,
    written: filesIn(yard.root).filter((path) => !before.has(path)),
    survivors,
  }
}

/** High-water mark of the resident memory: https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
function peakOf(pid: number | undefined): number {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0
    return Number(kilobytes) / 1024
  } catch {
    return 0
  }
}

/** In user and in kernel mode, in hundredths of a second: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function workOf(pid: number | undefined): number {
  try {
    const afterName = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1] ?? ''
    const [user = 0, kernel = 0] = afterName.split(' ').slice(11, 13).map(Number)
    return (user + kernel) * 10
  } catch {
    return 0
  }
}

/** Processes whose environment bears the mark of an attempt: its children inherit it, whatever group they are in. */
function marked(mark: string): number[] {
  const pids = process.platform === 'linux' ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : []
  return pids.map(Number).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(mark) && !isDying(pid)
    } catch {
      return false
    }
  })
}

/** It was sent SIGKILL, or is about to be gone: the system has yet to come round to it. */
function isDying(pid: number): boolean {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1')
  const pending = [...status.matchAll(/^(?:Sig|Shd)Pnd:\s+([\da-f]+)$/gm)].map(([, mask]) => BigInt(`0x${mask}`))
  const flags = Number(readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)?.split(' ')[6])
  return /^State:\s+[ZX]/m.test(status) || pending.some((mask) => (mask & 0x100n) > 0n) || (flags & exiting) > 0
}

/** PF_EXITING: https://github.com/torvalds/linux/blob/master/include/linux/sched.h */
const exiting = 0x4

function filesIn(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort()
}
