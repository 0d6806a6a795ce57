/** The built plugin as a process of its own, as kubectl starts it. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const bundle = join(import.meta.dirname, '..', '..', 'dist', 'kubectl-tkng.cjs')

export interface Ended {
  readonly stdout: string
  readonly stderr: string
  readonly code: number | null
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string | undefined>>
  /** closes our end of stdout after the first bytes, as `head -1` does */
  readonly closeEarly?: boolean
  readonly stdin?: string
}

/** @param argv the words after `kubectl tkng` */
export async function runPlugin(argv: readonly string[], options: RunOptions = {}): Promise<Ended> {
  if (!existsSync(bundle)) throw new Error('dist/kubectl-tkng.cjs is missing: run npm run build first')
  const child = spawn(process.execPath, [bundle, ...argv], { env: { ...process.env, ...options.env }, stdio: 'pipe' })
  child.stdin.on('error', () => {}).end(options.stdin ?? '')
  const stdout: Buffer[] = []
  const stderr: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => {
    stdout.push(chunk)
    if (options.closeEarly) child.stdout.destroy()
  })
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString(), code }
}
