/** The default backend of an Ingress, which controllers take in different ways where rules stand beside it. */
import type { Ingress, IngressBackend } from './objects.js'

/** Is it the Service and port of each rule: operators write it so, for whoever takes one of the two. */
export function repeatsRules({ spec }: Pick<Ingress, 'spec'>): boolean {
  const own = keyOf(spec?.defaultBackend)
  const paths = (spec?.rules ?? []).flatMap(({ http }) => http?.paths ?? [])
  return own !== null && paths.length > 0 && paths.every(({ backend }) => keyOf(backend) === own)
}

/** null: it is no Service */
function keyOf(backend: IngressBackend | null | undefined): string | null {
  const { name, port } = backend?.service ?? {}
  return name === undefined ? null : `${name} ${port?.name || port?.number}`
}
