/** How people name an Ingress: as we do, or as kubectl does. */

export interface IngressName {
  /** null: that of the command line */
  readonly namespace: string | null
  readonly name: string
}

/** kubectl's names of the kind, short, plural and with its group. */
const kind = /^(?:ing|ingress|ingresses)(?:\.networking\.k8s\.io)?\//

/**
 * `NAME`, `NAMESPACE/NAME`, and either behind `ing/`, `ingress/` or `ingress.networking.k8s.io/`, as `-o name` prints it.
 * @returns null for what is no such name
 */
export function parseIngressName(text: string): IngressName | null {
  const [first = '', second, ...more] = text.replace(kind, '').split('/')
  if (first === '' || second === '' || more.length > 0) return null
  return second === undefined ? { namespace: null, name: first } : { namespace: first, name: second }
}
