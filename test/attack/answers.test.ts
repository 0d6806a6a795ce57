/** Replicas that answer what is no answer: each verb tells so, of that replica, and answers for the others. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { apiVersionOf, type Kind } from '../../src/domain/objects/objects.js'
import { attempt, makeYard } from './support/attempt.js'
import { expectHeld } from './support/held.js'
import { objects } from './support/planted/world.js'

const names = {
  'edge/traefik-1': ['rawdata.json', 'api-certificates.json', 'api-version.json', 'log.txt'],
  'edge/f5-1': ['nginx-files.txt', 'nginx-metrics.txt', 'log.txt'],
  'edge/proxy-1': ['nginx.conf', 'backends.json', 'certificates.json', 'metrics.txt', 'build.json', 'log.txt'],
  'eg-system/envoy-eg-1': ['config-dump.json', 'clusters.json', 'server-info.json', 'update-rejected.txt'],
  'projectcontour/envoy-1': ['config-dump.json', 'clusters.json', 'server-info.json'],
}
const whole = objects.map((one) => ({ ...one, apiVersion: one.apiVersion ?? apiVersionOf(one.kind as Kind) }))

/** All of them say the same. */
function captureOf(answer: string): string {
  const said = Object.entries(names).map(([pod, files]) => {
    const [namespace, name] = pod.split('/')
    const texts = Object.fromEntries(files.map((file) => [file, answer]))
    return { apiVersion: 'tkng.dev/v1', kind: 'Observation', metadata: { namespace, name }, texts }
  })
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [...whole, ...said] })
}

const answers = {
  'nothing that is whole': '{',
  'a list': '[null, 1, {"name": "x"}]',
  'fields of other types':
    '{"configs": [1, {"dynamic_listeners": [null]}], "routers": 1, "services": [], "routers": {"a": 1}}',
  'brackets in brackets': `${'['.repeat(100_000)}`,
  'a list without end': `{"configs": [{"dynamic_route_configs": [${'{},'.repeat(20_000)}`,
}

const lines = [
  ...['certs', 'describe -A', 'drift', 'trace http://traefik.example/'],
  ...['traefik', 'f5', 'envoy-eg'].map((one) => `conf --host a.example --controller ${one}`),
  'backends -o table --controller traefik',
]

it.concurrent.each(Object.entries(answers))('%s', { timeout: 400_000 }, async (_, answer) => {
  const yard = makeYard()
  writeFileSync(join(yard.work, 'given.json'), captureOf(answer))
  for (const line of lines) {
    const observed = await attempt([...line.split(' '), '--from', 'given.json'], { yard, patience: 60 })
    expectHeld(observed)
    // Who is asked of one replica alone has no answer; the others go on without it.
    if (!line.includes('--controller')) expect(observed.stdout, line).not.toBe('')
  }
})
