/** Before the suite: is there a kubectl, and our program as one file to run beside it. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, type Plugin } from 'esbuild'
import type { TestProject } from 'vitest/node'
import { namedProgram } from '../../support/program/program.js'

declare module 'vitest' {
  export interface ProvidedContext {
    readonly kubectl: string
    readonly program: string
    /** of kubectl's version */
    readonly minor: number
  }
}

let folder = ''

/** The oldest that this suite has been run beside; what newer ones changed stands at the cases. */
const oldestMinor = 32

export async function setup(project: TestProject): Promise<void> {
  const kubectl = process.env.TKNG_KUBECTL || 'kubectl'
  const minor = minorVersionOf(kubectl)
  if (!(minor >= oldestMinor))
    throw new Error(`"${kubectl}" is 1.${minor}, and 1.${oldestMinor} is needed: set TKNG_KUBECTL`)
  folder = mkdtempSync(join(tmpdir(), 'tkng-kubectl-'))
  project.provide('kubectl', kubectl)
  project.provide('program', namedProgram ?? (await bundleInto(folder)))
  project.provide('minor', minor)
}

/** From the sources as they are, whatever was built before. */
async function bundleInto(folder: string): Promise<string> {
  const outfile = join(folder, 'kubectl-tkng.cjs')
  const entryPoints = ['bin/kubectl-tkng.ts']
  // A path that the compiler does not follow: what builds the program has no types.
  const { texts } = (await import(new URL('../../../krew/bundle.mjs', import.meta.url).href)) as { texts: Plugin }
  await build({
    entryPoints,
    bundle: true,
    plugins: [texts],
    platform: 'node',
    format: 'cjs',
    outfile,
    logLevel: 'error',
  })
  return outfile
}

function minorVersionOf(kubectl: string): number {
  try {
    const version = execFileSync(kubectl, ['version', '--client', '-o', 'json'], { encoding: 'utf8' })
    return Number(/"minor": *"(\d+)/.exec(version)?.[1])
  } catch (cause) {
    throw new Error(`this suite compares us with kubectl, and "${kubectl}" does not run: set TKNG_KUBECTL`, { cause })
  }
}

export function teardown(): void {
  rmSync(folder, { recursive: true, force: true })
}
