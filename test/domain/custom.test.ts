/** What is kept of an object of a kind that a controller brought with it. */
import { describe, expect, it } from 'vitest'
import { type CustomKind, cutsOf, projectCustom, type Shape } from '../../src/domain/objects/custom.js'

const kindOf = (spec: Shape): CustomKind => ({
  kind: 'Gear',
  group: 'example.com',
  version: 'v1',
  plural: 'gears',
  namespaced: true,
  shape: { spec },
})
const read = (shape: Shape, spec: unknown) => projectCustom(kindOf(shape), { metadata: { name: 'a' }, spec }).spec

const keys = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, 'v']))

describe('of a custom object', () => {
  it.each<[string, Shape, unknown, unknown]>([
    ['a value is kept', { host: 'value' }, { host: 'a' }, { host: 'a' }],
    ['a list of values is kept', { hosts: 'value' }, { hosts: ['a', 1, true] }, { hosts: ['a', 1, true] }],
    ['what the shape does not name is dropped', { host: 'value' }, { host: 'a', token: 't' }, { host: 'a' }],
    ['what stands in the place of a value is dropped', { host: 'value' }, { host: { a: 1 } }, { host: null }],
    [
      'fields of each item are kept',
      { routes: { match: 'value' } },
      { routes: [{ match: 'm', x: 1 }] },
      { routes: [{ match: 'm' }] },
    ],
    ['an item that is none is null', { routes: { match: 'value' } }, { routes: ['m', [1]] }, { routes: [null, null] }],
    ['a word of the list is kept', { level: ['low', 'high'] }, { level: 'low' }, { level: 'low' }],
    ['any other word is dropped', { level: ['low', 'high'] }, { level: 'token' }, { level: null }],
    ['a map keeps its plain values', { headers: 'map' }, { headers: { a: 'b', c: {} } }, { headers: { a: 'b' } }],
    ['a spec that is a list is none', { host: 'value' }, [{ host: 'a' }], {}],
    ['inherited names are none', { toString: 'value' } as unknown as Shape, {}, {}],
  ])('%s', (_, shape, spec, expected) => {
    expect(read(shape, spec)).toEqual(expected)
  })

  it('a list is cut after 10,000 items, and a text of more than 64 KiB dropped', () => {
    expect(read({ hosts: 'value' }, { hosts: Array(20_000).fill('a') })).toEqual({ hosts: Array(10_000).fill('a') })
    expect(read({ host: 'value' }, { host: 'a'.repeat(70_000) })).toEqual({ host: null })
  })

  it.each<[string, Shape, unknown, boolean]>([
    ['a list of too many items', { hosts: 'value' }, { hosts: Array(10_001).fill('a') }, true],
    ['a list of 10,000 items', { hosts: 'value' }, { hosts: Array(10_000).fill('a') }, false],
    ['too many keys, deep inside', { a: { b: 'map' } }, { a: [{ b: keys(1_001) }] }, true],
    ['1,000 keys', { a: 'map' }, { a: keys(1_000) }, false],
    ['a text of more than 64 KiB', { host: 'value' }, { host: 'a'.repeat(64 * 1024 + 1) }, true],
    ['a text of 64 KiB', { host: 'value' }, { host: 'a'.repeat(64 * 1024) }, false],
    ['one that nobody reads', { host: 'value' }, { other: 'a'.repeat(64 * 1024 + 1) }, false],
  ])('that it is not read whole is told of %s: %#', (_, shape, spec, isCut) => {
    const kind = kindOf(shape)
    const object = projectCustom(kind, { metadata: { namespace: 'x', name: 'a' }, spec })
    const whole = projectCustom(kind, { metadata: { name: 'whole' }, spec: {} })
    expect(cutsOf(kind, [whole, object])).toEqual(
      isCut
        ? [
            {
              ...{ kind: 'Gear', namespace: null, reason: 'limited' },
              message: expect.stringMatching(/^x\/a: of more/),
            },
          ]
        : [],
    )
  })
})
