// Parts of a program → one binary. This file alone knows how: Node's single executable applications, made by postject.
//   https://nodejs.org/docs/latest-v22.x/api/single-executable-applications.html
//
// Node 22.23.2 is the newest that npm has for all platforms and that needs no libatomic, which small images lack.
// It is what the tests run on, too; a binary of bun starts sooner, but obeys BUN_OPTIONS and BUN_BE_BUN of its user.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inject } from 'postject'
import { strip } from './elf.mjs'
import { sign } from './macho.mjs'
import { here, nodeFor } from './runtimes.mjs'

export const nodeVersion = '22.23.2'
/** Not darwin-amd64: upstream does not support it (nodejs/node#62893), and it was run on no such machine. */
export const platforms = ['linux-amd64', 'linux-arm64', 'darwin-arm64', 'windows-amd64']

const fuse = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2'
const krew = dirname(fileURLToPath(import.meta.url))

/** The licence of what a binary holds besides the program. */
export function licence(cache) {
  const node = nodeFor({ cache, platform: 'linux-amd64', version: nodeVersion })
  const text = readFileSync(join(dirname(node), '..', 'LICENSE'), 'utf8').trim()
  return `Node.js ${nodeVersion} (MIT and others)\n\n${text}\n`
}

/**
 * What V8 would else decide by chance, by the clock and by its other threads, and keep in the cache: the same sources,
 * the same bytes. With room enough nothing is collected: else what lay in memory before fills gaps in the cache.
 */
const repeatable = [
  ...['--hash-seed=1', '--random-seed=1', '--single-threaded'],
  ...['--no-flush-bytecode', '--no-opt', '--no-sparkplug'],
  ...['--no-incremental-marking', '--min-semi-space-size=256', '--max-semi-space-size=256'],
]

/**
 * @param {{files: {name: string, text: string}[], platform: string, cache: string, work: string, out: string}} job
 *   `files`: the program first; `cache`: where runtimes are kept; `work`: an empty folder; `out`: the binary to write
 */
export async function compile({ files, platform, cache, work, out }) {
  const host = nodeFor({ cache, platform: here, version: nodeVersion })
  const names = files.map(({ name }) => name.slice(name.lastIndexOf('/') + 1))
  for (const [i, { text }] of files.entries()) writeFileSync(join(work, names[i]), text)
  // V8's code fits the processor that it was made on.
  const cached = platform === here
  if (cached) {
    const script = join(krew, 'code-cache.cjs')
    // With no kubeconfig and no settings: what the builder has must not decide what is inside.
    const env = { HOME: work, USERPROFILE: work }
    execFileSync(host, [...repeatable, script, work], { env })
    execFileSync(host, [script, work, '--accept'], { env })
  }
  writeFileSync(join(work, 'main.cjs'), main())
  const assets = names.flatMap((name) => (cached ? [name, `${name}.cache`] : [name]))
  // Paths from the working directory: their names are kept in the binary.
  const config = {
    main: 'main.cjs',
    output: 'blob',
    disableExperimentalSEAWarning: true,
    // NODE_OPTIONS of the user are for the user's own programs.
    execArgvExtension: 'none',
    assets: Object.fromEntries(assets.map((name) => [name, name])),
  }
  writeFileSync(join(work, 'config.json'), JSON.stringify(config))
  execFileSync(host, ['--experimental-sea-config', 'config.json'], { cwd: work, stdio: 'pipe' })
  const node = readFileSync(nodeFor({ cache, platform, version: nodeVersion }))
  // Before the injection: afterwards the binary would not start any more (nodejs/postject#90).
  writeFileSync(out, platform.startsWith('linux') ? strip(node) : node, { mode: 0o755 })
  const blob = readFileSync(join(work, config.output))
  await injectQuietly(out, blob)
  if (platform.startsWith('darwin')) writeFileSync(out, sign(readFileSync(out), 'kubectl-tkng'))
}

/**
 * What the injector says of every binary, and what is no news here: a stripped program has no names of sections, and the
 * signature of Node's own does not fit any more, which is why a new one is made.
 */
const known = [/Can't find string offset for section name/, /The signature seems corrupted/]

async function injectQuietly(out, blob) {
  const { warn } = console
  console.warn = (...words) => known.some((one) => one.test(words.join(' '))) || warn(...words)
  try {
    await inject(out, 'NODE_SEA_BLOB', blob, { sentinelFuse: fuse, machoSegmentName: 'NODE_SEA' })
  } finally {
    console.warn = warn
  }
}

function main() {
  return `const { getRawAsset } = require('node:sea')
const loader = { exports: {} }
;(function (module) {${readFileSync(join(krew, 'loader.cjs'), 'utf8')}
})(loader)
const text = (name) => Buffer.from(getRawAsset(name)).latin1Slice()
const cache = (name) => { try { return Buffer.from(getRawAsset(name + '.cache')) } catch {} }
loader.exports.requireFor(text, cache)('./kubectl-tkng.cjs')
`
}
