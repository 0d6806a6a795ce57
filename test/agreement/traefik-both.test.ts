/** Of rules of Ingresses and of Gateways in one Traefik every verb says what `trace` reaches. TKNG_SEED repeats a run. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { session } from '../support/program/session.js'
import { seed } from '../support/random.js'
import { bothWorlds, mostRules, traced, traefikOfBoth, wrongFates } from '../support/worlds/traefik-both.js'

const rounds = Number(process.env.TKNG_AGREEMENT_CLUSTERS ?? 4)
const args = [
  ...['--entryPoints.web.address=:8000', '--entryPoints.websecure.address=:8443'],
  ...['--providers.kubernetesIngress', '--providers.kubernetesCRD', '--providers.kubernetesGateway'],
]

it(`agrees, TKNG_SEED=${seed}`, async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'tkng-both-')), 'all.json')
  for (let i = 0; i < rounds; i++) {
    const ports = Array.from({ length: mostRules }, (_, at) => 9000 + at)
    const made = bothWorlds(seed + i * 7919, 8000, ports)
    const items = [...made.objects, traefikOfBoth(args)]
    const all = items.map((one, at) => ({ ...one, metadata: { ...one.metadata, uid: `${at}` } }))
    writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: all }))
    const wrong = await wrongFates(file, made, await traced(file, made, 8000))
    expect({ seed: seed + i * 7919, wrong }).toEqual({ seed: seed + i * 7919, wrong: [] })
    // Who answers does not hang on an address: one proxy has both.
    expect((await session(['lint', '-A', '-o', 'json', '--from', file])).stdout).not.toContain('ingress-twin')
  }
}, 120_000)
