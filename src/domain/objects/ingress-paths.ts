/** The paths of an Ingress as they are written, each with its host and its place. */
import type { Ingress, IngressBackend } from './objects.js'

export interface WrittenPath {
  /** null: all hosts */
  readonly host: string | null
  /** '': none is written */
  readonly path: string
  readonly pathType: string | null
  readonly backend: IngressBackend | null | undefined
  /** `spec.rules[0].http.paths[1]` */
  readonly field: string
}

/** Rules without paths have none. */
export function pathsOf({ spec }: Pick<Ingress, 'spec'>): WrittenPath[] {
  return (spec?.rules ?? []).flatMap(({ host, http }, i) =>
    (http?.paths ?? []).map(({ path, pathType, backend }, j) => ({
      host: host || null,
      path: path || '',
      pathType: pathType ?? null,
      backend,
      field: fieldOfPath(i, j),
    })),
  )
}

/** By rule and path: tens of thousands of paths stand at the same few places. */
const fields: string[][] = []

/** `spec.rules[0].http.paths[1]` */
export function fieldOfPath(rule: number, path: number): string {
  fields[rule] ??= []
  const ofRule = fields[rule] as string[]
  ofRule[path] ??= `spec.rules[${rule}].http.paths[${path}]`
  return ofRule[path] as string
}
