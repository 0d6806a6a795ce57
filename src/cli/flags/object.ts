/** Objects that the command line means: by name, of any of several kinds, or by their labels. */

import { parseLabelSelector } from '../../domain/objects/label-selector.js'
import { type ObjectName, parseObjectName } from '../../domain/objects/object-name.js'
import { usage } from '../../domain/problem.js'
import { type Flags, given } from './given.js'

/** @throws Problem `usage` */
function meantObject(text: string): ObjectName {
  const name = parseObjectName(text)
  if (name !== null) return name
  const hint = /^https?:\/\//i.test(text)
    ? `it is NAME or NAMESPACE/NAME; what becomes of a URL, and why, tells kubectl tkng trace ${text}`
    : 'it is NAME or NAMESPACE/NAME'
  throw usage(`invalid name "${text}"`, hint)
}

/** `ingress web blog`, as kubectl has it, is `ingress/web ingress/blog`. @throws Problem `usage` */
export function meantObjects(words: readonly string[]): ObjectName[] {
  const [kind = '', ...names] = words
  const isKind = names.length > 0 && !kind.includes('/') && parseObjectName(`${kind}/any`)?.kind != null
  return isKind ? names.map((name) => meantObject(`${kind}/${name}`)) : words.map(meantObject)
}

/** @throws Problem `usage` */
export function checkSelector(text: string): void {
  try {
    parseLabelSelector(text)
  } catch (error) {
    throw usage(`invalid -l: ${error instanceof Error ? error.message : text}`)
  }
}

/**
 * What `-l` says; undefined: nothing.
 * @param names as they were typed
 * @throws Problem `usage` for names beside it, and for what is no selector
 */
export function meantSelector(names: readonly string[], flags: Flags): string | undefined {
  const said = given.text(flags, 'selector') || undefined
  if (said !== undefined) checkSelector(said)
  if (names.length > 0 && said !== undefined) throw usage('names and -l exclude each other', 'leave one of the two out')
  return said
}
