/** Objects of controllers' own kinds that none of those found takes: each is named in what tells of all. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { session } from '../../support/program/session.js'

const pod = (name: string, image: string, ...args: readonly string[]) => ({
  ...{ apiVersion: 'v1', kind: 'Pod' },
  metadata: {
    namespace: 'edge',
    name: `${name}-0`,
    ownerReferences: [{ kind: 'StatefulSet', name, controller: true }],
  },
  spec: { containers: [{ name, image: `registry.example/${image}`, args }] },
  status: { phase: 'Running', podIP: '10.9.0.1', conditions: [{ type: 'Ready', status: 'True' }] },
})
const crd = '--providers.kubernetescrd'
const pods = [
  pod('a', 'traefik:v3.7.15', crd, `${crd}.ingressclass=a`),
  pod('b', 'traefik:v3.7.15', crd, `${crd}.ingressclass=b`),
  pod('f5', 'nginx/nginx-ingress:5.5.4', '-ingress-class=f5'),
  pod('contour', 'projectcontour/contour:v1.33.6', 'serve'),
]

const route = { match: 'Host(`a.test`)', kind: 'Rule', services: [{ name: 'web', port: 80 }] }
const kinds: readonly (readonly [group: string, kind: string, taken: string, spec: object])[] = [
  ['traefik.io/v1alpha1', 'IngressRoute', 'b', { routes: [route] }],
  [
    ...(['traefik.io/v1alpha1', 'IngressRouteTCP', 'a'] as const),
    { routes: [{ ...route, match: 'HostSNI(`*`)' }], entryPoints: ['web'] },
  ],
  ['k8s.nginx.org/v1', 'VirtualServer', 'f5', { host: 'b.test', routes: [{ path: '/', action: { return: {} } }] }],
  ['projectcontour.io/v1', 'HTTPProxy', 'contour', { virtualhost: { fqdn: 'c.test' }, routes: [] }],
]
const objects = kinds.flatMap(([apiVersion, kind, taken, spec]) =>
  [taken, 'nobody'].map((name) => ({
    ...{ apiVersion, kind, metadata: { namespace: 'shop', name: `of-${name}` } },
    spec: { ...spec, ingressClassName: name },
  })),
)
const nobodys = kinds.map(([, kind]) => kind)
const file = join(mkdtempSync(join(tmpdir(), 'tkng-unclaimed-')), 'all.json')
writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [...pods, ...objects] }))

it('are rows of why, and one note of routes', async () => {
  const why = await session(['why', '-A', '--code', 'route-of-nobody', '-o', 'json', '--from', file])
  const rows = JSON.parse(why.stdout).items as { source: { kind: string; name: string }; served: boolean }[]
  expect(rows.map(({ source, served }) => `${source.kind} ${source.name} ${served}`).sort()).toEqual(
    nobodys.map((kind) => `${kind} of-nobody false`).sort(),
  )
  expect(why.code).toBe(1)
  const { stderr, stdout } = await session(['routes', '-A', '--from', file])
  for (const kind of nobodys) expect(stderr).toContain(`${kind} shop/of-nobody`)
  expect(stderr).toContain('none of the controllers found takes such a class')
  expect(stdout).toContain('of-b')
  expect(`${stdout}${stderr}`).not.toMatch(/of-(?:a|b|f5|contour):/)
})
