/** Hosts and paths at their edges, in every release that writes them otherwise. */
import { describe, expect, it } from 'vitest'
import type { TraceRequest } from '../../../../src/domain/requests/trace.js'
import { ingress, line, request, tracer, type WorldWords } from '../../../support/worlds/ingress-world.js'

const told = (words: WorldWords, url: string, more: Partial<TraceRequest> = {}) =>
  line(tracer(words).answer(request(url, more), false))
const own = (host: string, paths: readonly string[], annotations: Record<string, string> = {}) =>
  ingress('default/own', { rules: { [host]: paths }, annotations })
const to = (service: string, uri: string, by = 'own') => `default/${service}:80 as ${uri} by default/${by}`

describe('hosts', () => {
  const hosts = [
    ingress('default/exact', { rules: { 'x.a.test': ['/ Prefix exact:80'] } }),
    ingress('default/wild', { rules: { '*.a.test': ['/ Prefix wild:80'] } }),
    ingress('default/alias', {
      rules: { 'b.test': ['/ Prefix alias:80'] },
      annotations: { 'server-alias': '*.c.test,y.a.test' },
    }),
    ingress('default/deep', { rules: { '*.d.c.test': ['/ Prefix deep:80'] } }),
    ingress('default/puny', { rules: { 'xn--bcher-kva.test': ['/ Prefix puny:80'] } }),
    ingress('default/clash', {
      rules: { 'e.test': ['/ Prefix clash:80'] },
      annotations: { 'server-alias': 'y.a.test, b.test' },
      age: 1,
    }),
  ]
  it.each<[host: string, service: string]>([
    ['x.a.test', 'exact'],
    ['X.A.TEST.:8080', 'exact'],
    ['w.a.test', 'wild'],
    ['under_score.a.test', 'wild'],
    ['y.a.test', 'alias'],
    // A native wildcard comes before a pattern, and covers all below it.
    ['q.d.c.test', 'alias'],
    ['b.test', 'alias'],
    ['xn--bcher-kva.test', 'puny'],
  ])('%s', (host, service) => {
    expect(told({ ingresses: hosts }, `http://${host}/`)).toBe(to(service, '/', service))
  })

  it.each([
    ['w.v.a.test', '404'],
    ['bücher.test', '404'],
    ['[::1]:80', '404'],
    ['a..test', '400'],
    ['', '400'],
  ])('%s', (host, answer) => {
    expect(told({ ingresses: hosts }, 'http://x/', { host })).toBe(answer)
  })

  it('none, as in HTTP/1.0, is the default server', () => {
    expect(told({ ingresses: hosts }, 'http://x/', { host: null, httpVersion: '1.0' })).toBe('404')
  })

  it('counts where the name in the handshake is another', () => {
    expect(told({ ingresses: hosts }, 'https://b.test/', { sni: 'x.a.test' })).toBe(to('alias', '/', 'alias'))
  })
})

describe('paths', () => {
  const regex = { 'use-regex': 'true' }
  const loose = { 'strict-validate-path-type': 'false' }
  it.each<[what: string, words: WorldWords, url: string, answer: string]>([
    ['a dot is a dot', { ingresses: [own('a.test', ['/a.b Prefix web:80'])] }, 'http://a.test/axb', '404'],
    [
      '… in a pattern anything',
      { ingresses: [own('a.test', ['/a.b Prefix web:80'], regex)] },
      'http://a.test/axb',
      to('web', '/axb'),
    ],
    ['a plus is a plus', { ingresses: [own('a.test', ['/a+b Exact web:80'])] }, 'http://a.test/a+b', to('web', '/a+b')],
    [
      '… in a pattern one or more',
      { ingresses: [own('a.test', ['/a+b Prefix web:80'], regex)], configMap: loose },
      'http://a.test/aab',
      to('web', '/aab'),
    ],
    [
      'an Exact pattern is open at the end',
      { ingresses: [own('a.test', ['/x Exact web:80'], regex)] },
      'http://a.test/X/y',
      to('web', '/X/y'),
    ],
    [
      'a target without groups',
      {
        ingresses: [own('a.test', ['/x ImplementationSpecific web:80'], { 'rewrite-target': '/new?z=1' })],
        flags: ['--enable-annotation-validation=false'],
      },
      'http://a.test/x/y?q=2',
      to('web', '/new?z=1&q=2'),
    ],
    [
      'a target with groups of several paths: each by its own',
      {
        ingresses: [
          own('a.test', ['/x(/|$)(.*) ImplementationSpecific web:80', '/y/(.*) ImplementationSpecific web:80'], {
            'rewrite-target': '/$2',
          }),
        ],
      },
      'http://a.test/y/z',
      to('web', '/'),
    ],
    [
      'a backslash before a backslash, since paths are quoted, is one',
      { ingresses: [own('a.test', ['/a\\\\d ImplementationSpecific web:80'], regex)], configMap: loose },
      'http://a.test/a5',
      '404',
    ],
    [
      '… before, it was lost',
      {
        ingresses: [own('a.test', ['/a\\\\d ImplementationSpecific web:80'], regex)],
        configMap: loose,
        version: '1.11.5',
      },
      'http://a.test/a5',
      to('web', '/a5'),
    ],
  ])('%s', (_, words, url, answer) => {
    expect(told(words, url)).toBe(answer)
  })

  it('with a quote or a dollar are taken as they are', () => {
    const words = {
      ingresses: [own('a.test', ['/q"x Exact web:80', '/$uri ImplementationSpecific web:80'])],
      configMap: loose,
    }
    expect(told(words, 'http://a.test/q%22x')).toBe(to('web', '/q%22x'))
    expect(told(words, 'http://a.test/$uri/x')).toBe(to('web', '/$uri/x'))
    expect(told({ ...words, version: '1.12.8' }, 'http://a.test/q%22x')).toBe(to('web', '/q%22x'))
  })

  it.each<[protocol: string]>([['HTTPS'], ['GRPC'], ['GRPCS'], ['FCGI'], ['AUTO_HTTP']])(
    'are handed on over %s all the same',
    (protocol) => {
      const words = {
        ingresses: [own('a.test', ['/x Prefix web:80'], { 'backend-protocol': protocol, 'upstream-hash-by': '$uri' })],
      }
      expect(told(words, 'http://a.test/x')).toBe(to('web', '/x'))
    },
  )
})
