/** What the objects lead to, held against what a replica shows: evidence where they agree, a finding where they do not. */
import { blocking, type Finding, remark } from './finding.js'
import { hasEndpoints, hasPath, isAlternative, type Live, type Shown } from './live.js'
import { servedBy } from './part.js'

export interface Compared {
  readonly findings: readonly Finding[]
  readonly served: boolean | null
}

/** Takes down what was seen, finding by finding. */
export type Note = (finding: Finding, evidence: string) => void

const stale = 'Ask again in some seconds; if it stays, compare the replicas with "kubectl tkng conf --all-pods".'

/** @param shown null: the configuration is not known */
export function compare(findings: readonly Finding[], shown: Shown | null, live: Live, note: Note): Compared {
  if (shown === null) return { findings, served: servedBy(findings) }
  const where = (line: number, what: string) => `nginx.conf line ${line} of ${live.replica}: ${what}`
  switch (shown.is) {
    case 'absent':
      return explained(findings, 'absent', `absent from nginx.conf of ${live.replica}`, note, () => missing(live))
    case 'refused':
      return explained(findings, 'refused', where(shown.line, `return 403 (${shown.reason})`), note, () =>
        blocking('refused', `${live.replica} answers every request to the host with 403: ${shown.reason}`, {
          fix: stale,
        }),
      )
    case 'denied':
      return explained(findings, 'denied', where(shown.line, `Location denied. Reason: ${shown.reason}`), note, () =>
        blocking('denied', `${live.replica} answers with 503: ${shown.reason}`, { fix: stale }),
      )
    case 'there':
      return there(findings, shown.at, live, note)
  }
}

function explained(
  findings: readonly Finding[],
  shows: Finding['shows'],
  evidence: string,
  note: Note,
  other: () => Finding,
): Compared {
  const fitting = findings.filter((one) => one.shows === shows && one.blocks !== false)
  for (const one of fitting) note(one, evidence)
  if (fitting.length > 0) return { findings, served: false }
  const added = other()
  note(added, evidence)
  return { findings: [...findings, added], served: false }
}

function missing({ replica }: Live): Finding {
  return blocking('not-in-conf', `by the objects it should be served, but nginx.conf of ${replica} does not have it`, {
    fix: 'Look at "kubectl tkng status" and the log of the controller: it did not reload, has not seen the change yet, or dropped it for a reason that is not known here.',
  })
}

function there(
  findings: readonly Finding[],
  at: Extract<Shown, { is: 'there' }>['at'],
  live: Live,
  note: Note,
): Compared {
  const line = `nginx.conf line ${at.line} of ${live.replica}`
  // What would keep newer Ingresses out did not keep this one out.
  const filled = hasEndpoints(live, at.upstream)
  const kept = findings.filter(
    ({ code }) => code !== 'reload-blocked' && !(filled === true && code === 'backend-unseen'),
  )
  for (const one of kept)
    if (one.shows === 'unguarded')
      note(one, at.isGuarded ? `${line}: authentication is still there` : `${line}: the location has no authentication`)
  const old = kept.filter(
    ({ blocks, shows }) => blocks && (shows === 'absent' || shows === 'denied' || shows === 'refused'),
  )
  const empty = kept.filter(({ shows }) => shows === 'empty')
  const hollow = kept.filter(({ shows }) => shows === 'empty' || shows === 'unusable')
  if (filled === false) for (const one of hollow) note(one, `backend ${at.upstream} of ${live.replica} has no endpoint`)
  const added = [
    ...(old.length > 0 ? [oldVersion(live, old, line)] : []),
    ...(filled === true && empty.length > 0 ? [otherEndpoints(live, at.upstream, true)] : []),
    ...(filled === false && hollow.length === 0 && old.length === 0 ? [otherEndpoints(live, at.upstream, false)] : []),
  ]
  const stands = kept.filter((one) => !old.includes(one) && !(filled === true && one.shows === 'empty'))
  const doubts = stands.filter(({ blocks, shows }) => blocks !== null || (shows !== 'absent' && filled === null))
  return { findings: [...kept, ...added], served: filled === false ? false : servedBy(doubts) }
}

function oldVersion({ replica }: Live, [first]: readonly Finding[], line: string): Finding {
  const message = `${replica} serves it all the same: an older version of the Ingress, from before ${first?.code ?? 'that'}, stays until the controller restarts`
  return remark('old-version-served', 'error', message, {
    evidence: [line],
    fix: 'Cure the cause above before the controller restarts: after that nothing is served.',
  })
}

function otherEndpoints({ replica }: Live, upstream: string | null, filled: boolean): Finding {
  return filled
    ? remark(
        'replica-differs',
        'warning',
        `${replica} still has endpoints for ${upstream}, which the objects do not give`,
        {
          evidence: [`backend ${upstream} of ${replica} has endpoints`],
          fix: 'Ask again in some seconds: if it stays, the controller has lost touch with the API server.',
        },
      )
    : blocking('replica-differs', `${replica} has no endpoint for ${upstream}, although the objects give some`, {
        evidence: [`backend ${upstream} of ${replica} has no endpoint`],
        fix: 'Ask again in some seconds: if it stays, see "kubectl tkng status", and the log of the controller.',
      })
}

export interface Shared {
  /** of the canary */
  readonly upstream: string
  readonly host: string | null
  readonly path: string
}

/** A canary leaves no location behind, but an entry in the list of its primary, which has one. */
export function compareCanary(
  findings: readonly Finding[],
  { upstream, host, path }: Shared,
  live: Live,
  note: Note,
): Compared {
  const evidence =
    hasPath(live, host, path) === false
      ? `its path is absent from nginx.conf of ${live.replica}`
      : isAlternative(live, upstream) === false
        ? `no backend of ${live.replica} has ${upstream} as its first alternative`
        : hasEndpoints(live, upstream) === false
          ? `backend ${upstream} of ${live.replica} has no endpoint`
          : null
  if (evidence === null) return { findings, served: servedBy(findings) }
  const blocked = findings.filter(({ blocks }) => blocks !== false)
  for (const one of blocked) note(one, evidence)
  if (blocked.length > 0) return { findings, served: false }
  const message = `by the objects ${upstream} is a canary, but ${live.replica} sends nothing there`
  const added = blocking('replica-differs', message, { evidence: [evidence], fix: stale })
  return { findings: [...findings, added], served: false }
}
