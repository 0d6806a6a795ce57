/** How a controller is named: NAME or NAMESPACE/NAME. */

export interface ControllerName {
  /** undefined: in any */
  readonly namespace: string | undefined
  readonly name: string
}

/** @returns null for what is no such name */
export function parseControllerName(text: string): ControllerName | null {
  const [first = '', second, ...more] = text.split('/')
  if (first === '' || second === '' || more.length > 0) return null
  return second === undefined ? { namespace: undefined, name: first } : { namespace: first, name: second }
}
