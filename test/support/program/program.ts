/** The program under test as a process of its own: the built one, or any other form of it that TKNG_PROGRAM names. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

const bundle = join(import.meta.dirname, '..', '..', '..', 'dist', 'kubectl-tkng.cjs')

/** A single binary, or a bundle to be run by this Node; undefined: nobody asked for one. */
export const namedProgram: string | undefined = process.env.TKNG_PROGRAM && resolve(process.env.TKNG_PROGRAM)

/** @returns the words that start a program: a bundle needs Node before it */
export function startOf(program: string = namedProgram ?? bundle): readonly [file: string, ...args: string[]] {
  if (!existsSync(program)) throw new Error(`${program} is missing: run npm run build first`)
  return program.endsWith('.cjs') ? [process.execPath, program] : [program]
}

export interface Ended {
  readonly stdout: string
  readonly stderr: string
  readonly code: number | null
}

export interface RunOptions {
  /** the whole environment */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd?: string
  /** closes our end of stdout after the first bytes, as `head -1` does */
  readonly closeEarly?: boolean
  readonly stdin?: string
  /** see {@link startOf}; left out: the program under test */
  readonly start?: readonly [file: string, ...args: string[]]
}

/** @param argv the words after `kubectl tkng` */
export async function runProgram(argv: readonly string[], options: RunOptions): Promise<Ended> {
  const [file, ...before] = options.start ?? startOf()
  const { env, cwd } = options
  const child = spawn(file, [...before, ...argv], { env: { ...env }, cwd, stdio: 'pipe' })
  child.stdin.on('error', () => {}).end(options.stdin ?? '')
  const stdout: Buffer[] = []
  const stderr: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => {
    stdout.push(chunk)
    if (options.closeEarly) child.stdout.destroy()
  })
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
  const code = await new Promise<number | null>((done, failed) => child.on('error', failed).on('close', done))
  return { stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString(), code }
}
