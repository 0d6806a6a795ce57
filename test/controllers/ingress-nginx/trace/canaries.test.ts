/** Canaries by cookie, header and weight, at the edges of each, and where they stand beside odd primaries. */
import { describe, expect, it } from 'vitest'
import { ingress, line, request, tracer, type WorldWords } from '../../../support/worlds/ingress-world.js'

type Sent = Readonly<Record<string, string>>

const main = (annotations: Sent = {}) =>
  ingress('default/main', { rules: { 'a.test': ['/ Prefix main:80'] }, annotations })
const canary = (more: Sent, rules: Record<string, readonly string[]> = { 'a.test': ['/ Prefix try:80'] }) =>
  ingress('default/canary', { rules, annotations: { canary: 'true', ...more }, age: 5 })
const told = (words: WorldWords, sent: Sent = {}, url = 'http://a.test/') =>
  line(tracer(words).answer(request(url, { sent }), false))

const [primary, tried] = ['default/main:80 as / by default/main', 'default/try:80 as / by default/main']
const split = (share: number) => `${primary} ${100 - share}% default-main-80 ${share}% default-try-80`

describe('a canary', () => {
  it.each<[what: string, annotations: Sent, sent: Sent, answer: string]>([
    ['by weight of another total', { 'canary-weight': '50', 'canary-weight-total': '200' }, {}, split(25)],
    ['… which is at least 100', { 'canary-weight': '10', 'canary-weight-total': '20' }, {}, split(10)],
    ['… of more than all', { 'canary-weight': '300', 'canary-weight-total': '200' }, {}, tried],
    ['… of less than nothing', { 'canary-weight': '-5' }, {}, primary],
    ['… of no number', { 'canary-weight': 'ten' }, {}, primary],
    [
      'by value, not by pattern',
      { 'canary-by-header': 'X-Try', 'canary-by-header-value': 'blue', 'canary-by-header-pattern': '.*' },
      { 'x-try': 'green' },
      primary,
    ],
    [
      'by a pattern in the middle',
      { 'canary-by-header': 'X-Try', 'canary-by-header-pattern': 'a+b' },
      { 'x-try': 'xaab' },
      tried,
    ],
    [
      '… with regard to case',
      { 'canary-by-header': 'X-Try', 'canary-by-header-pattern': 'a+b' },
      { 'x-try': 'AAB' },
      primary,
    ],
    [
      '… and else by weight',
      { 'canary-by-header': 'X-Try', 'canary-by-header-pattern': 'a', 'canary-weight': '20' },
      { 'x-try': 'never' },
      split(20),
    ],
    ['by a value without a header', { 'canary-by-header-value': 'blue' }, { '': 'blue' }, primary],
    ['by a header in any case', { 'canary-by-header': 'X-TRY' }, { 'x-try': 'always' }, tried],
    ['… with an underscore for a hyphen', { 'canary-by-header': 'X_Try' }, { 'x-try': 'always' }, tried],
    ['… which nginx drops where it is sent', { 'canary-by-header': 'X_Try' }, { x_try: 'always' }, primary],
    ['by a cookie in any case', { 'canary-by-cookie': 'Try' }, { cookie: 'a=1; try=always' }, tried],
    ['… with blanks around', { 'canary-by-cookie': 'try' }, { cookie: 'a=1;try = always' }, tried],
    ['… of another name', { 'canary-by-cookie': 'try' }, { cookie: 'retry=always' }, primary],
    [
      'a header before a cookie',
      { 'canary-by-header': 'X-Try', 'canary-by-cookie': 'try' },
      { 'x-try': 'never', cookie: 'try=always' },
      primary,
    ],
  ])('%s', (_, annotations, sent, answer) => {
    expect(told({ ingresses: [main(), canary(annotations)] }, sent)).toBe(answer)
  })

  it('may be asked for by a header with an underscore where the ConfigMap lets it in', () => {
    const words = { ingresses: [main(), canary({ 'canary-by-header': 'X_Try' })] }
    expect(told({ ...words, configMap: { 'enable-underscores-in-headers': 'true' } }, { x_try: 'always' })).toBe(tried)
  })

  it('is stuck to by the cookie of an affinity, unless its behaviour is another', () => {
    const sticky = main({ affinity: 'cookie', 'session-cookie-name': 'route' })
    const torn = /perhaps|null% default-main-80 null% default-try-80/
    const cookie = 'route=123|abc'
    const at = (sent: Sent, more: Sent = {}) =>
      told({ ingresses: [sticky, canary({ 'canary-weight': '100', ...more })] }, sent)
    expect(at({ cookie })).toMatch(torn)
    expect(at({ cookie: 'route=123' })).toBe(tried)
    expect(at({})).toBe(tried)
  })
})

it('gets a share that nobody answers, where its own Service has no port', () => {
  const nowhere = {
    kind: 'Service' as const,
    metadata: { namespace: 'default', name: 'try' },
    spec: { type: 'ExternalName', externalName: 'api.example.org' },
  }
  const words = {
    ingresses: [main(), canary({ 'canary-weight': '30' }, { 'a.test': ['/ Prefix try:dns'] })],
    services: [nowhere],
  }
  const { split } = tracer(words).answer(request('http://a.test/', {}), false)
  expect(split.map(({ when }) => when)).toEqual(['the rest', 'weight 30 of 100, answered with 502'])
})

describe('beside an odd primary', () => {
  const always = { 'canary-weight': '100' }
  it('has nothing to take where the primary has no endpoint', () => {
    expect(told({ ingresses: [main(), canary(always)], empty: ['default/main'] })).toBe('503')
  })

  it('is nothing where it is the primary itself', () => {
    const same = canary(always, { 'a.test': ['/ Prefix main:80'] })
    expect(told({ ingresses: [main(), same] })).toBe(primary)
  })

  it('is served in part where nothing is ready behind the address of the other', () => {
    const words = { ingresses: [main({ 'service-upstream': 'true' }), canary({ 'canary-weight': '20' })] }
    expect(told({ ...words, empty: ['default/main'] })).toBe(split(20))
  })

  it('is copied with what a default-backend stands in for', () => {
    const services = [
      {
        kind: 'Service' as const,
        metadata: { namespace: 'default', name: 'errors' },
        spec: { ports: [{ port: 80, targetPort: 8080 }] },
      },
    ]
    const words = {
      ingresses: [main({ 'default-backend': 'errors' }), canary(always)],
      empty: ['default/main'],
      services,
    }
    expect(told(words)).toBe(tried)
  })

  it('shares the catch-all, by its rule or its default backend', () => {
    const all = ingress('default/main', { rules: { '': ['/ Prefix main:80'] } })
    const byRule = canary(always, { '': ['/ Prefix try:80'] })
    const byDefault = ingress('default/canary', {
      default: 'try:80',
      annotations: { canary: 'true', ...always },
      age: 5,
    })
    expect(told({ ingresses: [all, byRule] }, {}, 'http://any.test/')).toBe(tried)
    expect(told({ ingresses: [all, byDefault] }, {}, 'http://any.test/')).toBe(tried)
    const rest = ingress('default/main', { default: 'main:80' })
    expect(told({ ingresses: [rest, byDefault] }, {}, 'http://any.test/')).toBe(tried)
  })

  it('does not match the path of another type', () => {
    const exact = canary(always, { 'a.test': ['/ Exact try:80'] })
    expect(told({ ingresses: [main(), exact] })).toBe(primary)
  })
})
