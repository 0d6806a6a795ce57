/** What the files of a replica have of the routes, beside what the objects lead to. */
import { type Finding, finding, told } from '../../../domain/findings/finding.js'
import { nameOf, type Ref, refKey } from '../../../domain/objects/ref.js'
import { pathOf } from '../../../domain/routes/route.js'
import type { Asked } from '../model/types.js'
import { servedRoutes } from '../observe/served.js'
import type { Judged } from './judge.js'

/** Host, path and object of each location. */
export type Seen = ReadonlySet<string>

export async function readSeen(bytes: AsyncIterable<Uint8Array>): Promise<Seen | null> {
  const seen = new Set<string>()
  try {
    for await (const { host, path, source } of servedRoutes(bytes)) seen.add(seenKey(host, path, source))
  } catch (error) {
    // What cannot be read says nothing of what is missing in it.
    if (!(error instanceof SyntaxError)) throw error
    return null
  }
  return seen
}

function seenKey(host: string | null, path: string, source: Ref): string {
  return `${host?.toLowerCase() ?? ''} ${path} ${refKey(source)}`
}

/** Where the objects leave it open the file decides; where they do not, the two are held against each other. */
export function compared(judged: Judged, asked: Asked, seen: Seen | null, replica: Ref | null): Judged {
  const path = asked.match?.path ?? null
  if (seen === null || path === null) return judged
  const isThere = seen.has(seenKey(asked.host, pathOf(asked) ?? '/', asked.ref))
  const { lack, ref, field } = asked
  if (lack?.is === 'unknown') {
    const shown = `${isThere ? 'it is' : 'it is not'} in the files of replica ${replica === null ? '(unknown)' : nameOf(replica)}`
    return { served: isThere, causes: judged.causes.map((one) => ({ ...one, evidence: [...one.evidence, shown] })) }
  }
  const add = (found: Finding, served: boolean): Judged => ({ served, causes: [found, ...judged.causes] })
  if (lack === null && !isThere && judged.served !== false)
    return add(finding(told('not-in-conf', { replica }), ref, { field }), false)
  if (lack !== null && isThere)
    return add(finding(told('old-version-served', { replica, than: lack.found.code }), ref, { field }), true)
  return judged
}
