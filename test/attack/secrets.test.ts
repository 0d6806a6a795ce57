/** A canary in every place where a secret may stand: none comes out of any verb, format, level of -v, file or capture. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verbs } from '../../src/commands/index.js'
import { apiVersionOf, type Kind } from '../../src/domain/objects/objects.js'
import { drawingFormats, formats, reportFormats, templateFormats } from '../../src/print/view.js'
import type { FakeApi, Seen } from '../support/cluster/fake-api.js'
import { session } from '../support/program/session.js'
import { seed } from '../support/random.js'
import { canary, misplaced } from '../support/worlds/canary-world.js'
import { attempt, makeYard, type Yard } from './support/attempt.js'
import { changedCopies } from './support/planted/plant.js'
import { wholeObjects } from './support/planted/whole.js'
import { controllers, objects, plantedApi } from './support/planted/world.js'

let api: FakeApi
beforeAll(async () => {
  api = await plantedApi()
})
afterAll(async () => {
  await api.close()
  // All verbs were here, with all dialects: none changes anything.
  const isReading = ({ method, path }: Seen) =>
    method === 'GET' || (method === 'POST' && path.endsWith('/selfsubjectaccessreviews'))
  expect(api.requests.filter((one) => !isReading(one)).map(({ method, path }) => `${method} ${path}`)).toEqual([])
  const run = api.requests.flatMap(({ path, query }) => (path.endsWith('/exec') ? query.getAll('command')[0] : []))
  expect([...new Set(run)].filter((program = '') => !programs.includes(program))).toEqual([])
})

/** That look: none of them starts, stops or changes anything in the ways in which it is called. */
const programs = [
  ...['cat', 'ls', 'ps', 'wget', 'curl', 'bash', 'sh', 'nginx', '/dbg'],
  ...['/nginx-ingress-controller', 'nginx-ingress-controller', '/nginx-ingress', 'traefik'],
]

/** One for each of the controllers, in their order. */
const hosts = ['a.example', 'traefik.example', 'f5.example', 'eg.example', 'contour.example']
const secretWords = [
  ...['-H', `X-Api-Key: ${canary}`, '-H', `Authorization: Bearer ${canary}`, '-H', `X-Anything: ${canary}`],
  ...['--cookie', `session=${canary}`],
]
const trace = (host: string) => ['trace', `http://${host}/x?token=${canary}&id=${canary}`, ...secretWords]
const inForms = (...words: readonly string[]) =>
  ['json', 'sarif', 'github', 'junit'].map((form) => [...words, '-o', form])
const ofEach = (...words: readonly string[]) => controllers.map((one) => [...words, '--controller', one])

/** Command lines of each verb; the formats that it has are tried with the first of each list of lines. */
const lines: Readonly<Record<string, readonly (readonly string[])[]>> = {
  ingresses: [['ingresses', '-A']],
  routes: [['routes', '-A']],
  gateways: [['gateways', '-A']],
  trace: [trace('eg.example'), ...hosts.map(trace), ['trace', '--all']],
  why: [['why', '-A'], ...ofEach('why', '-A')],
  lint: [
    ['lint'],
    ['lint', '-f', 'manifests.json', '--live'],
    ...inForms('lint', '-f', 'plain.yaml', '--against', 'manifests.json'),
  ],
  describe: [
    ['describe', '-A'],
    ['describe', 'httproute/shop/web-eg'],
    ['describe', 'default/web'],
  ],
  diff: [
    ['diff', 'manifests.json', 'live'],
    ['diff', 'plain.yaml', 'live', '-v', '9'],
  ],
  explain: [['explain', 'no-endpoints']],
  backends: [
    ['backends', '--backend', 'default-web-80', '--controller', 'edge/proxy'],
    ...ofEach('backends', '-o', 'table'),
    ...ofEach('backends', '--list'),
    ['backends', '--backend', 'default-web-80', '--controller', 'edge/proxy'],
    ['backends', '--backend', 'shop-web@kubernetescrd', '--controller', 'edge/traefik'],
    ['backends', '--backend', 'shop/web/80/0', '--controller', 'eg-system/envoy-eg'],
    ['backends', '--backend', 'vs_shop_vs_web', '--controller', 'edge/f5'],
  ],
  conf: [
    ...controllers.map((one, i) => ['conf', '--host', hosts[i] ?? '', '--controller', one]),
    ...['--http', '--upstream', '--stream', '--all-pods', '--failed'].flatMap((part) => ofEach('conf', part)),
  ],
  certs: [['certs']],
  info: [['info']],
  status: [['status']],
  drift: [['drift'], ...ofEach('drift'), ...ofEach('drift', '-v', '9')],
  logs: [...ofEach('logs', '--tail', '0', '--status', '599'), ...ofEach('logs', '-o', 'json', '--status', '599')],
  ps: [
    ['ps', '--controller', 'edge/proxy'],
    ['ps', '--controller', 'edge/f5'],
  ],
  exec: [['exec', '--controller', 'edge/proxy', '-v', '9', '--', 'ls', canary]],
  ssh: [['ssh', '--controller', 'edge/proxy', '-v', '9']],
  capture: [
    ['capture', '-A', '-o', '-'],
    ['capture', '-A', '--logs', '-o', '-', '-v', '9'],
  ],
  completion: [['completion', 'k9s']],
  config: [['config', 'view']],
  help: [['help', 'capture']],
  options: [['options']],
}

/** A verb whose answer is none of rows has none. */
async function formatsOf(name: string): Promise<readonly string[]> {
  const { view } = (await verbs.find((one) => one.name === name)?.load()) ?? {}
  if (view === undefined) return []
  const drawn = drawingFormats.filter((format) => view.drawings?.[format] !== undefined)
  const reported = reportFormats.filter((format) => view.reports?.[format] !== undefined)
  return [...formats, ...drawn, ...reported, ...templateFormats.map((format) => templates[format])]
}

const templates = {
  jsonpath: 'jsonpath={.items[*]}',
  'custom-columns': 'custom-columns=ALL:.',
  'go-template': 'go-template={{range .items}}{{.}}{{end}}',
}

/** Also as base64 of itself at any offset, in hex, and without case. */
const shapes = [
  canary,
  Buffer.from(canary).toString('hex'),
  encodeURIComponent(canary),
  ...[0, 1, 2].map((lead) =>
    Buffer.from('x'.repeat(lead) + canary)
      .toString('base64')
      .slice(lead === 0 ? 0 : 4, -4),
  ),
].map((shape) => shape.toLowerCase())

function leaksIn(text: string): string[] {
  const lower = text.toLowerCase()
  return shapes.flatMap((shape) => {
    const at = lower.indexOf(shape)
    return at === -1 ? [] : [text.slice(Math.max(0, at - 100), at + 40)]
  })
}

function yardWith(): Yard {
  const yard = makeYard()
  writeFileSync(join(yard.work, 'config'), api.kubeconfig())
  writeFileSync(join(yard.work, 'manifests.json'), JSON.stringify({ apiVersion: 'v1', kind: 'List', items: manifests }))
  writeFileSync(join(yard.work, 'plain.yaml'), plain)
  return yard
}

const manifests = [
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      namespace: 'default',
      name: 'mine',
      annotations: {
        'tkng.dev/ignore': `no-such-${canary}`,
        'nginx.ingress.kubernetes.io/auth-url': `http://u:${canary}@h/?token=${canary}`,
        'nginx.ingress.kubernetes.io/proxy-body-size': canary,
      },
    },
    spec: { ingressClassName: 'nginx', rules: [{ host: 'a.example' }] },
  },
]

/** As people write it: with comments, anchors and blocks, and routes of controllers' own kinds. */
const plain = `# the password is ${canary}
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web # ${canary}
  namespace: default
  annotations:
    example.com/token: &token ${canary}
    example.com/again: *token
    nginx.ingress.kubernetes.io/proxy-body-size: *token
    nginx.ingress.kubernetes.io/auth-url: "http://u:${canary}@h/?token=${canary}"
    nginx.ingress.kubernetes.io/configuration-snippet: |
      proxy_set_header Authorization "Basic ${canary}"; # ${canary}
      proxy_pass http://u:${canary}@h/;
spec:
  ingressClassName: nginx
  rules:
  - &rule
    host: a.example
    http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: absent, port: {number: 80}}}}]}
  - *rule
---
apiVersion: v1
kind: Secret
metadata: {name: keys, namespace: default}
stringData:
  password: ${canary} # ${canary}
---
apiVersion: projectcontour.io/v1
kind: HTTPProxy
metadata: {name: web, namespace: default}
spec:
  virtualhost: {fqdn: proxy.example}
  routes:
  - requestHeadersPolicy: {set: [{name: Authorization, value: "Bearer ${canary}"}]}
    conditions: [{prefix: /}, {header: {name: x-api-key, exact: ${canary}}}]
    services: [{name: absent, port: 80}]
---
apiVersion: traefik.io/v1alpha1
kind: IngressRoute
metadata: {name: web, namespace: default}
spec:
  routes:
  - match: Host(\`a.example\`) && Header(\`Authorization\`, \`${canary}\`)
    services: [{name: absent, port: 80}]
---
apiVersion: traefik.io/v1alpha1
kind: IngressRouteTCP
metadata: {name: web, namespace: default}
spec: {routes: [{match: "HostSNI(\`a.example\`)", services: [{name: absent, port: 80}], note: ${canary}}], note: ${canary}}
`

const secretEnv = { TOKEN: canary, TKNG_TOKEN: canary }

async function leaksOf(argv: readonly string[], yard: Yard): Promise<string[]> {
  const ended = await attempt(argv, { yard, env: { KUBECONFIG: 'config', ...secretEnv }, patience: 60 })
  expect({ isLate: ended.isLate, isEnded: ended.code !== null }).toEqual({ isLate: false, isEnded: true })
  return leaksSaid(argv, ended)
}

/** In this process, which is ten times quicker than to start one for each line. */
async function leaksWithin(argv: readonly string[], { work }: Yard): Promise<string[]> {
  const env = { KUBECONFIG: join(work, 'config'), HOME: work, ...secretEnv }
  return leaksSaid(argv, await session(argv, { env, cwd: work }))
}

function leaksSaid(argv: readonly string[], { stdout, stderr }: { readonly stdout: string; readonly stderr: string }) {
  expect(stderr).not.toMatch(/this is a bug/)
  // A usage error tries nothing.
  expect(stderr, argv.join(' ')).not.toMatch(/^error: (?:unknown|invalid|there is no|what shall)/m)
  return leaksIn(stdout + stderr).map((leak) => `${argv.join(' ')}: ${leak}`)
}

it('is tried with every verb that there is', () => {
  expect(Object.keys(lines)).toEqual(verbs.map(({ name }) => name))
})

describe('none comes out of', () => {
  it.each(verbs.map(({ name }) => name))(
    '%s, in each format, as files, at levels of -v',
    {
      timeout: 400_000,
    },
    async (name) => {
      const yard = yardWith()
      const [first = [], ...others] = lines[name] ?? []
      const formats = await formatsOf(name)
      const isReport = reportFormats.some((format) => formats.includes(format))
      const files = (isReport ? formats : []).flatMap((format, i) =>
        format.includes('=') ? [] : ['--output-file', `${format}=out-${i}`],
      )
      const loud = ['1', '6', '8', '9'].map((level) => [...first, '-v', level])
      const found: string[] = []
      for (const argv of [first, ...formats.map((format) => [...first, '-o', format]), ...loud, ...others])
        found.push(...(await leaksWithin(argv, yard)))
      if (files.length > 0) found.push(...(await leaksWithin([...first, '-o', 'json', ...files], yard)))
      const written = readdirSync(yard.work).filter((file) => file.startsWith('out-'))
      expect(written).toHaveLength(files.length / 2)
      found.push(...written.flatMap((file) => leaksIn(textIn(join(yard.work, file)))))
      expect(found).toEqual([])
    },
  )

  it.concurrent.each(['out', 'out.yaml', 'out.json', 'out.tar.gz'])(
    'a capture as %s',
    { timeout: 400_000 },
    async (target) => {
      const yard = yardWith()
      const found = await leaksOf(['capture', '-A', '-v', '9', '--logs', '-o', target], yard)
      found.push(...leaksIn(textIn(join(yard.work, target))))
      for (const verb of [
        ['why', '-A'],
        ['info'],
        ['certs'],
        trace('traefik.example'),
        trace('f5.example'),
        ['capture', '-o', '-'],
      ])
        found.push(...(await leaksOf([...verb, '--from', target], yard)))
      expect(found).toEqual([])
    },
  )
})

describe(`where a name, a host, a path or a word should stand, none comes out of, TKNG_SEED=${seed}`, () => {
  let next = seed
  const whole = objects.map((one) => ({ ...one, apiVersion: one.apiVersion ?? apiVersionOf(one.kind as Kind) }))
  const isText = (member: unknown) => typeof member === 'string' && !member.includes(canary)
  const bad = [...whole, ...wholeObjects]
    .flatMap((one) => [...changedCopies(one, () => misplaced[next++ % misplaced.length], isText)])
    // Each of these would be a controller of its own.
    .filter((one, index) => (one as { kind: string }).kind !== 'Pod' || index % 8 === seed % 8)
  it.each([
    ...['why -A', 'why -A -o json', 'describe -A -o json', 'routes -A -o json', 'ingresses -A -o wide', 'info -o json'],
    ...['gateways -A -o tree', 'certs -o json', 'lint --severity info -o json', 'trace --all', 'capture -A -o -'],
  ])('%s', { timeout: 400_000 }, async (line) => {
    const yard = makeYard()
    writeFileSync(
      join(yard.work, 'given.json'),
      JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [...bad, ...whole] }),
    )
    expect(await leaksWithin([...line.split(' '), '--from', 'given.json'], yard)).toEqual([])
  })
})

function textIn(path: string): string {
  if (path.endsWith('.gz')) return gunzipSync(readFileSync(path)).toString()
  if (statSync(path).isFile()) return readFileSync(path, 'utf8')
  return readdirSync(path)
    .map((name) => textIn(join(path, name)))
    .join('')
}
