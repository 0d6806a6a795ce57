/** Commands and flags are offered without anything that a cluster or a kubeconfig needs. */
import { expect, it } from 'vitest'
import { loadAnew, refuse } from '../support/program/anew.js'

loadAnew({ yaml: refuse, 'src/cluster/connect.ts': refuse })

it.each([
  ['ing', ['ingresses']],
  ['ingresses --sort', ['--sort-by']],
  ['ingresses -o w', ['wide']],
])('%s', async (line, names) => {
  const { completed } = await import('../support/program/completed.js')
  expect((await completed(line)).names).toEqual(names)
})
