/** Ingresses that the provider for another controller passes over as a whole, and what they ask for. */
import type { Told } from '../../../domain/findings/facts.js'
import { told } from '../../../domain/findings/finding.js'
import { pathsOf } from '../../../domain/objects/ingress-paths.js'
import type { Ingress } from '../../../domain/objects/objects.js'
import { refOf } from '../../../domain/objects/ref.js'
import { pathMatch } from '../../../domain/routes/route.js'
import { pathless } from './ingress-provider.js'
import { nginxPrefix } from './nginx-annotations.js'
import type { Site } from './site.js'
import { unusedTargets } from './targets.js'
import { emptyOf, type Made } from './types.js'

/** Why an Ingress is passed over as a whole. */
export function lackOf({ settings: { nginx } }: Site, ingress: Ingress): Told | null {
  const snippet = snippets.find((name) => ingress.metadata.annotations?.[name])
  if (snippet !== undefined && !nginx.allowsSnippets)
    return told('annotation-refused', { annotation: snippet, fault: 'snippet', service: null })
  const odd = pathsOf(ingress).find(
    ({ path, pathType }) => path && pathType !== 'ImplementationSpecific' && !plainPath.test(path),
  )
  if (odd === undefined || !nginx.strictPaths) return null
  const { path, pathType } = odd
  return told('path-type', { path, pathType, allowed: 'letters, digits and ._-/', isLeftOut: true })
}

const snippets = ['server-snippet', 'configuration-snippet', 'auth-snippet'].map((name) => `${nginxPrefix}${name}`)
const plainPath = /^\/[A-Za-z0-9._\-/]*$/

/** All that it asks for; empty where it is taken. */
export function refused({ facts: { inventory } }: Site, ingress: Ingress, lack: Told | null): readonly Made[] {
  if (lack === null) return []
  const { namespace } = refOf(ingress)
  const rules = pathsOf(ingress).map(({ host, path, pathType, backend, field }) => ({
    ...emptyOf(ingress, field),
    ...{ host, match: pathMatch(path || '/', pathType ?? 'Prefix'), lack },
    targets: unusedTargets(inventory, namespace, backend),
  }))
  const whole = { ...emptyOf(ingress, 'spec.defaultBackend'), lack }
  return [...rules, ...pathless(ingress), ...(ingress.spec?.defaultBackend ? [whole] : [])]
}
