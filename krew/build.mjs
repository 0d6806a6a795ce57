// Bundles the plugin into one minified CommonJS file, dist/kubectl-tkng.cjs, with nothing left to install beside it.
//   node krew/build.mjs [FOLDER]
//
// Two passes, because esbuild shakes a dynamically imported package only where splitting gives it a chunk of its own:
// first ES modules with splitting, then those chunks into one file in which each lazy part still waits for its import().
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import esbuild from 'esbuild'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const dist = resolve(process.argv[2] ?? join(root, 'dist'))
const chunks = join(dist, 'chunks')

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  define: { 'process.env.NODE_ENV': '"production"' },
  logLevel: 'warning',
}

mkdirSync(dist, { recursive: true })
const { metafile } = await esbuild.build({
  ...common,
  metafile: true,
  entryPoints: ['bin/kubectl-tkng.ts'],
  format: 'esm',
  splitting: true,
  outdir: chunks,
  outExtension: { '.js': '.mjs' },
})
await esbuild.build({
  ...common,
  entryPoints: [join(chunks, 'kubectl-tkng.mjs')],
  format: 'cjs',
  minify: true,
  legalComments: 'none',
  banner: { js: '#!/usr/bin/env node' },
  outfile: join(dist, 'kubectl-tkng.cjs'),
})
rmSync(chunks, { recursive: true })
writeFileSync(join(dist, 'THIRD_PARTY'), thirdParty(Object.keys(metafile.inputs)))

/** The licences of the packages whose code is inside. */
function thirdParty(inputs) {
  const packages = inputs.flatMap((input) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? [])
  return [...new Set(packages)].sort().map(licenseOf).join('\n')
}

function licenseOf(name) {
  const folder = join(root, 'node_modules', name)
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one))
  const text = file ? readFileSync(join(folder, file), 'utf8').trim() : ''
  return `${name} ${version} (${license})\n\n${text}\n`
}
