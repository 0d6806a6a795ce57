/** The first line of what is told of replicas: that a proxy refused its configuration, since nothing else takes effect then. */
import type { Told } from '../../domain/findings/facts.js'
import { nameOf } from '../../domain/objects/ref.js'
import { sentenceOf } from '../../findings/catalogue.js'

/** @returns null: none refused it */
export function reloadHeadline(findings: readonly Told[]): string | null {
  const failures = findings.flatMap((one) => (one.code === 'reload-failed' ? one : []))
  const names = new Set(failures.map(({ facts: { replica } }) => replica && nameOf(replica)))
  const [first] = failures
  if (first === undefined) return null
  const others = names.size === 1 ? '' : ` (and ${names.size - 1} more)`
  return `${sentenceOf(first)}${others}`
}
