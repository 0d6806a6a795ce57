// A whole controller held against its plan, and its Ingresses linted by what it serves, beside the list of them and its
// configuration alone: linear in both.
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { measure, report } from './measure.mjs'
import { withServer } from './with-server.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const node = process.execPath
const plugin = join(here, '..', '..', 'dist', 'kubectl-tkng.cjs')

/** What is served is not all that is asked: 1 says so. */
const told = (...words) => ['sh', '-c', `'${node}' '${plugin}' ${words.join(' ')} || [ $? -eq 1 ]`]

/** @param {number} runs of each */
export async function benchDrift(runs) {
  for (const count of [3_000, 16_000])
    await withServer(['server.mjs', String(count), 'controller', '0'], ({ env }) => {
      const figures = measure(
        {
          'tkng ingresses -A': [node, plugin, 'ingresses', '-A'],
          'tkng conf': [node, plugin, 'conf'],
          'tkng lint': [node, plugin, 'lint', '--fail-on', 'never'],
          'tkng drift': told('drift', '-o', 'json'),
          'tkng diff': told('diff', 'live', 'live'),
        },
        { runs, env },
      )
      const title = `${count} Ingresses, three paths each, nginx.conf of ${Math.round(count * 0.0153)} MB`
      process.stdout.write(`${report(title, figures, 'tkng ingresses -A')}\n`)
    })
}
