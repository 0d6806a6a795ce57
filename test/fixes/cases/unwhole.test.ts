/**
 * Sources that are not whole, or not what a cluster would take: what is missing is told once and is no finding, and every verb
 * says the same of what is there. Of each kind there are at least three.
 */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { session } from '../../support/program/session.js'

type Files = Readonly<Record<string, string>>

const ingress = (more: { host?: string; spec?: string; annotations?: string; namespace?: string } = {}) => {
  const { host = 'a.test', spec = '  ingressClassName: nginx\n', annotations = '', namespace = '' } = more
  return `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
${namespace}${annotations}spec:
${spec}  rules:
  - host: ${host}
    http:
      paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]
`
}
const service = `---
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports: [{port: 80, targetPort: 8080}]
`
const old = (version: string) => `apiVersion: ${version}
kind: Ingress
metadata: {name: web}
spec:
  rules:
  - host: a.test
    http: {paths: [{path: /, backend: {serviceName: web, servicePort: 80}}]}
`
const workload = (kind: string, image: string, args: string) => `apiVersion: apps/v1
kind: ${kind}
metadata: {name: controller, namespace: edge}
spec:
  selector: {matchLabels: {app: c}}
  template:
    metadata: {labels: {app: c}}
    spec: {containers: [{name: controller, image: "${image}", args: [${args}]}]}
---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: {name: nginx}
spec: {controller: k8s.io/ingress-nginx}
---
`
const both = ingress() + service
const elsewhere = ingress({ host: 'b.test' })
const location =
  'location / { set $namespace "default"; set $ingress_name "web"; set $service_name "web"; set $service_port "80"; set $location_path "/"; set $proxy_upstream_name "default-web-80"; proxy_pass http://upstream_balancer; }'
const server = `server { server_name a.test ; listen 80; ${location} }`
const tls = '  ingressClassName: nginx\n  tls: [{hosts: [a.test], secretName: web-tls}]\n'
const flag = '/nginx-ingress-controller'
const judged = 'judged as ingress-nginx 1.15 with defaults'
const template = 'is a Helm template and left out: "helm template CHART | kubectl tkng … --from -"'
const kustomized = 'kustomization.yaml is not applied: what it changes is seen by "kubectl kustomize'
const twice = 'has another Ingress default/web: of two with one name the later counts'
const gone = (what: string) => `has ${what}, which no cluster takes since 1.22: write networking.k8s.io/v1`

/** Each with what is said of it on the side, and the host that is served; without: that it is of a.test. */
const kinds: Readonly<Record<string, readonly (readonly [files: Files, says: string, host?: string])[]>> = {
  absence: [
    [{ 'i.yaml': ingress() }, `holds Ingresses only: ${judged}`],
    [{ 'i.yaml': ingress({ spec: tls }) + service }, `holds Ingresses and Services only: ${judged}`],
    [{ 'i.yaml': ingress({ spec: '' }) + service }, 'judged by the rules of the Kubernetes documentation'],
  ],
  Helm: [
    [{ 'templates/i.yaml': `{{- if .Values.on }}\n${ingress()}{{- end }}\n`, 'j.yaml': both }, template],
    [{ 'i.yaml': ingress({ host: '{{ .Values.host }}' }), 'j.yaml': both }, template],
    [
      { 'i.yaml': `{{- range .Values.hosts }}\n---\n${ingress({ host: '{{ . }}' })}{{- end }}\n`, 'j.yaml': both },
      template,
    ],
  ],
  kustomize: [
    [{ 'kustomization.yaml': 'resources: [i.yaml]\n', 'i.yaml': both }, kustomized],
    [{ 'kustomization.yaml': 'kind: Component\nresources: [i.yaml]\n', 'i.yaml': both }, kustomized],
    [
      {
        'kustomization.yaml': 'resources: [i.yaml]\npatches: [{path: later.yaml}]\n',
        'i.yaml': both,
        'later.yaml': 'kind: Ingress\napiVersion: networking.k8s.io/v1\nmetadata: {name: web, labels: {a: b}}\n',
      },
      kustomized,
    ],
  ],
  'one name twice': [
    [{ 'i.yaml': `${ingress()}---\n${elsewhere}${service}` }, twice, 'b.test'],
    [{ 'a.yaml': ingress(), 'b.yaml': elsewhere + service }, twice, 'b.test'],
    [
      { 'i.yaml': `${ingress()}---\n${ingress({ host: 'b.test', namespace: '  namespace: default\n' })}${service}` },
      twice,
      'b.test',
    ],
  ],
  'an old version': [
    [{ 'i.yaml': old('extensions/v1beta1') + service }, gone('Ingress of extensions/v1beta1')],
    [{ 'i.yaml': old('networking.k8s.io/v1beta1') + service }, gone('Ingress of networking.k8s.io/v1beta1')],
    [
      {
        'i.yaml': `apiVersion: networking.k8s.io/v1beta1\nkind: IngressClass\nmetadata: {name: nginx}\nspec: {controller: k8s.io/ingress-nginx}\n---\n${both}`,
      },
      gone('IngressClass of networking.k8s.io/v1beta1'),
    ],
  ],
  'a workload without pods': [
    [
      { 'i.yaml': workload('Deployment', 'registry.k8s.io/ingress-nginx/controller:v1.9.6', flag) + both },
      'holds no Pods',
    ],
    [
      { 'i.yaml': workload('DaemonSet', 'rancher/nginx-ingress-controller:v1.12.1-hardened1', flag) + both },
      'holds no Pods',
    ],
    [
      {
        'i.yaml':
          workload('Deployment', 'bitnami/nginx-ingress-controller:1.11.3', '--election-id=x, --configmap=edge/x') +
          both,
      },
      'holds no Pods',
    ],
  ],
}

function written(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'unwhole-'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

describe.each(Object.entries(kinds))('%s', (_, members) => {
  it('has members', () => {
    expect(members.length).toBeGreaterThanOrEqual(3)
  })

  const rows = members.map(([files, says, host = 'a.test']) => [files, says, host] as const)

  it.each(rows)('%j', async (files, says, host) => {
    const from = ['--from', written(files)]
    const [why, ...others] = await Promise.all([
      session(['why', '-A', ...from]),
      session(['ingresses', '-A', ...from]),
      session(['trace', `http://${host}/`, ...from]),
      session(['certs', '-A', ...from]),
      session(['lint', '--severity', 'error', '--ignore', 'vulnerable', ...from]),
    ])
    expect([why.stdout, why.code]).toEqual(['', 0])
    expect(why.stderr).toContain(says)
    for (const { stderr, code } of [why, ...others]) {
      expect(stderr).not.toMatch(/^(?:error|warning):/m)
      expect(code).toBe(0)
    }
    const [routes, trace, certs] = others.map(({ stdout }) => stdout)
    expect(routes).toContain(`${host}/`)
    expect(trace).toMatch(new RegExp(`^http://${host}/ → .*default/web:80 \\(Ingress default/web, `))
    expect(certs).toContain(host)
  })
})

const twoLines = ['apiVersion: v1', 'kind: ConfigMap'] as const

/** As people paste them: each is understood, or answered with one line that helps. */
it.each<[what: string, files: Readonly<Record<string, string | Buffer>>, says: string | null]>([
  ['with CRLF', { 'i.yaml': both.replaceAll('\n', '\r\n') }, null],
  ['with a byte order mark', { 'i.yaml': `\ufeff${both}` }, null],
  ['in UTF-16, as PowerShell redirects', { 'i.yaml': Buffer.from(`\ufeff${both}`, 'utf16le') }, null],
  ['in UTF-16 with the other mark', { 'i.yaml': Buffer.from(`\ufeff${both}`, 'utf16le').swap16() }, null],
  ['as a text', { 'i.txt': both, 'NOTES.txt': 'Look at kind: of https://a.test/' }, null],
  ['indented', { 'i.yaml': ingress().replace(/^/gm, '  '), 's.yaml': service }, null],
  [
    'as a list',
    {
      'i.yaml': `apiVersion: v1\nkind: List\nitems:\n- ${ingress().trimEnd().replaceAll('\n', '\n  ')}\n`,
      's.yaml': service,
    },
    null,
  ],
  ['beside comments', { 'a.yaml': '# nothing\n', 'i.yaml': both }, null],
  [
    'with a prompt',
    { 'i.yaml': `$ kubectl get ingress web -o yaml\n${ingress()}`, 's.yaml': both },
    'i.yaml:1: a command',
  ],
  ['with what a command printed', { 'i.yaml': `${both}ingress.networking.k8s.io/web created\n` }, 'take the line out'],
  ['between fences', { 'i.yaml': `\`\`\`yaml\n${ingress()}\`\`\`\n`, 's.yaml': both }, null],
  ['with half a fence', { 'i.yaml': `# one\n${both}\`\`\`\n`, 's.yaml': both }, '``` is of Markdown'],
  [
    'without dashes',
    { 'i.yaml': `${ingress()}${twoLines.join('\n')}\n`, 's.yaml': both },
    'i.yaml:11: another object begins here',
  ],
  [
    'with a Route of OpenShift',
    { 'i.yaml': `${both}---\napiVersion: route.openshift.io/v1\nkind: Route\nmetadata: {name: r}\n` },
    'has Route of route.openshift.io/v1, which is not read',
  ],
])('manifests %s', async (_, files, says) => {
  const { stdout, stderr } = await session(['trace', 'http://a.test/', '--from', written(files)])
  expect(stdout).toMatch(/^http:\/\/a\.test\/ → .*default\/web:80 \(Ingress default\/web, /)
  if (says === null) expect(stderr).not.toMatch(/^(?:error|warning):/m)
  else expect(stderr).toContain(says)
})

it('a chart is told with the command that renders it', async () => {
  const files = { 'Chart.yaml': 'name: web\n', 'templates/i.yaml': `{{- if .Values.on }}\n${ingress()}{{- end }}\n` }
  const folder = written(files)
  const { stderr } = await session(['why', '-A', '--from', folder])
  expect(stderr).toBe(
    `error: ${folder} cannot be used: it is a Helm chart, or templates of one: "helm template ${folder} | kubectl tkng … --from -" shows what they become\n`,
  )
})

it.each<[what: string, text: string]>([
  ['a server and its upstream', `upstream upstream_balancer { server 0.0.0.1; }\n${server}\n`],
  ['all of http', `http {\n${server}\n}\n`],
  ['with indents and CRLF', `    ${server.replaceAll('; ', ';\r\n        ')}\r\n`],
])('a pasted configuration: %s', async (_, text) => {
  const folder = written({ 'c.conf': text })
  const trace = await session(['trace', 'http://a.test/', '--from', join(folder, 'c.conf')])
  expect(trace.stdout).toMatch(/^http:\/\/a\.test\/ → default\/web:80 \(Ingress default\/web/)
  expect([trace.stderr.match(/^error:/m), trace.code]).toEqual([null, 0])
})
