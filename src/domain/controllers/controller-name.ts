/** How a controller is named: NAME or NAMESPACE/NAME. */
import type { NamespacedName } from '../objects/ref.js'

export interface ControllerName {
  /** undefined: in any */
  readonly namespace: string | undefined
  readonly name: string
}

export function isMeantBy(wanted: ControllerName, { namespace, name }: NamespacedName): boolean {
  return wanted.name === name && (wanted.namespace ?? namespace) === namespace
}

/** As it was typed. */
export function controllerText({ namespace, name }: ControllerName): string {
  return namespace === undefined ? name : `${namespace}/${name}`
}

/** @returns null for what is no such name */
export function parseControllerName(text: string): ControllerName | null {
  const [first = '', second, ...more] = text.split('/')
  if (first === '' || second === '' || more.length > 0) return null
  return second === undefined ? { namespace: undefined, name: first } : { namespace: first, name: second }
}
