/** Documents cut while they stream by: any cut of the bytes gives the same pieces, and what is no JSON is refused. */
import { describe, expect, it } from 'vitest'
import { cut, type Piece } from '../../../src/languages/envoy/dump/cut.js'

const bytes = (text: string) => new TextEncoder().encode(text)

async function piecesOf(
  chunks: readonly Uint8Array[],
  isCut: (path: string) => boolean,
  limits?: Parameters<typeof cut>[2],
) {
  const found: Piece[] = []
  for await (const piece of cut(chunks, isCut, limits)) found.push(piece)
  return found
}

const document = JSON.stringify({
  configs: [
    {
      '@type': 'x',
      hosts: [
        { name: 'a"b\\', routes: [{ n: 1, deep: [[{ routes: 1 }]] }, { n: '}],ü' }] },
        { name: 'c', routes: [] },
      ],
    },
    { others: [1, 2, { a: null }] },
  ],
})
const isCut = (path: string) => path === 'configs[].hosts[]' || path === 'configs[].hosts[].routes[]'
const pieces = [
  { path: 'configs[].hosts[].routes[]', value: { n: 1, deep: [[{ routes: 1 }]] } },
  { path: 'configs[].hosts[].routes[]', value: { n: '}],ü' } },
  { path: 'configs[].hosts[]', value: { name: 'a"b\\', routes: [null, null] } },
  { path: 'configs[].hosts[]', value: { name: 'c', routes: [] } },
]

describe('a document', () => {
  it.each([1, 2, 3, 7, 64, 100_000])('comes in pieces of %i bytes, inner ones first', async (size) => {
    const whole = bytes(document)
    const chunks: Uint8Array[] = []
    for (let at = 0; at < whole.length; at += size) chunks.push(whole.subarray(at, at + size))
    expect(await piecesOf(chunks, isCut)).toEqual(pieces)
  })

  it.each([
    ['breaks off', '{"a": [1, 2'],
    ['breaks off in a text', '{"a": "x'],
    ['has brackets that do not fit', '{"a": [}'],
    ['goes on behind its end', '{} {}'],
    ['is empty', ''],
  ])('is refused where it %s', async (_what, text) => {
    await expect(piecesOf([bytes(text)], () => false)).rejects.toThrow(SyntaxError)
  })

  it.each([
    ['too deep', { depth: 3 }, 'nested'],
    ['too long', { whole: 20 }, 'longer than 20'],
    ['of a piece that is too long', { piece: 10 }, 'longer than 10'],
    ['of a piece with too many values', { values: 2 }, 'more than 2 values'],
    ['of too many pieces', { pieces: 1 }, 'more than 1 parts'],
  ])('is refused where it is %s', async (_what, limits, words) => {
    await expect(piecesOf([bytes(document)], isCut, limits)).rejects.toThrow(words)
  })
})
