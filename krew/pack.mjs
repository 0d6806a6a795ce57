// Packs the binaries of dist/binaries for krew and for downloads: an archive for each platform, their checksums and the
// manifest, in dist/krew. The same binaries give the same bytes.
//   node krew/pack.mjs [VERSION of the manifest]
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { create } from 'tar'
import { stringify } from 'yaml'
import { compressed } from './compress.mjs'
import { archiveName, contentOf, manifestOf } from './manifest.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const binaries = join(root, 'dist', 'binaries')
const out = join(root, 'dist', 'krew')
const project = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const version = `v${process.argv[2] ?? project.version}`

rmSync(out, { recursive: true, force: true })
mkdirSync(out, { recursive: true })
const archives = []
for (const platform of readdirSync(binaries).sort()) {
  const content = contentOf(platform)
  const file = join(out, archiveName(platform))
  const tar = file.replace(/\.gz$/, '')
  // `portable` leaves out users and times of this machine; krew takes plain files only.
  const options = { cwd: join(binaries, platform), file: tar, portable: true, mtime: new Date(0) }
  await create({ ...options, onWriteEntry: (entry) => setMode(entry, content[0]) }, content)
  // Node's own zlib is made for speed: what it packs is 3 % larger.
  const most = 256 * 1024 * 1024
  const bytes = compressed((level) =>
    execFileSync('gzip', [`-${level}`, '--no-name', '--stdout', tar], { maxBuffer: most }),
  )
  writeFileSync(file, bytes)
  rmSync(tar)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const uri = `${project.homepage}/releases/download/${version}/${archiveName(platform)}`
  archives.push({ platform, uri, sha256 })
}
writeFileSync(join(out, 'tkng.yaml'), stringify(manifestOf({ ...project, version }, archives)))
const sums = archives.map(({ platform, sha256 }) => `${sha256}  ${archiveName(platform)}\n`)
writeFileSync(join(out, 'checksums.txt'), sums.join(''))

/** Whatever the file system here makes of modes. */
function setMode(entry, program) {
  entry.stat.mode = entry.path === program ? 0o755 : 0o644
}
