/** Runs a program to its end and keeps what it wrote: no shell, no time limit (a person may be logging in), one signal. */

import { type ChildProcess, spawn } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { kill as signalTo } from 'node:process'
import { StringDecoder } from 'node:string_decoder'
import { KeyFilter } from '../../domain/masking/private-keys.js'
import type { Surroundings } from '../wire/connection.js'

export interface PluginCall extends Pick<Surroundings, 'platform' | 'cwd' | 'stderrIsTTY' | 'signal' | 'hold'> {
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  /** our own PATH: the plugin's variables have no part in finding it */
  readonly searchPath: string
  /** may read our standard input */
  readonly interactive: boolean
  /** one line of what it says */
  readonly say: (line: string) => void
}

export type PluginRun = { readonly stdout: string } | { readonly failure: string }

/** Bytes of all that it writes: credentials are small; a program that writes more is not a plugin. */
const limit = 1024 * 1024

/** Milliseconds that a program has which is asked to end. */
const grace = 200

/** Milliseconds in which what a program wrote before its end is read: what it left running may hold its output for ever. */
const lingering = 1000

/** @returns why it failed, in words, where there is nothing to read */
export async function runPlugin(call: PluginCall): Promise<PluginRun> {
  const { platform, command, searchPath } = call
  const file = platform === 'win32' ? command : findProgram(command, searchPath)
  if (file === null) return { failure: 'there is no such program' }
  // At a terminal it must stay in our group, or it could not ask for a password there; else it leads one of its own.
  const leads = platform !== 'win32' && !call.interactive && !call.stderrIsTTY
  return new Promise((resolve) => {
    if (call.signal.aborted) return resolve({ failure: 'it was not started' })
    // A signal must not leave the program alone.
    const release = call.hold()
    const child = spawn(file, call.args, {
      cwd: call.cwd,
      env: call.env,
      detached: leads,
      stdio: [call.interactive ? 'inherit' : 'ignore', 'pipe', 'pipe'],
      windowsHide: true,
    })
    const chunks: Buffer[] = []
    const words = new PluginWords(call.say)
    let size = 0
    const stop = () => end(child, leads)
    const onData = (take: (chunk: Buffer) => void) => (chunk: Buffer) => {
      size += chunk.length
      if (size <= limit) take(chunk)
      else if (child.stdout?.destroyed === false) stop()
    }
    const over = (run: PluginRun) => {
      release()
      resolve(run)
    }
    call.signal.addEventListener('abort', stop, { once: true })
    child.stderr?.on(
      'data',
      onData((chunk) => words.add(chunk)),
    )
    child.stdout?.on(
      'data',
      onData((chunk) => chunks.push(chunk)),
    )
    child.on('error', (error: NodeJS.ErrnoException) => over({ failure: failureOf(error) }))
    let cut: NodeJS.Timeout | undefined
    child.on('exit', () => {
      // Who was left with nothing but our ear may go on without it.
      cut = setTimeout(() => (child.stdout?.closed ? child.stderr?.destroy() : stop()), lingering)
    })
    child.on('close', (code, killedBy) => {
      clearTimeout(cut)
      words.end()
      call.signal.removeEventListener('abort', stop)
      if (size > limit) over({ failure: 'it writes without end' })
      else if (code === 0) over({ stdout: Buffer.concat(chunks).toString('utf8') })
      else over({ failure: code === null ? `it was ended by ${killedBy}` : `it ended with exit code ${code}` })
    })
  })
}

/** With all that it started; and nothing more is heard of any of them, so that its end is not waited for in vain. */
function end(child: ChildProcess, leads: boolean): void {
  const kill = (signal: NodeJS.Signals) => {
    try {
      if (leads && child.pid !== undefined) signalTo(-child.pid, signal)
      else child.kill(signal)
    } catch {
      // Nobody of them is left.
    }
  }
  kill('SIGTERM')
  child.stdout?.destroy()
  child.stderr?.destroy()
  const last = setTimeout(() => kill('SIGKILL'), grace)
  // Its children may outlive it, and they are in its group.
  child.once('exit', () => {
    clearTimeout(last)
    if (leads) kill('SIGKILL')
  })
}

function failureOf({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'there is no such program'
  return code === 'EACCES' ? 'it may not be executed' : message
}

/** As Go's exec.LookPath: a name with a slash is a path; folders of PATH that are relative are passed over. */
function findProgram(command: string, searchPath: string): string | null {
  if (command.includes('/')) return command
  const candidates = searchPath.split(':').filter(isAbsolute)
  return candidates.map((folder) => join(folder, command)).find(isExecutable) ?? null
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

/** Characters in all: less than a pipe holds, so that nobody who reads nothing of us keeps a signal waiting. */
const most = 60_000

/** Milliseconds after which what has no end of its line is taken for a question. */
const pause = 100

/** What it says to the person: codes and links to log in, line by line as they come. */
class PluginWords {
  readonly #say: (line: string) => void
  readonly #decoder = new StringDecoder('utf8')
  readonly #keys = new KeyFilter()
  #rest = ''
  #left = most
  #asks: NodeJS.Timeout | undefined

  /** @param say one line, which masks what else may stand in it */
  constructor(say: (line: string) => void) {
    this.#say = say
  }

  add(chunk: Buffer): void {
    clearTimeout(this.#asks)
    const lines = (this.#rest + this.#keys.push(this.#decoder.write(chunk))).split(/\r?\n|\r/)
    this.#rest = lines.pop() ?? ''
    for (const line of lines) this.#tell(line)
    if (this.#rest.length > this.#left) this.end()
    else this.#asks = setTimeout(() => this.end(), pause)
  }

  /** Nothing more comes of the line that was begun. */
  end(): void {
    clearTimeout(this.#asks)
    if (this.#rest !== '') this.#tell(this.#rest)
    this.#rest = ''
  }

  #tell(line: string): void {
    if (this.#left === 0) return
    this.#say(line.slice(0, this.#left))
    this.#left = Math.max(0, this.#left - line.length - 1)
    if (this.#left === 0) this.#say('what else the credential plugin says is not shown')
  }
}
