/** What a bad value of each annotation brings about, with validation and without. */
import { describe, expect, it } from 'vitest'
import { known } from '../../../../src/controllers/ingress-nginx/annotations/known/catalogue.js'
import { sentenceOf } from '../../../../src/findings/catalogue.js'
import { effects, kept, read } from '../../../support/worlds/ingress-policy.js'

/** What makes the controller read the annotation at all. */
const company: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'auth-url': { 'auth-url': 'http://auth.example.test/' },
  'auth-type': { 'auth-type': 'basic', 'auth-secret': 'users' },
  'auth-tls-secret': { 'auth-tls-secret': 'shop/ca' },
  'proxy-ssl-secret': { 'proxy-ssl-secret': 'shop/ca' },
  'enable-cors': { 'enable-cors': 'true' },
  affinity: { affinity: 'cookie' },
  canary: { canary: 'true' },
  'temporal-redirect': { 'temporal-redirect': 'https://b.example.test/' },
  'permanent-redirect': { 'permanent-redirect': 'https://b.example.test/' },
  'upstream-hash-by': { 'upstream-hash-by': '$request_uri' },
  'enable-opentelemetry': { 'enable-opentelemetry': 'true' },
  'mirror-target': { 'mirror-target': 'http://b.example.test' },
  'backend-protocol': { 'backend-protocol': 'FCGI' },
  'limit-rps': { 'limit-rps': '5' },
  'enable-modsecurity': { 'enable-modsecurity': 'true' },
}
const objects = { 'Secret shop/users': {}, 'Secret shop/ca': { 'ca.crt': 'eA==' } }

const readWith = (annotation: string, value: string, more: object = {}) => {
  const needs = known.get(annotation)?.needs ?? ''
  const needed = annotation === 'auth-secret' ? { 'auth-type': 'basic' } : company[needs]
  return read({ ...needed, [annotation]: value }, { objects, ...more })
}

/** `observed`: seen on a running controller, so what is said of it is not inferred. */
const refused: readonly [annotation: string, value: string, effect: string, observed?: 'observed'][] = [
  ['server-alias', 'a b{;', 'dropped', 'observed'],
  ['auth-url', 'not a url {', 'dropped', 'observed'],
  ['permanent-redirect', 'https://b.example.test$request_uri', 'dropped', 'observed'],
  ['permanent-redirect-code', 'gone', 'dropped', 'observed'],
  ['temporal-redirect', 'https://b.example.test/#x', 'dropped', 'observed'],
  ['upstream-hash-by', '$a|$b', 'dropped', 'observed'],
  ['default-backend', 'errors:80', 'dropped', 'observed'],
  ['custom-http-errors', '404,xyz', 'dropped', 'observed'],
  ['ssl-redirect', 'yes', 'ignored', 'observed'],
  ['use-regex', 'yes', 'ignored', 'observed'],
  ['canary', 'maybe', 'ignored', 'observed'],
  ['canary-weight', '30%', 'ignored', 'observed'],
  ['backend-protocol', 'SPDY', 'ignored', 'observed'],
  ['app-root', '/a?b', 'ignored', 'observed'],
  ['rewrite-target', '/y?z=1', 'ignored', 'observed'],
  ['proxy-body-size', 'lots', 'ignored', 'observed'],
  ['proxy-read-timeout', '3600s', 'ignored', 'observed'],
  ['affinity', 'ip', 'ignored', 'observed'],
  ['allowlist-source-range', 'not-a-cidr', 'denied', 'observed'],
  ['auth-request-redirect', 'https://$host$request_uri', 'fail-open', 'observed'],
  ['auth-cache-duration', '200 5m;', 'fail-open'],
  ['auth-always-set-cookie', 'yes', 'fail-open'],
  ['auth-method', 'get', 'denied'],
  ['auth-response-headers', 'X-A;X-B', 'denied'],
  ['auth-proxy-set-headers', 'a b;', 'ignored'],
  ['auth-signin', 'https://a/"', 'ignored'],
  ['auth-signin-redirect-param', '$x', 'ignored'],
  ['auth-cache-key', '$a$b;', 'ignored'],
  ['auth-keepalive', 'x', 'ignored'],
  ['auth-keepalive-share-vars', 'x', 'ignored'],
  ['auth-type', 'digit', 'dropped'],
  ['auth-secret-type', 'file', 'dropped'],
  ['auth-secret', 'a;b', 'denied'],
  ['auth-realm', 'Say "hi"', 'dropped'],
  ['denylist-source-range', '10.0.0.0/40', 'denied'],
  ['auth-tls-secret', 'a;b', 'dropped'],
  ['auth-tls-verify-client', 'yes', 'ignored'],
  ['auth-tls-verify-depth', 'x', 'ignored'],
  ['auth-tls-error-page', '/a?b', 'dropped'],
  ['auth-tls-pass-certificate-to-upstream', 'yes', 'dropped'],
  ['auth-tls-match-cn', 'O=x', 'dropped'],
  ['enable-global-auth', 'no', 'ignored'],
  ['satisfy', 'some', 'ignored'],
  ['limit-rps', '5/s', 'dropped'],
  ['limit-rpm', '5.5', 'dropped'],
  ['limit-connections', 'x', 'dropped'],
  ['limit-allowlist', 'x', 'dropped'],
  ['limit-rate', '1k', 'ignored'],
  ['limit-burst-multiplier', 'x', 'ignored'],
  ['enable-cors', 'yes', 'ignored'],
  ['cors-allow-origin', 'https://a.example.test/', 'fail-open'],
  ['cors-allow-credentials', 'no', 'fail-open'],
  ['cors-allow-headers', 'X-A; X-B', 'ignored'],
  ['cors-allow-methods', 'GET;PUT', 'ignored'],
  ['cors-expose-headers', 'X A!', 'ignored'],
  ['cors-max-age', '1h', 'ignored'],
  ['enable-modsecurity', 'on', 'fail-open'],
  ['canary-weight-total', 'x', 'ignored'],
  ['canary-by-header', 'X A!', 'ignored'],
  ['canary-by-header-pattern', '"x"', 'ignored'],
  ['canary-by-cookie', 'a,b', 'ignored'],
  ['force-ssl-redirect', 'on', 'ignored'],
  ['preserve-trailing-slash', 'on', 'ignored'],
  ['from-to-www-redirect', 'yes', 'dropped'],
  ['relative-redirects', 'yes', 'dropped'],
  ['temporal-redirect-code', 'x', 'dropped'],
  ['use-port-in-redirects', 'yes', 'ignored'],
  ['service-upstream', 'yes', 'ignored'],
  ['ssl-passthrough', 'yes', 'dropped'],
  ['upstream-vhost', 'a b', 'dropped'],
  ['load-balance', 'least_conn', 'dropped'],
  ['upstream-hash-by-subset', 'yes', 'dropped'],
  ['upstream-hash-by-subset-size', 'x', 'dropped'],
  ['affinity-mode', 'sticky', 'ignored'],
  ['affinity-canary-behavior', 'x', 'ignored'],
  ['session-cookie-name', 'a b;', 'ignored'],
  ['session-cookie-samesite', 'x', 'ignored'],
  ['session-cookie-max-age', 'x', 'ignored'],
  ['mirror-target', 'http://b/"', 'ignored'],
  ['mirror-request-body', 'yes', 'ignored'],
  ['proxy-ssl-secret', 'a;b', 'dropped'],
  ['proxy-ssl-verify', 'true', 'fail-open'],
  ['proxy-ssl-name', 'a b', 'ignored'],
  ['client-body-buffer-size', '1mb', 'dropped'],
  ['connection-proxy-header', 'upgrade', 'dropped'],
  ['custom-headers', 'a;b', 'ignored'],
  ['fastcgi-index', 'a/b', 'dropped'],
  ['fastcgi-params-configmap', 'a;b', 'dropped'],
  ['http2-push-preload', 'yes', 'dropped'],
  ['enable-access-log', 'no', 'ignored'],
  ['opentelemetry-operation-name', 'a b.c', 'dropped'],
  ['ssl-ciphers', 'A;B', 'dropped'],
  ['x-forwarded-prefix', '/a?b', 'dropped'],
  ['proxy-next-upstream', 'error,timeout', 'ignored'],
  ['proxy-cookie-domain', 'a', 'ignored'],
  ['proxy-buffering', 'true', 'ignored'],
  ['proxy-http-version', '2', 'ignored'],
  ['proxy-buffer-size', '8 kB', 'ignored'],
]

describe('with validation', () => {
  it.each(refused)('%s: %j is %s', (annotation, value, effect, observed) => {
    const reading = readWith(annotation, value)
    const own = reading.flaws.filter(({ facts }) => facts.annotation === annotation)
    expect(own).toMatchObject([
      { code: 'annotation-invalid', facts: { effect }, since: '1.12.0', inferred: observed !== 'observed' },
    ])
    expect(own[0] && sentenceOf(own[0])).toContain('but it must be')
    expect(reading.annotations === null).toBe(effect === 'dropped')
    expect(reading.annotations?.denied !== null).toBe(effect === 'denied' || effect === 'dropped')
  })

  it('is tried for every annotation that can be refused', () => {
    const tried = new Set(refused.map(([annotation]) => annotation))
    const plain = [...known].filter(
      ([name, { kind, group }]) => kind !== 'anything' && group !== 'Proxy' && !tried.has(name),
    )
    expect(plain.map(([name]) => name)).toEqual([
      'auth-keepalive-requests',
      'auth-keepalive-timeout',
      'limit-rate-after',
      'enable-owasp-core-rules',
      'modsecurity-transaction-id',
      'canary-by-header-value',
      'disable-proxy-intercept-errors',
      'session-cookie-secure',
      'session-cookie-expires',
      'session-cookie-path',
      'session-cookie-domain',
      'session-cookie-conditional-samesite-none',
      'session-cookie-change-on-failure',
      'mirror-host',
      'proxy-ssl-ciphers',
      'proxy-ssl-protocols',
      'proxy-ssl-verify-depth',
      'proxy-ssl-server-name',
      'enable-rewrite-log',
      'enable-opentelemetry',
      'opentelemetry-trust-incoming-span',
      'ssl-prefer-server-ciphers',
    ])
  })

  it('leaves open what an invalid value was to protect', () => {
    expect(kept(readWith('auth-request-redirect', '$x')).access.externalAuth).toBeNull()
    expect(kept(readWith('auth-request-redirect', 'https://x/')).access.externalAuth).not.toBeNull()
  })

  it('does not read what stands behind a value that is refused', () => {
    expect(effects(read({ 'auth-url': 'http://a/', 'auth-method': 'x', 'auth-request-redirect': '$x' }))).toEqual([
      'auth-method: denied annotation-invalid',
    ])
  })
})

describe('without validation', () => {
  const off = { argv: ['--enable-annotation-validation=false'] }

  it.each<[annotation: string, value: string, expected: string[]]>([
    ['permanent-redirect', 'https://b.example.test$request_uri', []],
    ['permanent-redirect-code', 'gone', ['permanent-redirect-code: ignored annotation-invalid']],
    ['from-to-www-redirect', 'yes', ['from-to-www-redirect: ignored annotation-invalid']],
    ['server-alias', 'a b{;', []],
    ['auth-url', 'not a url {', ['auth-url: denied annotation-invalid']],
    ['auth-url', 'http://a..b/', ['auth-url: denied annotation-invalid']],
    ['auth-request-redirect', '$x', []],
    ['auth-cache-duration', '200 fortnight', ['auth-cache-duration: denied annotation-invalid']],
    ['auth-cache-duration', '5m 200', ['auth-cache-duration: denied annotation-invalid']],
    ['auth-response-headers', 'X-A;', ['auth-response-headers: denied annotation-invalid']],
    ['auth-always-set-cookie', 'yes', ['auth-always-set-cookie: ignored annotation-invalid']],
    ['auth-type', 'digit', ['auth-type: denied annotation-invalid']],
    ['auth-secret-type', 'file', ['auth-secret-type: denied annotation-invalid']],
    ['allowlist-source-range', '10.0.0.0/8,x', ['allowlist-source-range: denied annotation-invalid']],
    ['limit-allowlist', 'x', ['limit-allowlist: fail-open annotation-invalid']],
    ['limit-rps', 'x', ['limit-rps: fail-open annotation-invalid']],
    ['backend-protocol', 'SPDY', ['backend-protocol: ignored annotation-invalid']],
    ['satisfy', 'some', ['satisfy: ignored annotation-invalid']],
    ['custom-http-errors', '404, 503', ['custom-http-errors: ignored annotation-invalid']],
    ['canary-weight', '30%', ['canary-weight: ignored annotation-invalid']],
    ['proxy-body-size', 'lots', ['proxy-body-size: ignored annotation-invalid']],
    ['client-body-buffer-size', '8 MB', ['client-body-buffer-size: ignored annotation-invalid']],
    ['proxy-body-size', '8m', []],
    ['rewrite-target', '/y?z=1', []],
    ['temporal-redirect', '/x', ['temporal-redirect: ignored redirect-scheme']],
    ['ssl-passthrough', 'yes', ['ssl-passthrough: ignored annotation-invalid']],
  ])('%s: %j', (annotation, value, expected) => {
    expect(effects(readWith(annotation, value, off))).toEqual(expected)
  })

  it('an unreadable redirect takes the www redirect with it, since 1.9', () => {
    const both = { 'from-to-www-redirect': 'yes', 'permanent-redirect': 'https://b.example.test/' }
    expect(kept(read(both, { version: '1.11.0' })).redirect.url).toBe('')
    expect(kept(read(both, { version: '1.8.0' })).redirect.url).toBe('https://b.example.test/')
  })
})

describe('empty values', () => {
  it.each<[annotation: string, expected: string[]]>([
    ['auth-url', ['auth-url: fail-open annotation-empty']],
    ['auth-type', ['auth-type: fail-open annotation-empty']],
    ['auth-tls-secret', ['auth-tls-secret: fail-open annotation-empty']],
    ['allowlist-source-range', ['allowlist-source-range: denied annotation-empty']],
    ['permanent-redirect', ['permanent-redirect: ignored annotation-empty']],
    ['ssl-redirect', ['ssl-redirect: ignored annotation-empty']],
    ['canary-weight', ['canary-weight: ignored annotation-empty']],
    ['server-alias', ['server-alias: ignored annotation-empty']],
  ])('%s', (annotation, expected) => {
    expect(effects(read({ [annotation]: '' }))).toEqual(expected)
  })
})
