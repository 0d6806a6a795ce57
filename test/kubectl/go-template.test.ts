/** `-o go-template` beside kubectl: the cases of test/print/templates.test.ts once more, and others made by chance. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, inject, it } from 'vitest'
import { parseGoTemplate } from '../../src/domain/go-template/parse.js'
import { runGoTemplate } from '../../src/domain/go-template/run.js'
import { Unanswerable } from '../../src/domain/jsonpath/evaluate.js'
import { randomFrom, seed } from '../support/random.js'
import { madeTemplate } from './support/go-templates.js'

const { document, cases } = JSON.parse(readFileSync(join(import.meta.dirname, '../print/go-templates.json'), 'utf8'))
const folder = mkdtempSync(join(tmpdir(), 'tkng-templates-'))
const file = join(folder, 'document.json')
writeFileSync(file, JSON.stringify(document))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A patch that changes nothing, of an object in a file: no cluster is asked. null: it was refused */
function kubectl(template: string): Promise<string | null> {
  const args = ['patch', '--local', '-f', file, '--type=merge', '-p', '{}', '-o', `go-template=${template}`]
  const env = { PATH: process.env.PATH ?? '', HOME: folder }
  return new Promise((resolve) =>
    execFile(inject('kubectl'), args, { env, timeout: 30_000 }, (error, stdout) => resolve(error ? null : stdout)),
  )
}

function ours(text: string): string | null {
  const template = parseGoTemplate(text)
  if ('wrong' in template) return null
  try {
    return runGoTemplate(template, document)
  } catch (error) {
    if (error instanceof Unanswerable) return null
    throw error
  }
}

/** One call for many: a template after the other. Those that define something, or fail, are asked alone. */
const mark = '\n----\n'
const together = (templates: readonly string[]) => templates.join(`{{${JSON.stringify(mark)}}}`)
/** Each with what it printed. */
const apart = (templates: readonly string[], printed: string | null) => {
  const parts = printed?.split(mark) ?? []
  return templates.map((template, i) => [template, parts[i] ?? null])
}
const alone = ([template, prints]: readonly [template: string, prints: string | null]) =>
  prints === null || /define|block/.test(template)
const printed = Object.entries<string | null>(cases)

it('prints what kubectl prints, of the cases that print', async () => {
  const templates = printed.flatMap((one) => (alone(one) ? [] : [one[0]]))
  expect(templates.length).toBeGreaterThan(100)
  const text = together(templates)
  expect(apart(templates, ours(text))).toEqual(apart(templates, await kubectl(text)))
})

it.each(printed.filter(alone))('%s', async (template, prints) => {
  expect(await kubectl(template)).toBe(prints)
})

it(`prints what kubectl prints, of 400 made by chance (TKNG_SEED=${seed})`, async () => {
  const random = randomFrom(seed)
  for (let batch = 0; batch < 8; batch++) {
    const templates = Array.from({ length: 50 }, () => madeTemplate(random))
    expect(templates.filter((one) => ours(one) === null)).toEqual([])
    const text = together(templates)
    expect(apart(templates, ours(text))).toEqual(apart(templates, await kubectl(text)))
  }
})

it(`refuses what kubectl refuses, of 40 with a part left out (TKNG_SEED=${seed})`, async () => {
  const random = randomFrom(seed)
  const texts = Array.from({ length: 40 }, () => {
    const whole = madeTemplate(random)
    const [at, length] = [random(whole.length), 1 + random(4)]
    return whole.slice(0, at) + whole.slice(at + length)
  })
  // A template after the other is one call, if kubectl takes them all: then only those that we refuse are asked alone.
  const taken = texts.filter((text) => ours(text) !== null && !alone([text, '']))
  expect(apart(taken, ours(together(taken)))).toEqual(apart(taken, await kubectl(together(taken))))
  for (const text of texts.filter((one) => !taken.includes(one))) expect(await kubectl(text), text).toBe(ours(text))
})
