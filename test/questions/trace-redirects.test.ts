/** What becomes of redirects and of the probe of a trace. */
import { describe, expect, it } from 'vitest'
import type { Answer, TraceRequest } from '../../src/domain/requests/trace.js'
import { lastOf } from '../../src/questions/trace/outcome.js'
import { pem } from '../support/cluster/tls-files.js'
import { ask, hops, requestTo, served } from './asking.js'

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
