/** What replicas of a controller said, as a capture keeps it: in files of their own, or in documents of kind Observation. */

import type { Build } from '../domain/controllers/build.js'
import { record } from '../domain/objects/project-fields.js'
import type { ReplicaTexts } from '../domain/ports.js'

/** Masked. */
export type Observation = ReplicaTexts

/** Of `NAMESPACE/POD`; "" where a file does not say whose it is (a saved nginx.conf). */
export type ObservationKey = string

export const observationsFolder = 'observations'

const fields = { 'nginx.conf': 'conf', 'backends.json': 'backends', 'metrics.txt': 'metrics' } as const
const certificatesFile = 'certificates.json'
const buildFile = 'build.json'

/** Path inside a capture → text. */
export function observationFiles(key: ObservationKey, observation: Observation): [path: string, text: string][] {
  const folder = `${observationsFolder}/${key}`
  const files: [string, string][] = []
  for (const [name, field] of Object.entries(fields)) {
    const text = observation[field]
    if (text !== undefined) files.push([`${folder}/${name}`, text])
  }
  if (observation.certificates !== undefined)
    files.push([`${folder}/${certificatesFile}`, `${JSON.stringify(observation.certificates, null, 2)}\n`])
  if (observation.build !== undefined)
    files.push([`${folder}/${buildFile}`, `${JSON.stringify(observation.build, null, 2)}\n`])
  return files
}

/** The same in a document, for a capture in one file. */
export function observationDocument(key: ObservationKey, apiVersion: string, observation: Observation): object {
  const [namespace, name] = key.split('/')
  return { apiVersion, kind: 'Observation', metadata: { namespace, name }, ...observation }
}

/**
 * A file as an observation, by its place in a capture, or by its content where somebody saved it by hand.
 * @returns undefined: it is something else
 */
export function observationOf(path: string, text: string): readonly [ObservationKey, Observation] | undefined {
  const placed = /(?:^|[/:])observations\/([^/]+\/[^/]+)\/([^/]+)$/.exec(path.replaceAll('\\', '/'))
  const [, key = '', file = ''] = placed ?? []
  if (Object.hasOwn(fields, file)) return [key, { [fields[file as keyof typeof fields]]: text }]
  if (file === certificatesFile) return [key, { certificates: certificatesIn(parsed(text)) }]
  if (file === buildFile) return [key, { build: buildIn(parsed(text)) }]
  if (looksLikeNginxConf(text)) return ['', { conf: text }]
  return undefined
}

/** A document of kind Observation, as far as it makes sense. */
export function readObservation(document: Readonly<Record<string, unknown>>): readonly [ObservationKey, Observation] {
  const metadata = record(document.metadata)
  const { conf, backends, metrics, build, certificates } = document
  return [
    `${String(metadata.namespace ?? '')}/${String(metadata.name ?? '')}`,
    {
      ...(typeof conf === 'string' ? { conf } : {}),
      ...(typeof backends === 'string' ? { backends } : {}),
      ...(typeof metrics === 'string' ? { metrics } : {}),
      ...(build === undefined ? {} : { build: buildIn(build) }),
      ...(certificates === undefined ? {} : { certificates: certificatesIn(certificates) }),
    },
  ]
}

/** Directives that every rendered configuration has, at the start of a line, and not as a text in a document. */
function looksLikeNginxConf(text: string): boolean {
  if (/^[\s{-]*["']?(?:apiVersion|kind|items)["']?[ \t]*:/m.test(text)) return false
  return /^\s*(?:events|http)\s*\{/m.test(text) && /^\s*server\s*\{/m.test(text)
}

/** The controller's own array, saved: entries with a name, which no API object has at its top. */
export function isBackends(document: unknown): boolean {
  return (
    Array.isArray(document) &&
    document.some((item) => typeof item === 'object' && item !== null && 'name' in item && !('kind' in item))
  )
}

function certificatesIn(value: unknown): Record<string, string | null> {
  const entries = Object.entries(record(value)).filter(([, pem]) => pem === null || typeof pem === 'string')
  return Object.fromEntries(entries) as Record<string, string | null>
}

function buildIn(value: unknown): Build {
  const said = record(value)
  const text = (name: keyof Build) => (typeof said[name] === 'string' ? said[name] : null)
  return { release: text('release'), build: text('build'), repository: text('repository'), nginx: text('nginx') }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
