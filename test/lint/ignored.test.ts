/** What is passed over: by annotation, by a comment, by a baseline; and what is said of those that pass over nothing. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { session } from '../support/program/session.js'

const service = 'apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {ports: [{port: 80}]}\n'
const ingress = (to: string, annotations = '{}', comment = '', name = 'a') => `---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: ${name}, namespace: shop, annotations: ${annotations}}
spec:
  ingressClassName: nginx
  rules:
    - host: ${name}.example.com   ${comment}
      http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: ${to}, port: {number: 80}}}}]}
`

/** Two paths without a Service. */
const above = (path: string, other: string, object = '', rules = '', name = '') => `---
${object}
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: a, namespace: shop}
spec:
${name || '  # of nginx'}
  ingressClassName: nginx
${rules || '  # of one host'}
  rules:
    - host: a.example.com
      http:
        paths:
${path || '          # of the shop'}
          - {path: /, pathType: Prefix, backend: {service: {name: wbe, port: {number: 80}}}}
          # of others
          - {path: ${other}, pathType: Prefix, backend: {service: {name: wbe, port: {number: 80}}}}
`

const route = (said: string) => `---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r, namespace: shop, annotations: {
  ${said}
  }}
spec:
  parentRefs: [{name: edge}]
  rules: [{backendRefs: [{name: web, port: 80, weight: 0}]}]
`

const custom = (said: string) => `---
apiVersion: traefik.io/v1alpha1
kind: IngressRoute
metadata: {name: r, namespace: shop}
spec:
  routes: [{match: 'Host(', kind: Rule, services: [{name: web, port: 80}]}] ${said}
`

const old = (said: string) => `${ingress('web')}---
apiVersion: apps/v1
kind: Deployment ${said}
metadata: {name: ingress-nginx-controller, namespace: ingress-nginx}
spec:
  template:
    spec:
      containers:
        - {name: controller, image: "registry.k8s.io/ingress-nginx/controller:v1.9.6", args: [/nginx-ingress-controller]}
---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: {name: nginx}
spec: {controller: k8s.io/ingress-nginx}
`

async function lint(text: string, words: readonly string[] = [], cwd = mkdtempSync(join(tmpdir(), 'ignored-'))) {
  const argv = ['lint', '-f', '-', '--no-headers', '--columns', 'code,where', ...words]
  const { stdout, stderr, code } = await session(argv, { stdin: text, cwd })
  return {
    told: stdout
      .trim()
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split(/ +/).join(' ')),
    stderr,
    code,
    cwd,
  }
}

describe.each<[what: string, text: string, told: readonly string[]]>([
  ['nothing', ingress('wbe'), ['no-service -:13']],
  ['a code with its reason', ingress('wbe', '{tkng.dev/ignore: "no-service # it comes tomorrow"}'), []],
  ['several', ingress('wbe', '{tkng.dev/ignore: "no-service, duplicate # both"}'), ['ignore-unused -:8']],
  ['a comment with its reason', ingress('wbe', '{}', '# tkng: ignore no-service it comes tomorrow'), []],
  ['another code', ingress('wbe', '{tkng.dev/ignore: "no-port # x"}'), ['no-service -:13', 'ignore-unused -:8']],
  ['no reason', ingress('wbe', '{tkng.dev/ignore: no-service}'), ['no-service -:13', 'ignore-invalid -:8']],
  [
    'a comment without one',
    ingress('wbe', '{}', '# tkng: ignore no-service'),
    ['no-service -:13', 'ignore-invalid -:12'],
  ],
  [
    'no code that is one',
    ingress('wbe', '{tkng.dev/ignore: "no-servise # x"}'),
    ['no-service -:13', 'ignore-invalid -:8'],
  ],
  ['what is not found', ingress('web', '{tkng.dev/ignore: "no-service # x"}'), ['ignore-unused -:8']],
  [
    'beside another object',
    ingress('wbe') + ingress('web', '{}', '# tkng: ignore no-service x', 'b'),
    ['no-service -:13', 'ignore-unused -:21'],
  ],
  [
    'a comment above the field',
    above('            # tkng: ignore no-service it comes tomorrow', '/x'),
    ['no-service -:21'],
  ],
  ['a comment above the object', above('', '/x', '# tkng: ignore no-service they come tomorrow'), []],
  ['a comment above its rules', above('', '/x', '', '  # tkng: ignore no-service they come tomorrow'), []],
  [
    'a comment above another field',
    above('', '/x', '', '', '  # tkng: ignore no-service they come tomorrow'),
    ['no-service -:19', 'no-service -:21', 'ignore-unused -:11'],
  ],
  ['a comment as the annotation is', ingress('wbe', '{}', '# tkng.dev/ignore: "no-service # it comes tomorrow"'), []],
  [
    'a comment as the annotation is, without a reason',
    ingress('wbe', '{}', '# tkng.dev/ignore: no-service'),
    ['no-service -:13', 'ignore-invalid -:12'],
  ],
  [
    'beside an object of another kind',
    `${ingress('wbe')}---\napiVersion: v1 # tkng: ignore no-service x\nkind: ConfigMap\nmetadata: {name: c, namespace: shop}\n`,
    ['no-service -:13', 'ignore-unused -:15'],
  ],
  ['of a controller nothing', old(''), ['vulnerable -:15', 'end-of-life -:15']],
  ['of a controller a comment', old('# tkng: ignore end-of-life,vulnerable it is replaced'), []],
  ['of a route nothing', route(''), ['weights-zero -:13']],
  ['of a route a code', route('tkng.dev/ignore: "weights-zero, no-service # it moves"'), ['ignore-unused -:9']],
  ['of a custom resource nothing', custom(''), ['rule-invalid -:10']],
  ['of a custom resource a comment', custom('# tkng: ignore rule-invalid it is to be cut'), []],
  ['of a route a comment', route('# tkng: ignore weights-zero it moves'), []],
])('where it says %s', (_, text, told) => {
  it('the rest is told', async () => {
    const found = await lint(service + text)
    expect(found.told).toEqual(told)
    expect(found.code).toBe(told.length === 0 ? 0 : 1)
  })
})

it('that there is nothing but what was passed over is said so', async () => {
  const { stderr } = await lint(service + ingress('wbe', '{tkng.dev/ignore: "no-service # it comes tomorrow"}'))
  expect(stderr).toContain('No problems in the one Ingress, 1 passed over.')
})

describe('a baseline', () => {
  it('holds what is found, and the next run tells what is new, though lines have moved', async () => {
    const first = await lint(service + ingress('wbe'), ['--write-baseline', 'lint/base.json'])
    expect([first.code, first.told.length]).toEqual([0, 1])
    expect(JSON.parse(readFileSync(join(first.cwd, 'lint/base.json'), 'utf8'))).toEqual({
      apiVersion: 'tkng.dev/v1',
      kind: 'Baseline',
      findings: [
        { code: 'no-service', source: 'Ingress/shop/a', fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/) },
      ],
    })
    const again = await lint(`# a line more\n${service}${ingress('wbe')}`, ['--baseline', 'lint/base.json'], first.cwd)
    expect([again.code, again.told]).toEqual([0, []])
    expect(again.stderr).toContain('No problems in the one Ingress, but 1 that the baseline knows.')
    const more = await lint(
      service + ingress('wbe') + ingress('lost', '{}', '', 'b'),
      ['--baseline', 'lint/base.json'],
      first.cwd,
    )
    expect([more.code, more.told.length]).toEqual([1, 1])
  })

  it('whose entries fit nothing any more is told as such, where all is asked', async () => {
    const { cwd } = await lint(service + ingress('wbe'), ['--write-baseline', 'base.json'])
    const words = ['--baseline', 'base.json']
    const cured = await lint(service + ingress('web'), words, cwd)
    expect([cured.code, cured.stderr]).toEqual([0, expect.stringContaining('base.json has an entry that fits nothing')])
    const narrow = await lint(service + ingress('web'), [...words, '--severity', 'error'], cwd)
    expect(narrow.stderr).not.toContain('fits nothing')
  })

  it.each([
    ['is no JSON', 'x', 'it is no baseline'],
    ['is something else', '{"kind": "List"}', 'it is no baseline'],
  ])('that %s is refused', async (_, text, words) => {
    const cwd = mkdtempSync(join(tmpdir(), 'ignored-'))
    writeFileSync(join(cwd, 'base.json'), text)
    const { code, stderr } = await lint(service, ['--baseline', 'base.json'], cwd)
    expect([code, stderr]).toEqual([2, expect.stringContaining(words)])
  })

  it('that is not there is refused', async () => {
    const { code, stderr } = await lint(service + ingress('web'), ['--baseline', 'none.json'])
    expect([code, stderr]).toEqual([2, expect.stringContaining('cannot read --baseline none.json: it does not exist')])
  })
})
