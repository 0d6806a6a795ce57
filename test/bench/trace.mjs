// What is asked for, as a model: how long it takes to build, whether that grows with the number of objects, and how many
// requests a second it answers.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const here = dirname(fileURLToPath(import.meta.url))

/** Models, and the parts of the program that they are made of. */
const models = [
  {
    script: 'trace-model.mjs',
    what: 'three paths an Ingress',
    of: 'Ingresses',
    counts: [2_500, 5_000, 10_000],
    parts: [
      'controllers/ingress-nginx/plan',
      'controllers/ingress-nginx/workload/settings',
      'domain/objects/inventory',
    ],
  },
  {
    script: 'gateway-model.mjs',
    what: '16 rules an HTTPRoute',
    of: 'HTTPRoutes',
    counts: [500, 1_000, 2_000],
    parts: [
      'controllers/shared/gateways/specification',
      'domain/objects/gateway/inventory',
      'domain/objects/inventory',
      'semantics/gateway/plan',
    ],
  },
]

export async function benchTrace() {
  for (const model of models) await benchModel(model)
}

async function benchModel(model) {
  const home = mkdtempSync(join(tmpdir(), 'tkng-bench-'))
  try {
    const library = join(home, 'trace.mjs')
    const contents = model.parts.map((name) => `export * from './src/${name}.js'`).join('\n')
    const stdin = { contents, resolveDir: join(here, '..', '..'), loader: 'ts' }
    await build({ stdin, bundle: true, format: 'esm', platform: 'node', outfile: library, logLevel: 'error' })
    for (const shape of ['many-hosts', 'one-host']) report(library, shape, model)
    process.stdout.write('\n')
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

function report(library, shape, { script, what, of, counts }) {
  process.stdout.write(`trace, ${shape}, ${what}, 100,000 URLs\n`)
  let first
  for (const count of counts) {
    const args = [join(here, script), library, String(count), shape]
    const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' })
    const { building, fresh, warm, megabytes } = JSON.parse(stdout)
    first ??= building / count
    const growth = `${(building / count / first).toFixed(2)}x each`
    process.stdout.write(
      `  ${String(count).padStart(6)} ${of}: built in ${Math.round(building)} ms (${growth}), ${fresh} traces/s at first, ${warm} then, ${megabytes} MB\n`,
    )
  }
}
