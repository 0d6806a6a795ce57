/** Annotations that the controller does not read at all: misspelt, gone, too new, of another controller, or missing company. */
import { nearest } from '../../../../domain/nearest.js'
import { isSince } from '../../workload/policy.js'
import type { Draft } from '../draft.js'
import { guards, versionOf } from '../group.js'
import { aliases, known, removed } from './catalogue.js'

const everyName: ReadonlySet<string> = new Set([...known.keys(), ...aliases.keys()])

/** What only somebody sets who wants to keep others out. */
const locks: ReadonlySet<string> = new Set([
  'auth-secret',
  'auth-signin',
  'auth-tls-verify-client',
  'auth-tls-match-cn',
])

export function checkNames(draft: Draft): void {
  for (const [annotation, value] of draft.values) {
    const row = known.get(annotation)
    const newName = aliases.get(annotation)
    if (newName !== undefined) shadowed(draft, annotation, newName)
    else if (!row) unknown(draft, annotation)
    else if (row.since !== null && !isSince(draft.policy.version, versionOf(row.since)))
      tooNew(draft, annotation, row.since)
    else if (row.needs !== null && value !== '' && !draft.values.has(row.needs)) alone(draft, annotation, row.needs)
  }
}

function unknown(draft: Draft, annotation: string): void {
  const gone = removed.get(annotation)
  if (gone && gone.gone !== null && !isSince(draft.policy.version, versionOf(gone.gone))) return
  if (gone) {
    draft.flaw(annotation, 'ignored', {
      code: 'unknown-annotation',
      message: `${annotation} was removed ${gone.gone === null ? 'before 1.0.0' : `in ${gone.gone}`}: it does nothing`,
      fix: gone.instead === null ? 'Remove it.' : `Write ${gone.instead} in its place.`,
      since: gone.gone,
      seen: true,
    })
    return
  }
  const [close] = nearest(annotation, everyName, 1)
  draft.flaw(annotation, 'ignored', {
    code: 'unknown-annotation',
    message: `no annotation of the controller is called ${annotation}: it does nothing`,
    fix: close === undefined ? 'Remove it, or correct its name.' : `Write ${close}, if that is meant.`,
    seen: true,
  })
}

function tooNew(draft: Draft, annotation: string, since: string): void {
  draft.flaw(annotation, 'ignored', {
    code: 'unknown-annotation',
    message: `${annotation} came with ${since}, and the controller is ${draft.policy.version.join('.')}: it does nothing`,
    fix: `Remove it, or run a controller of ${since} or later.`,
    since,
  })
}

function shadowed(draft: Draft, old: string, newName: string): void {
  if (!draft.values.get(newName) || !isSince(draft.policy.version, [1, 9, 0])) return
  draft.flaw(old, 'ignored', {
    code: 'alias-shadowed',
    message: `${old} is the old name of ${newName}, which is set too: only the new one is read`,
    fix: `Move what is missing into ${newName} and remove ${old}.`,
    since: '1.9.0',
  })
}

function alone(draft: Draft, annotation: string, needs: string): void {
  // The canary group says by itself what comes of it.
  if (needs === 'canary') return
  const open = guards.has(needs) && locks.has(annotation) && draft.policy.globalAuthUrl === null
  draft.flaw(annotation, open ? 'fail-open' : 'ignored', {
    code: 'needs-another',
    message: `${annotation} takes effect only together with ${needs}, which is not set: ${open ? 'nobody is asked who they are' : 'it does nothing'}`,
    fix: `Set ${needs} too, or remove ${annotation}.`,
  })
}

/** Prefixes of the other controller that calls itself nginx: https://docs.nginx.com/nginx-ingress-controller/ */
const foreign = /^nginx\.(?:org|com)\//

const usualPrefix = 'nginx.ingress.kubernetes.io'

/** Up to 0.8; other controllers use it still, so only names of ours count. */
const oldPrefix = 'ingress.kubernetes.io'

/** @returns is this an annotation that somebody may take for one of ours */
export function isForeign(name: string, prefix: string): boolean {
  if (foreign.test(name)) return true
  if (prefix !== usualPrefix && name.startsWith(`${usualPrefix}/`)) return true
  return name.startsWith(`${oldPrefix}/`) && everyName.has(name.slice(oldPrefix.length + 1))
}

/** @param names with their prefix */
export function checkForeign(draft: Draft, names: readonly string[]): void {
  const { annotationsPrefix } = draft.policy
  for (const name of names) {
    const rest = name.slice(name.indexOf('/'))
    const [message, fix] = foreign.test(name)
      ? [
          `${name} is of the F5 NGINX Ingress Controller: this controller does not read it`,
          `Write the annotation under ${annotationsPrefix}/ that does the same, or remove it.`,
        ]
      : [
          `${name} does nothing: this controller reads annotations under ${annotationsPrefix}/ only`,
          `Write ${annotationsPrefix}${rest}.`,
        ]
    const seen = foreign.test(name)
    draft.flawAt(`metadata.annotations["${name}"]`, name, 'ignored', { code: 'foreign-annotation', message, fix, seen })
  }
}
