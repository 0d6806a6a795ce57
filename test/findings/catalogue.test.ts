/** The catalogue of findings: every page says what it should, in words that can be shown. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { FindingCode, Told } from '../../src/domain/findings/facts.js'
import { severitiesOf, severityOf } from '../../src/domain/findings/severity-by-code.js'
import { text } from '../../src/findings/as-text.js'
import { catalogue, chapters, fixOf, linkOf, sentenceOf } from '../../src/findings/catalogue.js'

const codes = Object.keys(catalogue) as FindingCode[]
/** The finding of each page's own case. */
const samples = codes.map((code) => ({ code, facts: catalogue[code].sample }) as Told)

describe.each(samples)('$code', (sample) => {
  const page = catalogue[sample.code]
  const texts = [page.title, sentenceOf(sample), fixOf(sample) ?? '', page.explanation, page.example]

  it('is a word that programs can rely on', () => {
    expect(sample.code).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
  })

  it('has a title of one short line without a period', () => {
    expect(page.title).toMatch(/^[A-Za-z].{4,90}[^.]$/)
  })

  it('says its own case in one sentence without a period', () => {
    expect(sentenceOf(sample)).toMatch(/^\S.*[^.\s]$/)
  })

  it('has a fix that is a sentence, or none', () => {
    expect(fixOf(sample) ?? 'None.').toMatch(/^[A-Z].*\.$/)
  })

  it('explains itself in sentences, and shows a case', () => {
    expect(page.explanation).toMatch(/^[A-Za-z].{20,}\.$/)
    expect(page.example.split('\n').every((line) => line.trim() !== '' && line.length <= 110)).toBe(true)
  })

  it('leaves no fact open', () => {
    for (const text of texts) expect(text).not.toMatch(/undefined|\bnull\b|\[object|NaN/)
  })

  it('has nothing in it that a terminal would obey', () => {
    for (const text of texts) expect(text).not.toMatch(/[^\n\x20-\x7e\u2026\u201c\u201d\u2192]/)
  })

  it('links to where the rule stands', () => {
    expect(linkOf(sample)).toMatch(/^https:\/\/[\w.-]+\/\S*$/)
  })

  it('is as bad as its code can be', () => {
    expect(severitiesOf(sample.code)).toContain(severityOf(sample))
  })
})

it('calls no more than two of them both', () => {
  const controllers = ['a', 'b', 'c'].map((name) => ({ namespace: 'edge', name }))
  const said = (of: typeof controllers) =>
    sentenceOf({ code: 'two-controllers', facts: { controllers: of, flags: [] } } as Told)
  expect(said(controllers.slice(0, 2))).toContain('edge/a and edge/b both take it')
  expect(said(controllers)).toContain('edge/b and edge/c all take it')
})

it('has every page in one chapter', () => {
  expect(chapters.flatMap(({ pages }) => Object.keys(pages)).sort()).toEqual([...codes].sort())
})

it('is told whole in findings.md: "npm run help:findings" writes it anew', () => {
  const root = join(import.meta.dirname, '..', '..')
  expect(readFileSync(join(root, 'src', 'help', 'findings.md'), 'utf8')).toBe(text)
})
