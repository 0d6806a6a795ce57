/** One folder for everything that tests leave on disk, gone with the run. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

let folder = ''

export function setup(): void {
  folder = mkdtempSync(join(tmpdir(), 'tkng-tests-'))
  // The workers inherit it, and node:os asks it at each call.
  process.env.TMPDIR = folder
}

export function teardown(): void {
  rmSync(folder, { recursive: true, force: true })
}
