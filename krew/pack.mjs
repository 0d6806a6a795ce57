// Packs the bundled plugin for krew: one archive per platform and the manifest, in dist/krew. Same input, same bytes.
//   node krew/pack.mjs [FOLDER of the bundle]
import { createHash } from 'node:crypto'
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { create } from 'tar'
import { stringify } from 'yaml'
import { archiveName, manifestOf, platforms } from './manifest.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const dist = resolve(process.argv[2] ?? join(root, 'dist'))
const out = join(dist, 'krew')
const files = [
  { from: join(dist, 'kubectl-tkng.cjs'), to: 'kubectl-tkng', mode: 0o755 },
  { from: join(root, 'LICENSE'), to: 'LICENSE', mode: 0o644 },
  { from: join(dist, 'THIRD_PARTY'), to: 'THIRD_PARTY', mode: 0o644 },
]

const staged = join(out, 'content')
rmSync(out, { recursive: true, force: true })
mkdirSync(staged, { recursive: true })
for (const { from, to, mode } of files) {
  copyFileSync(from, join(staged, to))
  chmodSync(join(staged, to), mode)
}

const archives = []
for (const platform of platforms) {
  const file = join(out, archiveName(platform))
  // `portable` leaves out users and times of this machine; krew takes plain files only.
  await create(
    { cwd: staged, file, gzip: { level: 9 }, portable: true, mtime: new Date(0) },
    files.map(({ to }) => to),
  )
  archives.push({ ...platform, sha256: createHash('sha256').update(readFileSync(file)).digest('hex') })
}
rmSync(staged, { recursive: true })

const project = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
writeFileSync(join(out, 'tkng.yaml'), stringify(manifestOf(project, archives)))
