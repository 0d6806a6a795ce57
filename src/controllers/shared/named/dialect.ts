/** A kind of controller that is recognised, named, and not read any further: what it takes is told, not what becomes of it. */
import { type Controller, outsideKind, type Release } from '../../../domain/controllers/controller.js'
import type { Dialect } from '../../../domain/controllers/dialect.js'
import { finding, type OwnerFinding, told } from '../../../domain/findings/finding.js'
import type { Discretion } from '../../../domain/masking/masker.js'
import type { GatewayClass } from '../../../domain/objects/gateway/gateways.js'
import { ruleHosts } from '../../../domain/objects/ingress-hosts.js'
import type { FindClass } from '../../../domain/objects/inventory.js'
import type { Ingress } from '../../../domain/objects/objects.js'
import { refOf } from '../../../domain/objects/ref.js'
import { countEndpoints } from '../../../domain/routes/resolve-routes.js'
import { imagePath } from '../image.js'
import { outOfReach, reachOf, unsupported } from '../reach.js'
import { type Claim, hasClass, isClaimed, isOfController } from './claim.js'
import { fatesHeard } from './events.js'
import type { Family } from './family.js'
import { harmlessAnnotation, planOf } from './plan.js'
import { type NamedController, natureOf, recognise } from './settings.js'
import { supportOf } from './support.js'

export function namedDialect(family: Family): Dialect {
  const { id, title } = family
  const usual = (namespace: string) => natureOf(family, new Map(), namespace, '')
  const usualClaims = family.claims(new Map(), outsideKind)
  return {
    id,
    title,
    reads: { rules: false, inside: false },
    classFlag: family.classFlag ?? null,
    ...(family.needsClass ? { needsClass: true } : {}),
    ...(family.gateway && { gateway: { serves: ({ traits }) => !traits.isSteered, ...family.gateway } }),
    ...(family.config && {
      configFlag: family.config.flag,
      readsSetting: (key: string) => family.config?.keys.test(key) ?? false,
    }),
    ...(family.speaks && { speaks: family.speaks }),
    assumption: `the rules of ${title} are not read`,
    recognise: (pod) => recognise(family, pod),
    usual,
    ...(family.runs === undefined && { outside: outsideOf(family) }),
    suggests: ({ spec }, ingressClass) => {
      const found = spec?.ingressClassName ? ingressClass(spec.ingressClassName) : undefined
      return found !== undefined && usualClaims.some((one) => isOfController(one, found))
    },
    owns,
    ownership: (controller, ingress, classOf) => passedOver(controller as NamedController, ingress, classOf),
    hasClass: ({ settings }: NamedController, ingressClass) =>
      settings.takes.some((one) => hasClass(one, ingressClass)),
    hostNames: (_controller, ingress) => ruleHosts(ingress),
    counting: (_controller, { inventory }) => {
      const count = countEndpoints(inventory)
      return () => count
    },
    needs: () => ({ configMaps: [], secrets: [] }),
    plan: (controller, facts) => planOf(family, controller as NamedController, facts),
    observe: (pods, replica) => ({ ...unsupported(replica, title), ...reachOf(pods, replica) }),
    replay: (saved, replica) => ({ ...unsupported(replica, title), ...outOfReach(replica, saved) }),
    texts: [],
    discretion: discretionOf(family),
    support: (release) => (isNumbered(family, release) ? supportOf(family, release) : null),
    ...(family.rules && { rules: family.rules }),
    ...(family.refusals && { fatesHeard: fatesHeard(family) }),
  }
}

function isNumbered({ numbered }: Family, { image }: Release): boolean {
  return numbered === undefined || image === '' || numbered.test(imagePath(image))
}

function owns({ settings }: NamedController, ingress: Ingress, classOf: FindClass | null): boolean | null {
  return isClaimed(settings.takes, ingress, classOf)
}

/** The class is its own, and the namespace is none that it watches, or the labels are not those that it asks for. */
function passedOver(owner: NamedController, ingress: Ingress, classOf: FindClass | null): OwnerFinding | null {
  const { takes } = owner.settings
  const { watches } = owner.traits
  const isOwnBut = (left: Partial<Claim>) =>
    isClaimed(
      takes.map((one) => ({ ...one, ...left })),
      ingress,
      classOf,
    ) === true
  if (owns(owner, ingress, classOf) !== false) return null
  const { namespace } = refOf(ingress)
  const controller = { namespace: owner.namespace, name: owner.name }
  if (watches.namespace !== null && isOwnBut({ namespaces: null }))
    return finding(
      told('namespace-not-watched', { controller, watched: watches.namespace, namespace, flag: null }),
      refOf(ingress),
      { field: 'metadata.namespace' },
    )
  const labels = takes.flatMap((one) => one.labels?.text ?? [])[0]
  return labels !== undefined && isOwnBut({ labels: null })
    ? finding(told('labels-not-taken', { controller, labels }), refOf(ingress), { field: 'metadata.labels' })
    : null
}

function outsideOf(family: Family): NonNullable<Dialect['outside']> {
  return ({ ingresses, classes, gatewayClasses = [] }) => {
    const claims = family.seen?.(ingresses, classes ?? []) ?? null
    const isOwn = ({ spec }: GatewayClass) => family.gateway?.controllerNames.includes(spec?.controllerName ?? '')
    if (claims === null && !gatewayClasses.some(isOwn)) return null
    const nature = natureOf({ ...family, claims: () => claims ?? [] }, new Map(), outsideKind, '')
    return { kind: outsideKind, namespace: outsideKind, name: family.id, ...nature, replicas: [] } satisfies Controller
  }
}

/** Names of classes, namespaces and Services, and addresses, as they are written. */
const nameLike = /^[\w./,*:[\] -]{0,500}$/

function discretionOf(family: Family): Discretion {
  const { flags = [] } = family
  return {
    annotation: (name, value) => harmlessAnnotation(family, name, value),
    setting: () => null,
    argument: (flag, value) => (flags.includes(flag.toLowerCase()) && nameLike.test(value) ? value : null),
    text: () => null,
  }
}
