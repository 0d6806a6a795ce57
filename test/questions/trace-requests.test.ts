/** Around the two engines: which controller, both answers beside each other, redirects, the probe, and what is not seen. */
import { describe, expect, it } from 'vitest'
import type { Kind } from '../../src/domain/objects/objects.js'
import { Problem } from '../../src/domain/problem.js'
import type { Answer, TraceRequest } from '../../src/domain/requests/trace.js'
import { parseRequestUrl } from '../../src/domain/requests/url.js'
import { sentenceOf } from '../../src/findings/catalogue.js'
import { lastOf } from '../../src/questions/trace/outcome.js'
import { openTracing, type TraceQuestion } from '../../src/questions/trace/trace-requests.js'
import { controllerPod } from '../support/cluster/fake-controller.js'
import { memoryCluster } from '../support/cluster/memory-cluster.js'
import { pem } from '../support/cluster/tls-files.js'
import { ingress, pod, rule, service, slice } from '../support/objects.js'
import { type FakeControllers, fakeControllers } from '../support/worlds/fake-controllers.js'

const nginxClass = { metadata: { name: 'nginx' }, spec: { controller: 'k8s.io/ingress-nginx' } }
const proxy = controllerPod({ name: 'proxy-1', owner: ['DaemonSet', 'proxy'] })
const rules = [rule('a.example', '/', 'web')]
const web = ingress('web', { ingressClassName: 'nginx', rules })
const other = ingress('other', { ingressClassName: 'nginx', rules: [rule('*.b.example', '/', 'web')] })
const objects = {
  Pod: [proxy],
  IngressClass: [nginxClass],
  Ingress: [web, other],
  Service: [service('web')],
  EndpointSlice: [slice('web-1', { ports: [{ port: 80 }], endpoints: [pod('p', '10.0.0.1')] })],
}

interface Asking extends FakeControllers {
  readonly objects?: { readonly [K in Kind]?: readonly unknown[] }
  readonly forbidden?: readonly Kind[]
  readonly namespaces?: readonly string[]
  readonly question?: Partial<TraceQuestion>
}

const requestTo = (url: string, more: Partial<TraceRequest> = {}): TraceRequest => {
  const parsed = parseRequestUrl(url)
  if ('wrong' in parsed) throw new Error(parsed.wrong)
  const rest = { method: 'GET', headers: new Map<string, string>(), clientAddress: null, httpVersion: '1.1' as const }
  return { ...parsed, ...rest, ...more }
}

async function ask(url: string | TraceRequest, asking: Asking = {}) {
  const { objects: changed, forbidden = [], namespaces, question, ...fakes } = asking
  const cluster = memoryCluster({ objects: { ...objects, ...changed }, forbidden, namespaces })
  const tracing = await openTracing(cluster, fakeControllers(cluster, fakes), {
    selection: {},
    namespace: null,
    semantics: null,
    requests: null,
    explain: true,
    probe: false,
    resolve: null,
    now: 0,
    ...question,
  })
  return {
    ...(await tracing.trace(typeof url === 'string' ? requestTo(url) : url)),
    gaps: tracing.gaps().map(({ message }) => message),
  }
}

const hops = (answer: Answer | null | undefined) =>
  answer?.hops.map(({ kind, subject, detail }) => `${kind} ${subject}: ${detail}`)

const served = () => ({})

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

describe('Ingresses of a few namespaces only', () => {
  const notFound = () => ({ verdict: 'not-found' as const, status: 404 })

  it('ask for nothing definite, and what is served stands alone', async () => {
    const { trace, outcome } = await ask('http://a.example/', { asked: notFound, served, namespaces: ['edge'] })
    expect([trace.asked?.verdict, trace.asked?.status, trace.agree, outcome]).toEqual(['unknown', null, null, 'clean'])
    expect(hops(trace.asked)).toContain(
      'note unknown: only Ingresses of namespace edge could be read, and one of another namespace may come first',
    )
  })

  it('are a hint where nothing else can be seen, also to who names a namespace without a controller', async () => {
    const asking = { namespaces: ['default'], question: { namespace: 'default' } }
    const { trace, outcome } = await ask('http://a.example/', asking)
    expect([trace.controller, trace.asked?.source?.name, trace.asked?.verdict, outcome]).toEqual([
      null,
      'web',
      'unknown',
      'unanswered',
    ])
    expect(hops(trace.asked)?.[0]).toContain('none: no controller was found in namespace default')
  })

  it('are no excuse where all could be read', async () => {
    const asking = { objects: { Pod: [] }, question: { namespace: 'default' } }
    await expect(ask('http://a.example/', asking)).rejects.toThrow(Problem)
  })
})

describe('the address', () => {
  const status = (ip: string) => ({ loadBalancer: { ingress: [{ ip }] } })
  const elsewhere = ingress('elsewhere', { ingressClassName: 'other', rules: [] }, { status: status('192.0.2.1') })
  const own = { ...web, status: status('192.0.2.2') }

  it.each<[string, readonly unknown[], Partial<Answer>, string | undefined]>([
    [
      'is in the status of the Ingress that answers',
      [elsewhere, own],
      { source: { kind: 'Ingress', namespace: 'default', name: 'web' } },
      'address 192.0.2.2: in the status of Ingress default/web',
    ],
    [
      'is not that of any other Ingress',
      [elsewhere, web],
      { source: { kind: 'Ingress', namespace: 'default', name: 'web' } },
      undefined,
    ],
    ['is not told where no Ingress answers', [elsewhere, own], { source: null, backend: null }, undefined],
  ])('%s', async (_name, ingresses, answer, hop) => {
    const { trace } = await ask('http://a.example/', { asked: () => answer, objects: { Ingress: ingresses } })
    expect(hops(trace.asked)?.find((one) => one.startsWith('address'))).toBe(hop)
  })
})

describe('which controller', () => {
  const inner = controllerPod({
    name: 'inner-1',
    owner: ['DaemonSet', 'inner'],
    args: ['--controller-class=example.com/inner', '--ingress-class=inner'],
  })
  const two = {
    Pod: [proxy, inner],
    IngressClass: [nginxClass, { metadata: { name: 'inner' }, spec: { controller: 'example.com/inner' } }],
    Ingress: [
      web,
      ingress('in', {
        ingressClassName: 'inner',
        rules: [rule('in.example', '/', 'web'), rule('both.example', '/', 'web')],
      }),
      ingress(
        'out',
        { ingressClassName: 'nginx', rules: [rule('both.example', '/', 'web')] },
        {
          metadata: { annotations: { 'nginx.ingress.kubernetes.io/server-alias': 'alias.example, *.wild.example' } },
        },
      ),
    ],
  }

  it.each([
    ['http://in.example/', 'inner'],
    ['http://a.example:8080/', 'proxy'],
    ['http://alias.example/', 'proxy'],
    ['http://x.y.wild.example/', 'proxy'],
  ])('%s is for %s', async (url, name) => {
    const { trace } = await ask(url, { asked: served, objects: two })
    expect(trace.controller?.name).toBe(name)
    expect(hops(trace.asked)?.[1]).toContain('is the only one of 2 controllers with a route for this host')
  })

  it('http://both.example/ is answered by each of them, beside one another', async () => {
    const { trace, outcome } = await ask('http://both.example/', { asked: served, objects: two })
    expect([trace, ...trace.beside].map(({ controller }) => controller?.name)).toEqual(['inner', 'proxy'])
    expect(hops(trace.asked)?.[1]).toContain('inner has a route for this host, and so has')
    expect(outcome).toBe('clean')
  })

  it('http://both.example/ is a finding where they do not answer alike', async () => {
    let count = 0
    const asked = () => ({ verdict: 'redirect' as const, status: 302, location: `http://other.example/${count++}` })
    const { trace, outcome } = await ask('http://both.example/', { asked, objects: two })
    expect(trace.findings.map(({ code }) => code)).toEqual(['worlds-differ'])
    expect(outcome).toBe('findings')
  })

  it('http://nobody.example/ is asked of each, and told of those that answer', async () => {
    const { trace } = await ask('http://nobody.example/', { asked: served, objects: two })
    expect([trace, ...trace.beside].map(({ controller }) => controller?.name)).toEqual(['inner', 'proxy'])
    const missed = await ask('http://nobody.example/', {
      asked: () => ({ verdict: 'not-found', status: 404 }),
      objects: two,
    })
    expect(missed.trace).toMatchObject({ beside: [], findings: [], asked: { verdict: 'not-found' } })
  })

  it('a redirect to a host of more than one of them goes on at the first', async () => {
    const asked = ({ host }: TraceRequest) =>
      host === 'a.example' ? { verdict: 'redirect' as const, status: 302, location: 'http://both.example/' } : served()
    const { trace } = await ask('http://a.example/', { asked, objects: two })
    expect(trace.followed.map(({ controller }) => controller?.name)).toEqual(['inner'])
  })

  it('one that is named answers for all', async () => {
    const selection = { controller: { namespace: undefined, name: 'inner' } }
    const { trace } = await ask('http://nobody.example/', { asked: served, objects: two, question: { selection } })
    expect(trace.controller?.name).toBe('inner')
  })

  it('none, where an Ingress speaks of one by its class or an annotation: that kind is assumed', async () => {
    const annotated = ingress('web', { rules }, { metadata: { annotations: { 'nginx.ingress.kubernetes.io/x': '' } } })
    const { trace: byClass } = await ask('http://a.example/', { objects: { Pod: [] } })
    const { trace: byAnnotation } = await ask('http://a.example/', { objects: { Pod: [], Ingress: [annotated] } })
    for (const { asked } of [byClass, byAnnotation])
      expect(hops(asked)?.[0]).toContain('judged as ingress-nginx 1.15 with defaults')
  })

  it('none: the documentation stands in', async () => {
    const plain = ingress('other', { rules: [rule('*.b.example', '/', 'web')] })
    const { trace, outcome } = await ask('http://x.b.example/', { objects: { Pod: [], Ingress: [plain] } })
    expect([trace.controller, trace.asked?.source?.name, outcome]).toEqual([null, 'other', 'clean'])
    expect(hops(trace.asked)?.[0]).toContain('none: no controller was found')
  })

  it('none, where its rules were asked for: one with the usual flags is assumed', async () => {
    const question = { semantics: 'ingress-nginx' }
    const { trace, gaps } = await ask('http://a.example/', { asked: served, objects: { Pod: [] }, question })
    const assumption = 'judged as ingress-nginx 1.15 with defaults'
    expect([trace.controller, trace.asked?.verdict, trace.served, gaps]).toEqual([
      null,
      'served',
      null,
      [`no controller was found: ${assumption}`],
    ])
    expect(hops(trace.asked)?.[0]).toContain(`controller none: no controller was found, so ${assumption}`)
  })

  it('none, where one was named: that is an error', async () => {
    const selection = { class: 'nginx' }
    await expect(ask('http://a.example/', { objects: { Pod: [] }, question: { selection } })).rejects.toThrow(Problem)
  })

  it('its rules can be put aside', async () => {
    const never = () => {
      throw new Error('the dialect was asked')
    }
    const { trace } = await ask('http://a.example/', { asked: never, question: { semantics: 'spec' } })
    expect(trace.asked?.source?.name).toBe('web')
  })
})

describe('redirects', () => {
  const to = (locations: Readonly<Record<string, string>>) => (request: TraceRequest) => {
    const location = locations[`${request.scheme}://${request.host}${request.target}`]
    return location === undefined ? {} : { verdict: 'redirect' as const, status: 308, location }
  }

  it('are followed to the end', async () => {
    const { trace, outcome, endpoints } = await ask('http://a.example/', {
      asked: to({ 'http://a.example/': 'https://a.example/', 'https://a.example/': '/app' }),
    })
    expect(trace.followed.map(({ request }) => `${request.scheme} ${request.target} ${request.sni}`)).toEqual([
      'https / a.example',
      'https /app a.example',
    ])
    expect([outcome, endpoints?.ready, trace.isLoop]).toEqual(['clean', 1, false])
  })

  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['itself', { 'http://a.example/': '/' }, 'it comes back to http://a.example/: a loop'],
    [
      'two',
      { 'http://a.example/': 'http://x.b.example/', 'http://x.b.example/': 'http://a.example/' },
      'it comes back to http://a.example/: a loop',
    ],
  ])('that go round are found: %s', async (_name, locations, detail) => {
    const { trace, outcome } = await ask('http://a.example/', { asked: to(locations) })
    expect([trace.isLoop, outcome]).toEqual([true, 'findings'])
    expect(lastOf(trace).asked?.hops.at(-1)?.detail).toBe(detail)
  })

  it('to another host that no Ingress names are not followed', async () => {
    const { trace, outcome } = await ask('http://a.example/', {
      asked: to({ 'http://a.example/': 'https://login.example.org/' }),
    })
    expect([trace.followed, outcome]).toEqual([[], 'clean'])
    expect(trace.asked?.hops.at(-1)?.detail).toBe('it leads to login.example.org, which no route names: not followed')
  })

  it('without an end are given up', async () => {
    const endless = ({ target }: TraceRequest) => ({
      verdict: 'redirect' as const,
      status: 302,
      location: `${target}x`,
    })
    const { trace, outcome } = await ask('http://a.example/', { asked: endless })
    expect([trace.followed.length, trace.isLoop, outcome]).toEqual([10, false, 'findings'])
    expect(lastOf(trace).asked?.hops.at(-1)?.detail).toBe('more than 10 redirects: clients give up')
  })

  it('that nobody can follow are told', async () => {
    const { trace } = await ask('http://a.example/', { asked: to({ 'http://a.example/': 'myapp://open' }) })
    expect(trace.asked?.hops.at(-1)?.detail).toContain('cannot be followed: its scheme is myapp')
  })

  it('are those that are served where nothing is asked for', async () => {
    const { trace } = await ask('http://a.example/', {
      served: to({ 'http://a.example/': '/app' }),
      forbidden: ['Ingress'],
    })
    expect(trace.followed.map(({ request }) => request.target)).toEqual(['/app'])
  })
})

describe('the probe', () => {
  const question = { probe: true }

  it.each<[Partial<Answer>, object, boolean | null]>([
    [{}, { status: 200 }, true],
    [{}, { status: 503 }, null],
    [{ verdict: 'unavailable', status: 503 }, { status: 503 }, true],
    [{ verdict: 'not-found', status: 404 }, { status: 200 }, false],
    [{ verdict: 'redirect', status: 308, location: '/' }, { status: 308, headers: { location: '/' } }, true],
    [{ verdict: 'redirect', status: 308, location: '/' }, { status: 308, headers: { location: '/x' } }, false],
    [{ verdict: 'unknown' }, { status: 200 }, null],
  ])('%j beside %j', async (predicted, answer, agrees) => {
    const asking = { asked: () => predicted, served: () => predicted, answers: () => answer, question }
    const { trace } = await ask('http://a.example/', asking)
    expect(trace.probe).toMatchObject({ agrees, milliseconds: 12.4, replica: { namespace: 'edge', name: 'proxy-1' } })
  })

  it('that differs is a finding', async () => {
    const asking = { asked: () => ({ status: 200 }), answers: () => ({ status: 500 }), question }
    expect((await ask('http://a.example/', asking)).outcome).toBe('findings')
  })

  it('shows the certificate', async () => {
    const der = Uint8Array.from(Buffer.from(pem('server').replaceAll(/-----.*-----|\s/g, ''), 'base64'))
    const answers = () => ({ handshake: { chain: [der], protocol: 'TLSv1.3' } })
    const { trace } = await ask('https://a.example/', { asked: served, served, answers, question })
    expect(hops(trace.served)?.at(-1)).toMatch(/^tls .*shown in the handshake, does not cover a\.example, ends \d{4}-/)
  })

  it('without an answer is a gap', async () => {
    const { trace, gaps } = await ask('http://a.example/', { asked: served, served, question })
    expect(trace.probe).toBe(null)
    expect(gaps).toEqual(['proxy-1: the request was not answered'])
    expect(trace.gaps.map(({ reason }) => reason)).toEqual(['unreachable'])
  })

  it.each<Partial<TraceRequest>>([
    { target: '/a b' },
    { target: '/\u20ac' },
    { host: '\u20ac' },
    { headers: new Map([['x', '\u20ac']]) },
  ])('is not sent where HTTP cannot carry it: %j', async (more) => {
    const { gaps } = await ask(requestTo('http://a.example/', more), {
      asked: served,
      served,
      answers: served,
      question,
    })
    expect(gaps).toEqual(['the request holds characters that HTTP cannot carry, so it was not sent'])
  })

  it('needs a replica', async () => {
    const { gaps } = await ask('http://a.example/', { objects: { Pod: [] }, question })
    expect(gaps.at(-1)).toBe('there is no replica to send the request to')
  })
})

describe('the address', () => {
  const ofService = (...listed: object[]) => ({
    Pod: [controllerPod({ name: 'proxy-1', owner: ['DaemonSet', 'proxy'], args: ['--publish-service=edge/proxy'] })],
    Service: [
      service('web'),
      { metadata: { namespace: 'edge', name: 'proxy' }, spec: {}, status: { loadBalancer: { ingress: listed } } },
    ],
  })
  const names: Readonly<Record<string, readonly string[]>> = { 'a.example': ['192.0.2.1'], 'lb.example': ['192.0.2.1'] }
  const resolve = async (host: string) => (host === 'broken.example' ? null : (names[host] ?? []))

  it.each<[string, object[], string]>([
    ['a.example', [{ ip: '192.0.2.1' }], '192.0.2.1: of Service edge/proxy; a.example resolves to it'],
    [
      'a.example',
      [{ ip: '192.0.2.2' }],
      '192.0.2.2: of Service edge/proxy; a.example resolves to 192.0.2.1, which is not it',
    ],
    ['a.example', [{ hostname: 'lb.example' }], 'lb.example: of Service edge/proxy; a.example resolves to it'],
    ['a.example', [], 'no address: of Service edge/proxy; a.example resolves to 192.0.2.1'],
    ['x.b.example', [{ ip: '192.0.2.1' }], '192.0.2.1: of Service edge/proxy; x.b.example does not resolve'],
    ['broken.example', [{ ip: '::1' }], '::1: of Service edge/proxy; broken.example could not be looked up'],
  ])('of %s with %j', async (host, listed, told) => {
    const { trace } = await ask(`http://${host}/`, {
      asked: served,
      objects: ofService(...listed),
      question: { resolve },
    })
    expect(hops(trace.asked)?.[0]).toBe(`address ${told}`)
  })

  it('is that of an Ingress where no Service is named', async () => {
    const status = { loadBalancer: { ingress: [{ ip: '192.0.2.9' }] } }
    const { trace } = await ask('http://a.example/', { asked: served, objects: { Ingress: [{ ...web, status }] } })
    expect(hops(trace.asked)?.[0]).toBe('address 192.0.2.9: in the status of Ingress default/web')
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
