/**
 * What somebody sees at a terminal, at four widths: no line is longer than the terminal, no two rows look alike that are
 * not alike in a pipe, and what is not shown whole is said.
 */
import { describe, expect, it } from 'vitest'
import { displayWidth } from '../../src/domain/text/width.js'
import { verbs } from '../support/program/grammar.js'
import { type Session, session, transcript } from '../support/program/session.js'

const widths = [60, 80, 120, 200]

const lines = [
  'ingresses --from demo',
  'ingresses --from demo -o wide',
  'ingresses --from demo --columns namespace,host+path,endpoint-addresses',
  'trace http://dev/ --from demo',
  'trace http://nowhere/ --from demo',
  'trace --all --from demo',
  'trace --all --from demo -o wide',
  'why -A --from demo',
  'why -A --from demo:broken',
  'why -A --from demo:broken -o table',
  'why shop/typo --from demo:broken',
  'certs --from demo:broken',
  'status --from demo:broken',
  'drift --from demo:broken',
  'diff demo demo:broken',
  'trace --all --from demo:broken',
  'trace http://shop.example.com/cart --from demo:broken',
  'ingresses --from demo:broken',
  'routes -A --from demo:gateway',
  'gateways --from demo:gateway',
  'info --from demo:broken -o wide',
  'ps --from demo:broken',
  'describe shop/web --from demo:broken',
  'why default/tkng-1 --from demo',
  'why shop/web --from test/fixtures/shop.yaml',
  'why -A --from test/fixtures/shop.yaml',
  'why -A --from test/fixtures/shop.yaml -o table',
  'why -A --from test/fixtures/shop.yaml -o wide',
  'explain',
  'explain no-port',
  'lint --from demo:broken',
  'lint --from test/fixtures/shop.yaml -o wide',
  'backends --from demo -o table',
  'backends --from demo -o wide',
  'certs --from demo',
  'certs --from demo -o wide',
  'info --from demo',
  'info --from demo -o wide',
  'status --from demo',
  'status --from demo -o wide',
  'config view',
  'options',
  'logs --from demo',
  'ps --from demo',
  'ingresses nope --from demo',
  'trace --from demo',
  'certs --host nowhere.example --from demo',
]

const root = new URL('../..', import.meta.url).pathname
const plain = { NO_COLOR: '1' }

/** On a terminal these are no table, but a list of sentences. */
const listed = /^(?:why|lint)\b/

const piped = new Map<string, Promise<Session>>()

/** The same for all widths. */
function pipedOf(line: string): Promise<Session> {
  const said = piped.get(line) ?? session(line.split(' '), { env: plain, cwd: root })
  piped.set(line, said)
  return said
}

/** A row with the lines that continue it; where a row is a block of lines, that block. */
function recordsIn(text: string): string[] {
  if (text.includes('\n\n')) return text.split('\n\n')
  const records: string[] = []
  for (const line of text.split('\n').filter((one) => one !== '' && !one.startsWith('all: ')))
    if (line.startsWith(' ') && records.length > 0) records.push(`${records.pop()}\n${line}`)
    else records.push(line)
  return records
}

describe.each(widths)('%i columns', (columns) => {
  it.each(lines)('%s', async (line) => {
    const words = line.split(' ')
    const [seen, piped] = await Promise.all([session(words, { columns, env: plain, cwd: root }), pipedOf(line)])
    // A link that was broken could not be followed.
    for (const one of [...seen.stdout.split('\n'), ...seen.stderr.split('\n')])
      if (!one.startsWith('Link: ')) expect(displayWidth(one), one).toBeLessThanOrEqual(columns)
    expect(seen.code).toBe(piped.code)
    expect(seen.stdout === '').toBe(piped.stdout === '')
    if (!/^NAME|^[A-Z]{3,} /.test(piped.stdout)) return
    const rows = recordsIn(piped.stdout)
    if (new Set(rows).size === rows.length && !listed.test(line)) {
      const shown = recordsIn(seen.stdout)
      expect(new Set(shown).size).toBe(shown.length)
    }
    if (seen.stderr.includes('cut to') || listed.test(line) || line.startsWith('certs')) return
    const text = `${seen.stdout} ${seen.stderr}`
    for (const word of piped.stdout.split(/\s+/)) if (word.length < 12) expect(text).toContain(word)
  })
})

it.each([
  'ingresses --from demo',
  'trace http://nowhere/ --from demo',
  'trace --all --from demo',
  'why -A --from demo:broken',
  'why shop/typo --from demo:broken',
  'trace http://shop.example.com/cart --from demo:broken',
  'certs --from demo:broken',
  'status --from demo:broken',
  'info --from demo',
])('%s as it looks on 80 columns', async (line) => {
  const seen = await session(line.split(' '), { columns: 80, env: plain, cwd: root })
  const file = line.replaceAll(/[^\w.=-]+/g, '_')
  await expect(transcript(line, seen)).toMatchFileSnapshot(`golden/terminal/${file}.txt`)
})

it('every verb that prints is tried', () => {
  const tried = new Set(lines.map((line) => line.split(' ')[0]))
  expect(verbs.filter(({ name, view }) => view !== undefined && !tried.has(name)).map(({ name }) => name)).toEqual([])
})

it('a terminal that does not know its width, and --no-trunc, show lines as a pipe has them', async () => {
  const line = (more: string, columns?: number) =>
    session(`ingresses --from demo ${more}`.trim().split(' '), {
      env: plain,
      ...(columns === undefined ? {} : { columns }),
    })
  const { stdout } = await line('')
  expect((await line('--no-trunc', 40)).stdout).toBe(stdout)
  expect((await line('', 0)).stdout).toBe(stdout)
})
