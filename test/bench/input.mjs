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

/**
 * Half of the URLs are redirected to https, where a host has a certificate.
 * @param {boolean} isLog the same are asked again and again; else each is another one
 */
function urls(count, isLog) {
  return Array.from({ length: count }, (_, i) => {
    const host = `app-${String((i * 7919) % ingresses).padStart(5, '0')}.example.com`
    const target = targets[i % targets.length]
    const own = isLog ? '' : `${target.includes('?') ? '&' : '?'}n=${i}`
    return `${i % 2 === 0 ? 'http' : 'https'}://${host}${target}${own}\n`
  }).join('')
}

/** @param {number} runs of each */
export async function benchInput(runs) {
  await withServer(['server.mjs', String(ingresses), 'controller', '200'], ({ home, env }) => {
    process.stdout.write(`trace --input, ${ingresses} Ingresses, ${many - few} URLs more\n`)
    for (const [format, isLog] of [
      ['table', true],
      ['table', false],
      ['json', true],
      ['json', false],
    ]) {
      const file = (count) => join(home, `${count}.${format}.${isLog}`)
      const of = (count) => {
        writeFileSync(file(count), urls(count, isLog))
        return [node, plugin, 'trace', '--input', file(count), '-o', format]
      }
      const { first, last } = measure({ first: of(few), last: of(many) }, { runs, env })
      const rate = Math.round((many - few) / (last.cpu - first.cpu))
      const grown = `${first.peak.toFixed(0)} → ${last.peak.toFixed(0)} MB`
      process.stdout.write(
        `  ${format.padEnd(6)} ${isLog ? 'as in a log' : 'each once  '} ${rate} a second of CPU, ${grown}\n`,
      )
      if (format === 'json' && !isLog) reportPure(join(home, 'answers.json'), of(many), env, last.cpu - first.cpu, runs)
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
