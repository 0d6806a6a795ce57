/** Every field of every kind with a value of a type that it never has: one such object ends no answer for the others. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { apiVersionOf, type Kind } from '../../src/domain/objects/objects.js'
import { attempt, makeYard } from './support/attempt.js'
import { expectHeld } from './support/held.js'
import { objects } from './support/planted/world.js'

const wrong: Readonly<Record<string, unknown>> = {
  null: null,
  'a number': -1.5,
  'a huge number': 1e300,
  'a text': 'x',
  'an empty text': '',
  'a list': [[]],
  'a list of nothing': [null, 1, 'x', {}],
  'an object': { __proto__: null, constructor: 1, '': {} },
  true: true,
}

type Json = unknown

/** Copies of a value, each with another of its members replaced. */
function* confused(value: Json, instead: Json): Generator<Json> {
  if (typeof value !== 'object' || value === null) return
  for (const [key, member] of Object.entries(value)) {
    const put = (one: Json) =>
      Array.isArray(value) ? value.map((old, i) => (String(i) === key ? one : old)) : { ...value, [key]: one }
    if (key !== 'kind' && key !== 'apiVersion') yield put(instead)
    for (const inner of confused(member, instead)) yield put(inner)
  }
}

const whole = objects.map((one) => ({ ...one, apiVersion: one.apiVersion ?? apiVersionOf(one.kind as Kind) }))

/** Names of their own, so that each is an object beside the others, as long as its name is one. */
function renamed(object: Json, index: number): Json {
  const { metadata } = object as { metadata?: { name?: unknown } }
  if (typeof metadata?.name !== 'string') return object
  return { ...(object as object), metadata: { ...metadata, name: `${metadata.name}-${index}` } }
}

function manifestOf(instead: Json): string {
  const bad = whole.flatMap((one) => [...confused(one, instead)]).map(renamed)
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [...bad, ...whole] })
}

const lines = [
  'ingresses -A -o json',
  'routes -A -o wide',
  'gateways -A -o tree',
  'why -A',
  'lint',
  'describe -A',
  'trace http://a.example/',
  'trace http://eg.example/ -o json',
  'trace http://traefik.example/',
  'trace http://f5.example/',
  'status',
  'info -o wide',
  'certs',
  'drift',
  'capture -A -o -',
]

describe.each(Object.entries(wrong))('%s in the place of each field', (_, instead) => {
  it.concurrent.each(lines)('%s', { timeout: 120_000 }, async (line) => {
    const yard = makeYard()
    writeFileSync(join(yard.work, 'given.json'), manifestOf(instead))
    const observed = await attempt([...line.split(' '), '--from', 'given.json'], { yard, patience: 100 })
    expectHeld(observed, { seconds: 20, mebibytes: 400 })
    if (line.startsWith('routes')) expect(observed.stdout).toMatch(/^shop +HTTPRoute +web-eg /m)
    if (line.startsWith('ingresses')) expect(observed.stdout).toContain('"a.example"')
  })
})
