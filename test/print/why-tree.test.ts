/** The first line of an Ingress in `why -o tree`: as much as is known, and no more. */
import { describe, expect, it } from 'vitest'
import type { WhyRow } from '../../src/domain/why.js'
import { whyTree } from '../../src/print/views/why-tree.js'

const ingress = { namespace: 'shop', name: 'web' }
const paper = { columns: undefined, now: 0, allNamespaces: false, tone: (text: string) => text }

function headOf(...served: (boolean | null)[]): string | undefined {
  const all = served.map((one, i): WhyRow => {
    const rule = { host: 'a.example', path: `/${i}`, pathType: 'Prefix', backend: 'web:80' }
    return { ingress, controller: null, rule, served: one, causes: [] }
  })
  const [row] = all
  return row && whyTree.item({ row, all, isFirst: true }, 0, paper)?.split('\n')[0]
}

describe('the first line', () => {
  it.each<[string, (boolean | null)[]]>([
    ['is served', [true, true]],
    ['is NOT served', [false]],
    ['is NOT served: 2 of 2 rules are not', [false, false]],
    ['is served in part: 1 of 2 rules are not', [true, false]],
    ['is served in part: 1 of 3 rules are not, of 1 it cannot be told', [true, false, null]],
    ['may be served in part: 1 of 3 rules are not, of 2 it cannot be told', [null, false, null]],
    ['may be served: of 1 of 2 rules it cannot be told', [true, null]],
    ['may be served: of 2 of 2 rules it cannot be told', [null, null]],
    ['may be served: it cannot be told for certain', [null]],
  ])('%s', (text, served) => {
    expect(headOf(...served)).toBe(`Ingress shop/web ${text}`)
  })
})
