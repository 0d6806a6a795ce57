/**
 * What people reported of other controllers than ingress-nginx, and of moves away from it: each file is a cluster in our own
 * words, and its first lines say whose thread it is, what stands beside it, what `why` and `trace` say in their first line,
 * and with `cure` by which words a fix is done.
 */
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Finding } from '../../../src/domain/findings/finding.js'
import { nameOf } from '../../../src/domain/objects/ref.js'
import type { WhyRow } from '../../../src/domain/why/why.js'
import { session } from '../../support/program/session.js'

const folder = join(import.meta.dirname, '..', '..', 'fixtures', 'reports')
const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'))

/** Lines `# WORD REST`, by their first word. */
function saidIn(text: string): (word: string) => readonly string[] {
  const lines = text.split('\n').filter((line) => line.startsWith('# '))
  return (word) => lines.flatMap((line) => (line.startsWith(`# ${word} `) ? line.slice(word.length + 3) : []))
}

async function firstLine(url: string, from: readonly string[]): Promise<string> {
  const { stdout } = await session(['trace', url, ...from])
  const [first = ''] = stdout.split('\n')
  const differs = stdout.split('\n').find((line) => line.includes('answer differently'))
  return differs === undefined ? first : `${first}\n${differs}`
}

/** `URL: WORDS` */
const parted = (line: string) => /^(\S+): (.*)$/.exec(line)?.slice(1) ?? []

const codesOf = (line: string) => line.split(' ').slice(3)

const served = (is: boolean | null) => (is === null ? '?' : is ? 'yes' : 'no')

/** What `why` tells of each object: is it served, and the codes that are for everybody. */
async function toldBy(from: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await session(['why', '-A', ...from, '-o', 'json'])
  const { items } = JSON.parse(stdout) as { readonly items: readonly WhyRow[] }
  const lines = items.flatMap(({ source, served: is, causes }) => {
    const codes = causes.flatMap(({ code, severity }) =>
      severity === 'info' && !['not-read', 'class-of-other'].includes(code) ? [] : code,
    )
    const of = `${source.kind} ${source.namespace}/${source.name}`
    return codes.length === 0 ? [] : [`${of}: ${served(is)} ${codes.join(' ')}`]
  })
  return [...new Set(lines)]
}

describe.each(names)('%s', (name) => {
  const text = readFileSync(join(folder, name), 'utf8')
  const said = saidIn(text)
  const bases = (said('with')[0] ?? '').split(' ').flatMap((base) => ['--from', join(folder, 'base', `${base}.yaml`)])
  const from = [...bases, '--from', join(folder, name)]

  it('is told by why', async () => {
    expect(await toldBy(from)).toEqual(said('why'))
  })

  it('is told by lint as by why, and every verb answers', async () => {
    const [why, lint, routes, certs] = await Promise.all([
      session(['why', '-A', ...from, '-o', 'json']),
      session(['lint', '--severity', 'info', ...from, '-o', 'json']),
      session(['routes', '-A', ...from, '-o', 'json']),
      session(['certs', '-A', ...from, '-o', 'json']),
    ])
    const { items: rows } = JSON.parse(why.stdout) as { readonly items: readonly WhyRow[] }
    const { items: found } = JSON.parse(lint.stdout) as { readonly items: readonly Finding[] }
    const linted = new Set(found.map(({ code, source }) => `${code} of ${source.kind} ${nameOf(source)}`))
    const errors = rows.flatMap(({ source, causes }) =>
      causes.flatMap(({ code, severity }) =>
        severity === 'info' ? [] : [`${code} of ${source.kind} ${nameOf(source)}`],
      ),
    )
    expect(errors.filter((one) => !linted.has(one))).toEqual([])
    for (const { stderr } of [routes, certs]) expect(stderr).not.toContain('this is a bug')
  })

  it.each(said('trace').map(parted))('trace %s says %s', async (url = '', words = '') => {
    expect(await firstLine(url, from)).toContain(words)
  })

  it.each(said('cure'))('is cured by %s', async (cure) => {
    const [before = '', after = ''] =
      /^(".*") by (".*")$/
        .exec(cure)
        ?.slice(1)
        .map((one) => JSON.parse(one)) ?? []
    const body = text.replace(/^# .*$/gm, '#')
    expect(body.split(before)).toHaveLength(2)
    const file = join(mkdtempSync(join(tmpdir(), 'cured-')), name)
    writeFileSync(
      file,
      body.replace(before, () => after),
    )
    const files = [...bases, '--from', file]
    const had = said('why').flatMap(codesOf)
    expect((await toldBy(files)).flatMap(codesOf).filter((code) => !had.includes(code))).toEqual([])
    for (const [url = '', words = ''] of said('cured').map(parted)) expect(await firstLine(url, files)).toContain(words)
  })
})
