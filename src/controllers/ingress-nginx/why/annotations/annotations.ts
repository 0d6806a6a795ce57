/** What is wrong with the annotations of an Ingress, as a cause of what becomes of all its rules. */
import type { AnnotationEffect } from '../../../../domain/findings/annotation-facts.js'
import type { AnnotationFlaw } from '../../annotations/reading.js'
import type { Cause } from '../cause.js'

const blocks: Readonly<Record<AnnotationEffect, boolean>> = {
  dropped: true,
  denied: true,
  'server-denied': true,
  'fail-open': false,
  ignored: false,
  other: false,
}

const shows: Readonly<Record<AnnotationEffect, Cause['shows']>> = {
  dropped: 'absent',
  denied: 'denied',
  'server-denied': 'refused',
  'fail-open': 'unguarded',
  ignored: null,
  other: null,
}

/** @param denied the reason that stands in nginx.conf and in the Event, where there is one */
export function annotationCauses(flaws: readonly AnnotationFlaw[], denied: string | null): Cause[] {
  return flaws.map((flaw) => {
    const { annotation, effect } = flaw.facts
    return {
      ...flaw,
      evidence: [],
      // The one flaw that takes the controller itself down.
      blocks: flaw.code === 'canary-without-paths' ? null : blocks[effect],
      signs: [
        ...(annotation === '' ? [] : [`annotation ${annotation} `, `/${annotation} `]),
        ...((effect === 'denied' || effect === 'server-denied') && denied !== null ? [denied] : []),
      ],
      // Of a risk the log names the group, and neither the annotation nor the Ingress.
      marks: flaw.code === 'annotation-risk' ? [`annotation group ${flaw.facts.group} contains risky annotation`] : [],
      shows: annotation.startsWith('auth-') || effect !== 'fail-open' ? shows[effect] : null,
    }
  })
}
