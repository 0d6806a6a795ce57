/** Requests that a lot is drawn for: each way that it may go, with its share. */
import type { Split, TraceRequest } from '../../../domain/requests/trace.js'
import { type Decision, decideDrawn } from './decide.js'
import type { Lot, Site } from './site.js'

/** More lots of one host are not tried. */
const mostLots = 64
/** More ways of one lot are not told apart. */
const mostWays = 32

export interface Drawn extends Decision {
  readonly split: readonly Split[]
}

/** What becomes of a request, whatever is drawn. */
export function decide(site: Site, request: TraceRequest): Drawn {
  const first = decideDrawn(site, request, nothing)
  if (first.outcome.result.kind !== 'unknown' || site.lots.size === 0) return { ...first, split: [] }
  const { source } = first.place
  const prefix =
    source === null ? null : `vs_${source.namespace}_${source.name}_splits_`.replaceAll('-', '_').toLowerCase()
  // The variables of a host carry its name; of a route that was handed on they carry that of the VirtualServer.
  const names = [...site.lots.keys()].filter(
    (name) => prefix === null || source?.kind !== 'VirtualServer' || name.startsWith(prefix),
  )
  for (const name of names.slice(0, mostLots)) {
    const lots = (site.lots.get(name) ?? []).filter(({ percent }) => percent > 0).slice(0, mostWays)
    const ways = lots.map((lot) => ({ lot, decision: decideDrawn(site, request, new Map([[name, lot.value]])) }))
    if (ways.length > 0 && ways.every(({ decision }) => decision.outcome.result.kind !== 'unknown'))
      return together(ways)
  }
  return { ...first, split: [] }
}

const nothing: ReadonlyMap<string, string> = new Map()

function together(ways: readonly { readonly lot: Lot; readonly decision: Decision }[]): Drawn {
  const sorted = [...ways].sort((a, b) => b.lot.percent - a.lot.percent)
  const served = sorted.filter(({ decision }) => decision.verdict === 'served')
  const main = served.find(({ decision }) => decision.upstream !== null) ?? served[0] ?? sorted[0]
  if (main === undefined) throw new Error('a lot without any way')
  const texts = ways.map(({ lot, decision: { verdict, status, location } }) =>
    [`${lot.percent} %:`, status ?? verdict, ...(location === null ? [] : [`to ${location}`])].join(' '),
  )
  const isOne = new Set(texts.map((text) => text.replace(/^\S+ %: /, ''))).size === 1
  // Of several answers of its own none is the one; whoever is behind it is told by the split.
  const open = { verdict: 'unknown', status: null, location: null, why: `a lot decides: ${texts.join(', ')}` } as const
  return {
    ...main.decision,
    ...(main.decision.upstream === null && !isOne && open),
    split: ways.flatMap(({ lot: { percent }, decision: { upstream } }) =>
      upstream === null
        ? []
        : [
            {
              upstream: upstream.name,
              endpoints: upstream.endpoints,
              percent,
              when: `${percent} % by lot${upstream.endpoints?.length === 0 ? ', answered with 502' : ''}`,
            },
          ],
    ),
  }
}
