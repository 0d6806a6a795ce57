/** `why -A`: a finding a line, the most urgent first, and what flags leave of them. */
import { describe, expect, it } from 'vitest'
import { type WantedFindings, wantedRows } from '../../src/commands/look/why.js'
import type { Told } from '../../src/domain/findings/facts.js'
import { type Finding, finding } from '../../src/domain/findings/finding.js'
import type { WhyRow } from '../../src/domain/why/why.js'
import { styleFor } from '../../src/print/style.js'
import { findingLines } from '../../src/print/views/why/line.js'
import { whyCounts, whyList } from '../../src/print/views/why/list.js'
import { whyTree } from '../../src/print/views/why/tree.js'
import { whyView } from '../../src/print/views/why/view.js'

const found = (name: string, one: Told) => finding(one, { kind: 'Ingress', namespace: 'shop', name })
const row = (name: string, path: string | null, served: boolean, ...causes: readonly Finding[]): WhyRow => ({
  source: { kind: 'Ingress', namespace: 'shop', name },
  controller: null,
  rule: path === null ? null : { host: 'a.example', path, pathType: 'Prefix', backend: 'web:80' },
  served,
  causes,
})

const duplicate = (name: string) =>
  found(name, { code: 'duplicate', facts: { host: 'a.example', path: '/x', winner: null } })
const open = (name: string) =>
  found(name, {
    code: 'annotation-empty',
    facts: {
      annotation: 'auth-url',
      effect: 'fail-open',
      consequence: { is: 'unguarded' },
      must: 'a URL',
      protects: true,
    },
  })
const warning = (name: string) => found(name, { code: 'being-deleted', facts: {} } as Told)
const remark = (name: string) => found(name, { code: 'canary-weight-0', facts: {} } as Told)

const rows = [
  row('a', '/', true, warning('a')),
  row('b', '/x', false, duplicate('b')),
  row('c', '/', true, open('c')),
  row('c', '/y', true, open('c')),
  row('d', '/', true),
  row('e', '/', true, remark('e')),
  row('f', '/', false),
]
const told = (some: readonly WhyRow[], whole = false, least: 'error' | 'warning' | 'info' = 'warning') =>
  findingLines(some, whole, least).map(({ row, cause }) => `${row.source.name}${row.rule?.path ?? ''} ${cause?.code}`)

describe('the lines', () => {
  it('begin with what is open to everybody, and end with warnings', () => {
    expect(told(rows)).toEqual(['c annotation-empty', 'b/x duplicate', 'f/ undefined', 'a/ being-deleted'])
  })

  it('say once of the Ingress what its rules share', () => {
    expect(told(rows).filter((line) => line.startsWith('c'))).toEqual(['c annotation-empty'])
  })

  it('hold every rule where an Ingress was named', () => {
    expect(told([row('d', '/', true), row('d', '/z', false, duplicate('d'))], true)).toEqual([
      'd/z duplicate',
      'd/ undefined',
    ])
  })
})

describe('what flags leave', () => {
  const all: WantedFindings = { severity: 'info', codes: [], onlyUnserved: false }
  const left = (wanted: Partial<WantedFindings>) => told(wantedRows(rows, { ...all, ...wanted }), false, 'info')

  it('--severity error', () => expect(left({ severity: 'error' }).length).toBe(3))
  it('--severity info', () => expect(left({})).toContain('e/ canary-weight-0'))
  it('--code duplicate', () => expect(left({ codes: ['duplicate'] })).toEqual(['b/x duplicate']))
  it('--only-unserved', () => expect(left({ onlyUnserved: true })).toEqual(['b/x duplicate', 'f/ undefined']))
})

describe('what is served without its protection', () => {
  const style = styleFor({ env: {}, columns: 80, color: 'always' })
  const paper = { columns: 80, now: 0, allNamespaces: true, tone: style.tone }
  const [line] = findingLines([row('c', '/', true, open('c'))], false, 'warning')
  if (line === undefined) throw new Error('no line')
  const red = '\u001b[31m'

  it('is red and says so in the list', () => {
    const text = whyList.item(line, 0, paper)
    expect(text).toContain(`${red}ERROR`)
    expect(text).toContain('served WITHOUT its authentication')
  })

  it('says limits where these are not in force', () => {
    const { facts, ...more } = open('c')
    const limits = { ...more, facts: { ...facts, annotation: 'limit-rps' } } as ReturnType<typeof open>
    const [other] = findingLines([row('c', '/', true, limits)], false, 'warning')
    expect(other && whyList.item(other, 0, paper)).toContain('served WITHOUT its limits')
  })

  it('is no green yes in the table', () => {
    const served = whyView.columns.find(({ header }) => header === 'SERVED')
    expect(served?.cell(line, { now: 0, allNamespaces: true })).toEqual({ text: 'unprotected', tone: 'bad' })
  })

  it('is red and says so in the text', () => {
    const text = whyTree.item({ ...line, isFirst: true }, 0, paper)
    expect(text).toContain(`${red}Ingress shop/c is served WITHOUT its authentication`)
    expect(text).not.toContain('\u001b[32m')
  })
})

it('counts Ingresses, errors and warnings', () => {
  const counts = { ingresses: 9, gateways: 1, routes: 2 }
  const lines = findingLines(rows, false, 'warning')
  expect(whyCounts(lines, counts)).toBe('4 of 9 Ingresses, 1 Gateway and 2 routes: 3 errors, 1 warning')
  expect(whyCounts(lines, { ...counts, gateways: 0, routes: 0 })).toBe('4 of 9 Ingresses: 3 errors, 1 warning')
})
