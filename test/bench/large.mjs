// A cluster of ten thousand Ingresses whose controller has a nginx.conf of 150 MB: what looks inside, beside the lists alone.
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { measure, report } from './measure.mjs'
import { withServer } from './with-server.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const node = process.execPath
const plugin = join(here, '..', '..', 'dist', 'kubectl-tkng.cjs')
const hostsWithTls = 2_000

/** Something is found wrong in all of them: 1 says so. */
const told = (...words) => ['sh', '-c', `'${node}' '${plugin}' ${words.join(' ')} || [ $? -eq 1 ]`]

/** @param {number} runs of each */
export async function benchLarge(runs) {
  for (const count of [2_000, 10_000])
    await withServer(['server.mjs', String(count), 'controller', String(hostsWithTls)], ({ url, env }) => {
      const figures = measure(
        {
          'fetch and parse': [node, join(here, 'floor.mjs'), url],
          'tkng conf': [node, plugin, 'conf'],
          'tkng conf --host': [node, plugin, 'conf', '--host', 'app-01000.example.com'],
          'tkng trace URL': told('trace', 'https://app-01000.example.com/api/x', '-o', 'table'),
          'tkng why NS/NAME': told('why', 'team-0/app-01000'),
          'tkng why -A': told('why', '-A'),
          'tkng status': told('status'),
          'tkng certs': told('certs'),
        },
        { runs, env },
      )
      const title = `${count} Ingresses, ${hostsWithTls} hosts with TLS, nginx.conf of ${Math.round(count * 0.0153)} MB`
      process.stdout.write(`${report(title, figures, 'fetch and parse')}\n`)
    })
}
