/** JSON and YAML documents: their shape to the byte, and the very same values for every reader. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { Gap } from '../../src/domain/gap.js'
import { jsonPieces, yamlPieces } from '../../src/print/document.js'
import { written } from '../../src/print/pieces.js'
import type { View } from '../../src/print/view.js'
import { hostileText } from './support/hostile-text.js'

const view: View<unknown> = { kind: 'ThingList', columns: [], toJson: (row) => row, toName: String }
const gap: Gap = { kind: 'Service', namespace: null, reason: 'forbidden', message: 'may not list: no' }
const list = { takenAt: null, alone: undefined }
const json = (rows: readonly unknown[], gaps: readonly Gap[] = []) =>
  [...written(jsonPieces(view, list), rows, gaps)].join('')
const yaml = (rows: readonly unknown[], gaps: readonly Gap[] = []) =>
  [...written(yamlPieces(view, list), rows, gaps)].join('')

describe('JSON', () => {
  it.each<[string, readonly unknown[], readonly Gap[]]>([
    ['nothing', [], []],
    ['one item', [{ name: 'a', ports: [80, 443] }], []],
    ['items of every kind', [{ a: { b: [] } }, [1, ['x']], 'text', null, {}, []], [gap]],
  ])('%s is laid out as JSON.stringify does it', (_name, items, gaps) => {
    const document = { apiVersion: 'tkng.dev/v1', kind: 'ThingList', items, gaps }
    expect(json(items, gaps)).toBe(`${JSON.stringify(document, null, 2)}\n`)
  })
})

describe('rows that are alike but for a text', () => {
  const mark = 'tkngquery=any0&tkngquery=any1'
  const pieces = jsonPieces(
    { ...view, filling: ({ like, text }) => ({ like, mark, text }), toJson: ({ like }) => like } as View<{
      readonly like: object
      readonly text: string
    }>,
    list,
  )
  const texts = (like: object) =>
    ['a=1', 'b=2'].map((text, index) => JSON.parse(pieces.item({ like, text }, index).replace(/^,/, '')))

  it('say each their own', () => {
    expect(texts({ url: `/x?${mark}`, again: mark })).toEqual([
      { url: '/x?a=1', again: 'a=1' },
      { url: '/x?b=2', again: 'b=2' },
    ])
  })

  it('are masked each for itself where the text stands in what is masked', () => {
    const like = { url: `/x?token=/y?${mark}&z=1` }
    expect(texts(like)).toEqual([{ url: '/x?token=masked&z=1' }, { url: '/x?token=masked&z=1' }])
  })
})

describe('YAML', () => {
  it('is laid out as kubectl does it', () => {
    const item = { name: 'a', ports: [80, { nested: true, list: [[1], []] }], none: null, empty: {}, left: undefined }
    expect(yaml([item, 'text', ['x']], [gap])).toBe(`apiVersion: tkng.dev/v1
kind: ThingList
items:
- name: a
  ports:
  - 80
  - nested: true
    list:
    - - 1
    - []
  none: null
  empty: {}
- text
- - x
gaps:
- kind: Service
  namespace: null
  reason: forbidden
  message: "may not list: no"
`)
  })

  it('without rows is a document still', () => {
    expect(yaml([])).toBe('apiVersion: tkng.dev/v1\nkind: ThingList\nitems: []\ngaps: []\n')
  })

  it.each([
    'no',
    'On',
    'y',
    'null',
    '~',
    '1:20',
    '012',
    '0x1f',
    '1_000',
    '1e3',
    '.inf',
    '2026-11-24',
    '=',
    '<<',
    '---',
  ])('quotes %s, which some reader takes for another type', (text) => expect(yaml([text])).toContain(`\n- "${text}"\n`))

  it.each(['shop', 'shop.example.com', '/api/v1', 'k8s.io/ingress-nginx', 'notice', 'nullable'])(
    'leaves %s plain',
    (text) => expect(yaml([text])).toContain(`\n- ${text}\n`),
  )

  it('names a character beyond the basic plane as one, which JSON cannot', () => {
    expect(yaml(['\u{e0041}'])).toContain('"\\U000e0041"')
    expect(json(['\u{e0041}'])).toContain('"\\udb40\\udc41"')
  })
})

/** What JSON can say, made of texts that like to be taken for something else. */
const anyValue = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    hostileText,
    fc.constantFrom(null, true, false, 'no', 'null', 'e0', 'E-1', '1:20', '012', '- a', 'a: b', '# c', ' a', 'a '),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Object.is(number, -0)),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(hostileText, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value

it('says the same in JSON, in YAML 1.2 and in YAML 1.1, whatever the values', () => {
  fc.assert(
    fc.property(fc.array(anyValue, { maxLength: 3 }), (items) => {
      expect(JSON.parse(json(items)).items).toEqual(items)
      for (const version of ['1.2', '1.1'] as const) expect(parse(yaml(items), { version }).items).toEqual(items)
    }),
    { verbose: true },
  )
})
