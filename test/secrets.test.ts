/** A canary in every place where people put secrets: none comes out of any verb, format, level of -v or capture. */
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { customKinds } from '../src/controllers/files.js'
import { masker } from '../src/controllers/masker.js'
import { type CustomKind, projectCustom, type Shape } from '../src/domain/objects/custom.js'
import { type FakeApi, fakeApi } from './support/cluster/fake-api.js'
import { session } from './support/program/session.js'
import { canary, canaryWorld, privateKey } from './support/worlds/canary-world.js'

let api: FakeApi
let folder = ''
beforeAll(async () => {
  api = await fakeApi(canaryWorld)
  folder = mkdtempSync(join(tmpdir(), 'tkng-canary-'))
  writeFileSync(join(folder, 'config'), api.kubeconfig())
})
afterAll(() => api.close())

/** Also as base64 of itself at any offset, and without case. */
const shapes = [
  canary,
  ...[0, 1, 2].map((lead) =>
    Buffer.from('x'.repeat(lead) + canary)
      .toString('base64')
      .slice(lead === 0 ? 0 : 4, -4),
  ),
]

function expectNone(text: string): void {
  for (const shape of shapes) expect(text.toLowerCase()).not.toContain(shape.toLowerCase())
}

const run = (argv: readonly string[]) =>
  session(argv, { env: { KUBECONFIG: join(folder, 'config'), HOME: folder }, cwd: folder })

const request = [
  'trace',
  `http://a.example/x?token=${canary}&id=${canary}`,
  ...['-H', `X-Api-Key: ${canary}`, '-H', `Authorization: Bearer ${canary}`, '-H', `X-Anything: ${canary}`],
  ...['--cookie', `session=${canary}`],
]
const verbs: readonly (readonly string[])[] = [
  ['ingresses', '-A'],
  ['why', '-A'],
  ['status'],
  ['info'],
  ['certs'],
  ['ps'],
  ['backends', '--backend', 'default-web-80'],
  request,
]
const drawings = ['tree', 'mermaid', 'dot']

describe('none comes out of', () => {
  it.each([
    ...verbs.flatMap((verb) => ['json', 'table', 'wide'].map((format) => [...verb, '-o', format])),
    ...drawings.map((format) => [...request, '-o', format]),
    ['why', 'web', '-n', 'default', '-o', 'tree'],
    ['backends', '--list'],
    ['conf', '--host', 'a.example'],
    ['conf', '--host', 'a.example', '--location', '/'],
    ['conf', '--http'],
    ['conf', '--upstream'],
    ['conf', '--all-pods'],
    ...verbs.map((verb) => [...verb, '-v', '9']),
    ['exec', '-v', '9', '--', 'ls', canary],
    ['ssh', '-v', '9'],
    ['config', 'view'],
    ['explain', 'no-endpoints'],
    ...[[''], ['why', ''], ['trace', ''], ['backends', '--backend', ''], ['conf', '--host', '']].map((words) => [
      '__complete',
      ...words,
    ]),
    ['logs', '--tail', '0', '-v', '9', '--status', '599'],
  ])('%s %s %s %s %s %s', async (...argv) => {
    const { stdout, stderr } = await run(argv)
    expectNone(`${stdout}${stderr}`)
  })

  it.each(['out', 'out.yaml', 'out.json', 'out.tar.gz'])('a capture as %s, with -v 9', async (target) => {
    const { stdout, stderr, code } = await run(['capture', '-A', '-v', '9', '-o', target])
    expect(code).toBe(0)
    expectNone(`${stdout}${stderr}${textIn(join(folder, target))}`)
    for (const verb of [['why', '-A'], ['status'], ['info'], ['conf', '--host', 'a.example'], ['certs']]) {
      const replayed = await run(
        [...verb, '--from', target, '-o', 'json'].slice(0, verb[0] === 'conf' ? -2 : undefined),
      )
      expectNone(`${replayed.stdout}${replayed.stderr}`)
    }
    const again = await run(['capture', '--from', target, '-o', '-'])
    expectNone(`${again.stdout}${again.stderr}`)
  })
})

function textIn(path: string): string {
  if (path.endsWith('.gz')) return gunzipSync(readFileSync(path)).toString()
  if (statSync(path).isFile()) return readFileSync(path, 'utf8')
  return readdirSync(path)
    .map((name) => textIn(join(path, name)))
    .join('')
}

describe('the raw answer that was asked for', () => {
  it.each([['conf'], ['backends']])('%s is as it is, private keys excepted', async (...argv) => {
    const { stdout } = await run(argv)
    expect(stdout).toContain(canary)
    expect(stdout).not.toContain(`PRIVATE KEY-----\\n${canary}`)
    expect(stdout).not.toContain(`PRIVATE KEY-----\n${canary}`)
  })
})

/** What gives itself away is masked in names, hosts and paths, too, though these are what answers are made of. */
describe('a key that stands where a name should', () => {
  const forms: readonly string[] = [
    `https://u:${canary}@h.example/x`,
    `/hook/ghp_${canary}abcdefghijklmnop`,
    `/x?a=b&token=${canary}`,
    `/eyJhbGciOi.${canary}.abcdefgh`,
    privateKey,
  ]
  const object = (apiVersion: string, kind: string, name: string, more: object) => ({
    ...{
      apiVersion,
      kind,
      metadata: { namespace: 'b', name, annotations: { [`nginx.ingress.kubernetes.io/x${name}`]: '' } },
    },
    ...more,
  })
  const items = forms.flatMap((text, i) => {
    // In small letters, as hosts are compared, it is no token any more.
    const host = text.includes('eyJ') ? 'j.example' : text
    const backend = { service: { name: text, port: { name: text } } }
    const paths = [{ path: text, pathType: 'ImplementationSpecific', backend }]
    const routed = { match: `Host(\`a.example\`) && PathPrefix(\`${text}\`)`, services: [{ name: text, port: 80 }] }
    const rules = [
      { matches: [{ path: { type: 'PathPrefix', value: text } }], backendRefs: [{ name: text, port: 80 }] },
    ]
    return [
      object('networking.k8s.io/v1', 'Ingress', `i${i}`, {
        spec: {
          ingressClassName: 'nginx',
          rules: [
            { host, http: { paths } },
            { host: 'a.example', http: { paths } },
          ],
          tls: [{ hosts: [host], secretName: text }],
        },
        status: { loadBalancer: { ingress: [{ hostname: text }] } },
      }),
      object('v1', 'Service', `s${i}`, {
        spec: { type: 'ExternalName', externalName: text, ports: [{ name: text, port: 80 }] },
      }),
      object('projectcontour.io/v1', 'HTTPProxy', `p${i}`, {
        spec: {
          virtualhost: { fqdn: `p${i}.example`, corsPolicy: { allowOrigin: [text] } },
          routes: [{ services: [{ name: text, port: 80 }] }],
        },
        status: { currentStatus: text },
      }),
      object('k8s.nginx.org/v1', 'VirtualServer', `v${i}`, {
        spec: {
          host: `v${i}.example`,
          upstreams: [{ name: 'u', service: text, port: 80 }],
          routes: [{ path: text, action: { pass: 'u' } }],
        },
        status: { state: 'Warning', reason: text },
      }),
      object('traefik.io/v1alpha1', 'IngressRoute', `r${i}`, { spec: { routes: [routed], tls: { secretName: text } } }),
      object('gateway.networking.k8s.io/v1', 'HTTPRoute', `h${i}`, {
        spec: { parentRefs: [{ name: 'g', sectionName: text }], hostnames: [host], rules },
      }),
    ]
  })

  it.each([
    ...['json', 'wide', 'csv', 'markdown', 'yaml', 'name'].map((format) => `routes -A --from in.json -o ${format}`),
    ...['json', 'list', 'tree'].map((format) => `why -A --from in.json -o ${format}`),
    ...['json', 'sarif', 'junit', 'github', 'gitlab', 'markdown'].map((format) => `lint -f in.json -o ${format}`),
    ...['ingresses -A -o json', 'describe -A', 'capture -A -o -', 'certs'].map((line) => `${line} --from in.json`),
    'diff in.json demo',
    '__complete ingresses --from in.json --host ',
  ])('comes not out of %s', async (line) => {
    writeFileSync(join(folder, 'in.json'), JSON.stringify({ apiVersion: 'v1', kind: 'List', items }))
    const { stdout, stderr } = await run(line.split(' '))
    // What an API server refuses is not there, and has no certificates.
    expect(`${stdout}${stderr}`).not.toBe('')
    expectNone(`${stdout}${stderr}`)
  })
})

const leaves = (shape: Shape, path: readonly string[]): (readonly string[])[] =>
  typeof shape === 'string' || Array.isArray(shape)
    ? [[...path, ...(shape === 'map' ? ['key'] : [])]]
    : Object.entries(shape).flatMap(([field, own]) => leaves(own as Shape, [...path, field]))
const shownWith = (kind: CustomKind, path: readonly string[], value: unknown, sought: string) => {
  const object = path.reduceRight<unknown>((inner, field) => ({ [field]: inner }), value) as object
  return JSON.stringify(masker.custom(projectCustom(kind, object))).includes(sought)
}

/** What may be any word: names, places, what a condition compares, the text of a question for a password. */
const worded = new Set([
  ...['name', 'namespace', 'ingressClassName', 'host', 'http', 'https', 'path', 'route', 'service', 'pass', 'upstream'],
  ...['backup', 'dos', 'header', 'query', 'cookie', 'argument', 'variable', 'value', 'url', 'rewritePath', 'realm'],
  ...['secret', 'clientSecret', 'tlsSecret', 'trustedCertSecret', 'clientCertSecret', 'cacheZoneName', 'sslName'],
  ...['authURI', 'authServiceName', 'authSigninURI', 'authSigninRedirectBasePath', 'apPolicy', 'apBundle'],
])

it.each(['word', ['word'], [['word']]])(
  'of own kinds of F5 NGINX only names, places and words of conditions show %j',
  (value) => {
    const all = customKinds.filter(({ group }) => group === 'k8s.nginx.org')
    const words = all.flatMap((kind) =>
      leaves(kind.shape as Shape, [])
        .filter((path) => path[0] === 'spec' && shownWith(kind, path, value, 'word'))
        .map((path) => path.at(-1) ?? ''),
    )
    expect(words.filter((one) => !worded.has(one))).toEqual([])
  },
)

/** A server holds to its schema, a file of somebody's need not. */
it('a list in the place of a value of an own kind of a controller shows no more than the value', () => {
  const shown = (kind: CustomKind, path: readonly string[], value: unknown) => shownWith(kind, path, value, canary)
  const all = customKinds.flatMap((kind) => leaves(kind.shape as Shape, []).map((path) => [kind, path] as const))
  expect(all.length).toBeGreaterThan(700)
  const more = all.filter(([kind, path]) => shown(kind, path, [canary]) && !shown(kind, path, canary))
  expect(more.map(([{ kind }, path]) => `${kind} ${path.join('.')}`)).toEqual([])
})
