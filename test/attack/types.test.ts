/**
 * Every field of every kind with a value of a type that it never has: one such object ends no answer for the others.
 * Which field gets which value is a matter of TKNG_SEED: each run tries a ninth of them, and as many runs all.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { apiVersionOf, type Kind } from '../../src/domain/objects/objects.js'
import { seed } from '../support/random.js'
import { attempt, makeYard } from './support/attempt.js'
import { expectHeld } from './support/held.js'
import { changedCopies } from './support/planted/plant.js'
import { wholeObjects } from './support/planted/whole.js'
import { objects } from './support/planted/world.js'

const wrong: readonly unknown[] = [
  ...[null, -1.5, 1e300, 'x', '', true, [[]], [null, 1, 'x', {}]],
  JSON.parse('{"__proto__": {"a": 1}, "constructor": 1, "": {}}'),
]

const whole = objects.map((one) => ({ ...one, apiVersion: one.apiVersion ?? apiVersionOf(one.kind as Kind) }))
let next = seed
const bad = [...whole, ...wholeObjects]
  .flatMap((one) => [...changedCopies(one, () => wrong[next++ % wrong.length])])
  // Each of these would be a controller of its own, and all that it takes.
  .filter((one, index) => (one as { kind: string }).kind !== 'Pod' || index % 8 === seed % 8)
const manifest = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [...bad, ...whole] })

it.concurrent.each([
  ['ingresses -A -o json', '"a.example"'],
  ['routes -A -o wide', 'web-eg '],
  ['gateways -A -o tree', 'infra/eg'],
  ['why -A', 'web-contour'],
  ['lint', 'web'],
  ['describe -A', 'default/web'],
  ['trace http://a.example/', 'a.example'],
  ['trace http://eg.example/ -o json', 'eg.example'],
  ['trace http://traefik.example/', 'traefik.example'],
  ['trace http://f5.example/', 'f5.example'],
  ['status', 'proxy'],
  ['info -o wide', 'edge'],
  ['certs', 'a.example'],
  ['drift', ''],
  ['capture -A -o -', 'web-eg'],
])(`%s tells of %s, TKNG_SEED=${seed}`, { timeout: 120_000 }, async (line, told) => {
  const yard = makeYard()
  writeFileSync(join(yard.work, 'given.json'), manifest)
  const observed = await attempt([...line.split(' '), '--from', 'given.json'], { yard, patience: 100 })
  expectHeld(observed, { seconds: 15, mebibytes: 400 })
  expect(observed.stdout, observed.stderr).toContain(told)
})
