// The npm form of the plugin: node krew/build.mjs [FOLDER], else dist.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import esbuild from 'esbuild'
import { bundle } from './bundle.mjs'
import { thirdParty } from './licences.mjs'
import { stampOf } from './stamp.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const dist = resolve(process.argv[2] ?? join(root, 'dist'))
const work = join(dist, 'chunks')

for (const old of ['parts', 'kubectl-tkng.cjs', 'kubectl_complete-tkng.cjs'])
  rmSync(join(dist, old), { recursive: true, force: true })
mkdirSync(join(dist, 'parts'), { recursive: true })
const { code: cached } = esbuild.transformSync(readFileSync(join(root, 'krew', 'compile-cache.cjs'), 'utf8'), {
  minify: true,
})
const { files, packages } = await bundle({ root, work, stamp: stampOf(root, process.env) })
for (const { name, text } of files) {
  const isProgram = !name.includes('/')
  const before = isProgram ? `#!/usr/bin/env node\n${cached}` : ''
  writeFileSync(join(dist, name), before + text, { mode: isProgram ? 0o755 : 0o644 })
}
// kubectl asks a program of this name for completions. On Windows npm starts the file that package.json names for it.
const completer = readFileSync(join(root, 'bin', 'kubectl_complete-tkng.cjs'))
writeFileSync(join(dist, 'kubectl_complete-tkng.cjs'), completer, { mode: 0o755 })
writeFileSync(join(dist, 'THIRD_PARTY'), thirdParty(root, packages))
rmSync(work, { recursive: true })
