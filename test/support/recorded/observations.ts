/** What recorded replicas said, as files for `--from`. */
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { NamespacedName } from '../../../src/domain/objects/ref.js'
import { recordedBytes } from './gateways.js'
import { recording } from './recordings.js'

/** @returns pod → a file that holds what it said */
export function observationsOf(cluster: string): ReadonlyMap<string, string> {
  return new Map(
    readdirSync(recording(cluster, 'pods')).map((pod) => {
      const read = (...file: string[]) => readFileSync(recording(cluster, 'pods', pod, ...file), 'utf8')
      const certificates = readdirSync(recording(cluster, 'pods', pod, 'certs')).filter((name) => name.endsWith('.pem'))
      const file = observationOf(
        { namespace: 'kube-system', name: pod },
        {
          'nginx.conf': read('nginx.conf'),
          'backends.json': read('configuration_backends.body'),
          'certificates.json': JSON.stringify(
            Object.fromEntries(
              certificates.map((name) => [name.replace(/\.pem$/, '').replace(/^_\./, '*.'), read('certs', name)]),
            ),
          ),
        },
      )
      return [pod, file]
    }),
  )
}

/** The file of what a pod said. @param texts by the names under which a capture keeps them */
export function observationOf(metadata: NamespacedName, texts: Readonly<Record<string, string>>): string {
  const file = join(mkdtempSync(join(tmpdir(), 'recorded-')), `${metadata.name}.json`)
  writeFileSync(file, JSON.stringify({ apiVersion: 'tkng.dev/v1', kind: 'Observation', metadata, texts }))
  return file
}

/** The same of a controller whose recording keeps one file for each text. @param from name of a text → where it is recorded */
export function recordedObservation(pod: NamespacedName, from: Readonly<Record<string, readonly string[]>>): string {
  const texts = Object.entries(from).map(([name, path]) => [
    name,
    new TextDecoder().decode(recordedBytes(recording(...path))),
  ])
  return observationOf(pod, Object.fromEntries(texts))
}
