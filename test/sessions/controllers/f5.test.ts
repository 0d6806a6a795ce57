/** Command lines in a cluster whose Ingresses are served by an F5 NGINX Ingress Controller, live and out of a capture. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FakeApi, fakeApi } from '../../support/cluster/fake-api.js'
import { on, raw } from '../../support/cluster/fake-api-faults.js'
import { insideOf } from '../../support/cluster/fake-controller.js'
import { ingress, pod, rule, service, slice } from '../../support/objects.js'
import { session, transcript } from '../../support/program/session.js'
import { f5Class, f5Pod } from '../../support/worlds/f5-world.js'
import { expectGolden } from '../golden.js'

const addressed = { status: { loadBalancer: { ingress: [{ ip: '198.51.100.7' }] } } }
const at = (second: number, annotations: object = {}) => ({
  creationTimestamp: `2026-11-23T08:48:0${second}Z`,
  annotations,
})
const late = ingress(
  'late',
  { ingressClassName: 'nginx', rules: [rule('shop.test', '/late', 'web')] },
  { metadata: at(9), status: { loadBalancer: {} } },
)
const objects = {
  Pod: [f5Pod(['-report-ingress-status', '-enable-prometheus-metrics'])],
  IngressClass: [f5Class],
  ConfigMap: [{ metadata: { namespace: 'edge', name: 'f5' }, data: {} }],
  Namespace: [{ metadata: { name: 'default' } }, { metadata: { name: 'edge' } }],
  Ingress: [
    ingress(
      'shop',
      { ingressClassName: 'nginx', rules: [rule('shop.test', '/', 'web'), rule('api.test', '/api', 'web')] },
      { metadata: at(1, { 'nginx.org/rewrites': 'serviceName=web rewrite=/v1' }), ...addressed },
    ),
    late,
    ingress('all', { ingressClassName: 'nginx', rules: [rule(undefined, '/', 'web')] }, { metadata: at(2) }),
    ingress(
      'safe',
      {
        ingressClassName: 'nginx',
        rules: [rule('safe.test', '/', 'web')],
        tls: [{ hosts: ['safe.test'], secretName: 'no-such' }],
      },
      { metadata: at(3), ...addressed },
    ),
    ingress(
      'empty',
      { ingressClassName: 'nginx', rules: [rule('empty.test', '/', 'empty')] },
      { metadata: at(4), ...addressed },
    ),
  ],
  Service: [service('web', { ports: [{ port: 80, targetPort: 8080 }] }), service('empty')],
  EndpointSlice: [slice('web-1', { ports: [{ port: 8080 }], endpoints: [pod('web-a', '10.0.0.1', { ready: true })] })],
  Event: [
    {
      metadata: { namespace: 'default', name: 'late.1' },
      involvedObject: { kind: 'Ingress', namespace: 'default', name: 'late' },
      type: 'Warning',
      reason: 'Rejected',
      message: 'All hosts are taken by other resources',
      source: { component: 'nginx-ingress-controller' },
      lastTimestamp: '2026-11-23T08:48:10Z',
    },
  ],
}

const server = (name: string, host: string, inside: readonly string[]) => [
  'server {',
  '\tlisten 80;',
  ...(name === 'safe' ? ['\tlisten 443 ssl;', '\tssl_reject_handshake on;'] : []),
  `\tserver_name ${host};`,
  '\tset $resource_type "ingress";',
  `\tset $resource_name "${name}";`,
  '\tset $resource_namespace "default";',
  '\tset $service "-";',
  ...(name === 'safe' ? ['\tif ($scheme = http) {', '\t\treturn 301 https://$host:443$request_uri;', '\t}'] : []),
  ...inside.map((line) => `\t${line}`),
  '}',
]
const location = (path: string, service: string, to: string) => [
  `location ${path} {`,
  `\tset $service "${service}";`,
  '\tproxy_set_header Authorization "Bearer s3cr3t-t0ken-of-somebody";',
  `\tproxy_pass http://${to};`,
  '}',
]
const upstream = (name: string, address: string) => [
  `upstream ${name} {`,
  `\tzone ${name} 256k;`,
  '\trandom two least_conn;',
  `\tserver ${address} max_fails=1;`,
  '}',
]
const file = (name: string, lines: readonly string[]) => [`# configuration file /etc/nginx/${name}:`, ...lines, '']
const dump = [
  file('nginx.conf', [
    'worker_processes auto;',
    'http {',
    '    include /etc/nginx/config-version.conf;',
    '    include /etc/nginx/conf.d/*.conf;',
    '}',
    'stream {',
    '    include /etc/nginx/stream-conf.d/*.conf;',
    '}',
  ]),
  file('config-version.conf', ['server {', '    listen unix:/var/lib/nginx/nginx-config-version.sock;', '}']),
  file('conf.d/_default-server.conf', [
    '# configuration for /',
    'server {',
    '\tlisten 80 default_server;',
    '\tlisten 443 ssl default_server;',
    '\tssl_reject_handshake on;',
    '\tserver_name _;',
    '\tlocation / {',
    '\t\treturn 404;',
    '\t}',
    '}',
  ]),
  file('conf.d/default-shop.conf', [
    '# configuration for default/shop',
    ...upstream('default-shop-shop.test-web-80', '10.0.0.1:8080'),
    ...upstream('default-shop-api.test-web-80', '10.0.0.1:8080'),
    ...server('shop', 'shop.test', location('/', 'web', 'default-shop-shop.test-web-80/v1')),
    ...server('shop', 'api.test', location('/api', 'web', 'default-shop-api.test-web-80/v1')),
  ]),
  file('conf.d/default-safe.conf', [
    '# configuration for default/safe',
    ...upstream('default-safe-safe.test-web-80', '10.0.0.1:8080'),
    ...server('safe', 'safe.test', location('/', 'web', 'default-safe-safe.test-web-80')),
  ]),
  file('conf.d/default-empty.conf', [
    '# configuration for default/empty',
    ...upstream('default-empty-empty.test-empty-80', '127.0.0.1:8181'),
    ...server('empty', 'empty.test', location('/', 'empty', 'default-empty-empty.test-empty-80')),
  ]),
  file('stream-conf.d/one.conf', ['upstream ts_default_db {', '\tserver 10.0.0.9:5432;', '}']),
]
  .flat()
  .join('\n')

const log = [
  '10.9.9.9 - - [24/Nov/2026:08:48:05 +0000] "GET /api/x?key=1 HTTP/1.1" 502 157 "-" "curl/8" "-"',
  'I20261124 08:48:05.000001       1 event.go:377] Event(v1.ObjectReference{Kind:"Ingress", Namespace:"default", Name:"late"})',
  '2026/11/24 08:48:06 [error] 7#7: *1 connect() failed (111: Connection refused), client: 10.9.9.9, server: empty.test, request: "GET / HTTP/1.1", upstream: "http://127.0.0.1:8181/", host: "empty.test"',
  '',
].join('\n')

let api: FakeApi
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tkng-f5-'))
  const programs = {
    nginx: { out: dump, err: 'nginx version: nginx/1.29.3\n' },
    '/nginx-ingress': { out: 'NGINX Ingress Controller Version=5.5.4 Commit=0123456789ab Date=x Arch=linux/amd64\n' },
    ps: {
      out: 'PID   ELAPSED COMMAND\n    1 1d  /nginx-ingress -ingress-class=nginx -agent-token=s3cr3t\n    7 1d  nginx: master process nginx\n',
    },
  }
  const pages = { '/metrics': 'nginx_ingress_controller_nginx_last_reload_status{class="nginx"} 1\n' }
  const faults = [on('/log', raw(200, log))]
  api = await fakeApi({ objects: objects as never, faults, upgrade: insideOf({ programs, pages, port: 9113 }) })
  writeFileSync(join(folder, 'config'), api.kubeconfig())
})
afterAll(() => api.close())

async function told(line: string): Promise<string> {
  const words = line.match(/'[^']*'|\S+/g)?.map((word) => word.replaceAll("'", '')) ?? []
  const seen = await session(words, { env: { KUBECONFIG: join(folder, 'config') }, cwd: folder })
  return transcript(line, seen, { [`127.0.0.1:${api.port}`]: 'SERVER', [folder]: 'FOLDER' })
}
const named = (name: string) => `golden/f5/${name.replaceAll(/[^\w.=-]+/g, '_')}.txt`

it.each([
  'ingresses -A -o wide',
  'why -A',
  'why late -n default',
  'trace http://shop.test/cart',
  'trace http://shop.test/late',
  'trace https://safe.test/',
  'trace http://empty.test/',
  'trace http://nobody.test/',
  'conf --host api.test',
  'conf --host api.test --location /api/x',
  'backends',
  'backends -o table',
  'certs',
  'info',
  'status',
  'ps',
  'logs',
  'logs --errors',
  'logs --status 5xx -o json',
])('%s', async (line) => {
  await expectGolden(await told(line), named(line))
})

it('a capture says the same, and holds no secret', async () => {
  expect(await told('capture -A -o f5.json')).toContain('exit 0')
  const kept = await told('conf --from f5.json')
  expect(kept).toContain('# configuration file /etc/nginx/conf.d/default-shop.conf:')
  expect(kept).not.toContain('s3cr3t')
  for (const line of ['why -A', 'trace http://shop.test/cart', 'trace http://empty.test/', 'backends -o table']) {
    const [live, saved] = [await told(line), await told(`${line} --from f5.json`)]
    const bare = (text: string) =>
      text.replace(/^\$.*\n/, '').replaceAll(/from exec nginx -T|from f5\.json[^\s)]*/g, 'from somewhere')
    expect(bare(saved)).toBe(bare(live))
  }
})
