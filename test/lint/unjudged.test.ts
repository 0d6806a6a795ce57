/** What `lint` could not judge is told beside what it found, and is no fault: the exit code is that of the rest. */
import { expect, it } from 'vitest'
import { ingress, pod, rule, service, slice } from '../support/objects.js'
import { session } from '../support/program/session.js'
import { f5Class, f5Pod } from '../support/worlds/f5-world.js'

const linted = async (path: string) => {
  const annotations = { 'nginx.org/path-regex': 'case_sensitive' }
  const own = ingress(
    'web',
    { ingressClassName: 'nginx', rules: [rule('a.test', path, 'web')] },
    { metadata: { annotations } },
  )
  const items = [
    { apiVersion: 'v1', kind: 'Pod', ...f5Pod() },
    { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', ...f5Class },
    { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', ...own },
    { apiVersion: 'v1', kind: 'Service', ...service('web') },
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      ...slice('web-1', { endpoints: [pod('a', '10.0.0.1'), pod('b', '10.0.0.2')] }),
    },
  ]
  const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items })
  const { stderr, code } = await session(['lint', '--from', '-'], { stdin })
  return { code, said: stderr.split('\n').filter((one) => one.includes('cannot be judged')) }
}

it('a pattern that cannot be tried here', async () => {
  const pattern = '/(a|(?1)b)'
  const said = `warning: Ingress: not understood: a rule cannot be judged since the pattern ^${pattern} of a location cannot be tried here`
  expect(await linted(pattern)).toEqual({ code: 0, said: [said] })
})

it('a pattern that can be tried', async () => {
  expect(await linted('/(a|b)')).toMatchObject({ said: [] })
})

const n = 'nginx.ingress.kubernetes.io'
const web = [{ name: 'web', port: 80 }]
const of = (path: string, name = 'web') => ({
  host: 'a.test',
  http: { paths: [{ path, pathType: 'Prefix', backend: { service: { name, port: { number: 80 } } } }] },
})
const part = (apiVersion: string, kind: string, spec: object, annotations: object = {}, name = 'web') => ({
  ...{ apiVersion, kind },
  ...{ metadata: { namespace: 'default', name, annotations }, spec },
})
const asking = (annotations: object, rule: object, name?: string) =>
  part('networking.k8s.io/v1', 'Ingress', { ingressClassName: 'nginx', rules: [rule] }, annotations, name)
const merged = (type: string) => ({ 'nginx.org/mergeable-ingress-type': type })
const canary = { [`${n}/canary`]: 'true', [`${n}/canary-weight`]: '5' }
const tls = { secretName: 'edge/wild' }
const elsewhere = [{ name: 'auth', namespace: 'edge' }]

/** What one file of many holds: the rest of its host, who permits it, or what is set for it, stands elsewhere. */
it.each([
  ['a canary', 'canary-no-primary', asking(canary, of('/'))],
  ['a minion', 'no-master', asking(merged('minion'), of('/a'))],
  ['a master', 'no-paths', asking(merged('master'), { host: 'a.test' })],
  [
    'an HTTPProxy that is included',
    'no-master',
    part('projectcontour.io/v1', 'HTTPProxy', { routes: [{ services: web }] }),
  ],
  [
    'an HTTPProxy with a certificate of another namespace',
    'rejected',
    part('projectcontour.io/v1', 'HTTPProxy', { virtualhost: { fqdn: 'a.test', tls }, routes: [{ services: web }] }),
  ],
  [
    'an IngressRoute with a Middleware of another namespace',
    'route-refused',
    part('traefik.io/v1alpha1', 'IngressRoute', {
      routes: [{ match: 'Host(`a.test`)', kind: 'Rule', middlewares: elsewhere, services: web }],
    }),
  ],
])('%s alone is told as an assumption, and as an error where it was in a cluster', async (_, code, written) => {
  const told = async (items: readonly object[], ...words: readonly string[]) => {
    const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items })
    const { stdout, stderr, code: exit } = await session(['lint', '--from', '-', ...words], { stdin })
    return { exit, codes: [...stdout.matchAll(/^(?:error|info) +([a-z-]+)/gm)].map(([, one]) => one), stderr }
  }
  const plain = await told([written])
  expect([plain.exit, plain.codes]).toEqual([0, []])
  expect(plain.stderr).toContain(`--severity info shows ${code}`)
  expect((await told([written], '--severity', 'info')).codes).toContain(code)
  if (code === 'route-refused') return
  const kept = await told([{ ...written, metadata: { ...written.metadata, uid: '1' } }])
  expect([kept.exit, kept.codes.includes(code)]).toEqual([1, true])
})

it('a canary beside another Ingress of its host has the wrong path', async () => {
  const items = [asking(canary, of('/a', 'next'), 'canary'), asking({}, of('/'))]
  const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items })
  const { stdout, code } = await session(['lint', '--from', '-'], { stdin })
  expect([stdout, code]).toEqual([expect.stringContaining('canary-no-primary'), 1])
})
