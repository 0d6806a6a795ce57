/** What `why` says of an Ingress: as much as is known, and no more, once. */
import { describe, expect, it } from 'vitest'
import type { Told } from '../../src/domain/findings/facts.js'
import { type Finding, finding } from '../../src/domain/findings/finding.js'
import type { WhyRow } from '../../src/domain/why/why.js'
import { whyLines } from '../../src/print/views/why/line.js'
import { whyTree } from '../../src/print/views/why/tree.js'

const source = { kind: 'Ingress', namespace: 'shop', name: 'web' }
const paper = { columns: undefined, now: 0, allNamespaces: false, tone: (text: string) => text }

function headOf(...served: (boolean | null)[]): string | undefined {
  const all = served.map((one, i): WhyRow => {
    const rule = { host: 'a.example', path: `/${i}`, pathType: 'Prefix', backend: 'web:80' }
    return { source, controller: null, rule, served: one, causes: [] }
  })
  const [row] = all
  return row && whyTree.item({ row, cause: null, all, isFirst: true }, 0, paper)?.split('\n')[0]
}

describe('the first line', () => {
  it.each<[string, (boolean | null)[]]>([
    ['is served', [true, true]],
    ['is NOT served', [false]],
    ['is NOT served: 2 of 2 rules are not', [false, false]],
    ['is served in part: 1 of 2 rules are not', [true, false]],
    ['is served in part: 1 of 3 rules are not, 1 unknown', [true, false, null]],
    ['may be served in part: 1 of 3 rules are not, 2 unknown', [null, false, null]],
    ['may be served: 1 of 2 rules unknown', [true, null]],
    ['may be served: 2 of 2 rules unknown', [null, null]],
    ['may be served: it is not certain', [null]],
  ])('%s', (text, served) => {
    expect(headOf(...served)).toBe(`Ingress shop/web ${text}`)
  })
})

describe('the rows of an Ingress among others', () => {
  const found = (one: Told) => finding(one, source, { field: one.code })
  const row = (path: string | null, ...causes: readonly Finding[]): WhyRow => ({
    source,
    controller: null,
    rule: path === null ? null : { host: 'a.example', path, pathType: 'Prefix', backend: 'web:80' },
    served: false,
    causes,
  })
  const told = (...rows: readonly WhyRow[]) => whyLines(rows, false).map((line) => line.row.rule?.path ?? 'whole')
  const duplicate = found({ code: 'duplicate', facts: { host: null, path: '/x', winner: null } })
  const aside = found({ code: 'owner-unknown', facts: { class: 'x', selector: null, isTaken: true } })

  it('leave out what is said by the way of the whole', () => {
    expect(told(row(null, aside), row('/x', duplicate))).toEqual(['/x'])
  })

  it('leave out what is meant to be so', () => {
    expect(told(row(null, aside))).toEqual([])
  })

  it('keep the whole where it is more than that', () => {
    expect(told(row(null, found({ code: 'nothing-asked', facts: {} })), row('/x', duplicate))).toEqual(['whole', '/x'])
  })
})
