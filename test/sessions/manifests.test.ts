/** Folders of manifests as they stand in Git: what nobody keeps there is no fault of theirs, and is said once. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { session } from '../support/program/session.js'

const metadata = (name: string, annotations: object = {}) => ({ namespace: 'shop', name, annotations })
const service = { apiVersion: 'v1', kind: 'Service', metadata: metadata('web'), spec: { ports: [{ port: 8080 }] } }
const http = (name: string) => ({
  paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name, port: { number: 8080 } } } }],
})
const ingress = (name = 'web', spec: object = {}, annotations: object = {}) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: metadata('web', annotations),
  spec: { ingressClassName: 'nginx', rules: [{ host: 'shop.example', http: http(name) }], ...spec },
})
const tls = { tls: [{ hosts: ['shop.example'], secretName: 'shop-tls' }] }
const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: metadata('web'), spec: { replicas: 1 } }
const secret = (name: string) => ({ apiVersion: 'v1', kind: 'Secret', metadata: metadata(name), data: {} })
const classOf = (name: string) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'IngressClass',
  metadata: { name },
  spec: { controller: 'k8s.io/ingress-nginx' },
})

const proxyPod = {
  ...{ apiVersion: 'v1', kind: 'Pod', metadata: { namespace: 'edge', name: 'proxy' } },
  spec: { containers: [{ name: 'c', image: 'registry.k8s.io/ingress-nginx/controller:v1.15.1' }] },
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
}

function written(objects: readonly object[]): string {
  const file = join(mkdtempSync(join(tmpdir(), 'manifests-')), 'app.yaml')
  writeFileSync(file, objects.map((one) => JSON.stringify(one)).join('\n---\n'))
  return file
}

/** @param typed the word before the cursor */
function complete(objects: readonly object[], verb: string, typed: string) {
  return session(['__complete', verb, '--from', written(objects), typed])
}

/** @returns exit code, and the lines of stderr */
async function ask(objects: readonly object[], ...argv: string[]) {
  const file = written(objects)
  const { stdout, stderr, code } = await session([...argv, '--from', file])
  return { stdout, stderr: stderr.replaceAll(file, 'app.yaml').trim().split('\n'), code }
}

const judged = 'judged as ingress-nginx 1.15 with defaults'

describe.each<[what: string, objects: readonly object[], holds: string]>([
  ['an Ingress and its Service', [service, ingress()], 'holds Ingresses and Services only'],
  ['an Ingress alone', [ingress()], 'holds Ingresses only'],
  ['with TLS', [service, ingress('web', tls)], 'holds Ingresses and Services only'],
  ['with its Deployment', [service, deployment, ingress()], 'holds Deployments, Ingresses and Services only'],
  [
    'with basic authentication',
    [
      service,
      ingress(
        'web',
        {},
        { 'nginx.ingress.kubernetes.io/auth-type': 'basic', 'nginx.ingress.kubernetes.io/auth-secret': 'users' },
      ),
    ],
    'holds Ingresses and Services only',
  ],
  ['with its class', [service, classOf('nginx'), ingress()], 'holds IngressClasses, Ingresses and Services only'],
])('%s, and nothing is wrong', (_, objects, holds) => {
  it.each([['why', '-A'], ['why', 'shop/web'], ['trace', 'https://shop.example/x'], ['certs'], ['ingresses', '-A']])(
    '%s %s',
    async (...argv) => {
      const { stderr, code } = await ask(objects, ...argv)
      const notes = stderr.filter((line) => line.startsWith('note: app.yaml '))
      expect([code, stderr.filter((line) => /^(?:error|warning):/.test(line)), notes.length]).toEqual([0, [], 1])
      expect(notes[0]).toContain(holds)
      if (argv[0] === 'why' || argv[0] === 'trace') expect(notes[0]).toBe(`note: app.yaml ${holds}: ${judged}`)
    },
  )
})

describe('objects of kinds that controllers brought with them', () => {
  const own = (apiVersion: string, kind: string, name: string, spec: object) => ({
    ...{ apiVersion, kind, metadata: { namespace: 'shop', name } },
    spec,
  })
  const asked = (match: string) => ({
    match,
    kind: 'Rule',
    services: [{ name: 'web', port: 8080 }],
    middlewares: [{ name: 'strip' }],
  })
  const route = own('traefik.io/v1alpha1', 'IngressRoute', 'web', {
    routes: [asked('Host(`a.example`) || Host(`b.example`)')],
    tls: {},
  })
  const strip = own('traefik.io/v1alpha1', 'Middleware', 'strip', { stripPrefix: { prefixes: ['/x'] } })
  const server = own('k8s.nginx.org/v1', 'VirtualServer', 'cafe', {
    host: 'cafe.example',
    upstreams: [{ name: 'web', service: 'web', port: 8080 }],
    routes: [{ path: '/', action: { pass: 'web' } }],
  })
  const proxy = own('projectcontour.io/v1', 'HTTPProxy', 'deep', {
    virtualhost: { fqdn: 'deep.example' },
    routes: [{ services: [{ name: 'web', port: 8080 }] }],
  })
  const wild = [service, ingress('web', { rules: [{ host: '*.example.com', http: http('web') }] })]
  const denied = { 'nginx.ingress.kubernetes.io/whitelist-source-range': '10.0.0.0/8;10.1.0.1' }
  const former = 'traefik.containo.us/v1alpha1'
  const all = [service, ingress(), route, strip, server, proxy]

  it.each<[line: string, objects: readonly object[], shown: readonly string[], code: number]>([
    ['why -A', [service, route, strip], ['No problems found in the 1 route'], 0],
    ['why -A', [service, server], ['No problems found in the 1 route'], 0],
    ['why -A', [service, proxy], ['No problems found in the 1 route'], 0],
    ['why ingressroute/web -n shop', all, ['IngressRoute shop/web may be served'], 0],
    ['why virtualserver/shop/cafe', all, ['VirtualServer shop/cafe may be served'], 0],
    [
      'why -A',
      [service, { ...route, apiVersion: former }],
      [`its apiVersion ${former} is one that Traefik has not`],
      1,
    ],
    ['why -A', [service, route, strip, { ...route, apiVersion: former }], ['No problems found in the 1 route'], 0],
    ['why httpproxy deep -n shop', all, ['HTTPProxy shop/deep may be served'], 0],
    ['why middleware/shop/strip', all, ['IngressRoute shop/web may be served'], 0],
    ['why middleware/shop/strip', [service, strip], ['No route names Middleware shop/strip.'], 0],
    ['why ingressroute/shop/webb', all, ['IngressRoute "webb" not found', 'did you mean web'], 2],
    ['why a/shop/web', all, ['invalid name "a/shop/web" (it is NAME or NAMESPACE/NAME)'], 2],
    ['describe vs/shop/cafe', all, ['VirtualServer shop/cafe', 'Prefix /'], 0],
    ['describe proxy/shop/deep', all, ['HTTPProxy shop/deep', 'Prefix /'], 0],
    ['describe ingressroute/shop/web', all, ['a.example', 'b.example', 'stripPrefix'], 0],
    ['describe middleware/shop/strip', all, ['Middleware shop/strip', 'those of what names it', 'b.example'], 0],
    ['routes -A -o name', all, ['ingressroute/shop/web', 'virtualserver/shop/cafe', 'httpproxy/shop/deep'], 0],
    ['routes vs/shop/cafe', all, ['cafe.example'], 0],
    ['ingresses -A', [service, proxy], ['HTTPProxy/deep'], 0],
    ['certs', [service, server], ['none of its other routes asks for TLS'], 0],
    ['certs', [service, route, strip], ['b.example: its TLS section names no Secret'], 1],
    ['trace https://b.example/', all, ['IngressRoute shop/web, rule b.example/'], 0],
    ['trace http://cafe.example/', all, ['(VirtualServer shop/cafe, rule cafe.example'], 0],
    ['trace http://deep.example/', all, ['HTTPProxy shop/deep'], 0],
    ['trace http://shop.example/', all, ['Ingress shop/web'], 0],
    [
      'trace http://example.com/',
      wild,
      ['not found (404): no rule names host example.com', 'not for none (Ingress shop/web)\n'],
      1,
    ],
    [
      'trace http://a.b.example.com/',
      wild,
      ['not found (404): no rule names', 'not for several (Ingress shop/web)\n'],
      1,
    ],
    ['trace http://a.example.com/', wild, ['shop/web:8080'], 0],
    ['why https://example.com', wild, ['tells kubectl tkng trace https://example.com'], 2],
    ['why example.com', wild, ['not found', 'of a host tells kubectl tkng trace http://example.com'], 2],
    [
      'trace http://shop.example/',
      [service, ingress('web', {}, denied)],
      ['unavailable (503)', '): whitelist-source-range is'],
      1,
    ],
  ])('%s', async (line, objects, shown, code) => {
    const found = await ask(objects, ...line.split(' '))
    const text = [found.stdout, ...found.stderr].join('\n')
    expect([shown.filter((one) => !text.includes(one)), found.code]).toEqual([[], code])
  })

  it('whose rules are not read are told one by one', async () => {
    const running = (name: string, image: string) => ({
      ...{ apiVersion: 'v1', kind: 'Pod', metadata: { namespace: 'edge', name } },
      ...{ spec: { containers: [{ name, image }] }, status: { phase: 'Running' } },
    })
    const ofClass = (name: string) => ({
      ...ingress(),
      ...own('networking.k8s.io/v1', 'Ingress', name, { ingressClassName: name }),
    })
    const pods = [
      running('kong-1', 'kong/kubernetes-ingress-controller:3.5.6'),
      running('apisix-1', 'apache/apisix-ingress-controller:2.2.0'),
    ]
    const { stderr } = await ask([...pods, ofClass('kong'), ofClass('apisix')], 'why', '-A')
    expect(stderr.filter((one) => one.includes('whose rules are not read'))).toHaveLength(2)
  })

  it('each is judged by its own rules, and which these are is said', async () => {
    const { stderr } = await ask(all, 'why', '-A')
    expect(stderr[0]).toContain(
      'judged as ingress-nginx 1.15 with defaults, and as Contour 1.33 with defaults, and as F5 NGINX Ingress Controller 5.5 with defaults, and as Traefik 3.7 with defaults',
    )
  })

  it.each([
    ['', ['strip\tMiddleware', 'cafe\tVirtualServer']],
    ['shop/', ['shop/deep\tHTTPProxy']],
    ['ingressroute/', ['ingressroute/shop/web\tIngressRoute']],
  ])('completion of "%s" offers them', async (typed, names) => {
    const { stdout } = await complete(all, 'why', typed)
    expect(names.filter((one) => !stdout.includes(one))).toEqual([])
  })
})

describe('the image of a controller that does not say its release', () => {
  const controller = (image: string, labels = {}) => ({
    ...deployment,
    metadata: { name: 'controller', namespace: 'edge' },
    spec: {
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'c', image, args: ['/nginx-ingress-controller'] }] },
      },
    },
  })
  const note =
    'note: Deployment edge/controller: its image does not say which release it is: judged as ingress-nginx 1.15.1'
  it.each<[image: string, labels: object, told: readonly string[]]>([
    ['registry.example/ingress:latest', {}, [note]],
    ['registry.example/ingress:latest', { 'app.kubernetes.io/version': '1.11.5' }, []],
    ['registry.example/ingress:v1.11.5', {}, []],
  ])('%s with %j is told once', async (image, labels, told) => {
    const objects = [service, classOf('nginx'), ingress(), controller(image, labels)]
    for (const argv of [
      ['why', '-A'],
      ['trace', 'http://shop.example/x'],
    ]) {
      const { stderr, code } = await ask(objects, ...argv)
      expect([code, stderr.filter((line) => line.includes('its image'))]).toEqual([0, told])
    }
  })
})

describe('what is wrong is told nevertheless, and all of it at once', () => {
  const snippet = { 'nginx.ingress.kubernetes.io/configuration-snippet': 'deny all;' }
  it.each<[what: string, objects: readonly object[], codes: readonly string[]]>([
    ['a Service that is not there', [service, ingress('wbe')], ['no-service']],
    ['a port that is not there', [{ ...service, spec: { ports: [{ port: 80 }] } }, ingress()], ['no-port']],
    ['behind a snippet', [service, ingress('wbe', {}, snippet)], ['annotation-risk', 'no-service']],
    [
      'a Secret among others, behind a snippet',
      [service, secret('other'), ingress('web', tls, snippet)],
      ['annotation-risk', 'tls-secret-missing'],
    ],
    [
      'a port behind a value that is refused',
      [
        { ...service, spec: { ports: [{ port: 80 }] } },
        ingress('web', {}, { 'nginx.ingress.kubernetes.io/rewrite-target': '$(x)' }),
      ],
      ['annotation-invalid', 'no-port'],
    ],
  ])('%s', async (_, objects, codes) => {
    const { stdout, code } = await ask(objects, 'why', 'shop/web', '-o', 'json')
    const found: { readonly items: readonly { readonly causes: readonly { readonly code: string }[] }[] } =
      JSON.parse(stdout)
    expect(found.items.flatMap(({ causes }) => causes.map((one) => one.code))).toEqual(
      expect.arrayContaining([...codes]),
    )
    expect(code).toBe(1)
  })
})

describe('a folder', () => {
  const folder = (files: Readonly<Record<string, string>>) => {
    const path = mkdtempSync(join(tmpdir(), 'manifests-'))
    for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text)
    return path
  }
  const web = JSON.stringify(ingress())

  it('of kustomize: a patch is no object of its own', async () => {
    const patch = JSON.stringify({ ...ingress('web', tls), spec: tls })
    for (const list of [
      'patches:\n- path: p.yaml',
      'patchesStrategicMerge: [p.yaml]',
      'patchesJson6902: [{path: ./p.yaml}]',
    ]) {
      const path = folder({ 'i.yaml': web, 'kustomization.yaml': `resources: [i.yaml]\n${list}\n`, 'p.yaml': patch })
      const { stdout, stderr, code } = await session(['why', '-A', '--from', path])
      expect([stdout, code]).toEqual(['', 0])
      expect(stderr).not.toContain('has another Ingress')
    }
  })

  it('of templates alone: says so, and what makes objects of them', async () => {
    const path = folder({ 'values.yaml': 'a: 1', 'i.yaml': '{{- if .Values.on }}\nkind: Ingress\n{{- end }}\n' })
    const { stderr, code } = await session(['why', '-A', '--from', path])
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('it is a Helm chart, or templates of one: "helm template'),
    ])
  })

  it('rendered, with templates of Prometheus in it', async () => {
    const text = "description: '{{ $value }} of {{ $labels.job }} {{ with $labels.cluster -}} on {{ . }} {{- end }}'"
    const config = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: rules}\ndata:\n  a.yaml: |\n    ${text}\n`
    const path = folder({ 'all.yaml': `${config}---\n${web}` })
    const { stderr, code } = await session(['why', '-A', '--from', path])
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('Helm')])
  })

  it('with the Services of another namespace alone: of its own nothing is known', async () => {
    const strange = JSON.stringify({ ...service, metadata: { namespace: 'edge', name: 'proxy' } })
    const path = folder({ 'i.yaml': web, 's.yaml': strange })
    expect([
      (await session(['why', '-A', '--from', path])).code,
      (await session(['trace', 'shop.example', '--from', path])).code,
    ]).toEqual([0, 0])
  })
})

const guarded = { 'nginx.ingress.kubernetes.io/auth-url': 'https://auth.example/check' }
const toTarget = { ...service, spec: { ports: [{ port: 80, targetPort: 8080 }] } }
const fallsTo = (name: string, className: string) =>
  ingress('web', { ingressClassName: className, defaultBackend: { service: { name, port: { number: 8080 } } } })

it.each<[what: string, objects: readonly object[], words: readonly string[], said: readonly string[]]>([
  [
    'guards of a controller that has not this class',
    [ingress('web', { ingressClassName: 'traefik' }, guarded)],
    [],
    ['auth-lost'],
  ],
  ['guards of one that may have it', [ingress('web', {}, guarded)], [], []],
  [
    'guards that neither of two that may have it reads',
    [ingress('web', {}, { 'haproxy.org/auth-type': 'basic-auth' })],
    [],
    ['auth-lost'],
  ],
  ['a targetPort for a port, whatever answers there', [toTarget, ingress()], [], ['port-by-target']],
  [
    'a default backend that Contour takes for all hosts',
    [fallsTo('other', 'contour')],
    ['--semantics', 'contour'],
    ['default-beside-rules'],
  ],
  [
    'a default backend that Traefik passes over',
    [fallsTo('other', 'traefik')],
    ['--semantics', 'traefik'],
    ['default-beside-rules'],
  ],
  ['a class that the repository has not', [classOf('other'), ingress()], [], []],
  [
    'a class that the cluster has not',
    [classOf('other'), proxyPod, ingress()],
    ['--ignore', 'end-of-life'],
    ['class-unknown'],
  ],
  ['one that says what the rules say, for Contour', [fallsTo('web', 'contour')], ['--semantics', 'contour'], []],
  ['one that says what the rules say, for Traefik', [fallsTo('web', 'traefik')], ['--semantics', 'traefik'], []],
])('lint of %s', async (_, objects, words, said) => {
  const other = { ...service, metadata: metadata('other') }
  const stdin = [service, other, ...objects].map((one) => JSON.stringify(one)).join('\n---\n')
  const { stdout } = await session(['lint', '-f', '-', '-o', 'custom-columns=C:.code', '--no-headers', ...words], {
    stdin,
  })
  expect(
    stdout
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  ).toEqual(said)
})

describe('of what stands in other files', () => {
  const gateway = (namespace: string) => ({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { namespace, name: 'edge' },
    spec: { gatewayClassName: 'any', listeners: [{ name: 'web', protocol: 'HTTP', port: 80 }] },
  })
  const route = (parent: object) => ({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: metadata('web'),
    spec: { parentRefs: [parent], rules: [{ backendRefs: [{ name: 'web', port: 8080 }] }] },
  })
  const set = { group: 'gateway.networking.k8s.io', kind: 'ListenerSet', name: 'more', sectionName: 'web' }

  it.each<[what: string, objects: readonly object[], codes: readonly string[]]>([
    ['a Gateway', [gateway('shop'), route({ name: 'edge', namespace: 'infra' })], []],
    ['a ListenerSet', [route(set)], []],
    [
      'and not of a name that is not among those of its namespace',
      [gateway('shop'), route({ name: 'egde' })],
      ['route-detached'],
    ],
  ])('%s', async (_, objects, codes) => {
    const { stdout, stderr, code } = await session(['lint', '-f', written(objects), '-o', 'json'])
    expect(stderr).toContain('judged by the rules of the Gateway API specification')
    expect((JSON.parse(stdout) as { items: { code: string }[] }).items.map((one) => one.code)).toEqual(codes)
    expect(code).toBe(codes.length === 0 ? 0 : 1)
  })

  it('a certificate that an implementation has by means of its own', async () => {
    const secure = {
      ...gateway('shop'),
      spec: {
        gatewayClassName: 'gke-l7-global-external-managed',
        listeners: [{ name: 'web', protocol: 'HTTPS', port: 443 }],
      },
    }
    const file = written([secure, service, route({ name: 'edge' })])
    expect((await session(['lint', '-f', file])).code).toBe(0)
    const open = (await session(['why', 'HTTPRoute/web', '--from', file])).stdout
    expect(open).toMatch(/HTTPRoute shop\/web may be served.*\n\n {2}unknown .*: listener web names no certificate/)
    const strict = await session(['why', 'HTTPRoute/web', '--semantics', 'traefik', '--from', file])
    expect(strict.stdout).toContain('HTTPRoute shop/web is NOT served')
  })

  const virtual = (kind: 'VirtualServer' | 'VirtualServerRoute', spec: object) => ({
    apiVersion: 'k8s.nginx.org/v1',
    kind,
    metadata: metadata('cafe'),
    spec: { host: 'cafe.example', ...spec },
  })
  const handing = virtual('VirtualServer', { routes: [{ path: '/tea', route: 'shop/tea' }] })
  const answer = { return: { code: 200, body: 'x' } }

  it.each<[what: string, object: object, words: string]>([
    ['a part of a VirtualServer', handing, 'a VirtualServerRoute has the path, and those are not seen'],
    [
      'a VirtualServer that hands a path on',
      virtual('VirtualServerRoute', { subroutes: [{ path: '/tea', action: answer }] }),
      'a VirtualServer would hand its paths on to it, and those are not seen',
    ],
  ])('%s', async (_, object, words) => {
    const { code, stderr } = await session(['lint', '-f', written([object])])
    expect({ code, isTold: stderr.includes('cannot be judged') }).toEqual({ code: 0, isTold: false })
    expect((await session(['why', 'cafe', '--from', written([object])])).stdout).toContain(words)
  })

  it('and what a VirtualServer hands on stands with what has it', async () => {
    const part = {
      ...virtual('VirtualServerRoute', { subroutes: [{ path: '/tea', action: answer }] }),
      metadata: metadata('tea'),
    }
    const said = await session(['why', 'VirtualServer/cafe', '--from', written([handing, part])])
    expect(said.stdout).toContain('VirtualServerRoute shop/tea is served')
  })

  it("an Ingress that speaks to F5 is F5's, also where its class is called nginx", async () => {
    const master = ingress('web', {}, { 'nginx.org/rewrite-target': '/$1' })
    const { stderr } = await session(['lint', '-f', written([master, service])])
    expect(stderr).toContain('judged as F5 NGINX Ingress Controller')
    const both = ingress(
      'web',
      {},
      { 'nginx.org/rewrite-target': '/$1', 'nginx.ingress.kubernetes.io/ssl-redirect': 'true' },
    )
    expect((await session(['lint', '-f', written([both, service])])).stderr).toContain('judged as ingress-nginx')
  })

  it('a TransportServer whose listener and flags stand elsewhere is told as needing them', async () => {
    const stream = virtual('VirtualServer', {})
    const server = {
      ...{ ...stream, kind: 'TransportServer', apiVersion: 'k8s.nginx.org/v1' },
      spec: {
        listener: { name: 'dns-tcp', protocol: 'TCP' },
        upstreams: [{ name: 'dns', service: 'web', port: 8080 }],
        action: { pass: 'dns' },
      },
    }
    const { stderr, code } = await session(['lint', '-f', written([server, service])])
    expect(stderr).toContain('an object needs settings that are not the usual ones')
    expect(code).toBe(0)
  })

  it('a pattern that says how a path ends is asked with one that ends so', async () => {
    const routes = [{ path: '~ \\.jpg$', action: answer }]
    expect((await session(['lint', '-f', written([virtual('VirtualServer', { routes })])])).code).toBe(0)
  })
})
