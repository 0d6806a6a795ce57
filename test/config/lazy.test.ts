/** Without a config file nothing is loaded for one. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { loadAnew, refuse } from '../support/program/anew.js'

loadAnew({ 'src/config/parse.ts': refuse, 'src/cluster/kubeconfig/names.ts': refuse })

it('no parser, and no kubeconfig, where there is no file', async () => {
  const { session } = await import('../support/program/session.js')
  const HOME = mkdtempSync(join(tmpdir(), 'tkng-lazy-'))
  const run = () => session(['ingresses', '--from', 'demo', '-o', 'name'], { env: { HOME, TKNG_OUTPUT: 'json' } })
  expect(await run()).toMatchObject({ stderr: '', code: 0 })
  mkdirSync(join(HOME, '.config/tkng'), { recursive: true })
  writeFileSync(join(HOME, '.config/tkng/config.yaml'), '')
  expect((await run()).code).toBe(2)
})
