/**
 * A Service that stands for a name inside: whoever may write one lets the proxy speak to what only the proxy can reach.
 * https://kubernetes.io/docs/concepts/services-networking/service/#externalname
 */
import { type Finding, finding, told } from '../domain/findings/finding.js'
import type { LintRule } from '../domain/lint/rule.js'
import { pathsOf } from '../domain/objects/ingress-paths.js'
import type { Inventory } from '../domain/objects/inventory.js'
import type { IngressBackend } from '../domain/objects/objects.js'
import { type Ref, refOf } from '../domain/objects/ref.js'

export const externalInside: LintRule = {
  codes: ['external-inside'],
  needs: [],
  find: ({ inventory }) =>
    inventory.ingresses.flatMap((ingress) => {
      const source = refOf(ingress)
      return [
        ...pathsOf(ingress).flatMap(({ backend, field }) => leadsInside(inventory, source, backend, field, '.backend')),
        ...leadsInside(inventory, source, ingress.spec?.defaultBackend, 'spec', '.defaultBackend'),
      ]
    }),
}

function leadsInside(
  inventory: Inventory,
  source: Ref,
  backend: IngressBackend | null | undefined,
  ...[at, within]: readonly [string, string]
): Finding[] {
  if (!backend?.service) return []
  const service = { namespace: source.namespace, name: backend.service.name }
  const { type, externalName } = inventory.service(service)?.spec ?? {}
  if (type !== 'ExternalName' || !externalName) return []
  const is = insideOf(externalName.toLowerCase().replace(/\.$/, ''), source.namespace)
  if (is === null) return []
  const said = told('external-inside', { service, target: externalName, is })
  return [finding(said, source, { field: `${at}${within}.service.name` })]
}

/** Where clouds tell a machine its own secrets. */
const metadata: ReadonlySet<string> = new Set([
  '169.254.169.254',
  'metadata.google.internal',
  'metadata',
  'fd00:ec2::254',
])

/** null: it is nothing of the kind, or a Service of the same namespace. */
function insideOf(target: string, namespace: string): 'metadata' | 'api-server' | 'namespace' | null {
  if (metadata.has(target)) return 'metadata'
  const [, name, of] = /^([a-z0-9-]+)\.([a-z0-9-]+)\.svc(?:\.[a-z0-9.-]+)?$/.exec(target) ?? []
  if (name === 'kubernetes' && of === 'default') return 'api-server'
  return of === undefined || of === namespace ? null : 'namespace'
}
