/** Files hold some classes: of which names that none of them has a slip is told. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { session } from '../support/program/session.js'

async function toldOf(items: readonly object[], wanted: string): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tkng-class-'))
  try {
    writeFileSync(join(folder, 'all.json'), JSON.stringify({ apiVersion: 'v1', kind: 'List', items }))
    const { stdout } = await session(['lint', '-f', folder, '-o', 'json'])
    const found: readonly { code: string; severity: string; message: string; fix: string }[] = JSON.parse(stdout).items
    return found.flatMap(({ code, severity, message, fix }) =>
      code === wanted ? [`${severity}: ${message} ${fix}`] : [],
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function linted(named: string, there: readonly string[]): Promise<readonly string[]> {
  const path = { path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } }
  const items = [
    ...there.map((name) => ({
      ...{ apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name } },
      spec: { controller: 'k8s.io/ingress-nginx' },
    })),
    {
      ...{ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name: 'a', namespace: 'shop' } },
      spec: { ingressClassName: named, rules: [{ host: 'a.test', http: { paths: [path] } }] },
    },
  ]
  return toldOf(items, 'class-unknown')
}

it('a class that is one of theirs but for a slip is a warning, with both names, and its fix ends it', async () => {
  expect(await linted('nginx-intrenal', ['nginx-internal'])).toEqual([
    'warning: IngressClass nginx-intrenal is in none of the files, and nginx-internal is: is that meant? Write ingressClassName: nginx-internal, or leave it where nginx-intrenal is elsewhere.',
  ])
  expect(await linted('nginx-internal', ['nginx-internal'])).toEqual([])
})

it.each([
  [
    'public-egde',
    ['public-edge'],
    'warning: GatewayClass public-egde is in none of the files, and public-edge is: is that meant? Write gatewayClassName: public-edge, or leave it where public-egde is elsewhere.',
  ],
  ['public-edge', ['public-edge'], ''],
  ['internal', ['public-edge'], ''],
  ['edge-2', ['edge-1'], ''],
  ['edge', [], ''],
])('of a Gateway of class %s beside %j', async (gatewayClassName, there, said) => {
  const kinds = { apiVersion: 'gateway.networking.k8s.io/v1' }
  const items = [
    ...there.map((name) => ({
      ...kinds,
      kind: 'GatewayClass',
      metadata: { name },
      spec: { controllerName: 'x.test/y' },
    })),
    {
      ...{ ...kinds, kind: 'Gateway', metadata: { name: 'edge', namespace: 'shop' } },
      spec: { gatewayClassName, listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] },
    },
  ]
  expect(await toldOf(items, 'gateway-unclaimed')).toEqual(said === '' ? [] : [said])
})

it.each([
  [
    'gateway.envoyproxy.io/gatewayclass-contoller',
    /and gateway\.envoyproxy\.io\/gatewayclass-controller is: is that meant/,
  ],
  ['gateway.envoyproxy.io/gatewayclass-controller', null],
  ['example.com/controller', null],
])('of a GatewayClass of %s', async (controllerName, said) => {
  const of = (kind: string, spec: object) => ({
    ...{ apiVersion: 'gateway.networking.k8s.io/v1', kind, spec },
    metadata: { name: 'edge', namespace: 'shop' },
  })
  const listeners = [{ name: 'http', port: 80, protocol: 'HTTP' }]
  const found = await toldOf(
    [of('GatewayClass', { controllerName }), of('Gateway', { gatewayClassName: 'edge', listeners })],
    'gateway-unclaimed',
  )
  expect(found).toEqual(said === null ? [] : [expect.stringMatching(said)])
})

it.each([
  ['ngnix', ['nginx']],
  ['ngin', ['nginx']],
  ['nginxx', ['nginx', 'traefik']],
])('%s beside %j', async (named, there) => {
  expect(await linted(named, there)).toHaveLength(1)
})

it.each([
  ['nginx', ['nginx-internal']],
  ['nginx-external', ['nginx-internal']],
  ['nginx2', ['nginx1']],
  ['nginx-b', ['nginx-a']],
  ['traefik', ['nginx']],
  ['nginx', []],
])('not of %s beside %j', async (named, there) => {
  expect(await linted(named, there)).toEqual([])
})
