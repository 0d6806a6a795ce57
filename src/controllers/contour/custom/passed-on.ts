/** Connections that are passed on as they are: internal/dag/httpproxy_processor.go (processHTTPProxyTCPProxy) of https://github.com/projectcontour/contour */
import type { Told } from '../../../domain/findings/facts.js'
import { told } from '../../../domain/findings/finding.js'
import type { DelegateFault } from '../../../domain/findings/ownership-facts.js'
import type { CustomObject } from '../../../domain/objects/custom.js'
import { integer, isRecord, record, text, wires } from '../../../domain/objects/project-fields.js'
import { nameOf, refOf } from '../../../domain/objects/ref.js'
import { plainWords } from '../model/clusters.js'
import { lostText, wrongProtocol } from './services.js'
import type { ProxyWorld } from './types.js'

interface PassedOn {
  readonly shares: readonly { readonly cluster: string; readonly weight: number }[]
}

/** Objects that lead to one another, before it is taken for a circle. */
const deepest = 100

/** @returns why the root is rejected, or to whom connections go */
export function passedOn(
  world: ProxyWorld,
  object: CustomObject,
  included: Set<string>,
  way: readonly CustomObject[] = [],
): Told | PassedOn {
  const { faults, clusters, proxies } = world
  const { services, include, includes, loadBalancerPolicy } = record(object.spec.tcpproxy)
  const at = 'spec.tcpproxy'
  const own = wires(services)
  const target = isRecord(include) ? include : isRecord(includes) ? includes : null
  const { namespace } = refOf(object)
  if (own.length > 0 && target !== null)
    return faults.reject(object, 'NoServicesAndInclude', `${at}.services`, 'conflict', `${at}.include`)
  if (own.length === 0 && target === null) return faults.reject(object, 'NothingDefined', `${at}.services`, 'empty')
  if (target === null) {
    const strategy = text(record(loadBalancerPolicy).strategy) ?? ''
    const before = ['WeightedLeastRequest', 'Random'].includes(strategy) ? strategy : ''
    const shares: { cluster: string; weight: number }[] = []
    for (const [i, service] of own.entries()) {
      const ref = { namespace, name: text(service.name) ?? '' }
      const words = { ...plainWords, before, protocol: text(service.protocol) }
      const { name, endpoints } = clusters.find(ref, integer(service.port) ?? 0, words)
      if (name === null) {
        const [found] = lostText(object, [{ service, endpoints }], false)
        return faults.add(object, {
          ...{ found: found as Told, field: `${at}.services[${i}]`, reason: 'ServiceUnresolvedReference' },
        })
      }
      const wrong = wrongProtocol(world, object, service, words.protocol)
      if (wrong !== null)
        return faults.reject(object, wrong.reason, `${at}.services[${i}].${wrong.field}`, wrong.why, wrong.value)
      shares.push({ cluster: name, weight: Math.max(0, integer(service.weight) ?? 0) })
    }
    const some = shares.filter(({ weight }) => weight > 0)
    return { shares: some.length > 0 ? some : shares.map((one) => ({ ...one, weight: 1 })) }
  }
  const name = nameOf({ namespace: text(target.namespace) || namespace, name: text(target.name) ?? '' })
  const lost = (reason: string, fault: DelegateFault) =>
    faults.add(object, {
      found: told('delegate-missing', { path: '/', wanted: name, kind: object.kind, fault, detail: null }),
      ...{ field: `${at}.include`, reason },
    })
  const found = proxies.get(name)
  if (found === undefined) return lost('IncludeNotFound', 'missing')
  if (found.spec.virtualhost != null) return lost('RootIncludesRoot', 'root')
  included.add(name)
  if ([...way, object].includes(found) || way.length > deepest) return lost('IncludeCreatesCycle', 'loop')
  // One that says nothing is looked at no further, and nothing is passed on by it.
  if (found.spec.tcpproxy == null) return { shares: [] }
  return passedOn(world, found, included, [...way, object])
}
