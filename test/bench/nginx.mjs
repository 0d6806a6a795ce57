// nginx.conf as a language, beside crossplane on the same bytes. TKNG_CROSSPLANE names a Python that has it:
//   python3 -m venv venv && venv/bin/pip install crossplane && TKNG_CROSSPLANE=venv/bin/python npm run bench
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { measure, report } from './measure.mjs'
import { confOf } from './nginx-conf.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const python = process.env.TKNG_CROSSPLANE ?? 'python3'
const crossplane =
  'import crossplane, sys; r = crossplane.parse(sys.argv[1], check_ctx=False, check_args=False); sys.exit(r["status"] != "ok")'

/** @param {number} runs of each; of crossplane with the largest file one, which takes minutes */
export async function benchNginx(runs) {
  const hasCrossplane = spawnSync(python, ['-c', 'import crossplane']).status === 0
  if (!hasCrossplane) process.stdout.write('crossplane is not there to compare with: see test/bench/nginx.mjs\n')
  const home = mkdtempSync(join(tmpdir(), 'tkng-bench-'))
  try {
    const library = join(home, 'nginx.mjs')
    const contents = ['text/parse', 'text/pieces', 'route/router']
      .map((name) => `export * from './src/languages/nginx/${name}.js'`)
      .join('\n')
    const stdin = { contents, resolveDir: join(here, '..', '..'), loader: 'ts' }
    await build({ stdin, bundle: true, format: 'esm', platform: 'node', outfile: library, logLevel: 'error' })
    for (const megabytes of [14, 130]) {
      const file = join(home, 'nginx.conf')
      const { text, count } = confOf(megabytes)
      writeFileSync(file, text)
      const read = (mode) => [process.execPath, join(here, 'nginx-read.mjs'), library, file, mode, String(count)]
      const figures = measure(
        {
          tree: read('tree'),
          'tree, every word read': read('words'),
          'stream of servers': read('stream'),
          ...(hasCrossplane ? { crossplane: [python, '-c', crossplane, file] } : {}),
        },
        { runs: megabytes > 100 ? 1 : runs },
      )
      const speed = Object.entries(figures).map(([name, { wall }]) => `${name} ${(megabytes / wall).toFixed(1)}`)
      process.stdout.write(report(`nginx.conf of ${megabytes} MB, read`, figures, 'tree'))
      process.stdout.write(`  MB/s, starting the process included: ${speed.join(', ')}\n`)
      const [program, ...argv] = read('answers')
      process.stdout.write(`  ${spawnSync(program, argv, { encoding: 'utf8' }).stdout}`)
    }
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}
