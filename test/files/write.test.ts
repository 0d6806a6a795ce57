/** What stands where a file shall be written. */
import { execFileSync } from 'node:child_process'
import { lstatSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { writeWhole } from '../../src/files/write.js'

const held = { signal: new AbortController().signal, hold: () => () => {} }
const folderWith = (name: string, make: (path: string) => unknown) => {
  const folder = mkdtempSync(join(tmpdir(), 'tkng-write-'))
  make(join(folder, name))
  return folder
}

describe('writeWhole', () => {
  it.each<[string, (path: string) => unknown]>([
    ['a pipe', (path) => execFileSync('mkfifo', [path])],
    ['a link to a device', (path) => symlinkSync('/dev/null', path)],
    ['a link to what is open, as /dev/stdout is one', (path) => symlinkSync('/proc/self/fd/1', path)],
  ])('puts nothing in the place of %s', async (_name, make) => {
    const folder = folderWith('out', make)
    const before = lstatSync(join(folder, 'out')).ino
    await expect(writeWhole(join(folder, 'out'), 'x', held)).rejects.toThrow('a device or a pipe stands there')
    expect(readdirSync(folder)).toEqual(['out'])
    expect(lstatSync(join(folder, 'out')).ino).toBe(before)
  })

  it.each<[string, (path: string) => unknown]>([
    ['nothing', () => {}],
    ['a file', (path) => writeFileSync(path, 'old')],
    ['a link to nothing', (path) => symlinkSync('gone', path)],
  ])('writes where %s stands', async (_name, make) => {
    const folder = folderWith('out', make)
    await writeWhole(join(folder, 'out'), 'new', held)
    expect(lstatSync(join(folder, 'out')).isFile()).toBe(true)
    expect(readFileSync(join(folder, 'out'), 'utf8')).toBe('new')
  })
})
