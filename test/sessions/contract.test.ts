/** The JSON of the verbs, by its schemas, over many inputs: what was asked, what is missing, what is hostile. */
import { describe, expect, it } from 'vitest'
import { breaches } from '../support/json-contract.js'
import { ingress, rule, service } from '../support/objects.js'
import { session } from '../support/program/session.js'

const annotated = (name: string, value: string) => ({
  metadata: { annotations: { [`nginx.ingress.kubernetes.io/${name}`]: value } },
})
const of = (host: string | undefined, path: string | undefined, more: object = {}) => ({
  ingressClassName: 'nginx',
  rules: [{ ...rule(host ?? '', path ?? '', 'web'), ...(host === undefined ? { host: undefined } : {}) }],
  ...more,
})
const kinds = { Ingress: 'networking.k8s.io/v1', Service: 'v1' } as const
const typed = (kind: keyof typeof kinds, object: object) => ({ apiVersion: kinds[kind], kind, ...object })

const manifests = JSON.stringify({
  apiVersion: 'v1',
  kind: 'List',
  items: [
    typed('Ingress', ingress('plain', of('a.example', '/'))),
    typed('Ingress', ingress('any', of(undefined, undefined))),
    typed('Ingress', ingress('nothing', { ingressClassName: 'nginx', rules: [{ host: 'b.example' }] })),
    typed('Ingress', ingress('classless', { rules: [rule('a.example', '/x', 'web')] })),
    typed('Ingress', ingress('away', of('c.example', '/'), annotated('permanent-redirect', 'https://a.example/y'))),
    typed('Ingress', ingress('round', of('d.example', '/'), annotated('permanent-redirect', 'http://d.example/'))),
    typed('Ingress', ingress('part', of('a.example', '/'), annotated('canary', 'true'))),
    typed('Ingress', ingress('hostile', of('e.example', '/\u001b[31m\u202e"'), annotated('auth-url', '\u001b[31m'))),
    typed('Ingress', ingress('tls', of('f.example', '/', { tls: [{ hosts: ['f.example'], secretName: 'none' }] }))),
    typed('Ingress', { metadata: { name: 'empty', namespace: 'default' } }),
    typed('Service', service('web')),
  ],
})

const urls = [
  'a.example',
  'a.example/x?y=%20',
  'b.example',
  'c.example',
  'd.example',
  'https://e.example/%zz',
  'nowhere',
]

describe.each([
  ['the built-in capture', 'demo', ''],
  ['manifests alone', '-', manifests],
  [
    'nothing but a class',
    '-',
    '{"apiVersion":"networking.k8s.io/v1","kind":"IngressClass","metadata":{"name":"nginx"}}',
  ],
])('from %s', (_name, from, stdin) => {
  it.each([
    ...urls.map((url) => ['trace', url]),
    ['trace', ...urls],
    ['trace', 'a.example', '-X', 'POST', '-H', 'X-A: b', '--cookie', 'a=b', '--from-ip', '192.0.2.7', '--http1.0'],
    ['trace', 'a.example', '-H', 'Host:', '--semantics', 'ingress-nginx'],
    ['trace', ...urls, 'https://f.example/', '--semantics', 'ingress-nginx'],
    ['trace', 'prod/dev', 'dev', '--semantics', 'spec'],
    ['trace', 'prod', '--probe'],
    ['why', '-A'],
    ['why', '-n', 'default', 'plain', 'tkng-2'],
    ['ingresses', '-A'],
    ['certs'],
    ['info'],
    ['status'],
    ['drift'],
    ['ps'],
  ])('%s %s %s', async (...argv) => {
    const { stdout, code } = await session([...argv.filter(Boolean), '-o', 'json', '--from', from], { stdin })
    expect([0, 1, 2]).toContain(code)
    if (stdout === '') expect(code).toBe(2)
    else {
      const document = JSON.parse(stdout)
      expect(breaches(document)).toEqual([])
      expect('takenAt' in document).toBe(from === 'demo')
    }
    expect(stdout).not.toMatch(/[\u001b\u202e]/)
  })
})

describe('the contract itself', () => {
  it.each<[string, (trace: Record<string, unknown>) => void, string[]]>([
    ['a field more', (trace) => Object.assign(trace, { color: 'red' }), ['must NOT have additional properties color']],
    ['a field less', (trace) => Reflect.deleteProperty(trace, 'agree'), ["must have required property 'agree'"]],
    ['another kind', (trace) => Object.assign(trace, { kind: 'Traces' }), ['no schema for Traces']],
    ['another type', (trace) => Object.assign(trace, { isLoop: 'no' }), ['/isLoop must be boolean']],
    [
      'an empty text',
      (trace) => Object.assign(trace, { controller: { kind: 'Pod', namespace: '', name: 'x', dialect: 'y' } }),
      ['/controller/namespace is ""'],
    ],
    ['a negative number', (trace) => Object.assign(trace.served ?? {}, { status: -1 }), ['/served/status is -1']],
  ])('sees %s', async (_name, change, expected) => {
    const { stdout } = await session(['trace', 'prod', '-o', 'json', '--from', 'demo'])
    const trace = JSON.parse(stdout)
    change(trace)
    expect(breaches(trace)).toEqual(expected)
  })
})
