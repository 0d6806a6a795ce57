/** A policy of ingress-nginx, and an Ingress read under it: each case names only what it is about. */

import { readAnnotations } from '../../../src/controllers/ingress-nginx/annotations/read.js'
import type { Annotations, Reading } from '../../../src/controllers/ingress-nginx/annotations/reading.js'
import { type Policy, policyOf } from '../../../src/controllers/ingress-nginx/workload/policy.js'
import { settingsOf } from '../../../src/controllers/ingress-nginx/workload/settings.js'
import { project } from '../../../src/domain/objects/project.js'
import type { NamespacedName } from '../../../src/domain/objects/ref.js'

export interface Under {
  readonly version?: string
  readonly argv?: readonly string[]
  /** of the controller's ConfigMap; null: not seen */
  readonly config?: Readonly<Record<string, string>> | null
}

export function policy({ version = '1.15.1', argv = [], config = {} }: Under = {}): Policy {
  return policyOf(
    { settings: settingsOf(argv, 'edge'), release: { image: '', version, origin: 'upstream' } },
    config && project('ConfigMap', { metadata: { namespace: 'edge', name: 'controller' }, data: config }),
  )
}

/** What the namespaces hold: `Secret shop/users` → its data; null: it may not be seen. */
export type Objects = Readonly<Record<string, Readonly<Record<string, string>> | null>>

/** Secrets hold what is kept of them: `tls.crt` and `ca.crt`. */
export function looksAt(objects: Objects) {
  const of =
    <K extends 'ConfigMap' | 'Secret' | 'Service'>(kind: K) =>
    ({ namespace, name }: NamespacedName) => {
      const data = objects[`${kind} ${namespace}/${name}`]
      return data && project(kind, { metadata: { namespace, name }, data })
    }
  return { configMapOf: of('ConfigMap'), secretOf: of('Secret'), serviceOf: of('Service') }
}

const rule = { host: 'a.example.test', http: { paths: [{ path: '/', backend: { service: { name: 'web' } } }] } }

/** @param annotations under the usual prefix where they have none */
export function read(
  annotations: Readonly<Record<string, string>>,
  { objects = {}, spec = { rules: [rule] }, ...under }: Under & { objects?: Objects; spec?: object } = {},
): Reading {
  const named = Object.entries(annotations).map(([name, value]) => [
    name.includes('/') ? name : `nginx.ingress.kubernetes.io/${name}`,
    value,
  ])
  const wire = { metadata: { namespace: 'shop', name: 'a', annotations: Object.fromEntries(named) }, spec }
  return readAnnotations(project('Ingress', wire), policy(under), looksAt(objects))
}

/** What was read of an Ingress that is served. */
export function kept(reading: Reading): Annotations {
  if (reading.annotations === null) throw new Error(`dropped: ${JSON.stringify(reading.flaws)}`)
  return reading.annotations
}

/** `annotation: effect code` of each flaw */
export function effects({ flaws }: Reading): string[] {
  return flaws.map(({ code, facts }) => `${facts.annotation}: ${facts.effect} ${code}`)
}
