/** Before the suite: the program from the sources as they are, unless another form of it is named. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { setup as makeFolder } from '../../support/temporary.js'

export { teardown } from '../../support/temporary.js'

export function setup(): void {
  makeFolder()
  if (process.env.TKNG_PROGRAM) return
  execFileSync(process.execPath, [join(import.meta.dirname, '..', '..', '..', 'krew', 'build.mjs')])
}
