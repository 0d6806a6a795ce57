/** The routes of both worlds: rules of Ingresses, and routes of Gateways. */

import type { Controller } from '../../domain/controllers/controller.js'
import { type ControllerName, isMeantBy } from '../../domain/controllers/controller-name.js'
import type { Controllers } from '../../domain/controllers/dialect.js'
import type { Gap } from '../../domain/gap.js'
import { look } from '../../domain/look.js'
import { gatewayRouteKinds, hides } from '../../domain/objects/gateway/inventory.js'
import { matchesLabels, parseLabelSelector } from '../../domain/objects/label-selector.js'
import type { KubeObject } from '../../domain/objects/meta.js'
import { isNamedBy, type ObjectName } from '../../domain/objects/object-name.js'
import { byRef, fullName, nameOf, type Ref, refKey, refOf } from '../../domain/objects/ref.js'
import { type ClusterReader, isInScope } from '../../domain/ports.js'
import { resolveRoutes } from '../../domain/routes/resolve-routes.js'
import type { Route } from '../../domain/routes/route.js'
import { someOf } from '../../domain/text/counted.js'
import { openGateways } from '../gateways/open.js'
import { gatewayRows } from '../gateways/rows.js'
import { customKindsOf, knownMissing, missingObjects, namesAmong } from '../named/named-objects.js'
import { fatesOfNobody } from '../why/class.js'
import { withoutOtherWorld } from '../worlds/both-worlds.js'
import { kindsLookedFor } from '../worlds/brought.js'
import { gapsOf, isBlinding, withOutside } from '../worlds/choose-controller.js'
import { titleOf } from '../worlds/read-ones.js'
import { gatherRoutes } from './gather.js'
import { withHeardFates } from './heard-fates.js'
import { lookWithSecrets } from './look-around.js'
import { routeRules } from './route-rules.js'

export interface AllRoutesQuestion {
  /** empty: all of the scope */
  readonly names: readonly ObjectName[]
  readonly labelSelector: string | undefined
  /** the only one that is meant, where two take an Ingress */
  readonly controller: ControllerName | undefined
  /** milliseconds since the epoch */
  readonly now: number
}

export interface AllRoutes {
  /** by namespace, name and kind of the object; within one in its own order */
  readonly routes: readonly Route[]
  readonly gaps: readonly Gap[]
  /** an object that was named is not there, or nothing was found of what may not be seen */
  readonly isMissing: boolean
}

/** Of whose Ingresses nothing is said but what they ask for, and of whose Gateways what the specification has. */
function notRead(controllers: Controllers, found: readonly Controller[], routes: readonly Route[]): readonly Gap[] {
  return found.flatMap((controller) => {
    const { reads, gateway, title } = controllers.dialectOf(controller)
    const own = routes.filter((one) => one.controller && nameOf(one.controller) === nameOf(controller))
    const hasIngresses = own.some(({ source }) => source.kind === 'Ingress')
    if (reads.rules || own.length === 0 || (!hasIngresses && gateway?.profile.title === title)) return []
    const means = hasIngresses
      ? 'what becomes of its Ingresses is not known'
      : `its Gateways are judged by ${gateway?.profile.title}`
    const message = `rules of ${titleOf(controllers, { controller })} are not read: ${means}`
    return [{ kind: 'Controller', namespace: null, reason: 'unsupported', message }]
  })
}

/** They have no rows: only who takes them says which routes are in them. */
function ofNobody(unclaimed: readonly Ref[]): readonly Gap[] {
  if (unclaimed.length === 0) return []
  const message = `${someOf(unclaimed.map(fullName), mostNamed)}: none of the controllers found takes such a class in its namespace, see "why -A"`
  return [{ kind: 'Controller', namespace: null, reason: 'unsupported', message }]
}

const mostNamed = 5

/** All objects of all namespaces are read: what becomes of a route hangs on the others. */
export async function gatherAllRoutes(
  cluster: ClusterReader,
  controllers: Controllers,
  { names: asked, labelSelector, controller, now }: AllRoutesQuestion,
): Promise<AllRoutes> {
  const [inventory, pods] = await Promise.all([
    gatherRoutes(cluster, { scope: 'all-namespaces' }),
    controllers.find(null),
  ])
  const found = withOutside(controllers, pods, inventory).controllers
  const meant = controller === undefined ? found : found.filter((one) => isMeantBy(controller, one))
  const names = namesAmong(controllers, asked)
  const configMapsOf = meant.flatMap((one) => controllers.dialectOf(one).needs(one, [], null).configMaps)
  const isBlind = pods.gaps.some(isBlinding)
  const isPresumed = controller === undefined && isBlind
  const kinds = kindsLookedFor(cluster, controllers, meant, inventory, isPresumed)
  let planOf: ReturnType<typeof routeRules>['planOf'] | undefined
  const [opened, configMaps, custom, secrets] = await Promise.all([
    openGateways(cluster, controllers, {
      ...{ backends: async () => inventory, found: async () => found, planOf: (one) => planOf?.(one) },
      semantics: null,
    }),
    look(cluster, 'ConfigMap', configMapsOf),
    ...lookWithSecrets(cluster, controllers, meant, inventory, kinds),
  ])
  const { customRoutes, unclaimed, ...rules } = routeRules(controllers, meant, inventory, {
    ...{ configMapOf: configMaps.of, customOf: custom.of, secretOf: secrets.of, now },
    ...{ isWhole: inventory.coverage === 'all', isDetailed: true, isPresumed },
    refusedFate: await withHeardFates(cluster, controllers, meant, inventory, opened.refusedFate),
    besideOf: opened.besideOf,
    nobodysFate: fatesOfNobody({ controllers, found, inventory }, isBlind),
  })
  planOf = rules.planOf
  const { scope } = cluster
  const labels = parseLabelSelector(labelSelector ?? '')
  const asking: readonly KubeObject[] = [...inventory.ingresses, ...opened.inventory.routes]
  const labelled = new Set(
    asking.filter((one) => matchesLabels(labels, one.metadata.labels)).map((one) => refKey(refOf(one))),
  )
  const wanted = (source: Ref) =>
    names.length > 0
      ? names.some((name) => isNamedBy(name, source, scope))
      : isInScope(scope, source.namespace) && (labelSelector === undefined || labelled.has(refKey(source)))
  const sources = [...asking.map(refOf), ...customRoutes.map(({ source }) => source)]
  const missing = missingObjects(names, sources, scope, customKindsOf(controllers))
  const routes = [
    ...[...resolveRoutes(inventory, rules), ...customRoutes].filter(({ source }) => wanted(source)),
    ...gatewayRows(opened, wanted).map(({ route }) => route),
  ]
  return {
    routes: routes.sort((a, b) => byRef(a.source, b.source)),
    gaps: [
      ...[...withoutOtherWorld(inventory.gaps, opened.inventory), ...opened.gaps, ...gapsOf(pods, null)],
      ...notRead(controllers, found, routes),
      ...(controller === undefined ? ofNobody(unclaimed.filter(wanted)) : []),
      ...[...configMaps.listing.gaps, ...custom.gaps, ...secrets.listing.gaps],
      ...knownMissing(missing, opened.inventory),
    ],
    isMissing:
      missing.length > 0 ||
      (opened.inventory.routes.length + customRoutes.length === 0 &&
        (inventory.coverage === 'none' ||
          (inventory.ingresses.length === 0 && hides(opened.inventory, gatewayRouteKinds, scope)))),
  }
}
