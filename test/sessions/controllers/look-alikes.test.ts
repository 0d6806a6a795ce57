/** A pod of somebody who only may run pods, made up as a controller: it is named once, and never asked. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FakeApi, fakeApi } from '../../support/cluster/fake-api.js'
import { on, raw } from '../../support/cluster/fake-api-faults.js'
import { controllerPod, insideOf } from '../../support/cluster/fake-controller.js'
import { ingress, pod, rule, service, slice } from '../../support/objects.js'
import { session, transcript } from '../../support/program/session.js'
import { expectGolden } from '../golden.js'

const labels = { app: 'proxy' }
const inside = insideOf({
  pages: {
    '/configuration/backends': JSON.stringify([
      { name: 'default-web-80', port: 80, endpoints: [{ address: '10.0.0.1', port: '8080' }] },
      { name: 'upstream-default-backend', port: 0, endpoints: [{ address: '127.0.0.1', port: '8181' }] },
    ]),
  },
  metrics: 'nginx_ingress_controller_config_last_reload_successful 1\n',
  programs: {
    cat: {
      out: `events {}
http {
  server {
    server_name "_";
    listen 80 default_server;
    location "/" { return 404; }
  }
  server {
    server_name "a.example";
    listen 80;
    location "/" {
      set $namespace "default";
      set $ingress_name "web";
      set $location_path "/";
      set $proxy_upstream_name "default-web-80";
      proxy_pass http://upstream_balancer;
    }
  }
}
`,
    },
    '/nginx-ingress-controller': { out: 'NGINX Ingress controller\n  Release: v1.15.1\n' },
    ps: { out: 'PID ELAPSED COMMAND\n7 1d nginx: master process nginx\n' },
    ls: { out: 'a\n' },
  },
})

let api: FakeApi
let folder = ''
beforeAll(async () => {
  api = await fakeApi({
    upgrade: inside,
    faults: [on('/log', raw(200, 'a line\n'))],
    objects: {
      Pod: [
        controllerPod({ name: 'proxy-1', owner: ['DaemonSet', 'proxy'], labels }),
        controllerPod({ name: 'imitation-1', namespace: 'tenant', owner: ['DaemonSet', 'imitation'], labels }),
      ],
      Ingress: [ingress('web', { ingressClassName: 'nginx', rules: [rule('a.example', '/', 'web')] })],
      IngressClass: [{ metadata: { name: 'nginx' }, spec: { controller: 'k8s.io/ingress-nginx' } }],
      Service: [
        service('web', { ports: [{ port: 80, targetPort: 8080 }] }),
        {
          metadata: { namespace: 'edge', name: 'proxy' },
          spec: { type: 'LoadBalancer', selector: labels, ports: [{ port: 80 }] },
        },
      ],
      EndpointSlice: [slice('web-1', { ports: [{ port: 8080 }], endpoints: [pod('web-a', '10.0.0.1')] })],
      Namespace: ['default', 'edge', 'tenant'].map((name) => ({ metadata: { name } })),
    } as never,
  })
  folder = mkdtempSync(join(tmpdir(), 'tkng-look-alike-'))
  writeFileSync(join(folder, 'config'), api.kubeconfig())
})
afterAll(() => api.close())

async function told(line: string): Promise<string> {
  const seen = await session(line.split(' '), { env: { KUBECONFIG: join(folder, 'config') }, cwd: folder })
  return transcript(line, seen, { [`127.0.0.1:${api.port}`]: 'SERVER' })
}

/** Paths below the pod: exec, port-forward, its log. */
const isAsked = () => api.requests.some(({ path }) => path.includes('/pods/imitation-1/'))

describe('is not asked by', () => {
  it.each([
    'trace http://a.example/',
    'why -A',
    'ingresses -A -o wide',
    'status',
    'drift',
    'info',
    'certs',
    'conf',
    'conf --host a.example',
    'backends --list',
    'backends -o table',
    'ps',
    'logs',
    'exec -- ls',
    'ssh',
    'capture -A -o lab.json',
    'trace http://a.example/ --from lab.json',
  ])('%s', async (line) => {
    await expectGolden(await told(line), `golden/look-alikes/${line.replaceAll(/[^\w.=-]+/g, '_')}.txt`)
    expect(isAsked()).toBe(false)
  })
})

it.each(['--controller tenant/imitation', '--controller imitation', '--pod imitation-1', '-n tenant'])(
  'is asked where somebody means it: %s',
  async (words) => {
    const text = await told(`conf --host a.example ${words}`)
    expect(text).toContain('exit 0')
    expect(text).not.toContain('looks like')
    expect(isAsked()).toBe(true)
  },
)
