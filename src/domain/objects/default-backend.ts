/** The default backend of an Ingress, which controllers take in different ways where rules stand beside it. */

import { pathsOf } from './ingress-paths.js'
import type { Ingress, IngressBackend } from './objects.js'

const root = /^\/?(?:\*|\.\*|\(\.\*\))?$/

/**
 * Is it the Service and port of each rule, and some rule takes all that is left: operators write it so, for whoever takes
 * one of the two.
 */
export function repeatsRules(ingress: Pick<Ingress, 'spec'>): boolean {
  const own = keyOf(ingress.spec?.defaultBackend)
  const paths = pathsOf(ingress)
  return (
    own !== null &&
    paths.some(({ path, pathType }) => pathType !== 'Exact' && root.test(path)) &&
    paths.every(({ backend }) => keyOf(backend) === own)
  )
}

/** null: it is no Service */
function keyOf(backend: IngressBackend | null | undefined): string | null {
  const { name, port } = backend?.service ?? {}
  return name === undefined ? null : `${name} ${port?.name || port?.number}`
}
