/** Why a rule did not get a request, and what is said of an Ingress whose objects are not there. */
import { describe, expect, it } from 'vitest'
import { servedTracer } from '../../../src/controllers/ingress-nginx/answer/open.js'
import { render } from '../../../src/controllers/ingress-nginx/model/render/render.js'
import { planOf } from '../../../src/controllers/ingress-nginx/plan.js'
import { inventoryOf } from '../../../src/domain/objects/inventory.js'
import type { Answer } from '../../../src/domain/requests/trace.js'
import { sentenceOf } from '../../../src/findings/catalogue.js'
import { ingress, request, tracer, world } from '../../support/worlds/ingress-world.js'

const ingresses = [
  ingress('default/web', {
    rules: { 'a.test': ['/cart Prefix cart:80', '/cart/pay Exact pay:80', '/Cart Prefix up:80'] },
  }),
  ingress('default/twin', { rules: { 'a.test': ['/cart Prefix other:80'] }, age: 1 }),
  ingress('default/www', { rules: { 'www.a.test': ['/ Prefix www:80'] } }),
  ingress('default/any', { rules: { '': ['/cart Prefix any:80'] } }),
  ingress('default/foreign', { rules: { 'a.test': ['/cart Prefix f:80'] }, class: 'other' }),
  ingress('default/dropped', {
    rules: { 'a.test': ['/cart Prefix d:80'] },
    annotations: { 'configuration-snippet': 'more_set_headers "a: b";' },
  }),
]

const lost = ({ losers }: Answer) => losers.map(({ source: { name }, path, code }) => `${name} ${path} ${code}`)
const message = ({ losers }: Answer, name: string) =>
  losers.filter((one) => one.source.name === name).map(sentenceOf)[0]

it.each([
  ['an Exact root', '/ Exact web:80', {}, '/main.js', 'Exact / matches that very path only, nothing below it'],
  [
    'a pattern that is none',
    '/v[0-9]+ - web:80',
    {},
    '/v1',
    '/v[0-9]+ is written as a pattern, and without use-regex nginx takes it as it stands',
  ],
  [
    'a canary of nothing',
    '/ Prefix web:80',
    { canary: 'true', 'canary-weight': '20' },
    '/',
    'it is a canary, and no ordinary Ingress asks for its host, path and path type',
  ],
])('%s is told where nobody gets the request', (_what, path, annotations, target, told) => {
  const own = ingress('default/web', { rules: { 'a.test': [path] }, annotations })
  const found = tracer({ ingresses: [own] }).answer(request(`http://a.test${target}`), true)
  expect([found.verdict, message(found, 'web')?.startsWith(told)]).toEqual(['not-found', true])
})

const groups = { 'rewrite-target': '/$2' }
const pattern = (name: string) => [`/${name}(/|$)(.*) ImplementationSpecific ${name}:80`]
it.each([
  ['a pattern of no host', { '': pattern('one') }, groups, { 'a.test': ['/two Prefix two:80'] }, {}, 'no-fall-through'],
  [
    'a path beside patterns',
    { '': ['/one Prefix one:80'] },
    {},
    { 'a.test': pattern('two') },
    groups,
    'no-fall-through',
  ],
  [
    'a pattern of a star',
    { '*.test': pattern('one') },
    groups,
    { 'a.test': pattern('two') },
    groups,
    'less-specific-host',
  ],
  [
    'a shorter pattern',
    { 'a.test': ['/one/(.*) ImplementationSpecific one:80'] },
    groups,
    { 'a.test': ['/one/x/(.+) ImplementationSpecific two:80'] },
    groups,
    'regex-order',
  ],
])('%s is compared with what was sent', (_, rules, annotations, others, beside, code) => {
  const all = [
    ingress('default/one', { rules, annotations }),
    ingress('default/two', { rules: others, annotations: beside, age: 1 }),
  ]
  const found = lost(tracer({ ingresses: all }).answer(request('http://a.test/one/x/y'), true))
  expect(found).toEqual([`one ${Object.values(rules)[0]?.[0]?.split(' ')[0]} ${code}`])
})

it('an Exact path among patterns did not lose what nobody would take for its own', () => {
  const all = [
    ingress('default/one', { rules: { 'a.test': ['/one Exact one:80'] } }),
    ingress('default/two', { rules: { 'a.test': pattern('one/x') }, annotations: groups, age: 1 }),
  ]
  expect(lost(tracer({ ingresses: all }).answer(request('http://a.test/one/x/y'), true))).toEqual([])
})

it('a dropped Ingress of patterns is named by the one that would have matched', () => {
  const snippet = { 'use-regex': 'true', 'configuration-snippet': 'more_set_headers "a: b";' }
  const dropped = ingress('default/regex', {
    rules: { 'a.test': ['/v[0-9]+/cart - cart:80', '/ Prefix web:80'] },
    annotations: snippet,
  })
  const { answer } = tracer({ ingresses: [dropped], configMap: {} })
  expect(lost(answer(request('http://a.test/v12/cart/x'), true))).toEqual([
    'regex /v[0-9]+/cart dropped',
    'regex / dropped',
  ])
})

it.each<[what: string, others: Readonly<Record<string, readonly string[]>>, first: string]>([
  ['that another Ingress has a rule for', { 'b.test': ['/x Prefix x:80'] }, 'main / alias-is-host'],
  ['beside those of an older Ingress of the host', { 'a.test': ['/x Prefix x:80'] }, 'main / alias-of-other'],
])('an alias that counts for nothing, %s, is the cause', (_, others, first) => {
  const isSecond = 'a.test' in others
  const alias = (name: string) => ({ 'server-alias': name })
  const main = ingress('default/main', {
    rules: { 'a.test': ['/ Prefix web:80'] },
    annotations: alias(isSecond ? 'c.test' : 'b.test'),
  })
  const second = ingress('default/second', { rules: others, annotations: isSecond ? alias('b.test') : {}, age: 1 })
  const { answer } = tracer({ ingresses: [main, second] })
  expect(lost(answer(request('http://b.test/'), true))[0]).toBe(first)
})

describe('the losers', () => {
  const { answer } = tracer({ ingresses, configMap: {} })

  it('come with the nearest first', () => {
    const told = answer(request('http://a.test/cart/x'), true)
    expect(lost(told)).toEqual([
      'dropped /cart dropped',
      'foreign /cart other-class',
      'twin /cart duplicate',
      'any /cart no-fall-through',
      'web /Cart path-case',
    ])
    expect(message(told, 'dropped')).toMatch(/^configuration-snippet .*: the whole Ingress is dropped$/)
  })

  it.each([
    ['http://a.test/CART', 'web', '/Cart: paths are case-sensitive'],
    ['http://a.test/', 'www', 'host a.test has no such path; this rule has such a path on www.a.test'],
    ['http://b.test/cart', 'web', 'no rule names host b.test; this rule has such a path on a.test'],
  ])('of %s: %s', (url, name, told) => {
    const own = tracer({ ingresses: ingresses.filter(({ metadata }) => metadata.name !== 'any') })
    expect(message(own.answer(request(url), true), name)).toBe(told)
  })

  it.each([
    ['http://b.test/', 'none'],
    ['http://x.y.b.test/', 'several'],
  ])('of %s say that the star of a host stands for one label and not for %s', (url, number) => {
    const own = tracer({ ingresses: [ingress('default/web', { rules: { '*.b.test': ['/ - a:80'] } })] })
    const [, told] = /on (.*)/.exec(message(own.answer(request(url), true), 'web') ?? '') ?? []
    expect(told).toBe(`*.b.test, whose star stands for one label and not for ${number}`)
  })

  it('say that a path is compared when it is decoded', () => {
    const own = tracer({
      ingresses: [ingress('default/web', { rules: { 'a.test': ['/caf%C3%A9 - a:80', '/%FF - b:80'] } })],
    })
    expect(lost(own.answer(request('http://a.test/caf%C3%A9/x'), true))).toEqual(['web /caf%C3%A9 path-encoded'])
  })

  it('say that a slash makes an Exact path another one', () => {
    const told = answer(request('http://a.test/cart/pay/'), true)
    expect(told.losers.find(({ path }) => path === '/cart/pay')?.code).toBe('exact-only')
  })
})

describe('the winner', () => {
  const main = ingress('default/main', { rules: { 'a.test': ['/ Prefix main:80'], 'b.test': ['/ Prefix main:80'] } })
  const trial = ingress('default/trial', {
    rules: { 'a.test': ['/ Prefix trial:80'] },
    annotations: { canary: 'true', 'canary-by-header': 'X-Trial' },
    age: 1,
  })

  it.each(['http://a.test/', 'http://b.test/'])('of %s is the canary that is named beside what it tries out', (url) => {
    const told = tracer({ ingresses: [main, trial] }).answer(request(url, { sent: { 'x-trial': 'always' } }), true)
    expect(lost(told)).toEqual([])
    expect(told.hops.filter(({ kind }) => kind === 'ingress').map(({ subject }) => subject)).toEqual([
      'default/main',
      'default/trial',
    ])
    expect(told.hops.filter(({ kind }) => kind === 'ingress')[1]?.detail).toBe(
      'canary of upstream default-main-80, wherever that is used',
    )
  })

  it.each([
    ['/x', 'Exact'],
    ['/x/', 'Prefix'],
    ['/x/y', 'Prefix'],
  ])('of %s is the %s rule of an Ingress that has both', (path, pathType) => {
    const both = ingress('default/both', { rules: { 'a.test': ['/x Exact one:80', '/x Prefix all:80'] } })
    const { hops, losers } = tracer({ ingresses: [both] }).answer(request(`http://a.test${path}`), true)
    expect(hops.find(({ kind }) => kind === 'ingress')?.detail).toContain(`/x (${pathType})`)
    expect(losers.map((one) => one.pathType)).toEqual([pathType === 'Exact' ? 'Prefix' : 'Exact'])
  })
})

describe('a refusal', () => {
  const refused = [
    ingress('default/basic', {
      rules: { 'basic.test': ['/ Prefix web:80'] },
      annotations: { 'auth-type': 'basic', 'auth-secret': 'none' },
    }),
    ingress('default/tls', {
      rules: { 'tls.test': ['/ Prefix web:80'] },
      annotations: { 'auth-tls-secret': 'default/none', 'auth-tls-verify-client': 'on' },
    }),
  ]
  const { answer } = tracer({ ingresses: refused })

  it.each([
    [
      'http://basic.test/',
      'access 503: auth-secret names Secret default/none, which does not exist: its paths answer 503',
    ],
    [
      'http://tls.test/',
      'access 403: Ingress default/tls: auth-tls-secret names Secret default/none, which does not exist: every request to its hosts is answered with 403',
    ],
    [
      'http://basic.test/%zz',
      'note : refused with 400: its path has a broken %-sequence or a zero byte, or leads above /',
    ],
    ['http://a..b/', 'note : refused with 400: its host is no host name'],
    [
      'http://basic.test/a b',
      'note : refused with 400: its method or its path has characters that may not stand there',
    ],
  ])('of %s names its reason', (url, hop) => {
    const { hops } = answer(request(url), true)
    expect(hops.map(({ kind, subject, detail }) => `${kind} ${subject}: ${detail}`)).toContain(hop)
    expect(hops.filter(({ kind }) => kind === 'redirect')).toEqual([])
  })

  it('of a whole host, or of the request, is no matter of paths', () => {
    expect(lost(answer(request('http://tls.test/'), true))).toEqual(['tls / host-refused'])
    expect(lost(answer(request('http://basic.test/%zz'), true))).toEqual([])
  })
})

describe('a slice that the controller does not see', () => {
  it('is the reason why there is no endpoint', () => {
    const { controller, facts } = world({
      ingresses: [ingress('default/web', { rules: { 'a.test': ['/ Prefix web:80'] } })],
    })
    const { inventory } = facts
    const slices: typeof inventory.slices = (ref) =>
      inventory.slices(ref).map((slice) => ({ ...slice, metadata: { ...slice.metadata, name: 'mine' } }))
    const { hops } = planOf(controller, { ...facts, inventory: { ...inventory, slices } }).answer(
      request('http://a.test/'),
      true,
    )
    expect(hops.find(({ kind }) => kind === 'upstream')?.detail).toBe(
      'Service default/web has 1 ready endpoint, but in EndpointSlice mine, whose name does not begin with that of the Service, and such slices the controller does not see',
    )
  })
})

describe('an Ingress that only the configuration names', () => {
  it('is told without a word of its rules', async () => {
    const { controller, facts } = world({ ingresses })
    const text = `http {\n${render(planOf(controller, facts).model, controller.settings).join('\n')}\n}`
    const none = { items: [], coverage: 'none' as const, gaps: [] }
    const unseen = { ingresses: none, classes: none, services: none, slices: none }
    async function* conf() {
      yield new TextEncoder().encode(text)
    }
    const blind = planOf(controller, { ...facts, inventory: inventoryOf(unseen), ingresses: [] })
    const served = await servedTracer(blind, conf(), null)
    const { hops } = served.answer(request('https://a.test/cart'), true)
    expect(hops.find(({ kind }) => kind === 'ingress')).toEqual({
      kind: 'ingress',
      subject: 'default/web',
      detail: 'its rule is not known: the objects do not have it, or it could not be read',
    })
  })
})
