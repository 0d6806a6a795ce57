/** What stays of a finding while lines move, time passes and replicas come and go: by it one run knows what another told. */
import { createHash } from 'node:crypto'
import { refKey } from '../objects/ref.js'
import type { Finding } from './finding.js'

/** Facts that are those of the day, of a release, or of the replica that happened to be asked. */
const passing: ReadonlySet<string> = new Set(['days', 'replica', 'line', 'version'])

/** @returns 32 hexadecimal digits; two findings of an object may share them, where nothing but their places differs */
export function fingerprintOf({ code, source, field, facts }: Finding): string {
  const where = field?.replaceAll(/\[\d+\]/g, '[]') ?? ''
  const lasting = JSON.stringify(facts, (key, value) => (passing.has(key) ? undefined : value))
  return createHash('sha256')
    .update([code, refKey(source), where, lasting].join('\n'))
    .digest('hex')
    .slice(0, 32)
}
