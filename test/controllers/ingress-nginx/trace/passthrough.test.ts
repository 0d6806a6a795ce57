/** ssl-passthrough: connections that go to a Service before nginx sees them. */
import { describe, expect, it } from 'vitest'
import { told as why } from '../../../support/why/told.js'
import { ingress, line, plan, request, tracer, type WorldWords } from '../../../support/worlds/ingress-world.js'

const flags = ['--enable-ssl-passthrough']
const annotations = { 'ssl-passthrough': 'true' }
const own = ingress('default/own', { rules: { 'a.test': ['/ Prefix web:80', '/x Prefix other:80'] }, annotations })
const plain = ingress('default/plain', { rules: { 'b.test': ['/ Prefix web:80'] } })

const told = (words: Partial<WorldWords>, url: string, sni?: string | null) => {
  const answer = tracer({ ingresses: [own, plain], flags, ...words }).answer(
    request(url, sni === undefined ? {} : { sni }),
    true,
  )
  const { verdict, backend, upstream } = answer
  return {
    line: line(answer),
    verdict,
    service: backend?.service ?? null,
    upstream,
    tls: answer.hops.find(({ kind }) => kind === 'tls'),
  }
}

describe('a host with ssl-passthrough', () => {
  it('is handed to the Service of its path /, whatever the path', () => {
    expect(told({}, 'https://a.test/x/y')).toMatchObject({
      verdict: 'served',
      service: 'web',
      upstream: 'default-web-80',
      tls: { subject: 'a.test', detail: expect.stringMatching(/Service, 10\.96\.0\.1:80; nginx sees neither path/) },
    })
  })

  it.each<[what: string, words: Partial<WorldWords>, url: string, sni: string | null, answer: string]>([
    ['is served by nginx over http', {}, 'http://a.test/x', null, 'default/other:80 as /x by default/own'],
    ['… without the flag', { flags: [] }, 'https://a.test/x', 'a.test', 'default/other:80 as /x by default/own'],
    ['… with another name in the handshake', {}, 'https://a.test/x', 'b.test', 'default/other:80 as /x by default/own'],
    ['… without a name in the handshake', {}, 'https://a.test/x', null, 'default/other:80 as /x by default/own'],
    ['… where its Service does not exist', { missing: ['default/web'] }, 'https://a.test/', 'a.test', '503'],
    ['goes by the handshake alone', {}, 'https://b.test/', 'a.test', 'default/web:80 as null by default/own'],
    [
      'is closed where the Service has no endpoint',
      { empty: ['default/web'] },
      'https://a.test/',
      'a.test',
      'unavailable',
    ],
    [
      'leaves others to nginx, on its other port',
      {},
      'https://b.test/',
      'b.test',
      'default/web:80 as / by default/plain',
    ],
    [
      '… which may be set',
      { flags: [...flags, '--ssl-passthrough-proxy-port=8442', '--https-port=8443'] },
      'https://b.test/',
      'b.test',
      'default/web:80 as / by default/plain',
    ],
  ])('%s', (_, words, url, sni, answer) => {
    expect(told(words, url, sni).line).toBe(answer)
  })

  it('is closed without a path /, or without an address', () => {
    const deep = ingress('default/own', { rules: { 'a.test': ['/x Prefix web:80'] }, annotations })
    const headless = {
      kind: 'Service' as const,
      metadata: { namespace: 'default', name: 'web' },
      spec: { clusterIP: 'None', ports: [{ port: 80, targetPort: 8080 }] },
    }
    expect(told({ ingresses: [deep] }, 'https://a.test/x').tls?.detail).toContain(
      'no rule of the host asks for the path /',
    )
    expect(told({ ingresses: [deep] }, 'https://a.test/x').verdict).toBe('unavailable')
    expect(told({ services: [headless] }, 'https://a.test/').tls?.detail).toContain('no address of its own')
  })

  it('sends redirects to the port before nginx, and those between www names behind it', () => {
    const www = ingress('default/www', {
      rules: { 'b.test': ['/ Prefix web:80'] },
      annotations: { 'from-to-www-redirect': 'true', 'force-ssl-redirect': 'true', 'use-port-in-redirects': 'true' },
    })
    expect(told({ ingresses: [www] }, 'http://b.test/').line).toBe('308 https://b.test:443')
    expect(told({ ingresses: [www] }, 'https://www.b.test/').line).toBe('308 https://b.test:442')
  })
})

describe('what nginx denies', () => {
  it.each<[denies: string, annotations: Record<string, string>, cause: string]>([
    ['for want of passwords', { 'auth-type': 'basic', 'auth-secret': 'gone' }, 'secret-missing'],
    ['for want of the client CA', { 'auth-tls-secret': 'default/gone' }, 'secret-missing'],
    ['for want of headers', { 'custom-headers': 'default/gone' }, 'configmap-missing'],
  ])('%s is denied to those without TLS: the host is passed on', async (_, more, cause) => {
    const denied = ingress('default/own', {
      rules: { 'a.test': ['/ Prefix web:80', '/x Prefix other:80'] },
      annotations: { ...annotations, ...more },
    })
    const words = { ingresses: [denied], flags, secrets: [], configMap: { 'global-allowed-response-headers': 'X-A' } }
    const { 'default/own a.test/': root, 'default/own a.test/x': below } = await why(words)
    expect(root).toBe('yes tls-to-plain')
    expect(below).toBe(`NO ${cause} tls-passed-by`)
    expect(plan(words).routes.map(({ fate }) => fate.is)).toEqual(['served', 'dropped'])
    expect(told(words, 'https://a.test/').line).toBe('default/web:80 as null by default/own')
    expect(told(words, 'http://a.test/').line).toMatch(/^(?:503|403)/)
  })

  it('and by another Ingress, to whatever is not passed on', async () => {
    const closed = ingress('default/closed', {
      rules: { 'a.test': ['/x Prefix other:80'] },
      annotations: { 'auth-tls-secret': 'default/gone' },
      age: 1,
    })
    const answers = await why({ ingresses: [own, closed], flags, secrets: [] })
    expect(answers['default/own a.test/']).toMatch(/^yes/)
    expect(answers['default/own a.test/x']).toMatch(/^NO/)
  })
})
