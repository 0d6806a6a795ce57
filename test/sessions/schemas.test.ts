/** The shipped JSON Schemas: there for every view, and true of every document in the golden files. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { breaches, kinds } from '../support/json-contract.js'
import { verbs } from '../support/program/grammar.js'

const root = new URL('../../', import.meta.url)

it('are there for each kind that a verb prints', () => {
  const printed = verbs.flatMap(({ view }) => (view ? [view.kind, ...(view.alone ? [view.alone] : [])] : []))
  expect([...kinds].sort()).toEqual([...new Set([...printed, 'Change', 'LogLine'])].sort())
})

type Found = readonly [file: string, kind: string | undefined, document: unknown]

/** Every document of a transcript, or of a file that holds one alone, with where it stands. */
function documentsIn(
  folder: string,
): readonly (readonly [file: string, kind: string | undefined, document: unknown])[] {
  const files = readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
  return files.flatMap((file): Found[] => {
    if (!file.endsWith('.txt')) return []
    const text = readFileSync(new URL(`${folder}/${file}`, root), 'utf8')
    const stdout = text
      .split('\n')
      .filter((line) => !/^(?:\$ |! |exit \d+$)/.test(line))
      .join('\n')
      // What differs from run to run is hidden.
      .replaceAll(/(?<="milliseconds": )N\b/g, '1')
    if (stdout.startsWith('{"replica"'))
      return stdout.split('\n').flatMap((line) => (line === '' ? [] : [[file, 'LogLine', JSON.parse(line)]]))
    if (stdout.startsWith('apiVersion: tkng.dev/v1\n')) return [[file, undefined, parse(stdout)]]
    return stdout.startsWith('{\n  "apiVersion": "tkng.dev/v1"') ? [[file, undefined, JSON.parse(stdout)]] : []
  })
}

describe.each([
  ['test/sessions/golden', 15],
  ['test/print/golden', 9],
])('hold in %s', (folder, atLeast) => {
  const documents = documentsIn(folder)

  it('where documents are', () => {
    expect(documents.length).toBeGreaterThanOrEqual(atLeast)
  })

  it.each(documents)('%s', (_file, kind, document) => {
    expect(breaches(document, kind)).toEqual([])
  })
})
