/** Where a finding hangs in a report that knows nothing but files. */
import type { Ref } from '../../domain/objects/ref.js'
import type { LintRow } from '../../questions/lint/findings.js'

export interface Artifact {
  /** a relative path with slashes */
  readonly path: string
  readonly line: number
}

/** The line of its file; of an object in a cluster one that stands for it: `cluster/shop/ingress/web.yaml`. */
export function artifactOf({ finding, place }: LintRow): Artifact {
  return place !== null && place.file !== '-'
    ? { path: place.file.replace(/^\.\//, ''), line: place.line }
    : { path: pathOf(finding.source), line: 1 }
}

function pathOf({ kind, namespace, name }: Ref): string {
  return ['cluster', ...(namespace === '' ? [] : [namespace]), kind.toLowerCase(), `${name}.yaml`].join('/')
}
