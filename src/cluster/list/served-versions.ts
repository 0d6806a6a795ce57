/**
 * In which version a server has the kinds that not every cluster has: its groups are asked once, where such a kind is
 * asked for. https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api
 */
import { addTo } from '../../domain/groups.js'
import { type Kind, kinds } from '../../domain/objects/objects.js'
import { record, text } from '../../domain/objects/project-fields.js'
import type { Transport } from '../wire/transport.js'

/** one that we read; else those that it has, which are none where it knows no such kind */
export type VersionOf = (kind: Kind) => Promise<string | readonly string[]>

/** The names of all groups of a server, asked for once. */
export type Groups = () => Promise<ReadonlySet<string>>

/** Who may not ask what there is hears of none. */
export function createGroups(transport: Transport): Groups {
  let groups: Promise<ReadonlySet<string>> | undefined
  return () => (groups ??= allGroups(transport))
}

async function allGroups(transport: Transport): Promise<ReadonlySet<string>> {
  const answer = await transport.get('/apis')
  return new Set(answer.ok ? recordsIn(record(answer.body).groups).flatMap(({ name }) => text(name) ?? []) : [])
}

export function createDiscovery(transport: Transport): VersionOf {
  const groups = new Map<string, Promise<ReadonlyMap<string, string[]> | null>>()
  return async (kind) => {
    const { group, version, plural, optional } = kinds[kind]
    if (optional === undefined) return version
    const asked = groups.get(group) ?? servedIn(transport, group)
    groups.set(group, asked)
    const served = await asked
    // Who may not even ask what there is hears of each list whether it may be read.
    if (served === null) return version
    const has = served.get(plural) ?? []
    return [version, ...optional].find((one) => has.includes(one)) ?? has
  }
}

/** The versions of all that a group has, by plural; null: it may not be asked. */
async function servedIn(transport: Transport, group: string): Promise<ReadonlyMap<string, string[]> | null> {
  const answer = await transport.get(`/apis/${group}`)
  if (!answer.ok) return answer.refusal.status === 404 ? new Map() : null
  const versions = recordsIn(record(answer.body).versions).flatMap(({ version }) => text(version) ?? [])
  const served = await Promise.all(
    versions
      .filter((version) => isVersion.test(version))
      .map(async (version) => [version, await resourcesOf(transport, group, version)] as const),
  )
  const all = new Map<string, string[]>()
  for (const [version, resources] of served) {
    if (resources === null) return null
    for (const plural of resources) addTo(all, plural, version)
  }
  return all
}

/** A server's text makes no path. https://kubernetes.io/docs/reference/using-api/#api-versioning */
const isVersion = /^v\d{1,3}(?:(?:alpha|beta)\d{1,3})?$/

async function resourcesOf(transport: Transport, group: string, version: string): Promise<string[] | null> {
  const answer = await transport.get(`/apis/${group}/${version}`)
  if (!answer.ok) return answer.refusal.status === 404 ? [] : null
  return recordsIn(record(answer.body).resources).flatMap(({ name }) => text(name) ?? [])
}

function recordsIn(value: unknown) {
  return Array.isArray(value) ? value.map(record) : []
}
