/** The smallest change that makes a value pass. */
import { describe, expect, it } from 'vitest'
import { fixOf } from '../../../../src/findings/catalogue.js'
import { read } from '../../../support/worlds/ingress-policy.js'

describe('a fix', () => {
  // One that lets in what the annotation was to keep out is no cure: see auth-url and whitelist-source-range.
  it.each<[annotation: string, value: string, fix: string]>([
    ['ssl-redirect', 'yes', 'Write ssl-redirect: "true".'],
    ['ssl-redirect', ' True', 'Write ssl-redirect: "true".'],
    ['ssl-redirect', 'off', 'Write ssl-redirect: "false".'],
    ['proxy-read-timeout', '3600s', 'Write proxy-read-timeout: "3600".'],
    ['canary-weight', '30%', 'Write canary-weight: "30".'],
    ['proxy-body-size', '10 MB', 'Write proxy-body-size: "10M".'],
    ['proxy-body-size', '8 MiB', 'Write proxy-body-size: "8M".'],
    ['custom-http-errors', '404 and 503', 'Write custom-http-errors: "404,503".'],
    ['custom-http-errors', '404, 503', 'Write custom-http-errors: "404,503".'],
    ['allowlist-source-range', '10.0.0.0/8; ::1;', 'Write allowlist-source-range: "10.0.0.0/8,::1".'],
    ['default-backend', 'shop/errors:80', 'Write default-backend: "errors".'],
    ['rewrite-target', '/y?z=1', 'Write rewrite-target: "/y".'],
    ['mirror-request-body', 'true', 'Write mirror-request-body: "on".'],
    ['app-root', 'https://b/x', 'Write app-root: "/x".'],
    [
      'temporal-redirect',
      'https://b/#x',
      'Write a value for temporal-redirect that is a URL of letters, digits and -._~/:,?&= only (no $, # or %), or remove it.',
    ],
    [
      'canary-weight',
      'half',
      'Write a value for canary-weight that is a whole number without unit or blanks, or remove it.',
    ],
    [
      'use-regex',
      'maybe',
      'Write a value for use-regex that is a boolean: true, false, 1, 0, t, f, T, F, TRUE, FALSE, True or False, or remove it.',
    ],
    [
      'default-backend',
      'Errors',
      'Write a value for default-backend that is the name of a Service in the same namespace, without namespace or port, or remove it.',
    ],
    [
      'auth-url',
      'http://a/%20',
      'Write a value for auth-url that is a URL of letters, digits and -._~/:,?&=$ only (no #, % or {}).',
    ],
    [
      'whitelist-source-range',
      '10.0.0.300',
      'Write a value for whitelist-source-range that is IP addresses or networks (10.0.0.0/8) with commas between them.',
    ],
  ])('for %s: %j', (annotation, value, fix) => {
    const more =
      annotation === 'mirror-request-body'
        ? { 'mirror-target': 'http://b' }
        : annotation === 'canary-weight'
          ? { canary: 'true' }
          : {}
    const flaws = read({ ...more, [annotation]: value }).flaws.filter(({ facts }) => facts.annotation === annotation)
    expect(flaws.map(fixOf)).toEqual([fix])
  })
})

describe('a fix, of a release that validates nothing', () => {
  it.each<[annotation: string, value: string, fix: string]>([
    ['cors-allow-origin', 'https://b.test/', 'Write cors-allow-origin: "https://b.test".'],
    ['cors-allow-origin', 'b.test https://c.test/x', 'Write cors-allow-origin: "https://b.test,https://c.test".'],
    ['proxy-body-size', '50MB', 'Write proxy-body-size: "50M".'],
    [
      'proxy-body-size',
      '50 bytes',
      'Write a value for proxy-body-size that is a whole number, with k, m or g after it or nothing, or remove it.',
    ],
  ])('for %s: %j', (annotation, value, fix) => {
    const under = { version: '1.11.5' }
    const { flaws } = read({ 'enable-cors': 'true', [annotation]: value }, under)
    expect(flaws.filter(({ facts }) => facts.annotation === annotation).map(fixOf)).toEqual([fix])
    const [, written] = /: "(.*)"\.$/.exec(fix) ?? []
    if (written !== undefined) expect(read({ 'enable-cors': 'true', [annotation]: written }, under).flaws).toEqual([])
  })
})
