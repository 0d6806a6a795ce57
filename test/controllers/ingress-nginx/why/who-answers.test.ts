/** What answers a request before any backend is asked, in one line: the setting, and whose it is. */
import { describe, expect, it } from 'vitest'
import { request, tracer, type WorldWords } from '../../../support/worlds/ingress-world.js'
import { main, of, open } from './annotated.js'

describe('who answers, in one line', () => {
  const root = of('root', { 'app-root': '/x' }, ['/ Prefix web:80'])
  it.each<[what: string, words: WorldWords, url: string, reason: string, more?: Parameters<typeof request>[1]]>([
    [
      'permanent-redirect',
      { ingresses: [main({ 'permanent-redirect': 'https://b.test/' })] },
      'http://a.test/x',
      'https://b.test/: permanent-redirect of Ingress shop/main',
    ],
    [
      'temporal-redirect',
      { ingresses: [main({ 'temporal-redirect': 'https://b.test/' })] },
      'http://a.test/x',
      'https://b.test/: temporal-redirect of Ingress shop/main',
    ],
    ['app-root', { ingresses: [root] }, 'http://a.test/', 'http://a.test/x: app-root of Ingress shop/root'],
    [
      'from-to-www-redirect',
      { ingresses: [main({ 'from-to-www-redirect': 'true' })] },
      'http://www.a.test/x',
      'http://a.test/x: from-to-www-redirect of Ingress shop/main',
    ],
    [
      'server-snippet',
      { ingresses: [main({ 'server-snippet': 'return 418;' })] },
      'http://a.test/x',
      'server-snippet of Ingress shop/main',
    ],
    [
      'a location of a server-snippet',
      { ingresses: [main({ 'server-snippet': 'location /x { return 410; }' })] },
      'http://a.test/x',
      'server-snippet of Ingress shop/main',
    ],
    [
      'configuration-snippet',
      { ingresses: [main({ 'configuration-snippet': 'return 418;' })] },
      'http://a.test/x',
      'configuration-snippet of Ingress shop/main',
    ],
    [
      'whitelist-source-range',
      { ingresses: [main({ 'whitelist-source-range': '10.0.0.0/8' })] },
      'http://a.test/x',
      'deny all refuses 192.0.2.1 (whitelist-source-range of Ingress shop/main)',
    ],
    [
      'denylist-source-range',
      { ingresses: [main({ 'denylist-source-range': '192.0.2.0/24' })] },
      'http://a.test/x',
      'deny 192.0.2.0/24 refuses 192.0.2.1 (denylist-source-range of Ingress shop/main)',
    ],
    [
      'denylist-source-range, for what a proxy says of the client',
      {
        ingresses: [main({ 'denylist-source-range': '192.0.2.0/24' })],
        configMap: { ...open, 'use-forwarded-headers': 'true' },
      },
      'http://a.test/x',
      'deny 192.0.2.0/24 refuses 192.0.2.77 (denylist-source-range of Ingress shop/main)',
      { sent: { 'x-forwarded-for': '192.0.2.77' } },
    ],
    [
      'a location of a server-snippet that refuses',
      { ingresses: [main({ 'server-snippet': 'location ~ ^/x { deny all; }' })] },
      'http://a.test/x',
      'deny all refuses 192.0.2.1 (server-snippet of Ingress shop/main)',
    ],
    [
      'a location of a server-snippet that passes on',
      { ingresses: [main({ 'server-snippet': 'location /x { proxy_pass http://192.0.2.9; }' })] },
      'http://a.test/x',
      'server-snippet of Ingress shop/main made this location',
    ],
    [
      'force-ssl-redirect',
      { ingresses: [main({ 'force-ssl-redirect': 'true' })] },
      'http://a.test/x',
      'https://a.test/x: http is redirected to https (force-ssl-redirect of Ingress shop/main)',
    ],
    [
      'force-ssl-redirect of the ConfigMap',
      { ingresses: [main()], configMap: { 'force-ssl-redirect': 'true' } },
      'http://a.test/x',
      "https://a.test/x: http is redirected to https (force-ssl-redirect of the controller's ConfigMap)",
    ],
    [
      'the ConfigMap',
      { ingresses: [main()], configMap: { 'whitelist-source-range': '10.0.0.0/8' } },
      'http://a.test/x',
      "deny all refuses 192.0.2.1 (whitelist-source-range of the controller's ConfigMap)",
    ],
  ])('%s', (_, words, url, reason, more = {}) => {
    const { hops } = tracer({ version: '1.11.8', configMap: open, ...words }).answer(
      request(url, { clientAddress: '192.0.2.1', ...more }),
      true,
    )
    expect(hops.map(({ detail }) => detail)).toContain(reason)
    expect(hops.filter(({ subject }) => /^(?:if|return)/.test(subject))).toEqual([])
  })

  it('tells the Ingress whose patterns all paths of a host are', () => {
    const ingresses = [
      of('regex', { 'use-regex': 'true' }, ['/[a-z]+/x ImplementationSpecific web:80']),
      of('plain', {}, ['/foo Prefix web:80'], 'a.test', 1),
    ]
    const { hops } = tracer({ ingresses }).answer(request('http://a.test/FOObar'), true)
    expect(hops.find(({ subject }) => subject === 'regex mode')?.detail).toMatch(/^Ingress shop\/regex has use-regex/)
  })
})
