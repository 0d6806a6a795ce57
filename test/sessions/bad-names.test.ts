/** Names that can be none, in one tenant's Ingress and in the flags of a controller: of them alone something is wrong. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FakeApi, fakeApi } from '../support/cluster/fake-api.js'
import { controllerPod, insideOf } from '../support/cluster/fake-controller.js'
import { ingress, pod, rule, service, slice } from '../support/objects.js'
import { session, transcript } from '../support/program/session.js'
import { expectGolden } from './golden.js'

const ours = (names: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(names).map(([name, value]) => [`nginx.ingress.kubernetes.io/${name}`, value]))
const tenant = (name: string, annotations: Readonly<Record<string, string>>, more: object = {}) =>
  ingress(
    name,
    { ingressClassName: 'nginx', rules: [rule(`${name}.example`, '/', 'web')], ...more },
    { metadata: { namespace: 'tenant', uid: `uid-of-${name}`, annotations: ours(annotations) } },
  )

let api: FakeApi
let folder = ''
beforeAll(async () => {
  api = await fakeApi({
    upgrade: insideOf({ metrics: 'nginx_ingress_controller_config_last_reload_successful 1\n' }),
    objects: {
      Pod: [
        controllerPod({
          name: 'proxy-1',
          owner: ['DaemonSet', 'proxy'],
          args: [
            '--publish-service=../..',
            '--election-id=..',
            '--configmap=edge/a%2fb',
            '--tcp-services-configmap=a/b/c',
            '--default-ssl-certificate=edge/..',
            '--default-backend-service=../%',
          ],
        }),
      ],
      Ingress: [
        ingress('web', {
          ingressClassName: 'nginx',
          rules: [rule('a.example', '/', 'web')],
          tls: [{ hosts: ['a.example'], secretName: 'web-tls' }],
        }),
        tenant('dots', { 'auth-type': 'basic', 'auth-secret': '..' }),
        tenant('elsewhere', { 'auth-tls-secret': 'tenant/..' }),
        tenant('headers', { 'custom-headers': 'tenant/..' }),
        tenant('slash', {}, { tls: [{ hosts: ['slash.example'], secretName: 'a/b' }] }),
        tenant('percent', {}, { tls: [{ hosts: ['percent.example'], secretName: '%2e%2e' }] }),
        tenant('dotted', {}, { rules: [rule('dotted.example', '/', '..')] }),
      ],
      IngressClass: [{ metadata: { name: 'nginx' }, spec: { controller: 'k8s.io/ingress-nginx' } }],
      Service: ['default', 'tenant'].map((namespace) => ({ ...service('web'), metadata: { namespace, name: 'web' } })),
      EndpointSlice: ['default', 'tenant'].map((namespace) => ({
        ...slice('web-1', { ports: [{ port: 80 }], endpoints: [pod('web-a', '10.0.0.1')] }),
        metadata: { namespace, name: 'web-1', labels: { 'kubernetes.io/service-name': 'web' } },
      })),
      DaemonSet: [{ metadata: { namespace: 'edge', name: 'proxy' }, status: { desiredNumberScheduled: 1 } }],
      Namespace: ['default', 'edge', 'tenant'].map((name) => ({ metadata: { name } })),
    } as never,
  })
  folder = mkdtempSync(join(tmpdir(), 'tkng-bad-names-'))
  writeFileSync(join(folder, 'config'), api.kubeconfig())
})
afterAll(() => api.close())

describe('are answered beside all others', () => {
  it.each([
    'trace http://a.example/',
    'trace http://dots.example/',
    'why web -n default',
    'why -n tenant',
    'certs',
    'info',
    'status',
    'drift',
    'ingresses -A',
    'capture -A -o lab.json',
    'why -n tenant --from lab.json',
  ])('%s', async (line) => {
    const seen = await session(line.split(' '), { env: { KUBECONFIG: join(folder, 'config') }, cwd: folder })
    expect(seen.stderr).not.toContain('error: invalid')
    const text = transcript(line, seen, { [`127.0.0.1:${api.port}`]: 'SERVER' })
    await expectGolden(text, `golden/bad-names/${line.replaceAll(/[^\w.=-]+/g, '_')}.txt`)
  })
})

it('and lead to no path but that of a name', () => {
  for (const { target } of api.requests) expect(target).not.toMatch(/\.\.|%2e/i)
})
