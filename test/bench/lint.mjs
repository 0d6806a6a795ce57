// lint over a cluster, beside the lists that it cannot do without, and over the files of a pull request, beside the start
// of the program alone.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { measure, report } from './measure.mjs'
import { withServer } from './with-server.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const plugin = join(here, '..', '..', 'dist', 'kubectl-tkng.cjs')
const node = process.execPath

export async function benchLint(runs) {
  for (const count of [3_000, 16_000])
    await withServer(['server.mjs', String(count)], ({ url, env }) => {
      const figures = measure(
        {
          'fetch and parse': [node, join(here, 'floor.mjs'), url],
          'tkng ingresses -A': [node, plugin, 'ingresses', '-A'],
          'tkng lint': [node, plugin, 'lint', '--fail-on', 'never'],
        },
        { runs, env },
      )
      process.stdout.write(`${report(`${count} Ingresses, linted`, figures, 'tkng ingresses -A')}\n`)
    })
  benchManifests(200, runs)
}

function benchManifests(count, runs) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-lint-'))
  mkdirSync(join(folder, 'manifests'))
  for (let i = 0; i < count; i++) writeFileSync(join(folder, 'manifests', `app-${i}.yaml`), manifest(i))
  const figures = measure(
    {
      'tkng --help': [node, plugin, '--help'],
      [`tkng lint -f (${count} manifests)`]: [node, plugin, 'lint', '-f', join(folder, 'manifests')],
    },
    { runs },
  )
  process.stdout.write(`${report(`${count} manifests of a pull request`, figures, 'tkng --help')}\n`)
  rmSync(folder, { recursive: true })
}

function manifest(i) {
  return `apiVersion: v1
kind: Service
metadata: {name: app-${i}, namespace: shop}
spec: {selector: {app: app-${i}}, ports: [{name: http, port: 80}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: app-${i}
  namespace: shop
  annotations: {nginx.ingress.kubernetes.io/proxy-body-size: 8m}
spec:
  ingressClassName: nginx
  tls: [{hosts: [app-${i}.example.com], secretName: app-${i}-tls}]
  rules:
    - host: app-${i}.example.com
      http:
        paths:
          - {path: /, pathType: Prefix, backend: {service: {name: app-${i}, port: {name: http}}}}
          - {path: /api, pathType: Prefix, backend: {service: {name: app-${i}, port: {number: 80}}}}
`
}
