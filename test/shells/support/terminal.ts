/** A shell in a terminal of its own, made by `script` of util-linux: keys in, screen out, and no guessing at times. */
import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from 'node:child_process'
import { vi } from 'vitest'

export interface Terminal {
  /** presses keys */
  readonly press: (keys: string) => void
  /** waits until the screen has shown this since the last call. @returns what it showed up to there */
  readonly shows: (wanted: RegExp) => Promise<string>
  readonly close: () => void
}

export const keys = { tab: '\t', home: '\u0001', enter: '\r' } as const

/** @throws where the shell, or `script`, is not installed: this suite never skips */
export function openTerminal(argv: readonly string[], env: Readonly<Record<string, string>>, cwd: string): Terminal {
  for (const program of ['script', argv[0] ?? '']) {
    try {
      execFileSync('sh', ['-c', 'command -v "$1"', 'sh', program], { env, stdio: 'ignore' })
    } catch {
      throw new Error(`${program} is not installed, and this suite needs it`)
    }
  }
  const command = argv.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ')
  const child: ChildProcessWithoutNullStreams = spawn('script', ['-qefc', command, '/dev/null'], { env, cwd })
  let screen = ''
  child.stdout.on('data', (chunk: Buffer) => {
    screen += plain(chunk.toString())
  })
  child.stdin.on('error', () => {})
  return {
    press: (typed) => void child.stdin.write(typed),
    shows: async (wanted) => {
      const found = await vi.waitFor(
        () => {
          const match = wanted.exec(screen)
          if (match === null) throw new Error(`${wanted} is not on the screen: ${JSON.stringify(screen.slice(-2000))}`)
          return match
        },
        { timeout: 20_000, interval: 20 },
      )
      const end = found.index + found[0].length
      const shown = screen.slice(0, end)
      screen = screen.slice(end)
      return shown
    },
    close: () => void child.kill('SIGKILL'),
  }
}

/** Without colours and movements of the cursor. */
function plain(text: string): string {
  // biome-ignore lint/complexity/useRegexLiterals: the escapes read better as a text
  return text.replaceAll(new RegExp('\\u001b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\\u0007]*\\u0007|[()=>][0-9A-B]?)', 'g'), '')
}
