/** The built-in capture on a bad day: each verb has something to show, and each of the ten faults is found. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { session, transcript } from '../support/program/session.js'
import { expectGolden } from './golden.js'

it.each([
  'why -A',
  'ingresses -A',
  'trace --all',
  'status',
  'drift',
  'certs --host old.example.com',
  'routes -A',
  'ps',
  'logs --status 5xx --tail 6',
  'logs --errors --tail 4',
  'logs -f',
  'logs --since 10m',
  'describe shop/web',
  'trace --all -o dot',
  'trace --all -o mermaid',
  'ingresses -A -o dot',
  'ingresses -A -o mermaid',
])('%s', async (line) => {
  const whole = `${line} --from demo:broken`
  const file = line.replaceAll(/[^\w.=-]+/g, '_')
  await expectGolden(transcript(whole, await session(whole.split(' '))), `golden/broken/${file}.txt`)
})

it('each Ingress of it has a fault of its own, and no other has one', async () => {
  const { stdout } = await session(['why', '-A', '--from', 'demo:broken', '-o', 'json'])
  const codes = new Map<string, Set<string>>()
  for (const { source, causes } of JSON.parse(stdout).items)
    for (const { code, severity } of causes)
      if (severity !== 'info') codes.set(source.name, (codes.get(source.name) ?? new Set()).add(code))
  const found = Object.fromEntries([...codes].map(([name, own]) => [name, [...own].sort()]))
  expect(found).toEqual({
    legacy: ['class-missing'],
    wp: ['class-unknown'],
    old: ['tls-expired'],
    search: ['none-ready'],
    secure: ['tls-secret-missing'],
    typo: ['no-service'],
    web: ['failure-logged', 'no-port'],
    copy: ['duplicate'],
    headers: ['annotation-risk', 'snippet-not-allowed'],
    upload: ['annotation-invalid'],
  })
})

describe('a saved log', () => {
  const line = (status: number) =>
    `192.0.2.7 - ann [23/Nov/2026:08:49:15 +0000] "GET /?token=abc HTTP/1.1" ${status} 5 "-" "curl" 3 0.1 [shop-web-80] [] - - - - a`
  const log = `some words of a shell\n${line(200)}\n${line(502)}\n`

  it.each<[string, string]>([
    ['text', log],
    ['packed with gzip', gzipSync(log).toString('latin1')],
  ])('%s', async (_what, stdin) => {
    const bytes = stdin === log ? stdin : Buffer.from(stdin, 'latin1')
    const { stdout, code } = await session(['logs', '--from', '-', '--status', '5xx'], { stdin: bytes as string })
    expect(code).toBe(0)
    expect(stdout).toContain('" 502 5')
    expect(stdout).not.toContain('" 200 5')
  })
})

describe('a capture', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tkng-broken-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  it('holds logs where they were asked for', async () => {
    const write = (...more: string[]) => session(['capture', '--from', 'demo:broken', ...more], { cwd: folder })
    await write('-o', 'without.yaml')
    const { stderr } = await write('--logs', '-o', 'with.tar.gz')
    expect(stderr).toMatch(
      /^12 ingresses, 1 ingressclass, .* written to with.tar.gz \(\d+ KiB\); .* --from with.tar.gz\n$/,
    )
    expect(await session(['logs', '--from', 'without.yaml'], { cwd: folder })).toMatchObject({ stdout: '', code: 2 })
    const { stdout, code } = await session(['logs', '--from', 'with.tar.gz', '--slow', '1s'], { cwd: folder })
    expect([stdout.split('\n').length, code]).toEqual([3, 0])
  })

  it.each(['x.zip', 'x.gz', 'x.tar'])('is no %s', async (target) => {
    const { stderr, code } = await session(['capture', '--from', 'demo', '-o', target], { cwd: folder })
    expect(stderr).toContain(`a capture cannot be a .${target.split('.')[1]} file`)
    expect(code).toBe(2)
  })
})

it('a picture draws each object and each way once, and every URL', async () => {
  const { stdout } = await session(['trace', '--all', '--from', 'demo:broken', '-o', 'dot'])
  const labels = [...stdout.matchAll(/^ +n\d+ \[label="([^"\\]*)/gm)].map(([, label]) => label)
  expect(new Set(labels).size).toBe(labels.length)
  expect(labels.filter((label) => label?.startsWith('http')).length).toBe(14)
  const edges = [...stdout.matchAll(/^ +n\d+ -> n\d+.*$/gm)].map(([edge]) => edge)
  expect(new Set(edges).size).toBe(edges.length)
})
