/** What kinds of Envoy Gateway's own do to the requests of a route: filters, and policies that hang on it. */
import { describe, expect, it } from 'vitest'
import { session } from '../../support/program/session.js'

const group = 'gateway.networking.k8s.io'
const own = 'gateway.envoyproxy.io'
const object = (apiVersion: string, kind: string, name: string, spec: object, more: object = {}) => ({
  ...{ apiVersion, kind, metadata: { name, namespace: 'shop', ...more }, spec },
})
const named = (kind: string, name: string) => object(`${own}/v1alpha1`, 'HTTPRouteFilter', name, { [kind]: {} })
const policy = (name: string, spec: object, more: object = {}) =>
  object(`${own}/v1alpha1`, 'SecurityPolicy', name, spec, more)
const at = (kind: string, name: string, sectionName?: string) => ({
  targetRefs: [{ group, kind, name, ...(sectionName && { sectionName }) }],
})

const route = (filter?: string) =>
  object(`${group}/v1`, 'HTTPRoute', 'web', {
    ...{ parentRefs: [{ name: 'main', sectionName: 'http' }], hostnames: ['a.test'] },
    rules: [
      {
        ...{ name: 'first', backendRefs: [{ name: 'web', port: 80 }] },
        ...(filter && {
          filters: [{ type: 'ExtensionRef', extensionRef: { group: own, kind: 'HTTPRouteFilter', name: filter } }],
        }),
      },
    ],
  })
const around = [
  object(`${group}/v1`, 'GatewayClass', 'eg', { controllerName: `${own}/gatewayclass-controller` }),
  object(
    `${group}/v1`,
    'Gateway',
    'main',
    { gatewayClassName: 'eg', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] },
    { labels: { team: 'shop' } },
  ),
  object('v1', 'Service', 'web', { ports: [{ port: 80 }] }),
  // So that none is there of a name, and not only not seen.
  named('credentialInjection', 'other'),
]

interface Asked {
  readonly verdict: string
  readonly status: number | null
  readonly upstreamUri: string | null
  readonly hops: readonly { readonly subject: string; readonly detail: string }[]
  readonly outcomes: readonly { readonly when: string; readonly condition: string; readonly status: number | null }[]
}

async function said(objects: readonly object[], words: readonly string[] = []) {
  const stdin = [...around, ...objects].map((one) => JSON.stringify(one)).join('\n---\n')
  const { stdout } = await session(['trace', 'http://a.test/x', '--from', '-', '-o', 'json', ...words], { stdin })
  const { asked }: { readonly asked: Asked } = JSON.parse(stdout)
  // The specification has none of them, and says no word against them.
  expect(asked.hops.map(({ subject }) => subject)).not.toContain('departs')
  return asked
}

describe('an HTTPRouteFilter', () => {
  it.each([
    ['is not there', 'gone', [], 'unavailable 500 null'],
    ['rewrites the path', 'it', [named('urlRewrite', 'it')], 'served null /x'],
    [
      'rewrites the path by an expression',
      'it',
      [
        object(`${own}/v1alpha1`, 'HTTPRouteFilter', 'it', {
          urlRewrite: { path: { type: 'ReplaceRegexMatch', replaceRegexMatch: { pattern: '^/x(.*)' } } },
        }),
      ],
      'served null null',
    ],
    ['brings a password along', 'it', [named('credentialInjection', 'it')], 'served null /x'],
    ['answers itself', 'it', [named('directResponse', 'it')], 'served 200 null'],
    [
      'answers itself with a status',
      'it',
      [object(`${own}/v1alpha1`, 'HTTPRouteFilter', 'it', { directResponse: { statusCode: 503 } })],
      'unavailable 503 null',
    ],
    [
      'looks for cookies',
      'it',
      [object(`${own}/v1alpha1`, 'HTTPRouteFilter', 'it', { matches: [{ cookies: [{ name: 'a', value: 'b' }] }] })],
      'unknown null /x',
    ],
  ])('that %s', async (_, filter, objects, expected) => {
    const { verdict, status, upstreamUri } = await said([route(filter), ...objects])
    expect(`${verdict} ${status} ${upstreamUri}`).toBe(expected)
  })

  it('that is not there is told of the route, and one that answers itself is not', async () => {
    const lines = await Promise.all(
      [[route('gone')], [route('it'), named('directResponse', 'it')]].map(async (objects) => {
        const stdin = [...around, ...objects].map((one) => JSON.stringify(one)).join('\n---\n')
        const { stdout } = await session(['lint', '-f', '-', '-o', 'custom-columns=C:.code', '--no-headers'], {
          stdin,
        })
        return stdout.trim()
      }),
    )
    expect(lines).toEqual(['filter-broken', ''])
  })
})

/** https://gateway.envoyproxy.io/docs/api/extension_types/ */
it.each<[what: string, kind: string, spec: object, verdict: string, told: string | undefined]>([
  ['limits', 'BackendTrafficPolicy', { ...at('HTTPRoute', 'web'), rateLimit: {} }, 'served', '429'],
  ['timeouts alone', 'BackendTrafficPolicy', { ...at('HTTPRoute', 'web'), timeout: {} }, 'served', undefined],
  ['faults', 'BackendTrafficPolicy', { ...at('Gateway', 'main'), faultInjection: {} }, 'unknown', 'shall'],
  ['faults elsewhere', 'BackendTrafficPolicy', { ...at('Gateway', 'x'), faultInjection: {} }, 'served', undefined],
  ['the form of paths', 'ClientTrafficPolicy', { ...at('Gateway', 'main'), path: {} }, 'unknown', 'another form'],
  ['a path of its own', 'ClientTrafficPolicy', { ...at('Gateway', 'main'), healthCheck: {} }, 'served', '200'],
  ['code', 'EnvoyExtensionPolicy', { ...at('HTTPRoute', 'web'), lua: [{}] }, 'unknown', 'lua may'],
  ['patches', 'EnvoyPatchPolicy', { targetRef: { group, kind: 'Gateway', name: 'main' } }, 'unknown', 'any way'],
])('a policy with %s is named where it may answer itself', async (_, kind, spec, verdict, told) => {
  const answer = await said([route(), object(`${own}/v1alpha1`, kind, 'it', spec)])
  expect(answer.verdict).toBe(verdict)
  const hop = answer.hops.find(({ subject }) => subject === `${kind} shop/it`)
  expect(hop?.detail).toEqual(told === undefined ? undefined : expect.stringContaining(told))
})

const jwt = 'it brings a token that holds (SecurityPolicy shop/route)'
const parent = { ...at('Gateway', 'main'), authorization: {} }
const authorized = 'a rule of its authorization lets it through (SecurityPolicy shop/wide)'

describe('a SecurityPolicy', () => {
  it.each<[what: string, policies: readonly object[], passes: string | undefined, denials: string]>([
    ['of the route', [policy('route', { ...at('HTTPRoute', 'web'), jwt: {} })], jwt, 'deny 401'],
    ['of its rule', [policy('route', { ...at('HTTPRoute', 'web', 'first'), jwt: {} })], jwt, 'deny 401'],
    ['of another rule', [policy('route', { ...at('HTTPRoute', 'web', 'second'), jwt: {} })], undefined, ''],
    ['of another route', [policy('route', { ...at('HTTPRoute', 'other'), jwt: {} })], undefined, ''],
    [
      'of another namespace',
      [policy('route', { ...at('HTTPRoute', 'web'), jwt: {} }, { namespace: 'x' })],
      undefined,
      '',
    ],
    ['of the Gateway', [policy('wide', parent)], authorized, 'deny 403'],
    [
      'of the listener',
      [policy('wide', { ...at('Gateway', 'main', 'http'), authorization: {} })],
      authorized,
      'deny 403',
    ],
    ['of another listener', [policy('wide', { ...at('Gateway', 'main', 'x'), authorization: {} })], undefined, ''],
    [
      'of Gateways by their labels',
      [policy('wide', { targetSelectors: [{ kind: 'Gateway', matchLabels: { team: 'shop' } }], authorization: {} })],
      authorized,
      'deny 403',
    ],
    [
      'of Gateways by other labels',
      [
        policy('wide', {
          targetSelectors: [
            { kind: 'Gateway', matchExpressions: [{ key: 'team', operator: 'NotIn', values: ['shop'] }] },
          ],
          authorization: {},
        }),
      ],
      undefined,
      '',
    ],
    [
      'of the route takes the place of the one of the Gateway',
      [policy('wide', parent), policy('route', { ...at('HTTPRoute', 'web'), jwt: {} })],
      jwt,
      'deny 401',
    ],
    [
      'of the route that asks for nothing does, too',
      [policy('wide', parent), policy('route', at('HTTPRoute', 'web'))],
      undefined,
      '',
    ],
    [
      'of the route is merged with it where it says so',
      [policy('wide', parent), policy('route', { ...at('HTTPRoute', 'web'), jwt: {}, mergeType: 'StrategicMerge' })],
      `${jwt}, and ${authorized}`,
      'deny 401, deny 403',
    ],
    [
      'that is older, of two',
      [
        policy('a', { ...at('HTTPRoute', 'web'), oidc: {} }, { creationTimestamp: '2026-01-02T00:00:00Z' }),
        policy('route', { ...at('HTTPRoute', 'web'), jwt: {} }, { creationTimestamp: '2026-01-01T00:00:00Z' }),
      ],
      jwt,
      'deny 401',
    ],
    [
      'asks a service, and whoever signs in',
      [policy('route', { ...at('HTTPRoute', 'web'), oidc: {}, extAuth: {} })],
      'the service of its external authorization says so (SecurityPolicy shop/route), and whoever asks has signed in (SecurityPolicy shop/route)',
      'deny 403, fail 403, deny 302',
    ],
    [
      'asks a service that may fail',
      [policy('route', { ...at('HTTPRoute', 'web'), extAuth: { failOpen: true } })],
      'the service of its external authorization says so (SecurityPolicy shop/route)',
      'deny 403',
    ],
    [
      'asks a service that may fail by the words of its Gateway',
      [
        policy('wide', { ...at('Gateway', 'main'), extAuth: { failOpen: true } }),
        policy('route', { ...at('HTTPRoute', 'web'), extAuth: {}, mergeType: 'StrategicMerge' }),
      ],
      'the service of its external authorization says so (SecurityPolicy shop/route)',
      'deny 403',
    ],
  ])('%s', async (_, policies, passes, denials) => {
    const { verdict, outcomes } = await said([route(), ...policies])
    const [pass, ...rest] = outcomes
    expect(verdict).toBe(passes === undefined ? 'served' : 'guarded')
    expect(pass?.condition).toBe(passes)
    expect(rest.map(({ when, status }) => `${when} ${status}`).join(', ')).toBe(denials)
  })

  it.each<[what: string, words: readonly string[], status: number | null]>([
    ['without a password', [], 401],
    ['with one', ['-H', 'Authorization: Basic eDp5'], null],
  ])('of passwords answers a request %s', async (_, words, status) => {
    const asked = await said([route(), policy('route', { ...at('HTTPRoute', 'web'), basicAuth: {} })], words)
    expect(asked).toMatchObject({ verdict: 'guarded', status })
  })

  it.each([
    ['pass', 'served', null],
    ['deny', 'denied', 401],
  ])('answers what is asked for with --auth %s', async (auth, verdict, status) => {
    const asked = await said([route(), policy('route', { ...at('HTTPRoute', 'web'), jwt: {} })], ['--auth', auth])
    expect(asked).toMatchObject({ verdict, status, outcomes: [] })
  })

  it('is kept by a capture, with the filters', async () => {
    const stdin = [...around, route('other'), policy('route', { ...at('HTTPRoute', 'web'), jwt: {} })]
      .map((one) => JSON.stringify(one))
      .join('\n---\n')
    const { stdout } = await session(['capture', '-A', '--from', '-', '-o', '-'], { stdin })
    const argv = ['trace', 'http://a.test/x', '--from', '-', '-o', 'json']
    const { asked } = JSON.parse((await session(argv, { stdin: stdout })).stdout)
    expect(asked).toMatchObject({ verdict: 'guarded', upstreamUri: '/x' })
  })

  it('that is invalid lets nobody through', async () => {
    const broken = {
      ...policy('route', { ...at('HTTPRoute', 'web'), jwt: {} }),
      status: { ancestors: [{ conditions: [{ type: 'Accepted', status: 'False', reason: 'Invalid' }] }] },
    }
    expect(await said([route(), broken])).toMatchObject({ verdict: 'unavailable', status: 500 })
  })
})
