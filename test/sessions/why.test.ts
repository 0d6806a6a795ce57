/** Command lines of `why`, on the built-in capture and on a cluster with much that can be wrong. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { type FakeApi, type FakeApiOptions, fakeApi } from '../support/cluster/fake-api.js'
import { on, raw, status } from '../support/cluster/fake-api-faults.js'
import { controllerPod, type FakeInside, insideOf, oneController } from '../support/cluster/fake-controller.js'
import { ingress, pod, rule, service, slice } from '../support/objects.js'
import { session, transcript } from '../support/program/session.js'

const annotated = (annotations: Readonly<Record<string, string>>, creationTimestamp = '2026-11-23T08:48:05Z') => ({
  metadata: {
    creationTimestamp,
    annotations: Object.fromEntries(
      Object.entries(annotations).map(([name, value]) => [
        name.includes('/') ? name : `nginx.ingress.kubernetes.io/${name}`,
        value,
      ]),
    ),
  },
})
const web = (host: string, path = '/') => rule(host, path, 'web')
const of = (rules: readonly object[], more: object = {}) => ({ ingressClassName: 'nginx', rules, ...more })

const objects = {
  ...oneController,
  Ingress: [
    ingress('web', of([web('shop.example.com'), rule('shop.example.com', '/cart', 'cart', { name: 'htp' })])),
    ingress('plain', of([web('plain.example.com')])),
    ingress('snippet', of([web('snippet.example.com')]), annotated({ 'configuration-snippet': 'return 418;' })),
    ingress('guarded', of([web('guarded.example.com')]), annotated({ 'auth-type': 'basic', 'auth-secret': 'gone' })),
    ingress('open', of([web('open.example.com')]), annotated({ 'auth-url': '' })),
    ingress('later', of([web('shop.example.com')]), annotated({}, '2026-11-23T09:00:00Z')),
    ingress('tls', of([web('tls.example.com')], { tls: [{ hosts: ['tls.example.com'], secretName: 'gone' }] })),
    ingress('classless', { rules: [web('classless.example.com')] }),
    ingress('typo', { ...of([web('typo.example.com')]), ingressClassName: 'ngin' }),
    ingress('alb', { ...of([web('alb.example.com')]), ingressClassName: 'alb' }),
    ingress('members', of([web('members.example.com')]), annotated({ 'auth-type': 'basic', 'auth-secret': 'users' })),
    ingress('both', of([web('both.example.com')]), annotated({ 'kubernetes.io/ingress.class': 'other' })),
  ],
  Secret: [{ metadata: { name: 'users', namespace: 'default' }, type: 'Opaque', data: { auth: 'dTpw' } }],
  IngressClass: [
    { metadata: { name: 'nginx' }, spec: { controller: 'k8s.io/ingress-nginx' } },
    { metadata: { name: 'alb' }, spec: { controller: 'ingress.k8s.aws/alb' } },
  ],
  Service: [
    service('web', { ports: [{ port: 80, targetPort: 8080 }] }),
    service('cart', { ports: [{ name: 'http', port: 80 }] }),
  ],
  EndpointSlice: [slice('web-1', { ports: [{ port: 8080 }], endpoints: [pod('web-a', '10.0.0.1')] })],
  Namespace: [{ metadata: { name: 'default' } }, { metadata: { name: 'edge' } }],
  Event: [
    {
      metadata: { name: 'guarded.1', namespace: 'default' },
      involvedObject: { kind: 'Ingress', namespace: 'default', name: 'guarded' },
      reason: 'AnnotationParsingFailed',
      type: 'Warning',
      message:
        'Error parsing annotations: unexpected error reading secret default/gone: no object matching key "default/gone" in local store',
      lastTimestamp: '2026-11-24T03:00:00Z',
    },
  ],
}

interface Location {
  readonly ingress: string
  readonly path?: string
  readonly upstream: string
  readonly denied?: string
}

const server = (host: string, ...locations: readonly Location[]) => `
    server {
        server_name "${host}";
        listen 80;
${locations
  .map(
    ({ ingress: name, path = '/', upstream, denied }) => `        location "${path}" {
            set $namespace "default";
            set $ingress_name "${name}";
            set $location_path "${path}";
            set $proxy_upstream_name "${upstream}";
${denied === undefined ? '' : `            # Location denied. Reason: ${JSON.stringify(denied)}\n            return 503;\n`}        }
`,
  )
  .join('')}    }
`
const upstream = 'default-web-80'
const hosts = ['plain', 'open', 'tls', 'both', 'members']
const reason = 'unexpected error reading secret default/gone: no object matching key "default/gone" in local store'
const confOf = (...servers: readonly string[]) =>
  `# Configuration checksum: 1\nevents {}\nhttp {\n    server {\n        server_name "_";\n        listen 80 default_server;\n    }\n${servers.join('')}}\n`
const shop = server(
  'shop.example.com',
  { ingress: 'web', path: '/cart', upstream: 'default-cart-htp' },
  { ingress: 'web', upstream },
)
const conf = confOf(
  shop,
  server('guarded.example.com', { ingress: 'guarded', upstream, denied: reason }),
  ...hosts.map((name) => server(`${name}.example.com`, { ingress: name, upstream })),
)
const backends = JSON.stringify([
  { name: upstream, port: 80, endpoints: [{ address: '10.0.0.1', port: '8080' }] },
  { name: 'default-cart-htp', port: 'htp', endpoints: [] },
  { name: 'upstream-default-backend', port: 0, endpoints: [{ address: '127.0.0.1', port: '8181' }] },
])
const good = 'nginx_ingress_controller_config_last_reload_successful 1\n'
const inside: FakeInside = {
  pages: { '/configuration/backends': backends },
  programs: { cat: { out: conf } },
  metrics: good,
}
const log = [
  'E1124 03:00:00.000001       7 store.go:951] annotation group ConfigurationSnippet contains risky annotation based on ingress configuration',
  'W1124 03:00:00.000002       7 controller.go:1225] Service "default/cart" does not have any active Endpoint.',
  'E1124 03:00:00.000003       7 annotations.go:216] "error reading Ingress annotation" err="unexpected error reading secret default/gone: no object matching key \\"default/gone\\" in local store" name="BasicDigestAuth" ingress="default/guarded-not"',
  'I1124 03:00:00.000004       7 store.go:439] "Ignoring ingress because of error while validating ingress class" ingress="default/typo" error="no object matching key \\"ngin\\" in local store"',
  'a line of an application with default/web and \u001b[31mcolours',
  '',
].join('\n')

let api: FakeApi | undefined
afterEach(() => api?.close())

async function told(
  line: string,
  options: Partial<FakeApiOptions> = {},
  answers: FakeInside = inside,
): Promise<string> {
  const { objects: more = {}, faults = [on('/log', raw(200, log))], ...others } = options
  api = await fakeApi({ objects: { ...objects, ...more } as never, upgrade: insideOf(answers), faults, ...others })
  const file = join(mkdtempSync(join(tmpdir(), 'tkng-why-')), 'config')
  writeFileSync(file, api.kubeconfig())
  const seen = await session(line.split(' '), { env: { KUBECONFIG: file } })
  return transcript(line, seen, { [`127.0.0.1:${api.port}`]: 'SERVER', [file]: 'KUBECONFIG' })
}

const named = (name: string) => `golden/why/${name.replaceAll(/[^\w.=-]+/g, '_')}.txt`

it.each([
  'why --from demo',
  'why -A --from demo -o json',
  'why tkng-1 --from demo -o wide',
  'why default/tkng-2 --from demo',
  'why tkng-3 --from demo',
])('%s', async (line) => {
  await expect(transcript(line, await session(line.split(' ')))).toMatchFileSnapshot(named(line))
})

describe('one cluster', () => {
  it.each([
    'why plain -n default',
    'why web -n default',
    'why default/web default/plain',
    'why web -n default -o json',
    'why snippet -n default',
    'why guarded -n default',
    'why open -n default',
    'why later -n default',
    'why tls -n default',
    'why classless -n default',
    'why typo -n default',
    'why alb -n default',
    'why both -n default',
    'why ingress.networking.k8s.io/plain -n default',
    'why -A',
    'why -A -o wide',
    'why -A -o name',
    'why -n default -l app=none',
    'why -n nowhere',
    'why wep -n default',
    'why web -n edge',
    'why web --controller nope',
    'why web --class nginx -n default --pod proxy-1',
    'why a/b/c',
    'why web -l a=b',
    'why -l a==',
  ])('%s', async (line) => {
    await expect(await told(line)).toMatchFileSnapshot(named(line))
  })
})

describe('a replica', () => {
  const only = (...servers: readonly string[]): FakeInside => ({
    ...inside,
    programs: { cat: { out: confOf(...servers) } },
  })

  it.each<[string, string, FakeInside]>([
    ['does not have it', 'why plain -n default', only(shop)],
    [
      'has an older version of what is dropped',
      'why snippet -n default',
      only(server('snippet.example.com', { ingress: 'snippet', upstream })),
    ],
    [
      'denies what should be served',
      'why plain -n default',
      only(server('plain.example.com', { ingress: 'plain', upstream, denied: 'something else' })),
    ],
    [
      'has no endpoint for it',
      'why plain -n default',
      { ...inside, pages: { '/configuration/backends': backends.replace(/\{"address":"10[^}]*\}/, '') } },
    ],
    [
      'still has endpoints',
      'why web -n default',
      {
        ...inside,
        pages: {
          '/configuration/backends': backends.replace(
            '"endpoints":[]',
            '"endpoints":[{"address":"10.0.0.9","port":"80"}]',
          ),
        },
      },
    ],
    [
      'failed to reload',
      'why -A',
      {
        ...only(shop),
        programs: { cat: { out: confOf(shop) }, ls: { out: 'nginx-cfg7\nnginx.pid\n' } },
        metrics: good.replace(' 1', ' 0'),
      },
    ],
    ['has a file that is cut', 'why web -n default', { ...inside, programs: { cat: { out: conf.slice(0, 300) } } }],
    ['answers nothing', 'why web -n default', { port: 1 }],
  ])('%s', async (name, line, answers) => {
    await expect(await told(line, {}, answers)).toMatchFileSnapshot(named(`a replica that ${name}`))
  })
})

describe('what may be in the way', () => {
  it.each<[string, string, Partial<FakeApiOptions>]>([
    ['Ingresses forbidden', 'why web -n default', { deny: [{ kind: 'Ingress' }] }],
    ['pods forbidden', 'why web -n default', { deny: [{ kind: 'Pod' }] }],
    ['classes forbidden', 'why plain -n default', { deny: [{ kind: 'IngressClass' }] }],
    ['Services forbidden', 'why plain -n default', { deny: [{ kind: 'Service' }] }],
    ['Secrets forbidden', 'why tls -n default', { deny: [{ kind: 'Secret' }] }],
    ['Events forbidden', 'why guarded -n default', { deny: [{ kind: 'Event' }] }],
    [
      'the log forbidden',
      'why snippet -n default',
      { faults: [on('/log', status(403, 'Forbidden', 'pods "proxy-1" is forbidden: cannot get resource "pods/log"'))] },
    ],
    [
      'Services forbidden, of all',
      'why -A',
      { deny: [{ kind: 'Service' }], objects: { Ingress: [objects.Ingress[1]] } as never },
    ],
    [
      'pods and Services forbidden, of all',
      'why -A',
      { deny: [{ kind: 'Service' }, { kind: 'Pod' }], objects: { Ingress: [objects.Ingress[1]] } as never },
    ],
    ['no controller', 'why plain -n default', { objects: { Pod: [] } }],
    ['no controller, and no class', 'why classless -n default', { objects: { Pod: [] } }],
    [
      'no replica that is ready',
      'why plain -n default',
      { objects: { Pod: [controllerPod({ name: 'proxy-1', status: { phase: 'Pending' } })] as never } },
    ],
    [
      'two controllers',
      'why plain -n default',
      {
        objects: {
          Pod: [
            controllerPod({ name: 'a-1', owner: ['DaemonSet', 'a'] }),
            controllerPod({ name: 'b-1', owner: ['DaemonSet', 'b'] }),
          ] as never,
        },
      },
    ],
    [
      'another namespace is watched',
      'why plain -n default',
      { objects: { Pod: [controllerPod({ name: 'proxy-1', args: ['--watch-namespace=edge'] })] as never } },
    ],
  ])('%s', async (name, line, options) => {
    await expect(await told(line, options)).toMatchFileSnapshot(named(name))
  })
})

it('a capture answers as the cluster did, but for the log', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tkng-why-'))
  await told(`capture -A -o ${folder}/lab.json`)
  const line = 'why guarded members -n default --from lab.json'
  await expect(transcript(line, await session(line.split(' '), { cwd: folder }))).toMatchFileSnapshot(named(line))
})
