/** Gateways with their listeners and what is wrong with them. */
import { compare } from '../../domain/compare.js'
import type { Controllers } from '../../domain/controllers/dialect.js'
import type { Gap } from '../../domain/gap.js'
import { maskRemark } from '../../domain/masking/text.js'
import { plainWord } from '../../domain/masking/words.js'
import { gatewayAddresses } from '../../domain/objects/addresses.js'
import type { ListenerSet } from '../../domain/objects/gateway/gateways.js'
import { matchesLabels, parseLabelSelector } from '../../domain/objects/label-selector.js'
import { isNamedBy, type ObjectName } from '../../domain/objects/object-name.js'
import { isSame, nameOf } from '../../domain/objects/ref.js'
import { type ClusterReader, isInScope, namespaceIn } from '../../domain/ports.js'
import type { PlannedListener } from '../../semantics/gateway/attachment/listeners.js'
import type { PlannedGateway } from '../../semantics/gateway/world.js'
import { missingObjects } from '../named/named-objects.js'
import { gatherRoutes } from '../routes/gather.js'
import type { DescribedGateway, DescribedListener } from './described.js'
import { gatewayFindings, routesAt, statusOf } from './gateway-findings.js'
import { listenerSetFindings } from './listener-sets.js'
import { type OpenGateways, openGateways } from './open.js'

export interface DescribeGatewaysQuestion {
  /** empty: all of the scope */
  readonly names: readonly ObjectName[]
  readonly labelSelector: string | undefined
}

export interface DescribedGateways {
  /** by namespace and name */
  readonly rows: readonly DescribedGateway[]
  readonly gaps: readonly Gap[]
  /** one that was named is not there, or Gateways may not be seen */
  readonly isMissing: boolean
}

export async function gatherDescribedGateways(
  cluster: ClusterReader,
  controllers: Controllers,
  { names, labelSelector }: DescribeGatewaysQuestion,
): Promise<DescribedGateways> {
  const gathering = gatherRoutes(cluster, { scope: 'all-namespaces' })
  const [opened] = await Promise.all([
    openGateways(cluster, controllers, {
      backends: () => gathering,
      // How they are started decides where they listen.
      found: async () => (await controllers.find(null)).controllers,
      semantics: null,
    }),
    gathering,
  ])
  const { scope } = cluster
  const labels = parseLabelSelector(labelSelector ?? '')
  const { gateways } = opened.plan
  const ofGateways = names.map((one) => ({ ...one, kind: one.kind ?? ('Gateway' as const) }))
  const missing = missingObjects(
    ofGateways,
    gateways.map(({ ref }) => ref),
    scope,
  )
  const rows = gateways
    .filter(({ ref, gateway }) =>
      names.length > 0
        ? ofGateways.some((name) => isNamedBy(name, ref, scope))
        : isInScope(scope, ref.namespace) && matchesLabels(labels, gateway.metadata.labels),
    )
    .map((planned) => described(opened, planned))
    .sort((a, b) => compare(nameOf(a.source), nameOf(b.source)))
  return {
    rows,
    gaps: [...opened.gaps, ...missing],
    isMissing: missing.length > 0 || !opened.inventory.sees('Gateway', namespaceIn(scope) ?? ''),
  }
}

export function described(opened: OpenGateways, planned: PlannedGateway): DescribedGateway {
  const { gateway, ref, className, controllerName, profile, listeners } = planned
  return {
    source: ref,
    class: className ?? '',
    controllerName,
    title: opened.dialectOf(controllerName)?.title ?? null,
    rules: profile.title,
    addresses: gatewayAddresses(planned.gateway),
    listeners: listeners.map((one) => describedListener(opened, planned, one)),
    conditions: (gateway.status?.conditions ?? []).map(({ type, status, reason, message }) => ({
      ...{ type: plainWord(type), status, reason: reason ? plainWord(reason) : null },
      message: message ? maskRemark(message) : null,
    })),
    causes: [
      ...gatewayFindings(opened, planned),
      ...setsOf(opened, planned).flatMap((one) => listenerSetFindings(opened, one)),
    ],
    createdAt: gateway.metadata.creationTimestamp ?? null,
  }
}

/** The ListenerSets that name it, let in or not. */
function setsOf({ plan }: OpenGateways, { ref }: PlannedGateway): readonly ListenerSet[] {
  return [...plan.world.listenerSets].flatMap(([set, { gateway }]) => (gateway && isSame(gateway, ref) ? [set] : []))
}

function describedListener(
  opened: OpenGateways,
  planned: PlannedGateway,
  listener: PlannedListener,
): DescribedListener {
  const { owner, name, protocol, port, hostname } = listener
  return {
    ...{ owner, name, protocol, port, hostname },
    certificates: planned.certificatesOf(listener).map(({ secret }) => secret),
    routes: routesAt(opened.plan, listener),
    routesInStatus: statusOf(opened, planned, listener)?.attachedRoutes ?? null,
  }
}
