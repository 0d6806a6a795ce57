/** What is said of all controllers names none: whoever adds one changes nothing there. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dialects } from '../../src/controllers/index.js'

const product = /nginx|envoy|haproxy|traefik|kong|contour/i

describe.each(['src/domain', 'src/lint', 'src/questions', 'src/semantics'])('%s', (room) => {
  it.each(readdirSync(room, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts')))(
    '%s names no product',
    (name) => {
      const lines = readFileSync(join(room, name), 'utf8').split('\n')
      expect(lines.filter((line) => product.test(line))).toEqual([])
    },
  )
})

it('every dialect that is read has a folder of its own', () => {
  const folders = readdirSync('src/controllers', { withFileTypes: true }).filter((one) => one.isDirectory())
  const read = dialects.filter(({ reads }) => reads.rules || reads.inside)
  const own = read.map(({ id }) => (id === 'spec' ? 'specification' : id))
  expect(folders.map(({ name }) => name).sort()).toEqual([...own, 'known', 'shared'].sort())
})
