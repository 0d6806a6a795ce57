/**
 * In which version a server has the kinds that not every cluster has: its groups are asked once, where such a kind is
 * asked for. https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api
 */
import { type Kind, kinds } from '../../domain/objects/objects.js'
import { record, text } from '../../domain/objects/project-fields.js'
import type { Transport } from '../wire/transport.js'

/** null: it has no such kind */
export type VersionOf = (kind: Kind) => Promise<string | null>

export function createDiscovery(transport: Transport): VersionOf {
  const groups = new Map<string, Promise<ReadonlySet<string> | null>>()
  return async (kind) => {
    const { group, version, plural, optional } = kinds[kind]
    if (optional === undefined) return version
    const asked = groups.get(group) ?? servedIn(transport, group)
    groups.set(group, asked)
    const served = await asked
    // Who may not even ask what there is hears of each list whether it may be read.
    if (served === null) return version
    return [version, ...optional].find((one) => served.has(`${one} ${plural}`)) ?? null
  }
}

/** `VERSION PLURAL` of all that a group has; null: it may not be asked. */
async function servedIn(transport: Transport, group: string): Promise<ReadonlySet<string> | null> {
  const answer = await transport.get(`/apis/${group}`)
  if (!answer.ok) return answer.refusal.status === 404 ? new Set() : null
  const versions = recordsIn(record(answer.body).versions).flatMap(({ version }) => text(version) ?? [])
  const served = await Promise.all(
    versions.filter((version) => known(group).has(version)).map((version) => resourcesOf(transport, group, version)),
  )
  const all = served.filter((resources) => resources !== null)
  return all.length < served.length ? null : new Set(all.flat())
}

async function resourcesOf(transport: Transport, group: string, version: string): Promise<string[] | null> {
  const answer = await transport.get(`/apis/${group}/${version}`)
  if (!answer.ok) return answer.refusal.status === 404 ? [] : null
  return recordsIn(record(answer.body).resources).flatMap(({ name }) => {
    const plural = text(name)
    return plural === null ? [] : [`${version} ${plural}`]
  })
}

/** Those that we read; a server's text makes no path. */
function known(group: string): ReadonlySet<string> {
  return new Set(
    Object.values(kinds).flatMap((one) => (one.group === group ? [one.version, ...(one.optional ?? [])] : [])),
  )
}

function recordsIn(value: unknown) {
  return Array.isArray(value) ? value.map(record) : []
}
