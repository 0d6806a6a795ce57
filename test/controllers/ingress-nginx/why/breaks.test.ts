/** What makes nginx refuse the whole configuration, and who comes too late because of it. */
import { describe, expect, it } from 'vitest'
import type { Secret } from '../../../../src/domain/objects/objects.js'
import { rows, told } from '../../../support/why/told.js'
import { type IngressWords, ingress, type WorldWords } from '../../../support/worlds/ingress-world.js'

const a = (words: IngressWords = {}, name = 'shop/a') =>
  ingress(name, { rules: { 'a.test': ['/ Prefix web:80'] }, ...words })
const only = (words: IngressWords, more: Partial<WorldWords> = {}) => told({ ingresses: [a(words)], ...more })

describe('what nginx refuses', () => {
  const same = { 'a.test': ['/foo/bar Prefix web:80', '/foo/bar/ Prefix other:80'] }
  it('stops everybody who comes later', async () => {
    const lines = await told({
      ingresses: [
        a({ rules: { 'o.test': ['/ Prefix web:80'] } }, 'shop/old'),
        a({ rules: same, age: 1 }),
        a({ rules: { 'n.test': ['/ Prefix web:80'] }, age: 2 }, 'shop/new'),
      ],
    })
    expect(lines).toEqual({
      'shop/old o.test/': 'yes',
      'shop/a a.test/foo/bar': '? duplicate-location',
      'shop/a a.test/foo/bar/': '? duplicate-location',
      'shop/new n.test/': '? reload-blocked',
    })
  })

  it('are no paths of a host that refuses everybody', async () => {
    const shut = a({ rules: { 'a.test': ['/a;b Prefix web:80'] }, annotations: { 'auth-tls-secret': 'shop/gone' } })
    const later = a({ rules: { 'b.test': ['/ Prefix web:80'] }, age: 1 }, 'shop/b')
    expect(await told({ ingresses: [shut, later], version: '1.12.8' })).toMatchObject({
      'shop/a a.test/a;b': 'NO secret-missing path-type',
      'shop/b b.test/': 'yes',
    })
  })

  it('is that no server has a location, since each refuses everybody', async () => {
    const annotations = { 'auth-tls-secret': 'shop/gone' }
    const shut = a({ rules: { '': ['/ Prefix web:80'], 'a.test': ['/ Prefix web:80'] }, annotations })
    const [whole] = await rows({ ingresses: [shut] })
    expect(whole?.causes.map(({ code }) => code)).toContain('value-breaks')
    const open = a({ rules: { 'b.test': ['/ Prefix web:80'] }, age: 1 }, 'shop/b')
    const [still] = await rows({ ingresses: [shut, open] })
    expect(still?.causes.map(({ code }) => code)).not.toContain('value-breaks')
    const secrets: Secret[] = [
      { kind: 'Secret', metadata: { namespace: 'shop', name: 'gone' }, data: { 'ca.crt': 'eA==' } },
    ]
    const cured = await rows({ ingresses: [shut], secrets })
    expect(cured.flatMap(({ causes }) => causes.map(({ code }) => code))).not.toContain('value-breaks')
  })

  it('are paths without quotes, before they were quoted', async () => {
    const words = {
      ingresses: [a({ rules: { 'a.test': ['/a;b ImplementationSpecific web:80', '/ok Prefix web:80'] } })],
    }
    expect(await told({ ...words, version: '1.12.8' })).toEqual({
      'shop/a a.test/a;b': '? path-breaks',
      'shop/a a.test/ok': '? reload-blocked',
    })
    expect(await told(words)).toEqual({ 'shop/a a.test/a;b': 'yes', 'shop/a a.test/ok': 'yes' })
  })

  it.each<[string, string, string]>([
    ['/a(b', '? regex-breaks', 'yes'],
    ['/a)b', '? regex-breaks', 'yes'],
    ['/a[b', '? regex-breaks', 'yes'],
    ['/a[]b', '? regex-breaks', 'yes'],
    ['/a\\(b', 'yes', 'yes glob-path'],
    ['/a[(]b', 'yes', 'yes glob-path'],
    ['/a[[:alpha:]]', 'yes', 'yes glob-path'],
    ['/a[]b]', 'yes', 'yes'],
    ['/a(b(c))', 'yes', 'yes'],
  ])('is a pattern that is none: %s', async (path, asPattern, asText) => {
    const rules = { 'a.test': [`${path} ImplementationSpecific web:80`] }
    const regex = await only({ rules, annotations: { 'use-regex': 'true' } })
    expect(regex).toEqual({ [`shop/a a.test${path}`]: asPattern })
    expect(await only({ rules })).toEqual({ [`shop/a a.test${path}`]: asText })
  })

  it('is www before a wildcard', async () => {
    const lines = await only({
      rules: { '*.a.test': ['/ Prefix web:80'] },
      annotations: { 'from-to-www-redirect': 'true' },
    })
    expect(lines).toEqual({ 'shop/a': '? www-of-wildcard', 'shop/a *.a.test/': '? www-of-wildcard' })
  })

  const prefix = 'nginx.ingress.kubernetes.io'
  it.each<[string, IngressWords, string]>([
    [
      'the annotation',
      { rules: { '*.a.test': ['/ Prefix web:80'] }, annotations: { 'from-to-www-redirect': 'true' } },
      `www-of-wildcard metadata.annotations["${prefix}/from-to-www-redirect"]`,
    ],
    [
      'the snippet',
      { annotations: { 'configuration-snippet': 'nonsense' } },
      `snippet-breaks metadata.annotations["${prefix}/configuration-snippet"]`,
    ],
    ['the path', { rules: same }, 'duplicate-location spec.rules[0].http.paths[0].path'],
  ])('is told where it stands: %s', async (_, words, found) => {
    const configMap = { 'allow-snippet-annotations': 'true', 'annotations-risk-level': 'Critical' }
    const all = await rows({ ingresses: [a(words)], configMap })
    expect(all.flatMap(({ causes }) => causes.map(({ code, field }) => `${code} ${field}`))).toContain(found)
  })
})
