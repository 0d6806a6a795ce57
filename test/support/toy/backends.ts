/** The list of backends of a toy: names of Services with their ports. */
import type { Backend } from '../../../src/domain/controllers/replica-facts.js'
import type { Upstream } from '../../../src/domain/controllers/upstream.js'
import type { Ingress } from '../../../src/domain/objects/objects.js'
import { type Ref, refOf } from '../../../src/domain/objects/ref.js'

/** `SERVICE:PORT` → the Service */
export function serviceNames(ingresses: readonly Ingress[]): ReadonlyMap<string, Ref> {
  const names = new Map<string, Ref>()
  for (const ingress of ingresses)
    for (const { http } of ingress.spec?.rules ?? [])
      for (const { backend } of http?.paths ?? []) {
        const { name = '', port } = backend?.service ?? {}
        names.set(`${name}:${port?.number}`, { kind: 'Service', namespace: refOf(ingress).namespace, name })
      }
  return names
}

export function readBackends(list: readonly Backend[], ingresses: readonly Ingress[]): readonly Upstream[] {
  const names = serviceNames(ingresses)
  return list.map(({ name, endpoints }) => ({
    name,
    service: names.get(name) ?? null,
    port: Number(name.split(':')[1]),
    endpoints: (endpoints as { address: string; port: number }[]).map(({ address, port }) => ({
      address,
      port: String(port),
    })),
    loadBalancing: null,
    affinity: null,
    canaryOf: [],
    source: 'live',
  }))
}
