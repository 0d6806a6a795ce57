/** What each verb asks a live cluster, and how often it has to wait for an answer before it can ask on. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FakeApi, fakeApi, type Seen } from '../../support/cluster/fake-api.js'
import { on, raw } from '../../support/cluster/fake-api-faults.js'
import type { Objects } from '../../support/cluster/fake-api-store.js'
import { controllerPod, insideOf } from '../../support/cluster/fake-controller.js'
import { type LongWay, longWay } from '../../support/cluster/round-trips.js'
import { pem } from '../../support/cluster/tls-files.js'
import { ingress, pod, rule, service, slice } from '../../support/objects.js'
import { namedProgram } from '../../support/program/program.js'
import { session } from '../../support/program/session.js'

const numbers = Array.from({ length: 40 }, (_, i) => i)
const hostOf = (i: number) => `h${i}.example.com`
/** As a chart has them. */
const usual = { 'app.kubernetes.io/name': 'ingress-nginx' }
const objects: Objects = {
  Pod: [
    controllerPod({
      name: 'proxy-x1',
      owner: ['DaemonSet', 'proxy'],
      labels: usual,
      args: ['--configmap=edge/config', '--default-ssl-certificate=edge/default'],
    }) as { metadata: { name: string } },
  ],
  DaemonSet: [{ metadata: { namespace: 'edge', name: 'proxy' }, spec: {} }],
  ConfigMap: [{ metadata: { namespace: 'edge', name: 'config', labels: usual }, data: {} }],
  IngressClass: [{ metadata: { name: 'nginx' }, spec: { controller: 'k8s.io/ingress-nginx' } }],
  Ingress: numbers.map((i) =>
    ingress(`i${i}`, {
      ingressClassName: 'nginx',
      rules: [rule(hostOf(i), '/', 'web')],
      tls: [{ hosts: [hostOf(i)], secretName: `s${i}` }],
    }),
  ),
  Service: [service('web', { ports: [{ port: 80, targetPort: 8080 }] })],
  EndpointSlice: [slice('web-1', { ports: [{ port: 8080 }], endpoints: [pod('web-a', '10.0.0.1')] })],
  Namespace: [{ metadata: { name: 'default' } }, { metadata: { name: 'edge' } }],
  Secret: [...numbers.map((i) => secret('default', `s${i}`)), secret('edge', 'default')],
  Event: [],
}

function secret(namespace: string, name: string) {
  const data = { 'tls.crt': Buffer.from(pem('server')).toString('base64'), 'tls.key': '' }
  return { metadata: { namespace, name }, type: 'kubernetes.io/tls', data }
}

const locationOf = (i: number) => `
    server {
        server_name "${hostOf(i)}" ;
        listen 80;
        listen 443 ssl;
        location "/" {
            set $namespace "default";
            set $ingress_name "i${i}";
            set $location_path "/";
            set $proxy_upstream_name "default-web-80";
            proxy_pass http://upstream_balancer;
        }
    }`
const conf = `# Configuration checksum: 1
events {}
http {
    server {
        server_name "_";
        listen 80 default_server;
        listen 443 default_server ssl;
        location "/" { return 404; }
    }${numbers.map(locationOf).join('')}
}
`
const backends = JSON.stringify([
  { name: 'default-web-80', port: 80, endpoints: [{ address: '10.0.0.1', port: '8080' }] },
  { name: 'upstream-default-backend', port: 0, endpoints: [{ address: '127.0.0.1', port: '8181' }] },
])
const build =
  '  Release:       v1.15.1\n  Build:         git-1\n  Repository:    https://example.com\n  nginx version: nginx/1.27.1\n'
const upgrade = insideOf({
  pages: {
    '/configuration/backends': backends,
    '/configuration/certs?hostname=_': pem('server'),
    ...Object.fromEntries(numbers.map((i) => [`/configuration/certs?hostname=${hostOf(i)}`, pem('server')])),
  },
  metrics: 'nginx_ingress_controller_config_last_reload_successful 1\n',
  programs: {
    cat: { out: conf },
    ps: { out: 'PID   ELAPSED COMMAND\n    7 1d  nginx: master process nginx\n' },
    ls: { out: '' },
    '/nginx-ingress-controller': { out: build },
  },
})

const lists = 'list pods, list ingresses, list ingressclasses, list services, list endpointslices'
const ofOne = `${lists}, get configmaps/config, get secrets/s7, get secrets/default`
/** Does the cluster know the Gateway API at all. */
const groups = 'gateway.networking.k8s.io, gateway.networking.x-k8s.io'
const ofAll = `${lists}, get configmaps/config, list secrets [type=kubernetes.io/tls]`
const inside = `${groups}, exec, portforward, portforward`

/** Words, how often they wait at most, and what they ask the API server for. */
const table: readonly (readonly [words: string, most: number, requests: string])[] = [
  [
    'ingresses -A',
    2,
    'list ingresses, list ingressclasses, list services, list endpointslices, list pods, list configmaps, groups',
  ],
  ['backends', 4, 'list pods, portforward'],
  ['conf', 4, 'list pods, exec'],
  ['conf --host h7.example.com', 4, 'list pods, exec'],
  ['ps', 4, 'list pods, exec'],
  [
    'info',
    6,
    'list pods, get configmaps/config, get daemonsets/proxy, get leases/ingress-nginx-leader, list ingresses, list ingressclasses, gateway.networking.k8s.io, list services, exec, portforward',
  ],
  ['status', 6, `${ofAll}, ${groups}, exec, portforward, portforward`],
  ['drift -o json', 6, `${ofAll}, ${groups}, exec, portforward, portforward`],
  ['logs --tail 5', 6, 'list pods, get configmaps/config, log'],
  ['certs', 6, `${ofAll}, ${groups}, portforward, portforward`],
  ['certs --host h7.example.com', 6, `${ofOne}, ${groups}, portforward`],
  ['trace https://h7.example.com/', 6, `${ofOne}, ${groups}, exec, portforward`],
  ['trace http://h7.example.com/', 6, `${ofOne}, ${groups}, exec, portforward`],
  ['why default/i7', 6, `${ofOne}, ${groups}, exec, portforward, portforward, log, list events`],
  [
    'why -A',
    6,
    `${ofAll}, ${groups}, exec, portforward, portforward, log, list events, list validatingwebhookconfigurations`,
  ],
  // Certificates are asked first, over connections that are good for one answer.
  ['describe default/i7', 7, `${ofOne}, ${inside}, portforward, log, list events`],
  [
    'describe -A',
    8,
    `${ofAll}, ${inside}, portforward, portforward, log, list events, list validatingwebhookconfigurations`,
  ],
  ['lint', 6, `${ofAll}, ${inside}, log, list events, list validatingwebhookconfigurations`],
  ['diff live demo', 6, `${ofAll}, exec, exec`],
  ['gateways -A -o json', 6, `${lists}, ${groups}`],
  ['trace --input FOLDER/urls', 6, `${ofAll}, ${groups}, exec, portforward`],
  ['routes -A', 6, `${lists}, get configmaps/config, ${groups}`],
  ['trace --all -A', 6, `${ofAll}, ${groups}, exec, portforward`],
  [
    'capture -A -o -',
    6,
    `${ofAll}, ${groups}, get pods/proxy-x1, get daemonsets/proxy, get leases/ingress-nginx-leader, list events, exec, exec, portforward, portforward, portforward`,
  ],
]

let api: FakeApi
let wire: LongWay
let home: string

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'rounds-'))
  api = await fakeApi({ objects, upgrade, protobuf: true, faults: [on('/log', raw(200, 'a line\n'))] })
  writeFileSync(join(home, 'urls'), `http://${hostOf(7)}/\nhttp://${hostOf(7)}/x\n`)
  wire = await longWay(api.url)
  for (const [name, url] of [
    ['near', api.url],
    ['far', wire.url],
  ] as const)
    writeFileSync(join(home, name), api.kubeconfig().replaceAll(api.url, url))
})

afterAll(async () => {
  await wire.close()
  await api.close()
})

/** `list KIND`, `get KIND/NAME`, or the name of a stream. */
function wordsFor({ path, query }: Seen): string {
  const [kind = '', name, stream] = path.replace(/^.*?\/v1\/(?:namespaces\/[^/]+\/)?/, '').split('/')
  const selector = query.get('fieldSelector')
  if (path === '/apis') return 'groups'
  if (stream !== undefined) return stream
  if (name !== undefined) return `get ${kind}/${name}`
  return `list ${kind}${selector === null ? '' : ` [${selector}]`}`
}

describe('a verb waits for so many round trips, and asks for so much', () => {
  it.each(table)('%s: %i', async (words, most, requests) => {
    const argv = words.replace('FOLDER', home).split(' ')
    // The first time loads what it is made of, which takes longer than the wire.
    await session([...argv, '--kubeconfig', join(home, 'near')])
    const far = async () => {
      const before = api.requests.length
      wire.rounds()
      const { stdout, stderr } = await session([...argv, '--kubeconfig', join(home, 'far')])
      expect(stdout, stderr).not.toBe('')
      const asked = api.requests.slice(before).map(wordsFor)
      expect([...asked].sort()).toEqual(requests.split(', ').sort())
      return wire.rounds()
    }
    let least = await far()
    // A process of its own has its own clock: whether it still computes or waits cannot be told from here.
    if (namedProgram !== undefined) return
    // Where the machine was busy for a moment, what goes together went in two: that adds crossings and takes none away.
    for (let more = 0; more < 3 && least > most; more += 1) least = Math.min(least, await far())
    expect(least).toBeLessThanOrEqual(most)
  })
})
