/** Command lines that look inside a controller: which one is asked, by which way, and everything that can be in the way. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, it } from 'vitest'
import { type FakeApi, type FakeApiOptions, fakeApi } from '../../support/cluster/fake-api.js'
import { hang, on, raw, status } from '../../support/cluster/fake-api-faults.js'
import {
  controllerPod,
  type FakeInside,
  type FakePod,
  insideOf,
  oneController,
} from '../../support/cluster/fake-controller.js'
import { pem } from '../../support/cluster/tls-files.js'
import { ingress, pod, rule, service, slice } from '../../support/objects.js'
import { session, transcript } from '../../support/program/session.js'
import { expectGolden } from '../golden.js'

const backend = (name: string, ...addresses: string[]) => ({
  name,
  port: 80,
  ...(addresses.length > 0 ? { endpoints: addresses.map((address) => ({ address, port: '8080' })) } : {}),
})
const list = JSON.stringify([
  backend('default-web-80', '10.0.0.1'),
  { ...backend('upstream-default-backend'), endpoints: [{ address: '127.0.0.1', port: '8181' }] },
])
const conf = `# Configuration checksum: 1
events {}
http {
    server {
        server_name "_";
        listen 80 default_server;
        location "/" { return 404; }
    }
    server {
        server_name "shop.example.com";
        listen 80;
        location "/" {
            set $namespace "default";
            set $ingress_name "web";
            set $location_path "/";
            set $proxy_upstream_name "default-web-80";
        }
    }
}
`
const inside: FakeInside = {
  pages: { '/configuration/backends': list, '/configuration/certs?hostname=_': pem('server') + pem('server-key') },
  programs: {
    cat: { out: conf },
    ps: {
      out: 'PID   ELAPSED COMMAND\n    7 1d  nginx: master process nginx\n    9 2h  nginx: worker process is shutting down\n',
    },
    ls: { out: 'a\nb\n', err: 'to stderr\n', code: 3 },
  },
}
const around = {
  Ingress: [ingress('web', { ingressClassName: 'nginx', rules: [rule('shop.example.com', '/', 'web')] })],
  IngressClass: [{ metadata: { name: 'nginx' }, spec: { controller: 'k8s.io/ingress-nginx' } }],
  Service: [service('web', { ports: [{ port: 80, targetPort: 8080 }] })],
  EndpointSlice: [slice('web-1', { ports: [{ port: 8080 }], endpoints: [pod('web-a', '10.0.0.1')] })],
  Namespace: [{ metadata: { name: 'default' } }, { metadata: { name: 'edge' } }],
}

let api: FakeApi | undefined
afterEach(() => api?.close())

async function told(
  line: string,
  options: Partial<FakeApiOptions> = {},
  answers: FakeInside = inside,
): Promise<string> {
  const { objects = oneController, ...more } = options
  api = await fakeApi({ objects: { ...around, ...objects }, upgrade: insideOf(answers), ...more })
  const file = join(mkdtempSync(join(tmpdir(), 'tkng-inside-')), 'config')
  writeFileSync(file, api.kubeconfig())
  const words = line.match(/'[^']*'|\S+/g)?.map((word) => word.replaceAll("'", '')) ?? []
  const seen = await session(words, { env: { KUBECONFIG: file } })
  return transcript(line, seen, { [`127.0.0.1:${api.port}`]: 'SERVER', [file]: 'KUBECONFIG' })
}

const named = (name: string) => `golden/inside/${name.replaceAll(/[^\w.=-]+/g, '_')}.txt`
const pods = (...given: FakePod[]): Partial<FakeApiOptions> => ({ objects: { Pod: given.map(controllerPod) as never } })

describe('one controller', () => {
  it.each([
    'backends',
    'backends --list',
    'backends -o table',
    'backends --backend default-web-80',
    'backends --backend default-wep-80',
    'conf',
    'conf --host shop.example.com',
    'conf --host SHOP.example.com. --location /x',
    'conf --host other.example.com',
    'conf --http --host a',
    'conf --failed --all-pods',
    'conf extra',
    'certs',
    'certs --host shop.example.com -o json',
    'certs --host other.example.com',
    'certs --warn-days soon',
    'certs --probe',
    'status',
    'status -o json',
    'drift',
    'drift -o json',
    'info',
    'ps',
    'exec -- ls /etc',
    'exec -- nothing',
    'exec',
    'general',
    'ingresses -A -o wide',
    'backends --controller edge/proxy --list',
    'backends --controller proxy --list',
    'backends --deployment proxy --list',
    'backends --class nginx --list',
    'backends --class other',
    'backends --pod proxy-1 --list',
    'backends --pod nope',
    'backends -n edge --list',
    'backends -n default',
    'backends --controller a/b/c',
    'backends --controller a --deployment b',
    'backends --pod a -l b=c',
    'backends extra',
  ])('%s', async (line) => {
    await expectGolden(await told(line), named(line))
  })
})

const access = (host: string, status: number, seconds: string) =>
  `192.0.2.7 - - [24/Nov/2026:03:00:00 +0000] "GET /${host} HTTP/1.1" ${status} 1 "-" "-" 1 ${seconds} [default-web-80] [] 10.0.0.1:8080 1 ${seconds} ${status} id`
const log = [
  access('a', 200, '0.001'),
  access('b', 502, '2.500'),
  '2026/11/24 03:00:00 [error] 30#30: *5 upstream timed out, client: 192.0.2.7, server: shop.example.com, request: "GET / HTTP/1.1", host: "shop.example.com"',
  'E1124 03:00:00.000001      7 controller.go:1] "Unexpected" ingress="default/web"',
  'a line\twith \u001b[31mcolours',
  '',
].join('\n')

describe('logs', () => {
  it.each([
    'logs',
    'logs --status 5xx',
    'logs --slow 1s',
    'logs --errors',
    'logs --errors -o json',
    'logs --host shop.example.com',
    'logs --ingress default/web --status 200',
    'logs --ingress web',
    'logs --status 6xx',
    'logs --since 10',
    'logs --since-time yesterday',
    'logs --since 1h --since-time 2026-11-24T00:00:00Z',
    'logs --tail all',
    'logs -o table',
    'logs proxy-1',
  ])('%s', async (line) => {
    await expectGolden(await told(line, { faults: [on('/log', raw(200, log))] }), named(line))
  })

  it('of several replicas, one of which has none', async () => {
    const options = {
      ...pods({ name: 'proxy-1', owner: ['DaemonSet', 'proxy'] }, { name: 'proxy-2', owner: ['DaemonSet', 'proxy'] }),
      faults: [
        on('proxy-2/log', status(400, 'BadRequest', 'container is waiting to start')),
        on('/log', raw(200, 'one\n')),
      ],
    }
    await expectGolden(await told('logs', options), named('logs of which one has none'))
  })

  it('say why a configuration failed', async () => {
    const said =
      'Error: exit status 1\n2026/11/24 03:00:00 [emerg] 30#30: duplicate location "/a" in /tmp/nginx/nginx-cfg1:7\n'
    const answers: FakeInside = { programs: { ls: { out: 'nginx-cfg1\nnginx.pid\n' }, cat: { out: 'events {\n' } } }
    const options = { faults: [on('/log', raw(200, said))] }
    await expectGolden(await told('conf --failed', options, answers), named('conf --failed'))
    await expectGolden(
      await told('conf --failed', {}, { programs: { ls: { out: 'nginx.pid\n' } } }),
      named('conf --failed, and none has'),
    )
  })

  it('of a pod that has none', async () => {
    const options = { faults: [on('/log', status(404, 'NotFound', 'pods "proxy-1" not found'))] }
    await expectGolden(await told('logs', options), named('logs of a pod that is gone'))
  })
})

describe('which replica', () => {
  const one = (more: Partial<FakePod>): FakePod => ({ name: 'proxy-1', owner: ['DaemonSet', 'proxy'], ...more })

  const beside = (more: Partial<FakePod>) =>
    pods(one({}), { name: 't', image: 'traefik:v3.7.15', args: ['--providers.kubernetesingress'], ...more })
  const streamArgs = ['--tcp-services-configmap=edge/tcp', '--udp-services-configmap=edge/udp']
  const streams = {
    objects: {
      ...pods(one({ args: streamArgs })).objects,
      ConfigMap: [
        {
          metadata: { name: 'tcp', namespace: 'edge' },
          data: { 9000: 'default/web:80::PROXY', 9001: 'default/gone:1', 9002: 'odd' },
        },
        { metadata: { name: 'udp', namespace: 'edge' }, data: { 53: 'default/web:80' } },
      ],
    },
  }

  it.each<[string, string, Partial<FakeApiOptions>]>([
    [
      'several controllers',
      'backends',
      pods({ name: 'a', owner: ['DaemonSet', 'a'] }, { name: 'b', owner: ['StatefulSet', 'b'] }),
    ],
    [
      'several controllers in a table',
      'backends -o table',
      pods({ name: 'a' }, { name: 'b', owner: ['StatefulSet', 'b'] }),
    ],
    [
      'several controllers, of which one takes no Ingress',
      'backends --list',
      pods({ name: 'a' }, { name: 'b', owner: ['StatefulSet', 'b'], args: ['--controller-class=example.com/b'] }),
    ],
    [
      'none is ready',
      'backends --list',
      pods(
        one({ status: { phase: 'Pending' } }),
        one({ name: 'proxy-2', status: { phase: 'Failed', reason: 'Evicted' } }),
      ),
    ],
    [
      'one that is terminating is not taken',
      'backends --list',
      pods(one({ metadata: { deletionTimestamp: '2026-11-24T00:00:00Z' } })),
    ],
    [
      'one that is not ready is taken by its name',
      'backends --list --pod proxy-1',
      pods(one({ status: { phase: 'Running' } })),
    ],
    ['beside a sidecar', 'conf --host shop.example.com', pods(one({ sidecar: 'linkerd-proxy' }))],
    [
      'with another status port',
      'backends --list',
      { ...pods(one({ args: ['--status-port=11246'] })), upgrade: insideOf({ ...inside, port: 11246 }) },
    ],
    ['beside one that has no processes to show', 'ps', beside({})],
    [
      'beside one of which no replica is ready',
      'logs',
      { ...beside({ status: { phase: 'Pending' } }), faults: [on('/log', raw(200, 'one\n'))] },
    ],
    ['with TCP and UDP services', 'backends -o wide', streams],
    ['with TCP and UDP services, as JSON', 'backends', streams],
    ['none at all', 'backends', pods()],
    ['only one that looks like it', 'backends', pods(one({ image: 'nginx/nginx-ingress:5', args: [] }))],
  ])('%s', async (name, line, options) => {
    await expectGolden(await told(line, options), named(`which ${name}`))
  })
})

describe('what may be in the way', () => {
  it.each<[string, string, FakeInside]>([
    ['an empty list', 'backends', { pages: { '/configuration/backends': '' } }],
    ['null', 'backends', { pages: { '/configuration/backends': 'null' } }],
    ['half a list', 'backends', { pages: { '/configuration/backends': '[{"name":' } }],
    [
      'missing endpoints',
      'backends -o table',
      { pages: { '/configuration/backends': JSON.stringify([backend('default-web-80')]) } },
    ],
    ['no such page', 'backends', { pages: {} }],
    ['a closed port, and no program', 'backends', { port: 1 }],
    ['a closed port, and /dbg', 'backends --list', { port: 1, programs: { '/dbg': { out: `noise\n${list}` } } }],
    [
      'a closed port, and a /dbg that ends well with an error',
      'backends --list',
      { port: 1, programs: { '/dbg': { out: 'Get: connection refused\n' } } },
    ],
    ['a file that is not there', 'conf', { programs: { cat: { err: "cat: can't open", code: 1 } } }],
    ['a connection that breaks', 'conf', { programs: { cat: { out: conf.slice(0, 120), dies: true } } }],
    ['a kubelet that is dead, for a status', 'status', { port: 1, programs: { cat: { refused: 'no route to node' } } }],
    [
      'a kubelet that dies, for a status',
      'status',
      { programs: { cat: { out: conf.slice(0, 120), refused: 'no route' } } },
    ],
    [
      'a kubelet that dies in the middle of a file',
      'conf',
      { programs: { cat: { out: conf.slice(0, 300), again: { out: conf.slice(0, 100), refused: 'no route' } } } },
    ],
    ['a cat that is killed', 'conf', { programs: { cat: { out: conf.slice(0, 120), code: 137 } } }],
    ['a file that is cut', 'conf --host shop.example.com', { programs: { cat: { out: conf.slice(0, 300) } } }],
    [
      'control characters',
      'backends --list',
      { pages: { '/configuration/backends': JSON.stringify([backend('a\u001b[31mb')]) } },
    ],
  ])('%s', async (name, line, answers) => {
    await expectGolden(await told(line, {}, answers), named(`in the way ${name}`))
  })

  it.each([
    ['proxy-2', 'status of which one kubelet is silent'],
    ['proxy-1', 'backends of a silent kubelet'],
  ])('a kubelet of %s that is stopped: %s', async (name, line) => {
    const faults = ['exec', 'portforward'].map((end) => on(`${name}/${end}`, hang))
    const two = pods(...['proxy-1', 'proxy-2'].map((one): FakePod => ({ name: one, owner: ['DaemonSet', 'proxy'] })))
    const [verb = ''] = line.split(' ')
    await expectGolden(await told(`${verb} --request-timeout 300ms`, { ...two, faults }), named(line))
  })

  it.each<[string, string, Partial<FakeApiOptions>]>([
    ['pods forbidden', 'backends', { deny: [{ kind: 'Pod' }] }],
    ['pods forbidden in the list', 'ingresses -A -o wide', { deny: [{ kind: 'Pod' }] }],
    ['pods forbidden but in one namespace', 'backends --list', { deny: [{ kind: 'Pod', namespace: null }] }],
  ])('%s', async (name, line, options) => {
    await expectGolden(await told(line, options), named(name))
  })
})
