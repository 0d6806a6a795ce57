/** The process as a value: only `bin` makes the real one. */
import type { Readable, Writable } from 'node:stream'

export interface Io {
  readonly stdin: Readable
  readonly stdout: Writable
  readonly stderr: Writable
  /** is stdout a terminal, and how wide; undefined where it is a pipe or a file */
  readonly columns: number | undefined
  /** the same of stderr */
  readonly talkColumns: number | undefined
  /** of that terminal; undefined: not known */
  readonly rows?: number | undefined
  readonly stdinIsTTY: boolean
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  /** the file that runs, by the name by which it was started */
  readonly program: string
  readonly platform: string
  /** the version of the runtime, as Node words it */
  readonly node: string
  /** aborted by the signals that end a program, where something holds them */
  readonly signal: AbortSignal
  /**
   * A signal ends us there and then, in the midst of whatever is worked out. Until the returned function is called it
   * aborts `signal` instead: for what would be left behind (half a file, a child, a terminal without echo).
   */
  readonly hold: () => () => void
  readonly now: () => number
  /** runs something every so many milliseconds, until the returned function is called; it keeps no process alive */
  readonly repeat: (milliseconds: number, run: () => void) => () => void
}
