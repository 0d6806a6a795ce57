/** Our own terminal as a value, to be given away while a program runs in a pod. */
import type { Readable, Writable } from 'node:stream'
import type { Terminal } from '../domain/controllers/pod-access.js'
import type { Io } from './io.js'
import { keyFilter } from './private-keys.js'

type Keys = Readable & { setRawMode?(raw: boolean): unknown }
type Screen = Writable & { readonly columns?: number; readonly rows?: number }

export interface TerminalWanted {
  /** hand our standard input on */
  readonly stdin: boolean
  /** give the program a terminal of its own */
  readonly tty: boolean
}

/** A terminal that was lent, and how to take it back: keys that are still being waited for would keep us alive. */
export type LentTerminal = Terminal & { readonly takeBack: () => void }

export function terminalOf(io: Io, { stdin, tty }: TerminalWanted): LentTerminal {
  const keys: Keys = io.stdin
  const screen: Screen = io.stdout
  return {
    takeBack: () => void (stdin && keys.destroy()),
    input: stdin ? (keys as AsyncIterable<Uint8Array>) : nothing(),
    output: written(io.stdout),
    error: written(io.stderr),
    tty: tty
      ? {
          size: () => ({ columns: screen.columns ?? 80, rows: screen.rows ?? 24 }),
          onResize: (listener) => void screen.on('resize', listener),
          raw: () => {
            if (!stdin || !keys.setRawMode) return () => {}
            const release = io.hold()
            keys.setRawMode(true)
            return () => {
              keys.setRawMode?.(false)
              release()
            }
          },
        }
      : null,
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

function written(stream: Writable): (chunk: Uint8Array) => Promise<void> {
  const pass = keyFilter()
  return (chunk) =>
    new Promise((resolve, reject) => stream.write(pass(chunk), (error) => (error ? reject(error) : resolve())))
}
