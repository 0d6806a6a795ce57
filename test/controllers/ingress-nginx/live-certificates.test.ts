/** What a replica is asked about certificates, and how often. */
import { expect, it } from 'vitest'
import { liveCertificates } from '../../../src/controllers/ingress-nginx/observe/live-certificates.js'
import { observationOf } from '../../../src/controllers/ingress-nginx/observe/observation.js'
import type { Said } from '../../../src/controllers/ingress-nginx/observe/said.js'
import { planOf } from '../../../src/controllers/ingress-nginx/plan.js'
import { outOfReach } from '../../../src/controllers/shared/reach.js'
import type { Answered } from '../../../src/domain/controllers/replica-facts.js'
import { problem } from '../../../src/domain/problem.js'
import { request, world } from '../../support/worlds/ingress-world.js'

function asking(answer: (name: string) => string | null) {
  const asked: string[] = []
  const certificate = async (name: string) => {
    asked.push(name)
    return { value: answer(name), source: 'live' as const, way: 'port-forward' }
  }
  return { asked, ...liveCertificates({ certificate }) }
}

it('asks for a host and the wildcard above it, once', async () => {
  const { asked, known, learn } = asking((name) => (name === '*.b.test' ? 'PEM' : null))
  await learn('a.b.test')
  await learn('a.b.test')
  await learn('prod')
  expect(asked).toEqual(['a.b.test', '*.b.test', 'prod'])
  expect([...known]).toEqual([
    ['a.b.test', false],
    ['*.b.test', true],
    ['prod', false],
  ])
})

it('asks no more of a replica that could not be asked', async () => {
  const { asked, known, learn } = asking(() => {
    throw problem('not-observed', { what: 'x', pod: 'edge/proxy-1', tried: [] })
  })
  await learn('prod')
  await learn('dev')
  expect([asked, [...known]]).toEqual([['prod'], []])
})

it('waits for an answer that another request is waiting for', async () => {
  let answer = (_: Answered<string>): void => {}
  const { known, learn } = liveCertificates({ certificate: () => new Promise((resolve) => (answer = resolve)) })
  const first = learn('prod')
  const second = learn('prod').then(() => [...known])
  await new Promise(setImmediate)
  answer({ value: 'PEM', source: 'live', way: 'port-forward' })
  expect(await second).toEqual([['prod', true]])
  await first
})

it('asks on where a capture does not hold one name', async () => {
  const { known, learn } = asking((name) => {
    if (name !== 'prod')
      throw problem('not-captured', { what: name, pod: 'edge/proxy-1', source: 'a capture', isEmpty: false })
    return 'PEM'
  })
  await learn('dev')
  await learn('prod')
  expect([...known]).toEqual([['prod', true]])
})

it('asks about a hundred names at the most, and counts the others', async () => {
  const { asked, learn, left } = asking(() => null)
  for (let i = 0; i < 90; i++) await learn(`x${i}.test`)
  expect([asked.length, left()]).toEqual([91, 0])
  for (let round = 0; round < 2; round++) for (let i = 0; i < 90; i++) await learn(`x${i}.example`)
  expect([asked.length, left()]).toEqual([100, 82])
})

it('tells of a list of requests what was not asked', async () => {
  const { controller, facts } = world({ ingresses: [] })
  const nowhere = { container: 'controller', reason: null, node: null, ip: null, restarts: 0, createdAt: null }
  const replica = { ...controller, ...nowhere, state: 'ready' as const, labels: {} }
  const live = <T>(value: T) => ({ value, source: 'live' as const, way: 'port-forward' })
  const unused = () => Promise.reject(new Error('nobody needs that'))
  async function* conf() {
    yield new TextEncoder().encode('events {}\nhttp {\n}\n')
  }
  const said: Said = {
    conf: async () => live(conf()),
    backends: async () => live('[]'),
    certificate: async () => live(null),
    ...{ metrics: unused, version: unused, processes: unused, failedConf: unused },
  }
  const requests = (count: number) => Array.from({ length: count }, (_, i) => request(`http://x${i}.test/`))
  const gapsAt = async (count: number) => {
    const observation = observationOf(replica, said, outOfReach(replica, { source: 'a test', isEmpty: false }))
    return (await observation.served(planOf(controller, facts), (ask) => ask(), requests(count))).gaps?.()
  }
  expect(await gapsAt(99)).toEqual([])
  const message = 'whether edge/proxy has a certificate for 21 more names was not asked: the objects tell it'
  expect(await gapsAt(120)).toEqual([{ kind: 'Pod', namespace: 'edge', reason: 'limited', message }])
})
