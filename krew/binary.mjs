// The single binaries: node krew/binary.mjs [PLATFORM...], else all; into dist/binaries/PLATFORM, each with its licences.
// The same sources and the same commit give the same bytes.
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compile, licence, platforms } from './back-end.mjs'
import { bundle } from './bundle.mjs'
import { thirdParty } from './licences.mjs'
import { stampOf } from './stamp.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const cache = join(root, 'dist', 'runtimes')
const wanted = process.argv.length > 2 ? process.argv.slice(2) : platforms
const strange = wanted.find((platform) => !platforms.includes(platform))
if (strange) throw new Error(`no binary is made for ${strange}; for ${platforms.join(', ')}`)

const chunks = join(root, 'dist', 'chunks')
const { files, packages } = await bundle({ root, work: chunks, stamp: stampOf(root, process.env) })
rmSync(chunks, { recursive: true })
for (const platform of wanted) {
  const out = join(root, 'dist', 'binaries', platform)
  rmSync(out, { recursive: true, force: true })
  mkdirSync(out, { recursive: true })
  const work = mkdtempSync(join(tmpdir(), 'tkng-binary-'))
  const name = platform.startsWith('windows') ? 'kubectl-tkng.exe' : 'kubectl-tkng'
  await compile({ files, platform, cache, work, out: join(out, name) })
  rmSync(work, { recursive: true })
  copyFileSync(join(root, 'LICENSE'), join(out, 'LICENSE'))
  writeFileSync(join(out, 'THIRD_PARTY'), `${licence(cache)}\n${thirdParty(root, packages)}`)
}
