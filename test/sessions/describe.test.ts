/** `describe` as a person sees it: one page for an Ingress, with what `ingresses`, `certs` and `why` say of it. */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { session, transcript } from '../support/program/session.js'
import { expectGolden } from './golden.js'

const cwd = join(import.meta.dirname, '../..')

it.each([
  'describe tkng-2 -n default --from demo',
  'describe ingress tkng-9 default/tkng-1 --from demo',
  'describe -o table --from demo',
  'describe shop/web --from test/fixtures/shop.yaml',
])('%s', async (line) => {
  const file = line.replaceAll(/[^\w.=-]+/g, '_')
  await expectGolden(transcript(line, await session(line.split(' '), { cwd })), `golden/describe/${file}.txt`)
})

const secret = `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  namespace: shop
  annotations:
    nginx.ingress.kubernetes.io/proxy-body-size: 1q
    example.test/token: hunter2-abcdef
    kubectl.kubernetes.io/last-applied-configuration: '{"a": 1}'
spec:
  ingressClassName: nginx
  rules:
    - host: a.test
      http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
---
apiVersion: v1
kind: Event
metadata: {name: e, namespace: shop}
involvedObject: {kind: Ingress, namespace: shop, name: web}
type: Warning
reason: Sync
message: "no such \\u001b[31mService"
lastTimestamp: 2026-11-24T08:00:00Z
`

describe('a page', () => {
  it('has annotations with what is said of them, and no secret', async () => {
    const { stdout } = await session(['describe', 'shop/web', '--from', '-'], { stdin: secret })
    expect(stdout).toContain('example.test/token: masked')
    expect(stdout).toMatch(/proxy-body-size: \S+ \(annotation-invalid\)/)
    expect(stdout).not.toMatch(/hunter2|last-applied/)
  })

  it('has Events, which steer no terminal', async () => {
    const { stdout } = await session(['describe', 'shop/web', '--from', '-'], { stdin: secret })
    expect(stdout).toMatch(/Warning Sync \S+ ago: no such \\x1b\[31mService/)
  })

  it.each([60, 80, 120])('fits %i columns', async (columns) => {
    const { stdout } = await session(
      ['describe', 'shop/web', '--color', 'never', '--from', 'test/fixtures/shop.yaml'],
      { cwd, columns },
    )
    for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(columns)
  })

  it('says what why and ingresses say', async () => {
    const line = async (text: string) =>
      JSON.parse((await session([...text.split(' '), '-o', 'json', '--from', 'demo'])).stdout).items
    const described = await line('describe')
    expect(described.flatMap(({ why }: { why: unknown[] }) => why)).toEqual(
      await line('why default/tkng-1 default/tkng-2'),
    )
    expect(described.flatMap(({ routes }: { routes: unknown[] }) => routes)).toEqual(await line('ingresses'))
  })
})
