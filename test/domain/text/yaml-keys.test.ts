/** Lists and mappings as keys: found before the parser makes texts of them, and no other key is refused. */
import { expect, it } from 'vitest'
import { parseDocument } from 'yaml'
import { collectionAsKey } from '../../../src/domain/text/yaml-keys.js'

it.each<[string, number | null]>([
  ['? a\n: b\n', null],
  ['a: {b: [c, {d: e}]}\n? "f"\n: g\n', null],
  ['a: &x 1\n*x : 2\n', null],
  ['a: &x [1]\nb: *x\n', null],
  ['? [a]\n: b\n', 2],
  ['? {a: b}\n: c\n', 2],
  ['- {? [a] : b}\n', 5],
  ['a:\n- b: {? {c: d} : e}\n', 11],
  ['a: &x [1]\n? *x\n: 2\n', 12],
  ['? *x\n: 2\na: &x [1]\n', 2],
  ['', null],
])('%j', (text, at) => {
  expect(collectionAsKey(parseDocument(text).contents)).toBe(at)
})
