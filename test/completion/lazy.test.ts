/** Commands and flags are offered without anything that a cluster or a kubeconfig needs. */
import { expect, it, vi } from 'vitest'
import { completed } from '../support/program/completed.js'

vi.mock('yaml', () => {
  throw new Error('the YAML parser is loaded')
})
vi.mock('../../src/cluster/connect.js', () => {
  throw new Error('the client is loaded')
})

it.each([
  ['ing', ['ingresses']],
  ['ingresses --sort', ['--sort-by']],
  ['ingresses -o w', ['wide']],
])('%s', async (line, names) => {
  expect((await completed(line)).names).toEqual(names)
})
