/** A replica's recorded texts as a file for `--from`. */
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { recording } from '../support/recordings.js'

/** @returns pod → a file that holds what it said */
export function observationsOf(cluster: string): ReadonlyMap<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'agreement-'))
  return new Map(
    readdirSync(recording(cluster, 'pods')).map((pod) => {
      const read = (...file: string[]) => readFileSync(recording(cluster, 'pods', pod, ...file), 'utf8')
      const certificates = readdirSync(recording(cluster, 'pods', pod, 'certs')).filter((name) => name.endsWith('.pem'))
      const file = join(folder, `${pod}.json`)
      writeFileSync(
        file,
        JSON.stringify({
          apiVersion: 'tkng.dev/v1',
          kind: 'Observation',
          metadata: { namespace: 'kube-system', name: pod },
          texts: {
            'nginx.conf': read('nginx.conf'),
            'backends.json': read('configuration_backends.body'),
            'certificates.json': JSON.stringify(
              Object.fromEntries(
                certificates.map((name) => [name.replace(/\.pem$/, '').replace(/^_\./, '*.'), read('certs', name)]),
              ),
            ),
          },
        }),
      )
      return [pod, file]
    }),
  )
}
