/** For each host of the recorded zoo: the certificate that we say is served is the one that clients really got. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createControllers } from '../../src/controllers/create.js'
import { observationOf } from '../../src/controllers/ingress-nginx/observe/observation.js'
import type { Said } from '../../src/controllers/ingress-nginx/observe/said.js'
import type { NginxReplica } from '../../src/controllers/ingress-nginx/workload/settings.js'
import { outOfReach } from '../../src/controllers/shared/reach.js'
import { gatherCertificates } from '../../src/questions/certificates/gather.js'
import { judge } from '../../src/questions/certificates/judge.js'
import { openWorlds } from '../../src/questions/worlds/worlds.js'
import { memoryCluster } from '../support/cluster/memory-cluster.js'
import { recordedObjects, recording } from '../support/recorded/recordings.js'
import { recordedWorld } from '../support/recorded/truth.js'

interface Truth {
  readonly scheme: string
  readonly host: string | null
  readonly sni?: string
  readonly cert?: { readonly subject: string } | null
}

const [pod = ''] = readdirSync(recording('zoo', 'pods'))

/** What /configuration/certs answered, name by name; a star is written as an underscore. */
const said = {
  certificate: async (name: string) => {
    const file = recording('zoo', 'pods', pod, 'certs', `${name.replaceAll('*', '_')}.pem`)
    const value = existsSync(file) ? readFileSync(file, 'utf8') : null
    return { value, source: 'live', way: 'recorded' }
  },
} as unknown as Said

async function recorded() {
  const { controller } = recordedWorld('zoo')
  const [replica] = controller.replicas as readonly NginxReplica[]
  if (replica === undefined) throw new Error('no replica was recorded')
  const cluster = memoryCluster({ objects: recordedObjects('zoo') })
  const observation = observationOf(replica, said, outOfReach(replica, { source: 'the recording', isEmpty: false }))
  const controllers = createControllers(cluster, () => observation, null)
  const worlds = await openWorlds(cluster, controllers, {
    selection: {},
    namespace: null,
    semantics: null,
    now: 0,
  })
  const [chosen = worlds.standIn] = worlds.chosen
  const question = { namespace: null, wanted: () => true, hosts: null, probe: false }
  return (await gatherCertificates(controllers, worlds, chosen, question)).certificates
}

describe('certs', () => {
  it('serves what a client got', async () => {
    const served = new Map((await recorded()).map(({ host, served: facts }) => [host, facts?.subject]))
    const lines = readFileSync(recording('zoo', 'truth.jsonl'), 'utf8').trim().split('\n')
    let compared = 0
    for (const line of lines) {
      const { scheme, host, sni, cert } = JSON.parse(line) as Truth
      if (scheme !== 'https' || !cert || !host || (sni !== undefined && sni !== host) || !served.has(host)) continue
      expect([host, served.get(host)]).toEqual([host, cert.subject])
      compared += 1
    }
    expect(compared).toBeGreaterThan(15)
  })

  it('judges each awkward case of the zoo', async () => {
    const now = Date.parse('2026-11-23T12:00:00Z')
    const states = new Map((await recorded()).map((one) => [one.host, judge(one, now, 30).state]))
    expect(Object.fromEntries(states)).toMatchObject({
      'secure.example.test': 'ok',
      'expired.example.test': 'expired',
      'soon.example.test': 'expiring',
      'mismatch.example.test': 'mismatch',
      'nosecret.example.test': 'missing',
      'garbage.example.test': 'invalid',
      'nokeys.example.test': 'invalid',
      'emptysecret.example.test': 'default',
      'foo.wild.example.test': 'ok',
      'nohosts.example.test': 'ok',
      'cnonly.example.test': 'ok',
    })
  })
})
