// The reader of an Envoy's config_dump: of 10 MB and of 100 MB, with the time and the memory that one process takes.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { writeDump } from './envoy-dump.mjs'
import { measure, report } from './measure.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const languages = join(here, '..', '..', 'src', 'languages', 'envoy')

export async function benchEnvoy(runs) {
  const folder = mkdtempSync(join(tmpdir(), 'tkng-bench-'))
  try {
    const library = join(folder, 'envoy.mjs')
    const contents = ['dump/read', 'route/evaluate'].map(
      (name) => `export * from ${JSON.stringify(join(languages, `${name}.ts`))}`,
    )
    await build({
      stdin: { contents: contents.join('\n'), resolveDir: here, loader: 'ts' },
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: library,
      logLevel: 'error',
    })
    for (const megabytes of [10, 100]) {
      const file = join(folder, 'config-dump.json')
      const { hosts, size } = writeDump(file, megabytes)
      const reading = (mode) => [process.execPath, join(here, 'envoy-read.mjs'), library, file, mode, String(hosts)]
      const figures = measure({ 'JSON.parse': reading('parse'), 'read while it streams': reading('read') }, { runs })
      const title = `config_dump of ${Math.round(size / 1024 / 1024)} MB, ${hosts} hosts of 10 routes`
      process.stdout.write(`${report(title, figures, 'JSON.parse')}\n`)
      const [node, ...argv] = reading('answers')
      process.stdout.write(spawnSync(node, argv, { encoding: 'utf8' }).stdout)
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
