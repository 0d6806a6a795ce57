/** A home folder with files in it, and the process around it, as values. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Surroundings } from '../../../src/cluster/wire/connection.js'
import { Problem, type ProblemValue } from '../../../src/domain/problem.js'

export interface KubeHome {
  /** absolute path of a file in it */
  readonly path: (...parts: readonly string[]) => string
  readonly around: Surroundings
  /** what was said to the person, by plugins as well */
  readonly said: string[]
}

/** @param files path from the home folder, which is also the working directory → content */
export function kubeHome(
  files: Readonly<Record<string, string>> = {},
  env: Readonly<Record<string, string>> = {},
): KubeHome {
  const folder = mkdtempSync(join(tmpdir(), 'tkng-home-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content, { mode: 0o755 })
  }
  const said: string[] = []
  const here = (text: string) => text.replaceAll('$HOME', folder)
  return {
    path: (...parts) => join(folder, ...parts),
    said,
    around: {
      env: { HOME: folder, ...Object.fromEntries(Object.entries(env).map(([name, value]) => [name, here(value)])) },
      cwd: folder,
      platform: 'linux',
      stdinIsTTY: false,
      hold: () => () => {},
      stderrIsTTY: false,
      warn: (line) => said.push(line),
      signal: new AbortController().signal,
      serviceAccount: {
        token: join(folder, 'sa/token'),
        ca: join(folder, 'sa/ca.crt'),
        namespace: join(folder, 'sa/namespace'),
      },
    },
  }
}

/** The problem that it ends with; fails where it succeeds. */
export async function problemOf(act: () => unknown): Promise<ProblemValue> {
  try {
    await act()
  } catch (error) {
    if (error instanceof Problem) return error.value
    throw error
  }
  throw new Error('there was no problem')
}
