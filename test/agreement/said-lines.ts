/** What the verbs say of one rule and of the replica behind it, a line each: `drift` names what `status` counts. */
import { expect } from 'vitest'

/** What is said of one rule and of the replica, a line for each verb. */
export interface Said {
  readonly ingresses: string
  readonly why: string
  readonly trace: string
  readonly status: string
}

type Ask = (line: string) => Promise<{ readonly stdout: string; readonly code: number | null }>

/**
 * @param name `NAMESPACE/NAME` of an Ingress
 * @param run a command line that answers in JSON
 */
export async function saidOf(name: string, url: string, run: Ask): Promise<Said> {
  const ask = async <T>(line: string): Promise<{ readonly document: T; readonly code: number | null }> => {
    const { stdout, code } = await run(line)
    return { document: JSON.parse(stdout || '{"items": []}'), code }
  }
  const [routes, fates, trace, status, drift] = [
    await ask<List<RouteItem>>('ingresses -A'),
    await ask<List<FateItem>>(`why ${name}`),
    await ask<TraceItem>(`trace ${url}`),
    await ask<List<StatusItem>>('status'),
    await ask<List<DriftItem>>('drift'),
  ]
  expect([driftLine(drift.document.items), drift.code]).toEqual([faultsOf(status.document.items[0]), status.code])
  const route = routes.document.items.find((one) => `${one.source.namespace}/${one.source.name}` === name)?.backends[0]
    ?.endpoints
  const fate = fates.document.items.at(-1)
  return {
    ingresses: route === undefined ? 'none' : `${route.state} ${route.ready}`,
    why: fate === undefined ? 'none' : [wordOf(fate.served), ...fate.causes.map(({ code }) => code)].join(' '),
    trace: traceLine(trace.document, trace.code),
    status: statusLine(status.document.items[0], status.code),
  }
}

function wordOf(is: boolean | null): string {
  return is === null ? '?' : is ? 'yes' : 'NO'
}

function traceLine({ asked, served, agree, findings }: TraceItem, code: number | null): string {
  const answer = (one: AnswerItem | null) => (one === null ? 'none' : [one.verdict, one.status ?? []].flat().join(' '))
  const words = [wordOf(agree), ...findings.map((one) => one.code)].join(' ')
  return `asked ${answer(asked)}, served ${answer(served)}: ${words}, exit ${code}`
}

/** Its exit code is that of being in step, and of nothing else. */
function statusLine(item: StatusItem | undefined, code: number | null): string {
  if (item === undefined || (code === 0) !== item.inSync) return `exit ${code}, in sync ${item?.inSync}`
  const { leftOut } = item
  const lost = leftOut.length === 0 ? '' : `, ${leftOut.length} left out`
  return `${item.inSync ? 'in sync' : `NO: ${faultsOf(item)}`}${lost}`
}

/** What `status` counts. */
function faultsOf(item: StatusItem | undefined): string {
  if (item === undefined) return 'nothing'
  const { backends, routes } = item
  const place = ({ host, path }: Place) => `${host ?? '*'}${path}`
  return [
    ...backends.different.map(({ name, gone, missing }) =>
      [name, ...gone.map((one) => `-${one}`), ...missing.map((one) => `+${one}`)].join(' '),
    ),
    ...backends.missing.map((one) => `${one} missing`),
    ...backends.stale.map((one) => `${one} stale`),
    ...routes.missing.map((one) => `${place(one)} missing`),
    ...routes.stale.map((one) => `${place(one)} stale`),
  ].join(', ')
}

/** The same, as `drift` names it. */
function driftLine(items: readonly DriftItem[]): string {
  const lines = items.map(({ what, change, subject, planned, served }) => {
    const only = (these: readonly string[], those: readonly string[]) => these.filter((one) => !those.includes(one))
    if (change !== 'different') return `${what === 'route' ? 1 : 0} ${subject} ${change === 'extra' ? 'stale' : change}`
    const gone = only(served, planned).map((one) => `-${one}`)
    return ['0', subject, ...gone, ...only(planned, served).map((one) => `+${one}`)].join(' ')
  })
  // Backends come first, routes behind them.
  return lines
    .sort()
    .map((line) => line.slice(2))
    .join(', ')
}

interface List<T> {
  readonly items: readonly T[]
}

interface RouteItem {
  readonly source: { readonly namespace: string; readonly name: string }
  readonly backends: readonly { readonly endpoints: { readonly state: string; readonly ready: number } }[]
}

interface FateItem {
  readonly served: boolean | null
  readonly causes: readonly { readonly code: string }[]
}

interface AnswerItem {
  readonly verdict: string
  readonly status: number | null
}

interface TraceItem {
  readonly asked: AnswerItem | null
  readonly served: AnswerItem | null
  readonly agree: boolean | null
  readonly findings: readonly { readonly code: string }[]
}

interface DriftItem {
  readonly what: string
  readonly change: string
  readonly subject: string
  readonly planned: readonly string[]
  readonly served: readonly string[]
}

interface Place {
  readonly host: string | null
  readonly path: string
}

interface StatusItem {
  readonly inSync: boolean
  readonly backends: {
    readonly different: readonly { readonly name: string; readonly gone: string[]; readonly missing: string[] }[]
    readonly missing: readonly string[]
    readonly stale: readonly string[]
  }
  readonly routes: { readonly missing: readonly Place[]; readonly stale: readonly Place[] }
  readonly leftOut: readonly Place[]
}
