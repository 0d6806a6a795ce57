/** A canary in every string of an object but those that say which object it is, and what it is about. */
import { canary } from '../../../support/worlds/canary-world.js'

/**
 * Fields that must be shown, since they are what the answers are made of: names, hosts, paths, kinds, and words of which the
 * API allows some few. Everything else of an object may be somebody's secret.
 */
const shown = new Set([
  ...['apiVersion', 'kind', 'group', 'name', 'namespace', 'uid', 'creationTimestamp', 'resourceVersion'],
  ...['host', 'hostname', 'hostnames', 'hosts', 'path', 'pathType', 'type', 'protocol', 'from', 'method', 'service'],
  ...[
    'ingressClassName',
    'gatewayClassName',
    'controllerName',
    'controller',
    'secretName',
    'certResolver',
    'secret',
    'image',
    'phase',
    'status',
  ],
  ...[
    'address',
    'addresses',
    'addressType',
    'ip',
    'podIP',
    'nodeName',
    'sectionName',
    'wellKnownCACertificates',
    'mode',
  ],
  ...[
    'entryPoints',
    'kubernetes.io/service-name',
    'kubernetes.io/ingress.class',
    'targetPort',
    'externalName',
    'app',
    'remove',
  ],
  ...['upstream', 'pass', 'route', 'fqdn', 'currentStatus', 'state', 'holderIdentity', 'renewTime', 'lastTimestamp'],
])

/** @returns the same object with the canary at the end of each of its strings that need not be shown */
export function planted<T>(value: T, field = ''): T {
  if (typeof value === 'string') return (shown.has(field) ? value : `${value}${canary}`) as T
  if (Array.isArray(value)) return value.map((one) => planted(one, field)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, planted(one, name)])) as T
}
