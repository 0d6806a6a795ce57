/** Fixes where hosts have owners: each is done as its words say, and then the finding is gone and the rule is served. */
import { expect, it } from 'vitest'
import { fixOf } from '../../src/findings/catalogue.js'
import { pem } from '../support/cluster/tls-files.js'
import { ingress, pod, rule, service, slice } from '../support/objects.js'
import { silent } from '../support/why/sources.js'
import { contourWorld } from '../support/worlds/contour-world.js'
import { type F5Words, f5Line, f5Plan, f5Why } from '../support/worlds/f5-world.js'

const at = (second: number, annotations: object = {}) => ({
  creationTimestamp: `2026-11-23T08:00:0${second}Z`,
  annotations,
})
const own = (host: string | undefined, path: string, metadata: object = at(5)) =>
  ingress('web', { ingressClassName: 'nginx', rules: [rule(host, path, 'web')] }, { metadata })
const older = (path: string, second = 2, annotations: object = {}) =>
  ingress(
    'older',
    { ingressClassName: 'nginx', rules: [rule('a.test', path, 'web')] },
    { metadata: at(second, annotations) },
  )
const master = ingress(
  'master',
  { ingressClassName: 'nginx', rules: [{ host: 'a.test' }] },
  { metadata: at(1, { 'nginx.org/mergeable-ingress-type': 'master' }) },
)
const minion = { 'nginx.org/mergeable-ingress-type': 'minion' }
const snippet = { 'nginx.org/location-snippets': 'add_header A b;' }
const inTeam = (namespace: string, name: string) => ({
  ...own('a.test', '/'),
  metadata: { namespace, name, ...at(5) },
})
const team = {
  services: ['team', 'team-b'].map((namespace) => ({ ...service('web'), metadata: { namespace, name: 'web' } })),
}
const teamSlices = ['team', 'team-b'].map((namespace) => {
  const one = slice('web-1', { endpoints: [pod('t', '10.0.0.9', { ready: true })], ports: [{ port: 80 }] })
  return { ...one, metadata: { ...one.metadata, namespace } }
})
const tls = ingress('web', {
  rules: [rule('a.test', '/', 'web')],
  tls: [{ hosts: ['a.test'], secretName: 'tls' }],
})
const secret = {
  metadata: { namespace: 'default', name: 'tls' },
  type: 'kubernetes.io/tls',
  data: { 'tls.crt': Buffer.from(pem('server')).toString('base64') },
}
const plain = {
  services: [service('plain', { ports: [{ port: 80, targetPort: 8080 }] })],
  slices: [
    slice('plain-1', { service: 'plain', ports: [{ port: 8080 }], endpoints: [pod('p', '10.0.0.3', { ready: true })] }),
  ],
}
const forAll = ['-allow-empty-ingress-host']
const all = { ingresses: [own(undefined, '/')] }
const toPort = (number: number) => ingress('web', { rules: [rule('a.test', '/', 'plain', { number })] })

interface Cure {
  readonly code: string
  /** words of the fix */
  readonly fix: string
  readonly before: F5Words
  readonly after: F5Words
}

const cures: readonly Cure[] = [
  {
    code: 'rejected',
    fix: 'a host',
    before: { ingresses: [own(undefined, '/')] },
    after: { ingresses: [own('a.test', '/')] },
  },
  {
    code: 'rejected',
    fix: '-allow-empty-ingress-host and -default-server-tls-secret',
    before: { ingresses: [own(undefined, '/')] },
    after: { flags: [...forAll, '-default-server-tls-secret=default/tls'], secrets: [secret], ...all },
  },
  {
    code: 'handshake-refused',
    fix: '-default-server-tls-secret, and NAMESPACE/NAME',
    before: { flags: forAll, ...all },
    after: { flags: [...forAll, '-default-server-tls-secret=default/tls'], secrets: [secret], ...all },
  },
  {
    code: 'handshake-refused',
    fix: 'Create Secret tls',
    before: { flags: [...forAll, '-default-server-tls-secret=default/tls'], ...all },
    after: { flags: [...forAll, '-default-server-tls-secret=default/tls'], secrets: [secret], ...all },
  },
  {
    code: 'rejected',
    fix: '-enable-snippets',
    before: { ingresses: [own('a.test', '/', at(5, snippet))] },
    after: { flags: ['-enable-snippets'], ingresses: [own('a.test', '/', at(5, snippet))] },
  },
  {
    code: 'host-taken',
    fix: 'minions of a master',
    before: { ingresses: [older('/one'), own('a.test', '/two')] },
    after: { ingresses: [master, older('/one', 2, minion), own('a.test', '/two', at(5, minion))] },
  },
  {
    code: 'host-tied',
    fix: 'one object alone',
    before: { ingresses: [older('/one', 5), own('a.test', '/two')] },
    after: { ingresses: [own('a.test', '/two')] },
  },
  {
    code: 'file-collision',
    fix: 'Rename one',
    before: {
      ingresses: [inTeam('team', 'b-x'), { ...inTeam('team-b', 'x'), spec: { rules: [rule('b.test', '/', 'web')] } }],
      ...team,
      slices: teamSlices,
    },
    after: {
      ingresses: [inTeam('team', 'b-x'), { ...inTeam('team-b', 'y'), spec: { rules: [rule('b.test', '/', 'web')] } }],
      ...team,
      slices: teamSlices,
    },
  },
  {
    code: 'no-master',
    fix: 'mergeable-ingress-type: master',
    before: { ingresses: [own('a.test', '/two', at(5, minion))] },
    after: { ingresses: [master, own('a.test', '/two', at(5, minion))] },
  },
  {
    code: 'no-master',
    fix: 'Correct Ingress default/master',
    before: {
      ingresses: [{ ...master, spec: { rules: [rule('a.test', '/', 'web')] } }, own('a.test', '/two', at(5, minion))],
    },
    after: { ingresses: [master, own('a.test', '/two', at(5, minion))] },
  },
  {
    code: 'port-not-compared',
    fix: 'number 80',
    before: { ingresses: [toPort(99)], ...plain },
    after: { ingresses: [toPort(80)], ...plain },
  },
  {
    code: 'handshake-refused',
    fix: 'Create Secret tls',
    before: { ingresses: [tls] },
    after: { ingresses: [tls], secrets: [secret] },
  },
]

it.each(cures)('$code: $fix', async ({ code, fix, before, after }) => {
  const found = (await f5Why(before)).flatMap(({ causes }) => causes).find((one) => one.code === code)
  expect(found && fixOf(found)).toContain(fix)
  const rows = await f5Why(after)
  expect(rows.flatMap(({ causes }) => causes.map((one) => one.code))).toEqual([])
  expect(rows.map(({ served }) => served)).not.toContain(false)
})

it("code: 'delegate-missing': the routes are created", () => {
  const one = {
    metadata: { namespace: 'default', name: 'one' },
    spec: { host: 'a.test', routes: [{ path: '/tea', route: 'tea' }] },
  }
  const tea = {
    metadata: { namespace: 'default', name: 'tea' },
    spec: {
      host: 'a.test',
      upstreams: [{ name: 'web', service: 'web', port: 80 }],
      subroutes: [{ path: '/tea', action: { pass: 'web' } }],
    },
  }
  const lacks = (virtualServerRoutes: readonly object[]) =>
    f5Plan({ ingresses: [], virtualServers: [one], virtualServerRoutes }).model.asked.flatMap(({ lack }) => lack ?? [])
  const [before] = lacks([])
  expect(before && fixOf(before.found)).toContain('Create VirtualServerRoute default/tea')
  const after = f5Plan({ ingresses: [], virtualServers: [one], virtualServerRoutes: [tea] })
  expect(f5Line(after, 'http://a.test/tea')).toBe('served tea /tea')
})

const named = (name: string, spec: object) => ({ metadata: { namespace: 'default', name }, spec })
const inside = { accessControl: { allow: ['10.0.0.0/8'] } }
const people = named('who', { basicAuth: { secret: 'people' } })
const users = (type: string) => ({
  metadata: { namespace: 'default', name: 'people' },
  type,
  data: { htpasswd: 'eA==' },
})

it.each<{ code: 'policy-refuses'; fix: string; before: Partial<F5Words>; after: Partial<F5Words> }>([
  { code: 'policy-refuses', fix: 'Create Policy', before: {}, after: { policies: [named('who', inside)] } },
  {
    code: 'policy-refuses',
    fix: 'the ingressClassName of this controller',
    before: { policies: [named('who', { ingressClassName: 'other', ...inside })] },
    after: { policies: [named('who', { ingressClassName: 'nginx', ...inside })] },
  },
  {
    code: 'policy-refuses',
    fix: 'of Policy default/who',
    before: { policies: [named('who', { accessControl: { allow: ['10.0.0.0/8'], deny: ['10.1.0.0/16'] } })] },
    after: { policies: [named('who', inside)] },
  },
  {
    code: 'policy-refuses',
    fix: 'Create Secret default/people',
    before: { policies: [people] },
    after: { policies: [people], secrets: [users('nginx.org/htpasswd')] },
  },
  {
    code: 'policy-refuses',
    fix: 'Make Secret default/people anew',
    before: { policies: [people], secrets: [users('Opaque')] },
    after: { policies: [people], secrets: [users('nginx.org/htpasswd')] },
  },
])('$code: $fix', async ({ code, fix, before, after }) => {
  const around = {
    policies: [],
    ingresses: [],
    virtualServers: [
      named('web', {
        host: 'a.test',
        policies: [{ name: 'who' }],
        upstreams: [{ name: 'web', service: 'web', port: 80 }],
        routes: [{ path: '/', action: { pass: 'web' } }],
      }),
    ],
  }
  const found = (await f5Why({ ...around, ...before })).flatMap(({ causes }) => causes).find((it) => it.code === code)
  expect(found && fixOf(found)).toContain(fix)
  const rows = await f5Why({ ...around, ...after })
  expect(rows.map(({ served, causes }) => [served, causes.length])).toEqual([[true, 0]])
})

const tokens = { name: 'accounts', remoteJWKS: { uri: 'https://accounts.test/keys' } }
const secured = { tls: { secretName: 'tls' } }
const passed = { tls: { passthrough: true } }
const taken = { jwtVerificationPolicy: { require: 'accounts' } }
const doubled = { tls: { passthrough: true, enableFallbackCertificate: true } }

it.each([
  { code: 'asked-in-vain', fix: 'Take one of the two out', before: [doubled, {}], after: [passed, {}] },
  {
    code: 'provider-missing',
    fix: 'Add accounts to spec.virtualhost.jwtProviders',
    before: [secured, taken],
    after: [{ ...secured, jwtProviders: [tokens] }, taken],
  },
])('$code: $fix', async ({ code, fix, before, after }) => {
  const why = async ([host, route]: readonly object[]) => {
    const routes = [{ services: [{ name: 'web', port: 80 }], ...route }]
    const proxy = {
      metadata: { namespace: 'default', name: 'web' },
      spec: { virtualhost: { fqdn: 'a.test', ...host }, routes },
    }
    const { plan } = contourWorld({
      services: [service('web')],
      slices: [slice('web-1', { endpoints: [pod('web-a', '10.0.0.1')], ports: [{ name: '', port: 80 }] })],
      secrets: [{ metadata: { namespace: 'default', name: 'tls' }, data: { 'tls.crt': btoa(pem('server')) } }],
      custom: { HTTPProxy: [proxy] },
    })
    return plan.why(silent, () => true)
  }
  const found = (await why(before)).flatMap(({ causes }) => causes).find((one) => one.code === code)
  expect(found && fixOf(found)).toContain(fix)
  const rows = await why(after)
  expect(rows.map(({ served, causes }) => [served, causes.length])).toEqual([[true, 0]])
})
