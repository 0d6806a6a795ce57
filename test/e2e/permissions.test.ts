/** The roles of krew/rbac against a real API server's authorisation: they suffice, and nothing of them is too much. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { customKinds } from '../../src/controllers/files.js'
import { gatewayKinds } from '../../src/domain/objects/gateway/inventory.js'
import { kinds } from '../../src/domain/objects/objects.js'
import { runPlugin } from '../support/program/plugin.js'
import type { Ended } from '../support/program/program.js'

interface Rule {
  readonly apiGroups: readonly string[]
  readonly resources: readonly string[]
  readonly verbs: readonly string[]
}
interface ClusterRole {
  readonly metadata: { readonly name: string }
  readonly rules: readonly Rule[]
}

const source = join(import.meta.dirname, '../../krew/rbac')
const roleOf = (file: string): ClusterRole => parseAllDocuments(readFileSync(join(source, file), 'utf8'))[0]?.toJS()
const files = ['reader.yaml', 'port-forward.yaml', 'exec.yaml', 'secrets.yaml']
/** Every permission by itself. */
const permissions = files.flatMap((file) =>
  roleOf(file).rules.flatMap(({ apiGroups: [group = ''], resources, verbs }) =>
    resources.flatMap((resource) => verbs.map((verb) => ({ group, resource, verb }))),
  ),
)
type Permission = (typeof permissions)[number]

let folder = ''
const made: string[] = []
beforeAll(() => {
  if (!process.env.TKNG_LAB_RUN)
    throw new Error('TKNG_LAB_RUN is not set: these tests make roles and users, which only the lab offers')
  folder = mkdtempSync(join(tmpdir(), 'tkng-rbac-'))
  apply(tlsObjects)
  for (const file of files) execFileSync('kubectl', ['apply', '-f', join(source, file)])
})
afterAll(() => {
  for (const role of made) execFileSync('kubectl', ['delete', 'clusterrole', role])
  for (const file of files) execFileSync('kubectl', ['delete', '-f', join(source, file)])
  execFileSync('kubectl', ['delete', 'namespace', 'tkng-permissions', '--timeout=90s'])
  rmSync(folder, { recursive: true, force: true })
})

/** An Ingress with a Secret of its own: without one not asked for Secrets. */
const tlsObjects = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'tkng-permissions' } },
  {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { namespace: 'tkng-permissions', name: 'web-tls' },
    type: 'Opaque',
    stringData: { 'tls.crt': 'none', 'tls.key': 'none' },
  },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { namespace: 'tkng-permissions', name: 'web' },
    spec: {
      ingressClassName: 'nginx',
      tls: [{ hosts: ['permissions.example.com'], secretName: 'web-tls' }],
      rules: [
        {
          host: 'permissions.example.com',
          http: {
            paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } }],
          },
        },
      ],
    },
  },
]

function apply(objects: readonly object[]): void {
  execFileSync('kubectl', ['apply', '-f', '-'], {
    input: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }),
  })
}

let users = 0
/** The surroundings of a fresh user with these ClusterRoles, each perhaps in one namespace (`ROLE@NAMESPACE`). */
function userWith(...roles: readonly string[]): { KUBECONFIG: string } {
  const name = `rbac-${process.pid}-${++users}`
  const KUBECONFIG = join(folder, name)
  writeFileSync(KUBECONFIG, execFileSync('lab', ['user', name, ...roles], { encoding: 'utf8', stdio: 'pipe' }))
  return { KUBECONFIG }
}

/** A user with just these permissions. */
function userMay(allowed: readonly Permission[]): { KUBECONFIG: string } {
  const name = `rbac-${process.pid}-role-${users}`
  made.push(name)
  const rules = allowed.map(({ group, resource, verb }) => ({
    apiGroups: [group],
    resources: [resource],
    verbs: [verb],
  }))
  apply([{ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name }, rules }])
  return userWith(name)
}

const run = (line: string, env: { KUBECONFIG: string }) => runPlugin(line.split(' '), { env })
/** Ages and times go on while the tests run. */
const steady = ({ stdout, stderr, code }: Ended) => ({
  stdout: stdout.replaceAll(/\d+[smhd]\d*[smh]?( ago)?\b|"takenAt".*/g, 'T').replaceAll(/ +/g, ' '),
  stderr,
  code,
})

const tiers = {
  reader: [
    'ingresses -A -o wide',
    'ingresses -n default',
    'ingresses -n default tkng-1',
    'ingresses -A tkng-1',
    'logs --tail 1',
    'logs --tail 1 --host prod',
    '__complete -- ingresses -n ',
  ],
  'port-forward': ['backends', 'backends -o table', 'backends --list'],
  exec: ['conf', 'conf --host prod', 'ps', 'exec -- true', 'info', 'info -o wide'],
  secrets: ['status', 'certs', 'certs --probe', 'trace http://prod/', 'why -A', 'why -n tkng-permissions web'],
} as const

describe('the roles suffice', () => {
  const roles = ['tkng-reader', 'tkng-port-forward', 'tkng-exec', 'tkng-secrets']
  const steps = Object.values(tiers).flatMap((lines, tier) =>
    lines.map((line) => ({ line, roles: roles.slice(0, tier + 1) })),
  )

  it.each(steps)('$line with $roles', async ({ line, roles }) => {
    const [theirs, admins] = [await run(line, userWith(...roles)), await run(line, userWith('cluster-admin'))]
    expect(steady(theirs)).toEqual(steady(admins))
  })

  it('backends by exec, where port-forward is forbidden', async () => {
    const theirs = await run('backends --list', userWith('tkng-reader', 'tkng-exec'))
    expect(steady(theirs)).toEqual(steady(await run('backends --list', userWith('cluster-admin'))))
  })

  it('a capture', async () => {
    const notes = async (...roles: string[]) => (await run('capture -A -o -', userWith(...roles))).stderr
    expect(await notes(...roles)).toBe(await notes('cluster-admin'))
  })
})

/** Where each permission is missed, and by which words. What only DaemonSets and StatefulSets need, no lab here has. */
const missed: Readonly<Record<string, readonly [line: string, words: RegExp]>> = {
  'get ingresses': ['ingresses -n default tkng-1', /cannot get resource "ingresses"/],
  'list ingresses': ['ingresses -A', /Ingress.*: not allowed to look/],
  'list ingressclasses': ['ingresses -A', /IngressClass: not allowed to look/],
  'list services': ['ingresses -A', /Service.*: not allowed to look/],
  'list endpointslices': ['ingresses -A', /EndpointSlice.*: not allowed to look/],
  'list pods': ['backends', /pods may not be seen|cannot list resource "pods"/],
  'get pods': ['capture -A -o -', /Pod.*: not allowed to look/],
  'get pods/log': ['logs --tail 1', /pods\/log/],
  'get configmaps': ['capture -A -o -', /ConfigMap.*: not allowed to look/],
  'list events': ['why -n tkng-permissions web', /Event.*: not allowed to look/],
  'get deployments': ['info', /Deployment.*: not allowed to look/],
  'get leases': ['info', /Lease.*: not allowed to look/],
  'get pods/portforward': ['status', /pods\/portforward/],
  'create pods/portforward': ['status', /port-forward: refused \(403\)/],
  'get pods/exec': ['conf', /pods\/exec/],
  'create pods/exec': ['conf', /pods\/exec/],
  'get secrets': ['certs', /Secret.*: not allowed to look/],
}

describe('nothing is too much', () => {
  it.each(Object.entries(missed))('without %s', async (permission, [line, words]) => {
    const rest = permissions.filter(({ resource, verb }) => `${verb} ${resource}` !== permission)
    expect(rest.length).toBe(permissions.length - 1)
    const { stderr } = await run(line, userMay(rest))
    expect(stderr).toMatch(words)
    expect((await run(line, userMay(permissions))).stderr).not.toMatch(words)
  })

  it('without list namespaces Tab offers none', async () => {
    const rest = permissions.filter(({ resource }) => resource !== 'namespaces')
    expect(await run('__complete -- ingresses -n ', userMay(rest))).toEqual({ stdout: ':4\n', stderr: '', code: 0 })
  })

  it('every permission is in question', () => {
    // The lab has no Gateways, and no other kinds of its own: what a list of them that is refused says is held by
    // test/cluster/served-versions.test.ts. What lint asks beside is held by its own tests.
    const elsewhere = [
      ...gatewayKinds.map((kind) => kinds[kind].plural),
      ...customKinds.map(({ plural }) => plural),
      ...['validatingwebhookconfigurations', 'namespaces'],
    ].map((plural) => `list ${plural}`)
    const asked = [...Object.keys(missed), ...elsewhere, 'get daemonsets', 'get statefulsets']
    expect(permissions.map(({ verb, resource }) => `${verb} ${resource}`).sort()).toEqual(asked.sort())
    expect(readdirSync(source).sort()).toEqual([...files].sort())
  })
})

describe('in one namespace', () => {
  it('the same role, bound there, shows that namespace and names the rest', async () => {
    const env = userWith('tkng-reader@default')
    const own = await run('ingresses -n default', env)
    expect(own.stdout).toBe((await run('ingresses -n default', userWith('cluster-admin'))).stdout)
    expect(own.stderr).toContain('IngressClass: not allowed to look')
    expect(own.code).toBe(0)
  })

  it('that of the controller, is enough for its inside', async () => {
    const env = userWith(...['reader', 'port-forward', 'exec'].map((tier) => `tkng-${tier}@kube-system`))
    for (const line of ['backends --list -n kube-system', 'conf -n kube-system', 'ps -n kube-system'])
      expect(steady(await run(line, env))).toEqual(steady(await run(line, userWith('cluster-admin'))))
  })
})
