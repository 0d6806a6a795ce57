// npm run bench [-- NAME…]: how long the built plugin takes, beside the floor of its own runtime and beside kubectl.
// Ratios are measured in one run. TKNG_KUBECTL names a kubectl; without one only the floor is compared.
// TKNG_CROSSPLANE names a Python with crossplane; TKNG_BENCH_RUNS says how often each is measured.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { benchDrift } from './drift.mjs'
import { benchEnvoy } from './envoy.mjs'
import { benchInput } from './input.mjs'
import { benchLarge } from './large.mjs'
import { benchLint } from './lint.mjs'
import { measure, report } from './measure.mjs'
import { benchNginx } from './nginx.mjs'
import { benchProxies } from './proxies.mjs'
import { benchStart, binary } from './start.mjs'
import { benchTrace } from './trace.mjs'
import { withServer } from './with-server.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const plugin = join(here, '..', '..', 'dist', 'kubectl-tkng.cjs')
const node = process.execPath
const kubectl = process.env.TKNG_KUBECTL ?? 'kubectl'
const hasKubectl = spawnSync(kubectl, ['version', '--client']).status === 0
const runs = Number(process.env.TKNG_BENCH_RUNS ?? 5)

const benches = {
  start: benchStart,
  lists: benchLists,
  inside: benchInside,
  large: () => benchLarge(runs),
  drift: () => benchDrift(runs),
  input: () => benchInput(runs),
  nginx: () => benchNginx(runs),
  envoy: () => benchEnvoy(runs),
  proxies: () => benchProxies(runs),
  model: benchTrace,
  lint: () => benchLint(runs),
}

const wanted = process.argv.slice(2)
const unknown = wanted.find((name) => !(name in benches))
if (unknown !== undefined) throw new Error(`there is no bench ${unknown}: ${Object.keys(benches).join(', ')}`)
for (const [name, run] of Object.entries(benches)) if (wanted.length === 0 || wanted.includes(name)) await run()

async function benchLists() {
  const lists = ['/apis/networking.k8s.io/v1/ingresses', '/api/v1/services', '/apis/discovery.k8s.io/v1/endpointslices']
  const raw = lists.map((path) => `'${kubectl}' get --raw '${path}'`).join(' && ')
  // Of a small one the start is most: bare Node, and bare Node that lists, are as near as any program of it may come.
  for (const count of [137, 2_000, 10_000])
    await withServer(['server.mjs', String(count)], ({ url, home, env }) => {
      const figures = measure(
        {
          'fetch and parse': [node, join(here, 'floor.mjs'), url],
          'node -e 0': [node, '-e', '0'],
          'tkng ingresses -A': [node, plugin, 'ingresses', '-A'],
          ...(existsSync(binary) ? { 'binary ingresses -A': [binary, 'ingresses', '-A'] } : {}),
          'tkng ingresses -A -o json': [node, plugin, 'ingresses', '-A', '-o', 'json'],
          ...(hasKubectl
            ? {
                'kubectl get --raw (3)': ['sh', '-c', raw],
                'kubectl get ing -A': [kubectl, 'get', 'ing', '-A', `--cache-dir=${home}`],
              }
            : {}),
        },
        { runs, env },
      )
      process.stdout.write(`${report(`${count} Ingresses, three paths each`, figures, 'fetch and parse')}\n`)
    })
}

async function benchInside() {
  for (const megabytes of [34, 130])
    await withServer(['controller-server.mjs', String(megabytes), '10'], ({ env }) => {
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
        { runs, env },
      )
      const floor = hasKubectl ? 'kubectl exec cat' : 'tkng conf'
      process.stdout.write(`${report(`nginx.conf of ${megabytes} MB, backends of 10 MB`, figures, floor)}\n`)
    })
}
