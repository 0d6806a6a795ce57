/** Names that the cluster's own DNS gives to Services: https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/ */
import type { NamespacedName } from '../objects/ref.js'

/** @returns null: it is another name, perhaps one of another cluster */
export function serviceNamed(host: string): NamespacedName | null {
  const [, name, namespace] = /^([a-z0-9-]+)\.([a-z0-9-]+)\.svc(?:\.cluster\.local)?\.?$/.exec(host.toLowerCase()) ?? []
  return name === undefined || namespace === undefined ? null : { namespace, name }
}
