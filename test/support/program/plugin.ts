/** The program under test in this process's own environment, as kubectl starts it. */
import { type Ended, type RunOptions, runProgram } from './program.js'

/** @param argv the words after `kubectl tkng` */
export async function runPlugin(
  argv: readonly string[],
  { env, ...rest }: Omit<RunOptions, 'env'> & Partial<Pick<RunOptions, 'env'>> = {},
): Promise<Ended> {
  return runProgram(argv, { ...rest, env: { ...process.env, ...env } })
}
