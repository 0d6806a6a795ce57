/** Is a rule served: whether any of the requests that it should take gets to its backend, and who has them where none does. */
import { describe, expect, it } from 'vitest'
import { nameOf } from '../../../../src/domain/objects/ref.js'
import { sentenceOf } from '../../../../src/findings/catalogue.js'
import { rows, told } from '../../../support/why/told.js'
import {
  type IngressWords,
  ingress,
  line,
  request,
  tracer,
  type WorldWords,
} from '../../../support/worlds/ingress-world.js'

const allowed = { 'allow-snippet-annotations': 'true', 'annotations-risk-level': 'Critical' }
const of = (name: string, path: string, annotations: IngressWords['annotations'] = {}, age = 0) =>
  ingress(`shop/${name}`, { rules: { 'a.test': [path] }, annotations, age })
const canary = (annotations: IngressWords['annotations']) =>
  of('canary', '/ Prefix new:80', { canary: 'true', ...annotations }, 1)

/** What is said of one Ingress, in sentences. */
async function said(name: string, words: WorldWords): Promise<string[]> {
  const own = (await rows(words)).filter(({ source }) => nameOf(source) === `shop/${name}`)
  return own.flatMap(({ served, causes }) => causes.map((one) => `${served} ${one.severity}: ${sentenceOf(one)}`))
}

describe('a rule that no request gets to', () => {
  it.each<[string, WorldWords, string]>([
    [
      'a pattern of another Ingress',
      { ingresses: [of('own', '/foo Exact web:80'), of('regex', '/[a-z0-9]{3,40} - r:80', { 'use-regex': 'true' })] },
      '/[a-z0-9]{3,40} of Ingress shop/regex has https://a.test/foo',
    ],
    [
      'another rule, since nginx compares decoded paths',
      { ingresses: [ingress('shop/own', { rules: { 'a.test': ['/ Prefix web:80', '/a%20b Exact other:80'] } })] },
      '/ of Ingress shop/own has https://a.test/a%20b',
    ],
    [
      'the default backend, since nothing else is there',
      { ingresses: [of('own', '/a%20b Exact web:80')] },
      'the default backend has https://a.test/a%20b',
    ],
    [
      'a snippet of the host',
      { ingresses: [of('own', '/ Prefix web:80'), of('b', '/b Exact b:80', { 'server-snippet': 'return 410;' })] },
      'an answer before a path is chosen (410) has https://a.test/',
    ],
    [
      'app-root of another Ingress, whose pattern has the rest',
      {
        ingresses: [
          of('own', '/ Prefix web:80', { 'server-snippet': 'merge_slashes off;' }),
          of('root', '/(.*) Exact r:80', { 'app-root': '/a', 'rewrite-target': '/$1' }, 1),
        ],
      },
      'an answer before a path is chosen (302) has https://a.test/',
    ],
    [
      'a path of its own Ingress, to which nginx adds the slash',
      { ingresses: [ingress('shop/own', { rules: { 'a.test': ['/%61 Exact web:80', '/a/ Prefix other:80'] } })] },
      '/a/ of Ingress shop/own has https://a.test/%61',
    ],
    [
      'ssl-passthrough to a name, where http is sent to https',
      {
        ingresses: [of('own', '/ Prefix out:80', { 'ssl-passthrough': 'true', 'force-ssl-redirect': 'true' })],
        services: [
          {
            kind: 'Service',
            metadata: { namespace: 'shop', name: 'out' },
            spec: { type: 'ExternalName', externalName: 'a.example' },
          },
        ],
        flags: ['--enable-ssl-passthrough'],
      },
      'ssl-passthrough, behind which there is no address of a Service, has https://a.test/',
    ],
    [
      'its canary',
      { ingresses: [of('own', '/ Prefix web:80'), canary({ 'canary-weight': '100' })] },
      'the canary shop-new-80 of Ingress shop/canary has https://a.test/',
    ],
  ])('names who has them: %s', async (_name, words, text) => {
    const severity = text.includes('canary') ? 'info' : 'error'
    expect(await said('own', { configMap: allowed, ...words })).toContain(
      `false ${severity}: none of the requests that the rule should take gets to it: ${text}`,
    )
  })

  it('is a canary, too, where what it tries out is not asked', async () => {
    const words = { ingresses: [of('own', '/ Prefix web:80'), canary({ 'canary-weight': '9' })], empty: ['shop/web'] }
    expect(await said('canary', words)).toEqual([
      'false error: none of the requests that the rule should take gets to it: what the canary tries out, shop-web-80 of Ingress shop/own, has https://a.test/',
    ])
  })
})

it('what a snippet of its own refuses is not served, though the handshake is refused before', async () => {
  const own = ingress('shop/own', {
    rules: { '': ['/a b Exact web:80'] },
    annotations: { 'server-snippet': 'return 410;' },
  })
  const words = { ingresses: [own], configMap: { ...allowed, 'ssl-reject-handshake': 'true' } }
  expect((await said('own', words))[0]).toMatch(/^false info: its requests are answered with 410/)
})

it('what a snippet of its own answers before is meant', async () => {
  const own = ingress('shop/own', {
    rules: { 'www.a.test': ['/ Prefix web:80'] },
    annotations: { 'server-snippet': "if ($host = 'www.a.test') { return 301 https://a.test$request_uri; }" },
  })
  expect(await said('own', { ingresses: [own], configMap: allowed })).toEqual([
    'true info: its requests are answered with 301 (https://a.test/) before any backend is asked',
  ])
})

describe('a rule that some requests get to is served', () => {
  it.each<[string, WorldWords]>([
    ['a pattern, by a word of it', { ingresses: [of('own', '/v[0-9]+/(en|de)/?$ - web:80', { 'use-regex': 'true' })] }],
    ['below its path', { ingresses: [of('own', '/ Prefix web:80'), of('b', '/b Prefix b:80', { 'app-root': '/b' })] }],
    ['whoever has to show a password', { ingresses: [of('own', '/ Prefix web:80', { 'auth-url': 'http://x.test/' })] }],
    ['a wildcard', { ingresses: [ingress('shop/own', { rules: { '*.a.test': ['/a.b Exact web:80'] } })] }],
    [
      'a header with a word of the pattern',
      {
        ingresses: [
          of('main', '/ Prefix web:80'),
          ingress('shop/own', {
            rules: { 'a.test': ['/ Prefix new:80'] },
            annotations: { canary: 'true', 'canary-by-header': 'X-A', 'canary-by-header-pattern': '^v[1-9]$' },
            age: 1,
          }),
        ],
      },
    ],
  ])('%s', async (_name, words) => {
    expect(await said('own', words)).toEqual([])
  })

  it('though whoever leaves out the slash is sent elsewhere, unless that is a path of its own', async () => {
    const sent = 'true info: requests for /a are sent to /a/ (301) and reach no backend'
    expect(await said('own', { ingresses: [of('own', '/a/ Prefix web:80')] })).toEqual([expect.stringContaining(sent)])
    const both = [of('own', '/a/ Prefix web:80'), of('b', '/a Exact b:80')]
    expect(await said('own', { ingresses: both })).toEqual([])
  })

  it('though another Ingress has the very path', async () => {
    const ingresses = [of('own', '/foo Prefix web:80'), of('r', '/fo[o]$ - r:80', { 'use-regex': 'true' })]
    expect(await said('own', { ingresses })).toContain(
      'true warning: the paths of a.test are patterns, the longest first, and /fo[o]$ of Ingress shop/r takes the requests for /foo itself',
    )
  })
})

describe('a rule that answers by itself', () => {
  const gone = { configMap: allowed, missing: ['shop/web'] }
  it.each<[string, IngressWords['annotations'], string]>([
    [
      'sends away, whatever its backend is',
      { 'permanent-redirect': 'https://b.test/' },
      'true info: its requests are answered with 301 (https://b.test/) before any backend is asked',
    ],
    [
      'refuses',
      { 'configuration-snippet': 'return 403;' },
      'false info: its requests are answered with 403 before any backend is asked',
    ],
  ])('%s', async (_name, annotations, text) => {
    expect(await said('own', { ...gone, ingresses: [of('own', '/ Prefix web:80', annotations)] })).toEqual([text])
  })
})

it.each<[what: string, annotations: IngressWords['annotations']]>([
  ['to everybody', {}],
  ['to those who show a password', { 'auth-url': 'http://x.test/' }],
])('whoever gives a backend no time lets nobody be served: %s', async (_what, annotations) => {
  const config = { 'proxy-connect-timeout': '0' }
  const [row] = await rows({ ingresses: [of('own', '/ Prefix web:80', annotations)], configMap: config })
  const told = row?.causes.map(({ severity, code }) => `${severity} ${code}`) ?? []
  expect([row?.served, told]).toEqual([false, expect.arrayContaining(['error timeout-zero'])])
})

it('what a snippet does may not be known', async () => {
  const own = of('own', '/ Prefix web:80', { 'configuration-snippet': 'if ($time_iso8601 ~ T00) { return 403; }' })
  const [row, ...others] = await rows({ ingresses: [own], configMap: allowed })
  expect([row?.served, row?.causes.map(({ code }) => code), others]).toEqual([null, ['undecided'], []])
})

describe('where nginx refuses the configuration', () => {
  const broken = of('broken', '/(a - web:80', { 'use-regex': 'true' }, 1)
  const ingresses = [
    ingress('shop/before', { rules: { 'b.test': ['/ Prefix web:80'] } }),
    broken,
    ingress('shop/after', { rules: { 'c.test': ['/ Prefix web:80'] }, age: 2 }),
    ingress('shop/rest', { default: 'web:80', age: 3 }),
  ]
  const { answer } = tracer({ ingresses })

  it.each([
    ['http://b.test/', 'shop/web:80 as / by shop/before'],
    ['http://c.test/', 'unknown'],
    ['http://d.test/', 'unknown'],
  ])('%s: %s', (url, text) => {
    expect(line(answer(request(url), false))).toBe(text)
  })

  it('why says the same', async () => {
    expect(await told({ ingresses })).toEqual({
      'shop/before b.test/': 'yes',
      'shop/broken a.test/(a': '? regex-breaks',
      'shop/after c.test/': '? reload-blocked',
      'shop/rest': '? reload-blocked',
    })
  })
})
