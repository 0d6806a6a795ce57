/**
 * Texts that are made by chance, for all readers: none crashes one, none is dear, and all of them in one process take no
 * more than its bound of memory. TKNG_SEED repeats a run, TKNG_FUZZ says how many texts there are; left out: a few thousand.
 */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'
import { it } from 'vitest'
import { seed } from '../support/random.js'
import { attempt, makeYard } from './support/attempt.js'
import { expectHeld } from './support/held.js'

const amount = process.env.TKNG_FUZZ ?? '6000'
/** Seconds: a million takes twenty minutes of a core. */
const patience = 60 + Number(amount) / 100

it(`${amount} texts, TKNG_SEED=${seed}`, { timeout: patience * 2000 }, async () => {
  const yard = makeYard()
  const outfile = join(yard.root, 'fuzz.cjs')
  const entry = join(import.meta.dirname, 'support', 'fuzz.ts')
  // A bundle stands elsewhere than the files that its parts read.
  const define = { 'import.meta.url': JSON.stringify(pathToFileURL(entry).href) }
  const { texts } = (await import(new URL('../../krew/bundle.mjs', import.meta.url).href)) as { texts: Plugin }
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    plugins: [texts],
    define,
  })
  const program = [process.execPath, outfile] as const
  const observed = await attempt([amount], { program, yard, patience, env: { TKNG_SEED: String(seed) } })
  expectHeld(observed, { seconds: patience, codes: [0] })
})
