/** What people have at hand as a source: folders of a chart, old manifests, two of one name, pasted parts of an nginx.conf. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { session } from '../support/program/session.js'

function folder(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'sources-'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), text)
  }
  return root
}

const ingress = (host: string, service = 'web', apiVersion = 'networking.k8s.io/v1') => `
apiVersion: ${apiVersion}
kind: Ingress
metadata: {name: web, namespace: shop}
spec:
  ingressClassName: nginx
  rules: [{host: "${host}", http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: ${service}, port: {number: 80}}}}]}}]
`
const each = (text: string, change: (line: string, index: number) => string) => text.split('\n').map(change).join('\n')
const secret = (name: string, more = '') => `
apiVersion: v1
kind: Secret
metadata: {name: ${name}, namespace: shop}
data: {tls.crt: eA==}
${more}
`
const old = (apiVersion: string) => `
apiVersion: ${apiVersion}
kind: Ingress
metadata: {name: old, namespace: shop}
spec: {rules: [{host: old.example, http: {paths: [{backend: {serviceName: web, servicePort: 80}}]}}]}
`
const template = `
{{- if .Values.ingress.enabled }}
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: {{ include "chart.fullname" . }}}
{{- end }}
`

async function hostsIn(files: Readonly<Record<string, string>>, ...from: readonly string[]) {
  const root = folder(files)
  const sources = from.length === 0 ? [root] : from.map((one) => (one.startsWith('-') ? one : join(root, one)))
  const argv = sources.flatMap((one) => (one.startsWith('-') ? [one] : ['--from', one]))
  const { stdout, stderr, code } = await session(['ingresses', '-A', '-o', 'json', ...argv])
  const items: readonly { readonly host: string }[] = code === 0 ? JSON.parse(stdout).items : []
  const notes = stderr.replaceAll(`${root}/`, '').trim().split('\n')
  return { hosts: items.map(({ host }) => host), notes: notes.filter((one) => !/ holds? /.test(one)), code }
}

describe('a person is told', () => {
  it.each<[what: string, files: Readonly<Record<string, string>>, hosts: readonly string[], notes: readonly string[]]>([
    ['nothing of what is in order', { 'a.yaml': ingress('a.example') }, ['a.example'], []],
    [
      'that a template of Helm is left out, and the rest is read',
      { 'a.yaml': ingress('a.example'), 'templates/i.yaml': template },
      ['a.example'],
      [
        'note: templates/i.yaml is a Helm template and left out: "helm template CHART | kubectl tkng … --from -" shows what it becomes',
      ],
    ],
    [
      // kubernetes/ingress-nginx#2007
      'that an annotation is no text',
      { 'a.yaml': ingress('a.example').replace('{name: web', '{annotations: {x/timeout: 60, x/on: true}, name: web') },
      ['a.example'],
      [
        'note: a.yaml: the API server refuses Ingress shop/web: metadata.annotations["x/timeout"] has to be a text, in quotes',
        'note: a.yaml: the API server refuses Ingress shop/web: metadata.annotations["x/on"] has to be a text, in quotes',
      ],
    ],
    ...(
      [
        ['apiVersion: networking.k8s.io/v1\n', '', 'without apiVersion'],
        ['kind: Ingress', 'kind: ingress', 'of networking.k8s.io/v1'],
      ] as const
    ).map(([right, wrong, what]): [string, Record<string, string>, string[], string[]] => [
      `that no API server takes an Ingress ${what || wrong}`,
      { 'a.yaml': ingress('a.example'), 'b.yaml': ingress('b.example').replace(right, wrong) },
      ['a.example'],
      [
        `note: b.yaml has ${wrong.slice('kind: '.length) || 'Ingress'} ${what}, which no API server takes: write apiVersion: networking.k8s.io/v1 and kind: Ingress`,
      ],
    ]),
    [
      'that another one of the name comes later',
      { 'a.yaml': ingress('a.example'), 'b.yaml': ingress('b.example') },
      ['b.example'],
      ['note: b.yaml has another Ingress shop/web: of two with one name the later counts'],
    ],
    [
      'and of several once',
      {
        'a.yaml': `${ingress('a.example')}---\n${ingress('a.example').replaceAll('web', 'wab')}`,
        'b.yaml': `${ingress('b.example')}---\n${ingress('b.example').replaceAll('web', 'wab')}`,
      },
      ['b.example', 'b.example'],
      ['note: b.yaml has another Ingress shop/web, and 1 more stand twice: of two with one name the later counts'],
    ],
    [
      'not of twins that are equal',
      { 'a.yaml': ingress('a.example'), 'b.yaml': ingress('a.example') },
      ['a.example'],
      [],
    ],
    ...['extensions/v1beta1', 'networking.k8s.io/v1beta1'].map(
      (version): [string, Record<string, string>, string[], string[]] => [
        `that ${version} is gone`,
        { 'a.yaml': old(version) },
        ['old.example'],
        [`note: a.yaml has Ingress of ${version}, which no cluster takes since 1.22: write networking.k8s.io/v1`],
      ],
    ),
    [
      'that a Secret is encrypted',
      { 'a.yaml': ingress('a.example'), 's.yaml': secret('other', 'sops: {mac: x}') },
      ['a.example'],
      [
        'note: s.yaml has a Secret that SOPS encrypted, which is left out: "sops --decrypt s.yaml | kubectl tkng … --from -" shows it',
      ],
    ],
    ...['registry.<your domain>', '__INGRESS_HOST__', '$(HOST)', 'CHANGE_ME'].map(
      (host): [string, Record<string, string>, string[], string[]] => [
        `that ${host} is no name`,
        { 'a.yaml': ingress(host) },
        [host],
        [`note: a.yaml: host ${host} of Ingress web is a placeholder: write a name in its place`],
      ],
    ),
    ...['https://a.example', 'a.example:8080', 'A.example'].map(
      (host): [string, Record<string, string>, string[], string[]] => [
        `that the API server refuses ${host}`,
        { 'a.yaml': ingress(host) },
        [host],
        [
          `note: a.yaml: the API server refuses Ingress shop/web: spec.rules[0].host ${host} has to be a name in lower case, without scheme, port and path`,
        ],
      ],
    ),
  ])('%s', async (_, files, hosts, notes) => {
    expect(await hostsIn(files)).toEqual({ hosts, notes, code: 0 })
  })

  it.each(['kustomization.yaml', 'kustomization.yml', 'Kustomization'])('that a %s is not applied', async (name) => {
    const { hosts, notes } = await hostsIn({ 'a.yaml': ingress('a.example'), [name]: 'resources: [a.yaml]' })
    expect([hosts, notes.length, notes[0]]).toEqual([['a.example'], 1, expect.stringContaining('kubectl kustomize')])
  })

  it('what to do with a template that is all there is', async () => {
    const { code, notes } = await hostsIn({ 'i.yaml': template }, 'i.yaml')
    expect([code, notes[0]]).toEqual([2, expect.stringContaining('helm template CHART')])
  })
})

it('objects are read out of an issue in Markdown, and nothing beside them', async () => {
  const block = (text: string, of = 'yaml') => `\`\`\`${of}\n${text.trim()}\n\`\`\`\n`
  const other = ingress('b.example').replace('name: web', 'name: other')
  const text = `# It does not work\n\n${block('$ kubectl get ing\nNAME', '')}\nSee:\n${block(ingress('a.example'))}and\n${block(other)}`
  expect(await hostsIn({ 'issue.md': text }, 'issue.md')).toEqual({
    hosts: ['b.example', 'a.example'],
    notes: [],
    code: 0,
  })
})

it('a source without an Ingress is told as such, and by whose rules it would be judged is not', async () => {
  const root = folder({
    's.yaml': 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}]}\n',
  })
  const { stderr, code } = await session(['why', '-A', '--from', root])
  expect([stderr, code]).toEqual([`error: ${root} holds Services only, and no Ingress\n`, 2])
})

describe('of a Secret that is made later nothing is known, whatever others are there', () => {
  const shown = ingress('a.example').replace('rules:', 'tls: [{hosts: [a.example], secretName: shop-tls}]\n  rules:')
  const made = (apiVersion: string, kind: string) =>
    `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: shop-tls, namespace: shop}\n`
  it.each([
    ['nobody makes it', shown, '', 'missing'],
    [
      'cert-manager, by its annotation',
      shown.replace('{name: web', '{annotations: {cert-manager.io/cluster-issuer: le}, name: web'),
      '',
      'unknown',
    ],
    [
      'an old one',
      shown.replace('{name: web', '{annotations: {kubernetes.io/tls-acme: "true"}, name: web'),
      '',
      'unknown',
    ],
    ['cert-manager', shown, made('cert-manager.io/v1', 'Certificate'), 'unknown'],
    ['external-secrets', shown, made('external-secrets.io/v1', 'ExternalSecret'), 'unknown'],
    ['sealed-secrets', shown, made('bitnami.com/v1alpha1', 'SealedSecret'), 'unknown'],
    ['SOPS opens it', shown, secret('shop-tls', 'sops: {mac: x}'), 'unknown'],
  ])('%s', async (_, first, maker, state) => {
    const root = folder({ 'a.yaml': `${first}---\n${maker}`, 's.yaml': secret('other') })
    const { stdout } = await session(['certs', '-o', 'json', '--from', root])
    expect(JSON.parse(stdout).items.map((one: { state: string }) => one.state)).toEqual([state])
    const { code } = await session(['why', '-A', '--from', root])
    expect(code).toBe(state === 'missing' ? 1 : 0)
  })
})

describe('of several sources the later one counts', () => {
  const files = { 'base.yaml': ingress('base.example'), 'change.yaml': ingress('change.example') }
  it.each([
    [['base.yaml', 'change.yaml'], 'change.example', []],
    [['change.yaml', 'base.yaml'], 'base.example', []],
    [['base.yaml', 'change.yaml', '-v=1'], 'change.example', ['note: Ingress shop/web is that of the later source']],
  ])('%s', async (from, host, notes) => {
    expect(await hostsIn(files, ...from)).toEqual({ hosts: [host], notes, code: 0 })
  })
})

describe('a controller that is only written down', () => {
  const controller = (image: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: proxy, namespace: edge}
spec:
  template:
    spec:
      containers:
      - {name: controller, image: "${image}", args: [/nginx-ingress-controller, --controller-class=k8s.io/ingress-nginx, --ingress-class=nginx]}
`
  it.each(['1.11.3', '1.12.1', '1.9.4'])(
    'is known by its arguments, and measured by its release %s',
    async (version) => {
      const root = folder({
        'c.yaml': controller(`ingress-nginx/controller:v${version}`),
        'a.yaml': ingress('a.example'),
      })
      const { stdout, code } = await session(['info', '-o', 'json', '--from', root])
      const [found] = JSON.parse(stdout).items
      expect([code, found.controller.name, found.version]).toEqual([0, 'proxy', version])
      const { stderr, code: traced } = await session(['trace', 'http://a.example/', '--from', root])
      expect([traced, /^(?:error|warning):/m.test(stderr)]).toEqual([0, false])
    },
  )
})

describe('a part of an nginx.conf', () => {
  const location = `location "/" {
  set $namespace "shop"; set $ingress_name "web"; set $service_name "web"; set $service_port "80"; set $location_path "/";
  set $proxy_upstream_name "shop-web-80";
  proxy_pass http://upstream_balancer;
}`
  const server = `## start server a.example
server {
  server_name "a.example";
  listen 80; listen 443 ssl;
  ${location}
}`
  const whole = `events {} http {
server { listen 80 default_server; listen 443 ssl default_server; server_name _; return 404; }
${server}
}`
  const tested =
    'nginx: the configuration file /etc/nginx/nginx.conf syntax is ok\nnginx: configuration file /etc/nginx/nginx.conf test is successful\n# configuration file /etc/nginx/nginx.conf:\n'
  it.each([
    ['events {} on one line', whole],
    ['all on one line', whole.replaceAll(/#.*\n/g, '').replaceAll('\n', ' ')],
    ['a server on the line of http', whole.replace('{\nserver', '{ server')],
    ['without a blank', `daemon off;events{worker_connections 9;}http{${server.replace(/^#.*\n/, '')}}`],
    ['what Windows writes', `\ufeff# saved\n# today\n\ndaemon off; ${whole}`.replaceAll('\n', '\r\n')],
    ['what nginx -T prints', tested + whole],
    [
      'what it prints of several files',
      `${tested}user a;\nevents {}\nhttp { include mime.types; include conf.d/*.conf; log_format x "}"; }\nstream { include s/*.conf; }
# configuration file /etc/nginx/mime.types:\ntypes { text/html html; }
# configuration file /etc/nginx/s/a.conf:\nserver { listen 80; proxy_pass 1.2.3.4:53; }
# configuration file /etc/nginx/conf.d/a.conf:\n${server}`,
    ],
    ['a server', server],
    ['a server out of a chat', `\`\`\`nginx\n${server}\n\`\`\`\n`],
    [
      'a server with dots for what was left out',
      server.replace(';\n  location', ';\n  ...\n  location').replace(/}$/, '…\n}'),
    ],
    ['a server behind its upstream', `upstream shop-web-80 {\n  server 10.0.0.1:8080;\n}\n${server}`],
    ['a server behind a map', `map $uri $x {\n  default 1;\n}\n${server}`],
    ['what a shell printed, with its prompt', `$ kubectl exec -n edge proxy-1 -- cat /etc/nginx/nginx.conf\n${whole}`],
    ['… and with the next one', `bash-5.1$ cat /etc/nginx/nginx.conf\n${whole}\nbash-5.1$ `],
    ['a quotation', whole.replaceAll(/^/gm, '> ')],
    ['an editor with the numbers of lines', each(whole, (line, i) => `${String(i + 1).padStart(4)}  ${line}`)],
    ['grep -n', each(whole, (line, i) => `${i + 1}:${line}`)],
    ['a comparison', `--- a/x\n+++ b/x\n@@ -1,9 +1,9 @@\n-user nobody;\n${whole.replaceAll(/^/gm, '+')}`],
    ['a coloured terminal', whole.replaceAll('server_name', '\x1b[31mserver_name\x1b[0m')],
    ['blanks of a web page', whole.replaceAll(' ', '\xa0')],
    ['a chat with words around it', `Hello,\nhere it is:\n\`\`\`nginx\n${whole}\n\`\`\`\nThanks (all of you);`],
    ['a part that is left out', server.replace(';\n  location', ';\n  [...]\n  location').replace(/}$/, '<snip>\n}')],
    ['a location', location],
    ['a location with a comment before it', `# from the pod\n${location}`],
  ])('%s', async (_, text) => {
    const file = join(folder({ 'part.txt': text }), 'part.txt')
    const { stdout, code } = await session(['trace', 'http://a.example/x', '-o', 'json', '--from', file])
    const { served } = JSON.parse(stdout)
    expect([served.backend, served.upstream, code]).toEqual([
      { namespace: 'shop', service: 'web', port: 80 },
      'shop-web-80',
      0,
    ])
  })

  it.each([
    [
      'values of a chart with a snippet in them',
      'controller:\n  config:\n    server-snippet: |\n      location /x {\n        return 404;\n      }\n',
    ],
    ['an Ingress with one', `${ingress('a.example')}\n# location / {\n`],
  ])('is not taken for one: %s', async (_, text) => {
    const { notes, hosts } = await hostsIn({ 'a.yaml': ingress('a.example'), 'values.yaml': text })
    expect([hosts, notes]).toEqual([['a.example'], []])
  })

  it('is shown by a name in punycode that is none', async () => {
    const file = join(folder({ 'part.txt': server.replaceAll('a.example', 'xn--a.example') }), 'part.txt')
    const { stdout, code } = await session(['conf', '--host', 'xn--a.example', '--from', file])
    expect([code, stdout]).toEqual([0, expect.stringContaining('server_name "xn--a.example"')])
  })
})

it('names a file that is called after what is masked', async () => {
  const path = join(folder({ passwd: 'root:x:0:0\n' }), 'passwd')
  const { stderr, code } = await session(['lint', '-f', path])
  expect([stderr, code]).toEqual([expect.stringContaining(`${path} cannot be used: it holds no object`), 2])
})

it('shows the port of a Service whose name tells of passwords', async () => {
  const path = join(folder({ 'a.yaml': ingress('a.test', 'password-reset') }), 'a.yaml')
  const { stdout } = await session(['trace', 'http://a.test/', '--from', path])
  expect(stdout).toContain('service     shop/password-reset:80:')
})
