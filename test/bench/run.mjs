// npm run bench: how long the built plugin takes, beside the floor of its own runtime and beside kubectl.
// Ratios are measured in one run. TKNG_KUBECTL names a kubectl; without one only the floor is compared.
// TKNG_CROSSPLANE names a Python with crossplane.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { measure, report } from './measure.mjs'
import { benchNginx } from './nginx.mjs'
import './start.mjs'
import { benchTrace } from './trace.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const plugin = join(here, '..', '..', 'dist', 'kubectl-tkng.cjs')
const node = process.execPath
const kubectl = process.env.TKNG_KUBECTL ?? 'kubectl'
const hasKubectl = spawnSync(kubectl, ['version', '--client']).status === 0
const runs = Number(process.env.TKNG_BENCH_RUNS ?? 5)

for (const count of [2_000, 10_000]) {
  const server = spawn(node, [join(here, 'server.mjs'), String(count)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const home = mkdtempSync(join(tmpdir(), 'tkng-bench-'))
  try {
    const [url] = await once(createInterface(server.stdout), 'line')
    const kubeconfig = join(home, 'config')
    writeFileSync(kubeconfig, configFor(url))
    const lists = [
      '/apis/networking.k8s.io/v1/ingresses',
      '/api/v1/services',
      '/apis/discovery.k8s.io/v1/endpointslices',
    ]
    const raw = lists.map((path) => `'${kubectl}' get --raw '${path}'`).join(' && ')
    const figures = measure(
      {
        'fetch and parse': [node, join(here, 'floor.mjs'), url],
        'tkng ingresses -A': [node, plugin, 'ingresses', '-A'],
        'tkng ingresses -A -o json': [node, plugin, 'ingresses', '-A', '-o', 'json'],
        ...(hasKubectl
          ? {
              'kubectl get --raw (3)': ['sh', '-c', raw],
              'kubectl get ing -A': [kubectl, 'get', 'ing', '-A', `--cache-dir=${home}`],
            }
          : {}),
      },
      { runs, env: { KUBECONFIG: kubeconfig } },
    )
    process.stdout.write(`${report(`${count} Ingresses, three paths each`, figures, 'fetch and parse')}\n`)
  } finally {
    server.kill()
    rmSync(home, { recursive: true, force: true })
  }
}

for (const megabytes of [34, 130]) {
  const server = spawn(node, [join(here, 'controller-server.mjs'), String(megabytes), '10'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const home = mkdtempSync(join(tmpdir(), 'tkng-bench-'))
  try {
    const [url] = await once(createInterface(server.stdout), 'line')
    const kubeconfig = join(home, 'config')
    writeFileSync(kubeconfig, configFor(url))
    const exec = [kubectl, '-n', 'edge', 'exec', 'proxy-1', '--', 'cat', '/etc/nginx/nginx.conf']
    // No Ingress asks for what the file serves: 1 says so.
    const traced = `'${node}' '${plugin}' trace https://last.example.com/ -o table || [ $? -eq 1 ]`
    const figures = measure(
      {
        ...(hasKubectl ? { 'kubectl exec cat': exec } : {}),
        'tkng conf': [node, plugin, 'conf'],
        'tkng conf --host': [node, plugin, 'conf', '--host', 'last.example.com'],
        'tkng trace URL': ['sh', '-c', traced],
        'tkng backends': [node, plugin, 'backends'],
        'tkng backends --list': [node, plugin, 'backends', '--list'],
      },
      { runs, env: { KUBECONFIG: kubeconfig } },
    )
    const floor = hasKubectl ? 'kubectl exec cat' : 'tkng conf'
    process.stdout.write(`${report(`nginx.conf of ${megabytes} MB, backends of 10 MB`, figures, floor)}\n`)
  } finally {
    server.kill()
    rmSync(home, { recursive: true, force: true })
  }
}

await benchNginx(runs)
await benchTrace()

function configFor(server) {
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'bench', cluster: { server } }],
    contexts: [{ name: 'bench', context: { cluster: 'bench', user: 'bench' } }],
    users: [{ name: 'bench', user: {} }],
    'current-context': 'bench',
  }
  return JSON.stringify(config)
}
