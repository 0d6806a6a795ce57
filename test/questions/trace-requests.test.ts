/** Around the two engines: which controller, both answers beside each other, redirects, the probe, and what is not seen. */
import { describe, expect, it } from 'vitest'
import type { Answer, TraceRequest } from '../../src/domain/requests/trace.js'
import { sentenceOf } from '../../src/findings/catalogue.js'
import { openTracing } from '../../src/questions/trace/trace-requests.js'
import { controllerPod } from '../support/cluster/fake-controller.js'
import { memoryCluster } from '../support/cluster/memory-cluster.js'
import { ingress } from '../support/objects.js'
import { fakeControllers } from '../support/worlds/fake-controllers.js'
import { ask, hops, objects, requestTo, served, web } from './asking.js'

describe('both answers', () => {
  it('agree, and the hops lead from the controller to the endpoint', async () => {
    const { trace, outcome, endpoints, gaps } = await ask('http://a.example/', { asked: served, served })
    expect([trace.agree, outcome, endpoints?.ready, gaps]).toEqual([true, 'clean', 1, []])
    expect(trace.controller).toEqual({ kind: 'DaemonSet', namespace: 'edge', name: 'proxy', dialect: 'ingress-nginx' })
    expect(hops(trace.asked)).toEqual([
      'controller DaemonSet edge/proxy: version 1.15.1, class nginx, 1 of 1 replicas ready',
      'service default/web:80: 1 of 1 endpoint ready',
      'endpoint 10.0.0.1:80: ready, pod default/p on node node-1',
    ])
    expect(hops(trace.served)?.[0]).toBe(
      'controller replica edge/proxy-1: its nginx.conf by exec cat, its backends by port-forward',
    )
  })

  it.each<[string, Partial<Answer>, Partial<Answer>, boolean | null]>([
    ['verdict', {}, { verdict: 'not-found', status: 404 }, false],
    ['status', { status: 200 }, { status: 204 }, false],
    ['a status that one does not know', { status: 200 }, {}, true],
    ['location', { verdict: 'redirect', location: 'myapp:/a' }, { verdict: 'redirect', location: 'myapp:/b' }, false],
    ['Ingress', {}, { source: { kind: 'Ingress', namespace: 'default', name: 'other' } }, false],
    ['backend', {}, { backend: { namespace: 'default', service: 'web', port: 81 } }, false],
    ['a port that one does not know', {}, { backend: { namespace: 'default', service: 'web', port: null } }, true],
    ['upstream', { upstream: 'a' }, { upstream: 'b' }, false],
    ['upstream before backend', { upstream: 'a', backend: null }, { upstream: 'a' }, true],
    ['URI', { upstreamUri: '/' }, { upstreamUri: '/x' }, false],
    ['unknown', {}, { verdict: 'unknown' }, null],
  ])('%s', async (_name, one, two, agree) => {
    const { trace, outcome } = await ask('http://a.example/', { asked: () => one, served: () => two })
    expect(trace.agree).toBe(agree)
    if (agree === false) expect(outcome).toBe('findings')
  })

  it.each<[string, readonly string[] | null, readonly string[] | null, string | null]>([
    ['the same in another order', ['10.0.0.1:80', '10.0.0.2:80'], ['10.0.0.2:80', '10.0.0.1:80'], null],
    ['none on either side', [], [], null],
    ['not known', null, ['10.0.0.1:80'], null],
    [
      'one gone, one missing',
      ['10.0.0.1:80'],
      ['10.0.0.9:80'],
      'to 10.0.0.9:80, no ready endpoint by the objects, and lacks 10.0.0.1:80',
    ],
    ['all gone', [], ['10.0.0.9:80'], 'to 10.0.0.9:80, no ready endpoint by the objects'],
    ['one missing', ['10.0.0.1:80', '10.0.0.2:80'], ['10.0.0.2:80'], 'lacks 10.0.0.1:80 for up'],
    ['all missing', ['10.0.0.1:80'], [], 'has no endpoint for up, although the objects give 10.0.0.1:80'],
  ])('compare endpoints as sets: %s', async (_name, planned, real, words) => {
    const { trace, outcome } = await ask('http://a.example/', {
      asked: () => ({ upstream: 'up', endpoints: planned }),
      served: () => ({ upstream: 'up', endpoints: real }),
    })
    expect([trace.agree, outcome]).toEqual(words === null ? [true, 'clean'] : [false, 'findings'])
    expect(trace.findings.map(sentenceOf)).toEqual(words === null ? [] : [expect.stringContaining(words)])
  })

  it('compare the endpoints of each upstream that may get it', async () => {
    const split = (canary: string) => ({
      upstream: 'up',
      endpoints: ['10.0.0.1:80'],
      split: [
        { upstream: 'up', endpoints: ['10.0.0.1:80'], percent: 90, when: 'the rest' },
        { upstream: 'canary', endpoints: [canary], percent: 10, when: 'weight 10 of 100' },
      ],
    })
    const { trace } = await ask('http://a.example/', {
      asked: () => split('10.0.0.2:80'),
      served: () => split('10.0.0.9:80'),
    })
    expect(trace.findings).toMatchObject([{ facts: { upstream: 'canary', gone: ['10.0.0.9:80'], kept: 0 } }])
  })

  it('name in the way of the replica what is gone, and only there', async () => {
    const { trace } = await ask('http://a.example/', {
      asked: () => ({ upstream: 'up', endpoints: ['10.0.0.1:80'] }),
      served: () => ({ upstream: 'up', endpoints: ['10.0.0.9:80'] }),
    })
    expect(hops(trace.served)?.at(-1)).toBe('endpoint 10.0.0.9:80: gone')
    expect(hops(trace.asked)?.join()).not.toContain('10.0.0.9')
  })

  it('goes on without a replica that tells, and says so', async () => {
    const { trace, outcome, gaps } = await ask('http://a.example/', { asked: served })
    expect([trace.served, trace.agree, outcome]).toEqual([null, null, 'clean'])
    expect(gaps).toEqual(['proxy-1: its configuration: exec cat: forbidden'])
  })

  it('say what the replica was not asked', async () => {
    const unasked = [{ kind: 'Pod', namespace: 'edge', reason: 'limited', message: 'too many' }] as const
    expect((await ask('http://a.example/', { asked: served, served, unasked })).gaps).toEqual(['too many'])
  })

  it('goes on without the objects', async () => {
    const { trace, outcome } = await ask('http://a.example/', { served, forbidden: ['Ingress'] })
    expect([trace.asked, trace.served?.verdict, outcome]).toEqual([null, 'served', 'clean'])
  })

  it.each<[Partial<Answer>, string]>([
    [{ verdict: 'not-found' }, 'findings'],
    [{ verdict: 'unavailable' }, 'findings'],
    [{ verdict: 'denied' }, 'findings'],
    [{ verdict: 'unknown' }, 'unanswered'],
    [{ verdict: 'redirect', location: null }, 'unanswered'],
  ])('%j is %s', async (answer, outcome) => {
    expect((await ask('http://a.example/', { asked: () => answer })).outcome).toBe(outcome)
  })

  it('Secrets that may not be read are a gap', async () => {
    const tls = ingress('tls', {
      ingressClassName: 'nginx',
      rules: [],
      tls: [{ hosts: ['a.example'], secretName: 's' }],
    })
    const { gaps, outcome } = await ask('http://a.example/', {
      asked: served,
      served,
      forbidden: ['Secret'],
      objects: { Ingress: [web, tls] },
    })
    expect([gaps, outcome]).toEqual([['Secret is forbidden'], 'clean'])
  })

  it('no ready replica is a gap', async () => {
    const { gaps } = await ask('http://a.example/', {
      asked: served,
      served,
      objects: {
        Pod: [controllerPod({ name: 'proxy-1', owner: ['DaemonSet', 'proxy'], status: { phase: 'Pending' } })],
      },
    })
    expect(gaps).toEqual(['no replica of edge/proxy is ready: proxy-1 is pending'])
  })
})

it('a request that is asked again has the answer that it had, and one that says anything else has its own', async () => {
  const cluster = memoryCluster({ objects })
  const tracing = await openTracing(cluster, fakeControllers(cluster, {}), {
    ...{ selection: {}, namespace: null, semantics: null, requests: null, explain: false, probe: false },
    ...{ resolve: null, now: 0 },
  })
  const first = await tracing.trace(requestTo('http://a.example/'))
  const again = await tracing.trace(requestTo('http://a.example/'))
  expect(again).toMatchObject({ outcome: first.outcome, filling: { like: first } })
  expect(again.trace).toBe(first.trace)
  const others: readonly TraceRequest[] = [
    requestTo('http://a.example/?x'),
    requestTo('https://a.example/'),
    requestTo('http://b.example/'),
    ...[{ method: 'HEAD' }, { httpVersion: '1.0' as const }, { clientAddress: '192.0.2.1' }, { port: 8080 }].map(
      (more) => requestTo('http://a.example/', more),
    ),
    ...[{ auth: 'pass' as const }, { address: '192.0.2.2' }, { sni: 'c.example' }].map((more) =>
      requestTo('http://a.example/', more),
    ),
    requestTo('http://a.example/', { headers: new Map([['x-a', '1']]) }),
    requestTo('http://a.example/', { headers: new Map([['x-a', '2']]) }),
  ]
  const answers = await Promise.all(others.map((one) => tracing.trace(one)))
  expect(new Set([first, ...answers]).size).toBe(1 + others.length)
  expect(answers.map(({ trace }) => trace.request)).toEqual(others)
})
