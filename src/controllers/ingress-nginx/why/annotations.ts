/** What is wrong with the annotations of an Ingress, as a cause of what becomes of all its rules. */
import type { AnnotationEffect, AnnotationFlaw } from '../annotations/reading.js'
import type { Finding } from './finding.js'

const blocks: Readonly<Record<AnnotationEffect, boolean>> = {
  dropped: true,
  denied: true,
  'server-denied': true,
  'fail-open': false,
  ignored: false,
  other: false,
}

const shows: Readonly<Record<AnnotationEffect, Finding['shows']>> = {
  dropped: 'absent',
  denied: 'denied',
  'server-denied': 'refused',
  'fail-open': 'unguarded',
  ignored: null,
  other: null,
}

/** The one flaw that takes the controller itself down. */
const deadly = 'canary-without-paths'

/** @param denied the reason that stands in nginx.conf and in the Event, where there is one */
export function annotationFindings(flaws: readonly AnnotationFlaw[], denied: string | null): Finding[] {
  return flaws.map(({ code, annotation, field, effect, message, since, fix, inferred }) => ({
    code,
    severity: effect === 'ignored' || (effect === 'other' && code !== deadly) ? 'warning' : 'error',
    message,
    field,
    since,
    evidence: [],
    inferred,
    fix,
    blocks: code === deadly ? null : blocks[effect],
    signs: [
      ...(annotation === '' ? [] : [`annotation ${annotation} `, `/${annotation} `]),
      ...((effect === 'denied' || effect === 'server-denied') && denied !== null ? [denied] : []),
    ],
    marks: groupOf(message),
    shows: annotation.startsWith('auth-') || effect !== 'fail-open' ? shows[effect] : null,
  }))
}

/** Of a risk the log names the group, and neither the annotation nor the Ingress. */
function groupOf(message: string): string[] {
  const group = /\(group (\w+)\), but/.exec(message)?.[1]
  return group === undefined ? [] : [`annotation group ${group} contains risky annotation`]
}
