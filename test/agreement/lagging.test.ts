/**
 * A cluster that changes under a replica: what `ingresses`, `why`, `trace` and `status` say while it lags behind, and
 * once it has followed. They agree, and are right, both times.
 */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { apiVersionOf, type Kind } from '../../src/domain/objects/objects.js'
import { session } from '../support/program/session.js'
import { type Objects, saidInStep } from '../support/why/replica-in-step.js'
import { before, changes } from './changes.js'
import { type Said, saidOf } from './said-lines.js'

describe.each(Object.entries(changes))('where %s', (_name, { after, name = 'cart', url, lagging, settled }) => {
  const asked = url ?? 'http://shop.test/cart'

  it('and the replica lags behind', async () => {
    expect(await told(after, before, name, asked)).toEqual(lagging)
  })

  it('and the replica has followed', async () => {
    expect(await told(after, after, name, asked)).toEqual(settled)
  })
})

/** @param known what the replica knows of */
async function told(objects: Objects, known: Objects, name: string, url: string): Promise<Said> {
  const file = join(mkdtempSync(join(tmpdir(), 'lagging-')), 'cluster.json')
  const kinds = Object.entries(objects) as [Kind, readonly object[]][]
  const items = kinds.flatMap(([kind, all]) => all.map((one) => ({ apiVersion: apiVersionOf(kind), kind, ...one })))
  const metadata = { namespace: 'edge', name: 'proxy-1' }
  const said = { apiVersion: 'tkng.dev/v1', kind: 'Observation', metadata, texts: await saidInStep(known) }
  writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [...items, said] }))
  return saidOf(`default/${name}`, url, async (line) => session([...line.split(' '), '-o', 'json', '--from', file]))
}
