/** Which controller a request is taken to, and by which address it gets there. */
import { describe, expect, it } from 'vitest'
import { Problem } from '../../src/domain/problem.js'
import type { Answer, TraceRequest } from '../../src/domain/requests/trace.js'
import { controllerPod } from '../support/cluster/fake-controller.js'
import { ingress, rule, service } from '../support/objects.js'
import { ask, hops, nginxClass, proxy, rules, served, web } from './asking.js'

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

  it('http://nobody.example/ is asked first of one that has an Ingress for all hosts', async () => {
    const all = ingress('all', {
      ingressClassName: 'nginx',
      defaultBackend: { service: { name: 'web', port: { number: 80 } } },
    })
    const objects = { ...two, Ingress: [...two.Ingress, all] }
    const { trace } = await ask('http://nobody.example/', { asked: served, objects })
    expect([trace, ...trace.beside].map(({ controller }) => controller?.name)).toEqual(['proxy', 'inner'])
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
