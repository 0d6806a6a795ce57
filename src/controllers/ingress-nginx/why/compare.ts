/** What the objects lead to, held against what a replica shows: evidence where they agree, a finding where they do not. */
import { endpointDifference, lacksAll } from '../../../domain/controllers/endpoint-difference.js'
import { blocking, type Cause, remark } from './cause.js'
import { hasEndpoints, hasPath, isAlternative, type Live, replicaOf, type ShownInConf } from './live.js'
import { servedBy } from './part.js'

export interface Compared {
  readonly causes: readonly Cause[]
  readonly served: boolean | null
}

/** Takes down what was seen, cause by cause. */
export type Note = (cause: Cause, evidence: string) => void

/** @param shown null: the configuration is not known */
export function compare(causes: readonly Cause[], shown: ShownInConf | null, live: Live, note: Note): Compared {
  if (shown === null) return { causes, served: servedBy(causes) }
  const { replica } = live
  const where = (line: number, what: string) => `nginx.conf line ${line} of ${replicaOf(live)}: ${what}`
  switch (shown.is) {
    case 'absent':
      return explained(causes, 'absent', `absent from nginx.conf of ${replicaOf(live)}`, note, () =>
        blocking('not-in-conf', { replica }),
      )
    case 'refused':
      return explained(causes, 'refused', where(shown.line, `return 403 (${shown.reason})`), note, () =>
        blocking('refused', { replica, reason: shown.reason }),
      )
    case 'denied':
      return explained(causes, 'denied', where(shown.line, `Location denied. Reason: ${shown.reason}`), note, () =>
        blocking('denied', { replica, reason: shown.reason }),
      )
    case 'there':
      return there(causes, shown.at, live, note)
  }
}

function explained(
  causes: readonly Cause[],
  shows: Cause['shows'],
  evidence: string,
  note: Note,
  other: () => Cause,
): Compared {
  const fitting = causes.filter((one) => one.shows === shows && one.blocks !== false)
  for (const one of fitting) note(one, evidence)
  if (fitting.length > 0) return { causes, served: false }
  const added = other()
  note(added, evidence)
  return { causes: [...causes, added], served: false }
}

function there(
  causes: readonly Cause[],
  at: Extract<ShownInConf, { is: 'there' }>['at'],
  live: Live,
  note: Note,
): Compared {
  const line = () => `nginx.conf line ${at.line} of ${replicaOf(live)}`
  // What would keep newer Ingresses out did not keep this one out.
  const isAnswered = causes.some(({ code, blocks }) => code === 'backend-not-asked' && blocks === false)
  const filled = isAnswered ? null : hasEndpoints(live, at.upstream)
  const others = otherEndpoints(live, at.upstream)
  // Of most rules there is nothing to tell.
  if (causes.length + others.length === 0) return { causes, served: filled !== false }
  const kept = causes.filter(({ code }) => code !== 'reload-blocked' && !(filled === true && code === 'backend-unseen'))
  for (const one of kept)
    if (one.shows === 'unguarded')
      note(one, `${line()}: ${at.isGuarded ? 'authentication is still there' : 'the location has no authentication'}`)
  const old = kept.filter(
    ({ blocks, shows }) => blocks && (shows === 'absent' || shows === 'denied' || shows === 'refused'),
  )
  const hollow = kept.filter(({ shows }) => shows === 'empty' || shows === 'unusable')
  if (filled === false) for (const one of hollow) note(one, emptyAt(live, at.upstream))
  const [than] = old
  const added = [
    ...(than === undefined
      ? []
      : [remark('old-version-served', { replica: live.replica, than: than.code }, { evidence: [line()] })]),
    ...others,
  ]
  const stands = [...kept.filter((one) => !old.includes(one)), ...added]
  // What nginx makes of a request is not told by its configuration, and not by what stands behind it.
  const isOpen = ({ code, shows }: Cause) => shows !== 'absent' && (filled === null || code === 'undecided')
  const doubts = stands.filter((one) => one.blocks !== null || isOpen(one))
  return { causes: [...kept, ...added], served: filled === false ? false : servedBy(doubts) }
}

/** The endpoints behind an upstream are compared as sets: after a roll a replica that lags has as many as it should. */
function otherEndpoints(live: Live, upstream: string | null): Cause[] {
  if (upstream === null) return []
  const { replica, upstreams, backends } = live
  const real = backends && (backends.get(upstream)?.endpoints ?? [])
  const difference = endpointDifference(upstreams.get(upstream)?.endpoints ?? null, real)
  if (difference === null) return []
  const told = lacksAll(difference) ? blocking : remark
  const isEmpty = difference.gone.length + difference.kept === 0
  const evidence = [isEmpty ? emptyAt(live, upstream) : `backend ${upstream} of ${replicaOf(live)} has endpoints`]
  return [told('replica-differs', { replica, upstream, how: 'endpoints', ...difference }, { evidence })]
}

function emptyAt(live: Live, upstream: string | null): string {
  return `backend ${upstream} of ${replicaOf(live)} has no endpoint`
}

export interface Shared {
  /** of the canary */
  readonly upstream: string
  readonly host: string | null
  /** null: a default backend's, which shares the traffic of every path for all hosts */
  readonly path: string | null
}

/** A canary leaves no location behind, but an entry in the list of its primary, which has one. */
export function compareCanary(
  causes: readonly Cause[],
  { upstream, host, path }: Shared,
  live: Live,
  note: Note,
): Compared {
  const evidence =
    path !== null && hasPath(live, host, path) === false
      ? `its path is absent from nginx.conf of ${replicaOf(live)}`
      : isAlternative(live, upstream) === false
        ? `no backend of ${replicaOf(live)} has ${upstream} as its first alternative`
        : hasEndpoints(live, upstream) === false
          ? emptyAt(live, upstream)
          : null
  if (evidence === null) {
    // Nobody need ask whether it was loaded where all of it is there to be seen.
    const isSeen = live.conf !== null && live.backends !== null
    const kept = causes.filter(({ blocks, shows }) => !(isSeen && blocks === null && shows === 'absent'))
    const all = [...kept, ...otherEndpoints(live, upstream)]
    return { causes: all, served: servedBy(all) }
  }
  const blocked = causes.filter(({ blocks }) => blocks !== false)
  for (const one of blocked) note(one, evidence)
  if (blocked.length > 0) return { causes, served: false }
  const facts = { replica: live.replica, upstream, how: 'no-canary' } as const
  return { causes: [...causes, blocking('replica-differs', facts, { evidence: [evidence] })], served: false }
}
