/** How a finding is named where several objects are told of. */
import { type Severity, severities } from '../../../domain/findings/severity.js'
import { gatewayRouteKinds } from '../../../domain/objects/gateway/inventory.js'
import { nameOf, type Ref, refKey } from '../../../domain/objects/ref.js'
import { counted } from '../../../domain/text/counted.js'
import type { Bucket } from '../../../questions/lint/compare.js'
import type { LintRow } from '../../../questions/lint/findings.js'
import type { Reasons } from '../../../questions/why/gather-why.js'
import { askedText } from '../why/list.js'

/** `Ingress shop/web`; of what has no namespace its name alone. */
export function objectName({ kind, ...own }: Ref): string {
  return `${kind} ${own.namespace === '' ? own.name : nameOf(own)}`
}

/** The line of a file; where there is none, the field of the object. */
export function whereOf({ finding, place }: LintRow): string | null {
  return place === null ? finding.field : `${place.file}:${place.line}`
}

/** What a change does to a finding. */
export const bucketWords: Readonly<Record<Bucket, string>> = {
  introduced: 'new',
  fixed: 'cured',
  unchanged: 'as before',
}

const words: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'remark' }

const asking: ReadonlySet<string> = new Set(['Ingress', 'Gateway', ...gatewayRouteKinds])

/** `12 of 40 Ingresses: 3 errors, 20 warnings` */
export function lintCounts(rows: readonly LintRow[], asked: Reasons['counts']): string {
  const open = rows.filter(({ bucket }) => bucket !== 'fixed' && bucket !== 'unchanged')
  const counts = severities.flatMap((severity) => {
    const number = open.filter(({ finding }) => finding.severity === severity).length
    return number === 0 ? [] : [`${counted(number, words[severity])}${open.length < rows.length ? ' new' : ''}`]
  })
  const of = (bucket: Bucket) => rows.filter((row) => row.bucket === bucket).length
  const others = (['fixed', 'unchanged'] as const).flatMap((one) =>
    of(one) === 0 ? [] : [`${of(one)} ${bucketWords[one]}`],
  )
  const touched = new Set(rows.flatMap(({ finding: { source } }) => (asking.has(source.kind) ? [refKey(source)] : [])))
  return `${touched.size} of ${askedText(asked)}: ${[...counts, ...others].join(', ')}`
}
