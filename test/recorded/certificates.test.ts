/** For each host of the recorded zoo: the certificate that we say is served is the one that clients really got. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { locate } from '../../src/controllers/ingress-nginx/workload/locate.js'
import type { Controllers, Observer } from '../../src/domain/controllers/controller.js'
import { project } from '../../src/domain/objects/project.js'
import { gatherCertificates } from '../../src/questions/certificates/gather.js'
import { judge } from '../../src/questions/certificates/judge.js'
import { memoryCluster } from '../support/memory-cluster.js'
import { recordedObjects, recording } from '../support/recordings.js'

interface Truth {
  readonly scheme: string
  readonly host: string | null
  readonly sni?: string
  readonly cert?: { readonly subject: string } | null
}

const [pod = ''] = readdirSync(recording('zoo', 'pods'))

/** What /configuration/certs answered, name by name; a star is written as an underscore. */
const observer = {
  certificate: async (_replica, name) => {
    try {
      const text = readFileSync(recording('zoo', 'pods', pod, 'certs', `${name.replaceAll('*', '_')}.pem`), 'utf8')
      return { value: text, source: 'live', way: 'recorded' }
    } catch {
      return { value: null, source: 'live', way: 'recorded' }
    }
  },
} satisfies Partial<Observer>

async function recorded() {
  const objects = recordedObjects('zoo')
  const [controller] = locate(objects.Pod.map((one) => project('Pod', one)))
  const replica = controller?.replicas[0]
  if (!replica) throw new Error('no controller was recorded')
  const { certificates } = await gatherCertificates({
    cluster: memoryCluster({ objects }),
    controllers: { observer } as unknown as Controllers,
    replica,
    ingresses: objects.Ingress.map((one) => project('Ingress', one)),
    wanted: () => true,
    probe: false,
  })
  return certificates
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
