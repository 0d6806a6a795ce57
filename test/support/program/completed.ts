/** What Tab offers behind a command line, without kubectl or a shell. */
import { type SessionOptions, session } from './session.js'

export interface Completed {
  readonly names: readonly string[]
  /** name → the words behind it */
  readonly meanings: Readonly<Record<string, string>>
  readonly directive: number
}

/** @param line what stands behind `kubectl tkng `, up to the cursor */
export async function completed(line: string, options: SessionOptions = {}): Promise<Completed> {
  const { stdout, stderr, code } = await session(['__complete', '--', ...line.split(' ')], options)
  const lines = stdout.split('\n')
  const last = lines.at(-2) ?? ''
  if (stderr !== '' || code !== 0 || lines.at(-1) !== '' || !/^:\d+$/.test(last))
    throw new Error(`not an answer to Tab: ${JSON.stringify({ stdout, stderr, code })}`)
  const pairs = lines.slice(0, -2).map((text) => text.split('\t'))
  return {
    names: pairs.map(([name = '']) => name),
    meanings: Object.fromEntries(pairs.map(([name = '', meaning = '']) => [name, meaning])),
    directive: Number(last.slice(1)),
  }
}
