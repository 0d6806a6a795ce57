/** A trace as a graph: what both drawing languages make of it. */
import { nameOf } from '../../domain/objects/ref.js'
import { urlOf } from '../../domain/requests/host.js'
import type { HopKind, Trace } from '../../domain/requests/trace.js'
import { sanitize } from '../../domain/sanitize.js'
import { lastOf, mainAnswer } from '../../questions/trace/outcome.js'
import type { Traced } from '../../questions/trace/trace-requests.js'
import { shorten } from '../shorten.js'

export interface GraphNode {
  readonly id: string
  /** lines, safe for a terminal, not yet quoted for the language */
  readonly lines: readonly string[]
  readonly isLoser: boolean
}

export interface GraphEdge {
  readonly from: string
  readonly to: string
  readonly label: string
  readonly isLoser: boolean
}

export interface Graph {
  readonly title: string
  readonly nodes: readonly GraphNode[]
  readonly edges: readonly GraphEdge[]
}

/** A drawing with more is none that anybody reads. */
const mostLosers = 20
const longest = 120

/** Where the others lost: the first of these hops. */
const decisive: readonly HopKind[] = ['location', 'ingress', 'server', 'controller']

export function graphOf({ trace }: Traced, index: number): Graph {
  const nodes: GraphNode[] = []
  const edges: GraphEdge[] = []
  const add = (lines: readonly string[], from: string | null, label: string, isLoser: boolean) => {
    const id = `n${index}_${nodes.length}`
    nodes.push({ id, lines: lines.filter((line) => line !== '').map(short), isLoser })
    if (from !== null) edges.push({ from, to: id, label: short(label), isLoser })
    return id
  }
  let last: string | null = null
  let lostAt: string | null = null
  for (const one of [trace, ...trace.followed]) {
    last = add([`${one.request.method} ${urlOf(one.request)}`], last, last === null ? '' : 'redirect', false)
    lostAt = last
    let best = decisive.length
    const start: string = last
    let service: string | null = null
    for (const { kind, subject, detail } of mainAnswer(one)?.hops ?? []) {
      if (kind === 'note') continue
      // Endpoints stand side by side, each behind the Service.
      last = add([kind, subject, detail], kind === 'endpoint' ? (service ?? last ?? start) : last, '', false)
      if (kind === 'service') service = last
      const rank = decisive.indexOf(kind)
      if (rank === -1 || rank >= best) continue
      best = rank
      lostAt = last
    }
  }
  for (const { source, host, path, code } of losersOf(trace).slice(0, mostLosers))
    add([nameOf(source), `${host ?? ''}${path ?? ''}`], lostAt, code, true)
  return { title: short(urlOf(trace.request)), nodes, edges }
}

function losersOf(trace: Trace) {
  return mainAnswer(lastOf(trace))?.losers ?? []
}

function short(text: string): string {
  return shorten(sanitize(text), longest, 'end')
}
