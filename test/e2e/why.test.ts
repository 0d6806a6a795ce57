/** `why` on whatever cluster KUBECONFIG names: every Ingress gets an answer that holds together. */

import { expect, it } from 'vitest'
import { nameOf } from '../../src/domain/objects/ref.js'
import type { WhyRow } from '../../src/domain/why/why.js'
import { runPlugin } from '../support/program/plugin.js'

it('gives a reason for whatever is not served, and tells one Ingress as it tells all', async () => {
  const { stdout, code } = await runPlugin(['why', '-A', '-o', 'json'])
  const { kind, items } = JSON.parse(stdout) as { kind: string; items: WhyRow[] }
  expect(kind).toBe('WhyList')
  expect(code).toBe(items.length > 0 ? 1 : 0)
  for (const { served, causes } of items) if (served === false) expect(causes.length).toBeGreaterThan(0)
  for (const { source } of items.slice(0, 3)) {
    const one = await runPlugin(['why', nameOf(source)])
    expect(one.stdout).toMatch(new RegExp(`^Ingress ${nameOf(source)} `))
    expect(one.code).toBe(1)
  }
})
