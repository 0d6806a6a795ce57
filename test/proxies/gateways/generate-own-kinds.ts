/** Generated objects of Envoy Gateway's own kinds: filters and backends that rules name, and policies that hang on all of it. */
import { createHash } from 'node:crypto'
import type { ServedObject } from '../watched-api.js'
import { aged, type Breadth, type Chance } from './chance.js'
import type { Extras } from './generate-gateway-rules.js'
import type { Behind } from './generate-gateways.js'

const group = 'gateway.envoyproxy.io'
const apiVersion = `${group}/v1alpha1`

const rewrites = {
  regex: { path: regexPath('^/a(.*)', '/new\\1') },
  every: { path: regexPath('[a-z]+', 'x') },
  broken: { path: regexPath('(', '/x') },
  header: { hostname: { type: 'Header', header: 'x-a' } },
  backend: { hostname: { type: 'Backend' } },
  both: { path: regexPath('^/([^/]+)', '/\\1/\\1'), hostname: { type: 'Header', header: 'x-b' } },
}

const filters: Readonly<Record<string, object>> = {
  ...Object.fromEntries(Object.entries(rewrites).map(([name, urlRewrite]) => [name, { urlRewrite }])),
  direct: { directResponse: { statusCode: 418, body: { type: 'Inline', inline: 'own' } } },
  usual: { directResponse: { contentType: 'text/plain' } },
  cookies: { matches: [{ cookies: [{ name: 'c', value: '1' }] }] },
  somebody: { credentialInjection: { credential: { valueRef: { group: '', kind: 'Secret', name: 'injected' } } } },
}

/** What rules may name. */
export const ownExtras: Extras = {
  filters: [...Object.keys(filters), 'gone'].map((name) => ({
    type: 'ExtensionRef',
    extensionRef: { group, kind: 'HTTPRouteFilter', name },
  })),
  backendRefs: ['named', 'named', 'two', 'loopback', 'dynamic', 'spare', 'sealed', 'gone'].map((name) => ({
    ...{ group, kind: 'Backend', name, weight: 1 },
  })),
}

export function ownObjects(
  chance: Chance,
  { namespaces, gateways, listenerSets }: Breadth,
  behind: Behind,
  routes: readonly ServedObject[],
): ServedObject[] {
  const targets = [
    ...routes.flatMap(({ kind, metadata }) =>
      kind === 'HTTPRoute' || kind === 'GRPCRoute' ? [{ kind, ...metadata, namespace: `${metadata.namespace}` }] : [],
    ),
    ...gateways.map((one) => ({ kind: 'Gateway', ...one })),
    ...Array.from({ length: listenerSets }, (_, i) => ({
      ...{ kind: 'ListenerSet', namespace: chance.one(['infra', 'shop']), name: `set${i}` },
    })),
  ]
  return [
    ...namespaces.flatMap((namespace) => ofNamespace(namespace, behind)),
    ...Array.from({ length: Math.ceil(routes.length / 6) }, (_, i) => policyOf(chance, chance.one(targets), i)),
  ]
}

function ofNamespace(namespace: string, { plain: [one = 0, two = 0], sealed: [secure = 0] }: Behind): ServedObject[] {
  const named = (port: number) => ({ fqdn: { hostname: 'behind.localhost', port } })
  const backends: Readonly<Record<string, object>> = {
    named: { endpoints: [named(one)] },
    two: { endpoints: [named(one), { hostname: 'other.test', ...named(two) }] },
    loopback: { endpoints: [{ ip: { address: '127.0.0.1', port: one } }] },
    dynamic: { type: 'DynamicResolver' },
    spare: { fallback: true, endpoints: [named(two)] },
    sealed: { endpoints: [named(secure)], tls: { insecureSkipVerify: true } },
  }
  const of = (kind: string, specs: Readonly<Record<string, object>>) =>
    Object.entries(specs).map(([name, spec]) => ({
      ...{ apiVersion, kind, metadata: { namespace, name, generation: 1, ...aged(1) }, spec },
    }))
  const secret = (name: string, data: Readonly<Record<string, string>>): ServedObject => {
    const coded = Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')])
    return {
      ...{ apiVersion: 'v1', kind: 'Secret', metadata: { namespace, name }, type: 'Opaque' },
      data: Object.fromEntries(coded),
    }
  }
  return [
    ...of('HTTPRouteFilter', filters),
    ...of('Backend', backends),
    secret('users', { '.htpasswd': `me:{SHA}${createHash('sha1').update('pass').digest('base64')}` }),
    secret('keys', { me: 'key' }),
    secret('empty', {}),
    secret('injected', { credential: 'Bearer x' }),
  ]
}

function policyOf(chance: Chance, target: Target, i: number): ServedObject {
  const { below, one } = chance
  const section = sectionOf(chance, target)
  const isOfRoute = target.kind.endsWith('Route')
  const named = { group: 'gateway.networking.k8s.io', kind: target.kind, name: target.name }
  return {
    apiVersion,
    kind: 'SecurityPolicy',
    metadata: { namespace: target.namespace, name: `policy${i}`, generation: 1, ...aged(1 + below(3)) },
    spec: {
      ...(below(8) === 0
        ? { targetSelectors: [{ kind: target.kind, matchLabels: { tier: one(['a', 'b']) } }] }
        : { targetRefs: [{ ...named, ...(section !== null && { sectionName: section }) }] }),
      ...(isOfRoute && below(3) === 0 && { mergeType: 'StrategicMerge' }),
      ...asksOf(chance),
      ...(below(3) === 0 && asksOf(chance)),
    },
  }
}

interface Target {
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

function sectionOf({ below, one }: Chance, { kind }: Target): string | null {
  if (below(3) > 0) return null
  if (kind === 'ListenerSet') return one(['more-0', 'more-1'])
  return kind === 'Gateway' ? one(['tls-0', 'odd', 'p-gone']) : one(['rule0', 'rule1', 'rule-gone'])
}

function asksOf({ below, one }: Chance): object {
  switch (below(6)) {
    case 0:
      return { basicAuth: { users: secretRef(one(['users', 'users', 'gone', 'empty'])) } }
    case 1: {
      const credentialRefs = [secretRef(one(['keys', 'keys', 'gone']))]
      const contrary = below(4) === 0 && { cookies: ['key'] }
      return { apiKeyAuth: { credentialRefs, extractFrom: [{ headers: ['x-key'], ...contrary }] } }
    }
    case 2: {
      const backendRefs = [{ name: one(['one', 'two', 'none', 'gone']), port: 80 }]
      const failOpen = one([true, false, undefined])
      const statusOnError = one([undefined, undefined, 502])
      return { extAuth: { http: { backendRefs }, ...(failOpen !== undefined && { failOpen }), statusOnError } }
    }
    case 3: {
      const principal = one([{ clientCIDRs: ['127.0.0.0/8'] }, { headers: [{ name: 'x-a', values: ['1'] }] }])
      const [action, defaultAction] = one([['Allow', 'Deny'] as const, ['Deny', 'Allow'] as const])
      return { authorization: { defaultAction, rules: [{ action, principal }] } }
    }
    case 4: {
      const key = {
        kty: 'oct',
        alg: 'HS256',
        kid: 'a',
        k: Buffer.from('secret-of-thirty-two-characters!').toString('base64url'),
      }
      const localJWKS = { type: 'Inline', inline: JSON.stringify({ keys: [key] }) }
      return { jwt: { ...(below(3) === 0 && { optional: true }), providers: [{ name: 'own', localJWKS }] } }
    }
    default:
      return { cors: { allowOrigins: ['https://b.test'], allowMethods: ['GET'] } }
  }
}

function regexPath(pattern: string, substitution: string): object {
  return { type: 'ReplaceRegexMatch', replaceRegexMatch: { pattern, substitution } }
}

function secretRef(name: string): object {
  return { group: '', kind: 'Secret', name }
}
