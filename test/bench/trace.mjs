// What is asked for, as a model: how long it takes to build, whether that grows with the number of Ingresses, and how many
// requests a second it answers.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const here = dirname(fileURLToPath(import.meta.url))
const parts = [
  'controllers/ingress-nginx/plan',
  'controllers/ingress-nginx/workload/settings',
  'domain/objects/inventory',
]

export async function benchTrace() {
  const home = mkdtempSync(join(tmpdir(), 'tkng-bench-'))
  try {
    const library = join(home, 'trace.mjs')
    const contents = parts.map((name) => `export * from './src/${name}.js'`).join('\n')
    const stdin = { contents, resolveDir: join(here, '..', '..'), loader: 'ts' }
    await build({ stdin, bundle: true, format: 'esm', platform: 'node', outfile: library, logLevel: 'error' })
    for (const shape of ['many-hosts', 'one-host']) report(library, shape)
    process.stdout.write('\n')
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

function report(library, shape) {
  process.stdout.write(`trace, ${shape}, three paths an Ingress, 100,000 URLs\n`)
  let first
  for (const count of [2_500, 5_000, 10_000]) {
    const args = [join(here, 'trace-model.mjs'), library, String(count), shape]
    const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' })
    const { building, fresh, warm, megabytes } = JSON.parse(stdout)
    first ??= building / count
    const growth = `${(building / count / first).toFixed(2)}x an Ingress`
    process.stdout.write(
      `  ${String(count).padStart(6)} Ingresses: built in ${Math.round(building)} ms (${growth}), ${fresh} traces/s at first, ${warm} then, ${megabytes} MB\n`,
    )
  }
}
