/** Without a config file nothing is loaded for one. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { session } from '../support/program/session.js'

vi.mock('../../src/config/parse.js', () => {
  throw new Error('the parser is loaded')
})
vi.mock('../../src/cluster/kubeconfig/names.js', () => {
  throw new Error('the kubeconfig is read')
})

it('no parser, and no kubeconfig, where there is no file', async () => {
  const HOME = mkdtempSync(join(tmpdir(), 'tkng-lazy-'))
  const run = () => session(['ingresses', '--from', 'demo', '-o', 'name'], { env: { HOME, TKNG_OUTPUT: 'json' } })
  expect(await run()).toMatchObject({ stderr: '', code: 0 })
  mkdirSync(join(HOME, '.config/tkng'), { recursive: true })
  writeFileSync(join(HOME, '.config/tkng/config.yaml'), '')
  expect((await run()).code).toBe(2)
})
