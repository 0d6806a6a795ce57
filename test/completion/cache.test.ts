/** What was offered a moment ago: kept for a while, for nobody else, and never trusted. */
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { tabHome } from '../support/program/tab-home.js'

const { home, serve, tab } = tabHome()
const cache = () => join(home(), '.cache/tkng/completion')

describe('memory', () => {
  const at = (seconds: number) => new Date(Date.UTC(2026, 10, 24, 8, 0, seconds)).toISOString()

  it('answers the second Tab, for a while', async () => {
    const { requests } = await serve()
    for (const [seconds, asked] of [
      [0, 1],
      [15, 1],
      [25, 2],
      [10, 3],
    ] as const) {
      expect((await tab('-n sh', { now: at(seconds) })).names).toEqual(['shop', 'shop-test'])
      expect({ seconds, asked: requests.length }).toEqual({ seconds, asked })
    }
  })

  it('of nothing is shorter', async () => {
    const { requests } = await serve({ objects: {} })
    for (const [seconds, asked] of [
      [0, 1],
      [4, 1],
      [6, 2],
    ] as const) {
      expect((await tab('-n ', { now: at(seconds) })).names).toEqual([])
      expect({ seconds, asked: requests.length }).toEqual({ seconds, asked })
    }
  })

  it('tells namespaces, users and clusters apart', async () => {
    const { requests, url } = await serve()
    for (const line of ['', '-n default ', '-A ', '--as bob ', '--as bob --as-group x ', '--user ann -s '])
      await tab(`ingresses ${line}${line.endsWith('-s ') ? `${url}/x ` : ''}--service `)
    expect(requests.length).toBe(6)
  })

  it('holds names and nothing else, for nobody else', async () => {
    await serve()
    await tab('ingresses ')
    await tab('ingresses --token s3cret ')
    const files = readdirSync(cache())
    expect(files.length).toBe(1)
    const path = join(cache(), files[0] ?? '')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(cache()).mode & 0o777).toBe(0o700)
    expect(JSON.parse(readFileSync(path, 'utf8')).candidates).toEqual([
      { name: 'web', meaning: 'www.example.com, *.example.com' },
    ])
  })

  it.each([
    '',
    '{',
    'null',
    '[]',
    '{"at": 0}',
    '{"at": "x", "candidates": []}',
    `{"at": ${Date.UTC(2026, 10, 24, 8)}, "candidates": [{"name": "evil\\u001b[2J", "meaning": ""}]}`,
    `{"at": ${Date.UTC(2026, 10, 24, 8)}, "candidates": [1]}`,
    `{"at": ${Date.UTC(2026, 10, 24, 8)}, "candidates": {"length": 1}}`,
  ])('is not trusted: %s', async (content) => {
    await serve()
    await tab('-n sh', { now: at(0) })
    const [file = ''] = readdirSync(cache())
    writeFileSync(join(cache(), file), content)
    expect((await tab('-n sh', { now: at(1) })).names).toEqual(['shop', 'shop-test'])
  })

  it('is not needed: its folder is a file', async () => {
    await serve()
    writeFileSync(join(home(), '.cache'), '')
    expect((await tab('-n sh')).names).toEqual(['shop', 'shop-test'])
  })

  it('goes where XDG_CACHE_HOME says', async () => {
    await serve()
    await tab('-n ', { env: { XDG_CACHE_HOME: join(home(), 'elsewhere') } })
    expect(existsSync(cache())).toBe(false)
    expect(readdirSync(join(home(), 'elsewhere/tkng/completion')).length).toBe(1)
  })

  it('forgets what nobody asked for in an hour', async () => {
    await serve()
    await tab('-n ', { now: at(0) })
    const later = new Date(Date.now() + 2 * 3_600_000).toISOString()
    await tab('ingresses ', { now: later })
    expect(readdirSync(cache()).length).toBe(1)
  })

  it('does not write where it may not', async () => {
    await serve()
    mkdirSync(cache(), { recursive: true })
    chmodSync(cache(), 0o500)
    expect((await tab('-n sh')).names).toEqual(['shop', 'shop-test'])
    // Root writes anywhere.
    if (process.getuid?.() !== 0) expect(readdirSync(cache())).toEqual([])
  })
})
