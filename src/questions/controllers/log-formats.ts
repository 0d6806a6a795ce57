/** How replicas write their logs: by what their ConfigMaps say, where their dialect understands it. */
import type { Replica } from '../../domain/controllers/controller.js'
import type { Controllers, Dialect } from '../../domain/controllers/dialect.js'
import { type LogFormat, plainFormat } from '../../domain/controllers/log-record.js'
import type { Gap } from '../../domain/gap.js'
import { look } from '../../domain/look.js'
import type { ClusterReader } from '../../domain/ports.js'

/**
 * @param isNeeded whether lines must be understood; a dialect that understands none is a gap then
 * @returns of each replica; where its ConfigMap may not be seen, the one that is usual, and a gap says so
 */
export async function logFormats(
  cluster: ClusterReader,
  { dialectOf }: Controllers,
  replicas: readonly Replica[],
  isNeeded: boolean,
): Promise<{ readonly formats: readonly LogFormat[]; readonly gaps: readonly Gap[] }> {
  const named = replicas.flatMap((replica) => dialectOf(replica).log?.formatIn(replica) ?? [])
  const { of, listing } = await look(cluster, 'ConfigMap', named)
  const formats = replicas.map((replica) => {
    const { log } = dialectOf(replica)
    const configMap = log?.formatIn(replica) ?? null
    return log === undefined ? plainFormat : log.format((configMap && of(configMap)) ?? null)
  })
  const unread = isNeeded ? replicas.filter((replica) => dialectOf(replica).log === undefined) : []
  return { formats, gaps: [...listing.gaps, ...unread.map((replica) => unreadGap(replica, dialectOf(replica)))] }
}

function unreadGap({ namespace, name }: Replica, { title }: Dialect): Gap {
  const message = `${name}: the lines that ${title} logs are not understood, so that none of them can be chosen`
  return { kind: 'Pod', namespace, reason: 'unsupported', message }
}

/** Reads lines as whoever understands them usually writes them; who does is first asked when there is a line. */
export function anyReader({ dialects }: Controllers): LogFormat['read'] {
  let formats: readonly LogFormat[] | undefined
  return (line) => {
    formats ??= dialects.flatMap(({ log }) => log?.format(null) ?? [])
    const records = formats.map(({ read }) => read(line))
    return records.find(({ kind }) => kind === 'access') ?? records[0] ?? plainFormat.read(line)
  }
}
