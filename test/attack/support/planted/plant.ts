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

/** Copies of an object, each with a name of its own and another of its members replaced. @param isMeant which are */
export function* changedCopies(
  object: unknown,
  instead: () => unknown,
  isMeant: (member: unknown) => boolean = () => true,
): Generator<unknown> {
  let index = 0
  for (const copy of changed(object, instead, isMeant)) yield renamed(copy, index++)
}

function* changed(value: unknown, instead: () => unknown, isMeant: (member: unknown) => boolean): Generator<unknown> {
  if (typeof value !== 'object' || value === null) return
  for (const [key, member] of Object.entries(value)) {
    const put = (one: unknown) =>
      Array.isArray(value) ? value.map((old, i) => (String(i) === key ? one : old)) : { ...value, [key]: one }
    if (key !== 'kind' && key !== 'apiVersion' && isMeant(member)) yield put(instead())
    for (const inner of changed(member, instead, isMeant)) yield put(inner)
  }
}

/** With a name of its own, so that each is an object beside the others. */
function renamed(object: unknown, index: number): unknown {
  const { metadata } = object as { metadata?: { name?: unknown } }
  if (typeof metadata?.name !== 'string') return object
  return { ...(object as object), metadata: { ...metadata, name: `${metadata.name}-${index}` } }
}
