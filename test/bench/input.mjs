// `trace --input`: how many requests a second are answered, and whether memory grows with the list. Beside it a program
// that does nothing but read the same document and write it again.
import { spawnSync } from 'node:child_process'
import { openSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { measure } from './measure.mjs'
import { withServer } from './with-server.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const node = process.execPath
const plugin = join(here, '..', '..', 'dist', 'kubectl-tkng.cjs')
const ingresses = 1_000
const [few, many] = [1_000, 21_000]
const targets = ['/', '/api/x?y=1', '/static/x', '/nope']
const again =
  "process.stdout.write(JSON.stringify(JSON.parse(require('node:fs').readFileSync(process.argv[1], 'utf8')), null, 2))"

/** What makes each URL another one than the others; in a log the same are asked again and again. */
const kinds = {
  'as in a log': () => '',
  'by its query': (target, i) => `${target.includes('?') ? '&' : '?'}n=${i}`,
  'by its path': (target, i) => `${target === '/' ? '' : '/'}p${i}`,
}

/** Half of the URLs are redirected to https, where a host has a certificate. */
function urls(count, kind) {
  return Array.from({ length: count }, (_, i) => {
    const host = `app-${String((i * 7919) % ingresses).padStart(5, '0')}.example.com`
    const target = targets[i % targets.length]
    const place = kind === 'by its path' ? target.replace(/\?.*/, '') : target
    return `${i % 2 === 0 ? 'http' : 'https'}://${host}${place}${kinds[kind](place, i)}\n`
  }).join('')
}

/** @param {number} runs of each */
export async function benchInput(runs) {
  await withServer(['server.mjs', String(ingresses), 'controller', '200'], ({ home, env }) => {
    process.stdout.write(`trace --input, ${ingresses} Ingresses, ${many - few} URLs more\n`)
    const formats = ['table', 'json']
    for (const [format, kind] of formats.flatMap((one) => Object.keys(kinds).map((kind) => [one, kind]))) {
      const file = (count) => join(home, `${count}.${format}.${kind}`)
      const of = (count) => {
        writeFileSync(file(count), urls(count, kind))
        return [node, plugin, 'trace', '--input', file(count), '-o', format]
      }
      const { first, last } = measure({ first: of(few), last: of(many) }, { runs, env })
      const rate = Math.round((many - few) / (last.cpu - first.cpu))
      const grown = `${first.peak.toFixed(0)} → ${last.peak.toFixed(0)} MB`
      process.stdout.write(`  ${format.padEnd(6)} ${kind.padEnd(12)} ${rate} a second of CPU, ${grown}\n`)
      if (format === 'json' && kind === 'by its query')
        reportPure(join(home, 'answers.json'), of(many), env, last.cpu - first.cpu, runs)
    }
    process.stdout.write('\n')
  })
}

/** Node has to read and to write as many bytes, whatever they say. */
function reportPure(file, [program, ...argv], env, cpu, runs) {
  spawnSync(program, argv, { env: { ...process.env, ...env }, stdio: ['ignore', openSync(file, 'w'), 'ignore'] })
  const { pure } = measure({ pure: [node, '-e', again, file] }, { runs })
  const size = (statSync(file).size / 1e6).toFixed(0)
  process.stdout.write(
    `         ${(cpu / pure.cpu).toFixed(2)}x of JSON.parse and JSON.stringify of the same ${size} MB\n`,
  )
}
