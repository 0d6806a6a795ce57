/** In words: what was meant by a Service that is not there, or selects no pod. */
import type { Astray } from '../findings/backend-facts.js'
import { type NamespacedName, nameOf } from '../objects/ref.js'

/** What a Service selects, and what has nearly that. */
export function astrayText({ selector, isSure, of, labels }: Astray): string {
  return `selects ${pairs(selector)}, which ${isSure ? 'no pod has' : 'nothing has that is seen here'}, and ${of.kind} ${of.name} has ${pairs(labels)}`
}

/** A command that lets the Service select them. */
export function selectorFix({ namespace, name }: NamespacedName, { labels }: Astray): string {
  return `Set the selector: kubectl -n ${namespace} set selector service ${name} ${pairs(labels, ',')}`
}

/** `a=b, c=d` */
function pairs(labels: Readonly<Record<string, string>>, between = ', '): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(between)
}

/** @param meant in place of `named`; absent: nothing near is there */
export function meantText(named: NamespacedName, meant: NamespacedName | undefined): string {
  if (meant === undefined) return ''
  return `, but Service ${nameOf(meant)} ${meant.namespace === named.namespace ? 'does' : 'is there, in another namespace'}`
}
