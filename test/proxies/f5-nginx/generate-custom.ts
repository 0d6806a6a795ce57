/** Generated objects of F5 NGINX' own kinds: VirtualServers and their parts, TransportServers, Policies and listeners, whole and broken. */
import { pem } from '../../support/cluster/tls-files.js'
import type { ClusterGenerator } from '../generate-cluster.js'
import type { ServedObject } from '../watched-api.js'

const namespaces = ['team', 'team-b', 'shop']
const hosts = ['a.test', 'b.a.test', '*.a.test', 'a-b.test', 'other.test', 'c.b.a.test']
const paths = ['/', '/', '/a', '/a/', '/a/b', '/ab', '/x', '/a-b', '=/a', '= /x/y/z', '^~ /a', '~ ^/[a-z]+$', '~* ^/A']
const wrongPaths = ['a', '', '/a b', '/a{', '~ ^/"a', '//a', '/a/../b']
const codes = [200, 202, 404, 418, 503]

/** Ports of listeners, by their names. */
export const f5Listeners = [
  { name: 'plain', port: 8085, protocol: 'HTTP' },
  { name: 'secure', port: 8445, protocol: 'HTTP', ssl: true },
  { name: 'tcp-one', port: 5001, protocol: 'TCP' },
  { name: 'tcp-two', port: 5002, protocol: 'TCP' },
  { name: 'udp-one', port: 5301, protocol: 'UDP' },
] as const

export interface F5Custom {
  readonly virtualServers: readonly ServedObject[]
  readonly virtualServerRoutes: readonly ServedObject[]
  readonly transportServers: readonly ServedObject[]
  readonly policies: readonly ServedObject[]
  readonly globalConfigurations: readonly ServedObject[]
  readonly secrets: readonly ServedObject[]
}

const policies: Readonly<Record<string, object>> = {
  inside: { accessControl: { allow: ['127.0.0.0/8'] } },
  outside: { accessControl: { allow: ['10.0.0.0/8', '192.0.2.1'] } },
  barred: { accessControl: { deny: ['127.0.0.1'] } },
  both: { accessControl: { allow: ['10.0.0.0/8'], deny: ['127.0.0.1'] } },
  slow: { rateLimit: { rate: '100000r/s', key: `$\{binary_remote_addr}`, zoneSize: '10M' } },
  wild: { rateLimit: { rate: '100000r/s', key: '$binary_remote_addr', zoneSize: '10M' } },
  users: { basicAuth: { secret: 'users', realm: 'here' } },
  nobodys: { basicAuth: { secret: 'none' } },
  origins: { cors: { allowOrigin: ['https://new.test'], allowMethods: ['GET', 'PUT'] } },
  strict: { hsts: { maxAge: 10 } },
  clients: { ingressMTLS: { clientCertSecret: 'ca', verifyClient: 'on' } },
  asking: { externalAuth: { authURI: '/check', authServiceName: 'web', authServicePorts: [80] } },
  paid: { jwt: { realm: 'here', secret: 'key' } },
  empty: {},
  foreign: { ingressClassName: 'other', accessControl: { allow: ['127.0.0.0/8'] } },
}
const policyNames = [...Object.keys(policies), 'none']

const braced = (name: string) => `$\{${name}}`

const secret = (namespace: string, name: string, type: string, data: Readonly<Record<string, string>>) => ({
  ...{ apiVersion: 'v1', kind: 'Secret', metadata: { namespace, name }, type },
  data: Object.fromEntries(Object.entries(data).map(([key, text]) => [key, btoa(text)])),
})

export class F5Generator {
  readonly #of: ClusterGenerator

  constructor(of: ClusterGenerator) {
    this.#of = of
  }

  objects(): F5Custom {
    const one = this.#of
    const each = <T>(count: number, of: (i: number) => T) => Array.from({ length: count }, (_, i) => of(i))
    return {
      virtualServers: each(8, (i) => this.#object('VirtualServer', `vs-${i}`, this.#server())),
      virtualServerRoutes: each(6, (i) => this.#object('VirtualServerRoute', `part-${i}`, this.#part())),
      transportServers: each(8, (i) => this.#object('TransportServer', `ts-${i}`, this.#transport())),
      policies: namespaces.flatMap((namespace) =>
        Object.entries(policies).flatMap(([name, spec]) =>
          one.chance(8) ? [] : [this.#object('Policy', name, spec, namespace)],
        ),
      ),
      globalConfigurations: [this.#object('GlobalConfiguration', 'listeners', { listeners: f5Listeners }, 'edge')],
      secrets: ['team', 'shop'].flatMap((namespace) => [
        secret(namespace, 'cert', 'kubernetes.io/tls', { 'tls.crt': pem('server'), 'tls.key': pem('server-key') }),
        secret(namespace, 'users', 'nginx.org/htpasswd', { htpasswd: 'somebody:{PLAIN}x\n' }),
        secret(namespace, 'ca', 'nginx.org/ca', { 'ca.crt': pem('ca') }),
      ]),
    }
  }

  #object(kind: string, name: string, spec: object, namespace = this.#of.one(namespaces)): ServedObject {
    const second = String(this.#of.one(Array.from({ length: 60 }, (_, i) => i))).padStart(2, '0')
    return {
      ...{ apiVersion: 'k8s.nginx.org/v1', kind },
      metadata: {
        ...{ namespace, name, uid: `${kind}-${namespace}-${name}`, generation: 1 },
        creationTimestamp: `2026-01-01T00:00:${second}Z`,
        labels: { part: this.#of.one(['one', 'two']) },
      },
      spec,
    }
  }

  #class(): object {
    return this.#of.chance(12) ? { ingressClassName: 'other' } : this.#of.chance(3) ? {} : { ingressClassName: 'nginx' }
  }

  #server(): object {
    const one = this.#of
    return {
      ...this.#class(),
      host: one.chance(30) ? 'A_b' : one.one(hosts),
      ...(one.chance(3) && {
        tls: {
          ...(one.chance(8) ? {} : { secret: one.one(['cert', 'cert', 'none']) }),
          ...(one.chance(3) && {
            redirect: {
              enable: true,
              ...(one.chance(2) && { code: one.one([302, 308, 303]) }),
              ...(one.chance(3) && { basedOn: one.one(['scheme', 'x-forwarded-proto', 'x']) }),
            },
          }),
        },
      }),
      ...(one.chance(8) && { listener: { http: one.one(['plain', 'none', 'secure']), https: 'secure' } }),
      ...(one.chance(4) && { policies: this.#policies() }),
      ...(one.chance(15) && { 'server-snippets': 'if ($http_x_kind = red) { return 410; }' }),
      upstreams: this.#upstreams(),
      routes: Array.from({ length: one.one([1, 2, 3, 4]) }, () => this.#route(false)),
    }
  }

  #part(): object {
    const one = this.#of
    return {
      ...this.#class(),
      host: one.one(hosts),
      upstreams: this.#upstreams(),
      subroutes: Array.from({ length: one.one([1, 2, 3]) }, () => this.#route(true)),
    }
  }

  #policies(): readonly object[] {
    const one = this.#of
    return Array.from({ length: one.one([1, 1, 2]) }, () => ({
      name: one.one(policyNames),
      ...(one.chance(8) && { namespace: one.one(namespaces) }),
    }))
  }

  #upstreams(): readonly object[] {
    const one = this.#of
    return ['u0', 'u1', one.chance(15) ? 'u1' : 'u2'].map((name) => ({
      name: one.chance(40) ? 'U_x' : name,
      service: one.chance(15)
        ? one.one(['missing', 'shop/web', 'a b'])
        : one.one(['web', 'api', 'svc', 'b-svc', 'one']),
      port: one.chance(12) ? one.one([81, 0, 8080]) : 80,
      ...(one.chance(15) && { 'use-cluster-ip': true }),
      ...(one.chance(20) && { 'lb-method': one.one(['least_conn', 'ip_hash', 'wrong']) }),
      ...(one.chance(30) && { type: one.one(['http', 'ftp']) }),
      ...(one.chance(30) && { 'slow-start': '10s' }),
      ...(one.chance(30) && { 'connect-timeout': one.one(['5s', 'x']) }),
    }))
  }

  #route(isPart: boolean): object {
    const one = this.#of
    const path = one.chance(25) ? one.one(wrongPaths) : one.one(paths)
    const kind = one.one(['action', 'action', 'action', 'splits', 'matches', isPart ? 'action' : 'route'])
    return {
      path,
      ...(one.chance(5) && { policies: this.#policies() }),
      ...(one.chance(6) && { errorPages: [this.#page()] }),
      ...(one.chance(30) && { 'location-snippets': 'if ($http_x_kind = never) { return 409; }' }),
      ...(kind === 'action' && { action: this.#action() }),
      ...(kind === 'splits' && { splits: this.#splits() }),
      ...(kind === 'matches' && {
        matches: Array.from({ length: one.one([1, 2]) }, () => ({
          conditions: Array.from({ length: one.one([1, 1, 2]) }, () => this.#condition()),
          ...(one.chance(3) ? { splits: this.#splits() } : { action: this.#action() }),
        })),
        ...(one.chance(4) ? { splits: this.#splits() } : { action: this.#action() }),
      }),
      ...(kind === 'route' &&
        (one.chance(3)
          ? { routeSelector: { matchLabels: { part: one.one(['one', 'two', 'three']) } } }
          : { route: one.one(['part-0', 'part-1', 'team/part-2', 'shop/part-3', 'team-b/part-4', 'a/b/c']) })),
    }
  }

  #action(): object {
    const one = this.#of
    const upstream = one.chance(25) ? 'none' : one.one(['u0', 'u1', 'u2'])
    return one.one<() => object>([
      () => ({ pass: upstream }),
      () => ({ pass: upstream }),
      () => ({ proxy: { upstream, ...(one.chance(2) && { rewritePath: one.one(['/new', '/v1/', '/$1', 'new']) }) } }),
      () => ({
        redirect: {
          url: one.one([
            'https://new.test/y',
            'http://$host/z',
            'new',
            `${braced('scheme')}://${braced('host')}${braced('request_uri')}`,
          ]),
          ...(one.chance(2) && { code: one.one([302, 307, 200]) }),
        },
      }),
      () => ({
        return: {
          body: 'x',
          ...(one.chance(2) && { code: one.one([...codes, 301]) }),
          ...(one.chance(3) && { type: 'text/plain' }),
        },
      }),
      () => (one.chance(4) ? { pass: upstream, return: { body: 'x' } } : { pass: upstream }),
    ])()
  }

  #splits(): readonly object[] {
    const one = this.#of
    const [first, second] = one.one([
      [50, 50],
      [100, 0],
      [90, 10],
      [60, 60],
    ])
    return [
      { weight: first, action: this.#action() },
      { weight: second, action: this.#action() },
    ]
  }

  #condition(): object {
    return this.#of.one([
      { header: 'x-kind', value: 'red' },
      { header: 'X-Kind', value: '!never' },
      { cookie: 'kind', value: 'always' },
      { argument: 'x', value: '1' },
      { variable: '$request_method', value: 'POST' },
      { variable: '$request_method', value: '!GET' },
      { variable: '$nothing', value: 'x' },
      { header: 'x-kind', cookie: 'kind', value: 'red' },
      { header: 'x_kind', value: 'red' },
    ])
  }

  #page(): object {
    const one = this.#of
    return {
      codes: one.one([[404], [502, 503], [418, 404, 502], [200], []]),
      ...(one.chance(2)
        ? { redirect: { url: 'https://new.test/sorry', ...(one.chance(2) && { code: 302 }) } }
        : { return: { body: 'sorry', ...(one.chance(2) && { code: one.one([200, 404]) }) } }),
    }
  }

  #transport(): object {
    const one = this.#of
    const listener = one.one([
      { name: 'tcp-one', protocol: 'TCP' },
      { name: 'tcp-two', protocol: 'TCP' },
      { name: 'udp-one', protocol: 'UDP' },
      { name: 'tls-passthrough', protocol: 'TLS_PASSTHROUGH' },
      { name: 'udp-one', protocol: 'TCP' },
      { name: 'none', protocol: 'TCP' },
    ])
    const isPassed = listener.name === 'tls-passthrough'
    return {
      ...this.#class(),
      listener,
      ...((isPassed ? !one.chance(8) : one.chance(10)) && { host: one.one(hosts) }),
      upstreams: [
        { name: 'app', service: one.one(['web', 'api', 'missing', 'svc']), port: one.chance(8) ? 81 : 80 },
        ...(one.chance(10) ? [{ name: 'app', service: 'web', port: 80 }] : []),
      ],
      action: { pass: one.chance(15) ? 'none' : 'app' },
    }
  }
}
