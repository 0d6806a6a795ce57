/** Archives that krew would take for fonts are packed once more. */
import { expect, it } from 'vitest'

const { compressed, isTakenForFont } = (await import(new URL('../../krew/compress.mjs', import.meta.url).href)) as {
  compressed: (pack: (level: number) => Uint8Array) => Uint8Array
  isTakenForFont: (bytes: Uint8Array) => boolean
}

const font = Uint8Array.from({ length: 48 }, (_, i) => (i === 34 ? 0x4c : i === 35 ? 0x50 : 0))
const plain = new Uint8Array(48)

it('knows a font by its two letters, at their place alone', () => {
  expect([font, plain, font.subarray(1), new Uint8Array(3)].map((bytes) => isTakenForFont(bytes))).toEqual([
    true,
    false,
    false,
    false,
  ])
})

it('takes the smallest form that is none', () => {
  const asked: number[] = []
  const pack = (level: number) => {
    asked.push(level)
    return level > 7 ? font : plain
  }
  expect([compressed(pack), asked]).toEqual([plain, [9, 8, 7]])
})

it('says so where there is none', () => {
  expect(() => compressed(() => font)).toThrow('taken for a font')
})
