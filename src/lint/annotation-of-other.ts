/**
 * Annotations of a controller that does not take the Ingress: what they say is not done, and where they keep somebody out,
 * nobody is kept out.
 */

import { isAssumed } from '../domain/controllers/controller.js'
import type { Dialect } from '../domain/controllers/dialect.js'
import type { AnnotationWords, ControllerKind } from '../domain/controllers/kind.js'
import type { FindingFacts } from '../domain/findings/facts.js'
import { type Finding, finding, told } from '../domain/findings/finding.js'
import type { LintFacts, LintWorld } from '../domain/lint/rule.js'
import { classNameOf } from '../domain/objects/class-name.js'
import type { GatewayRoute } from '../domain/objects/gateway/routes.js'
import type { Ingress } from '../domain/objects/objects.js'
import { type Ref, refOf } from '../domain/objects/ref.js'

type Seen = Pick<LintFacts, 'inventory' | 'controllers'> & {
  readonly worlds: readonly Pick<LintWorld, 'controller' | 'dialect'>[]
}

/** Bodies and headers that are larger than the usual are refused where these are not read: 413, 502. */
const sizes = /\/(?:proxy-body-size|client-max-body-size|proxy-buffers?(?:-size|-number|s-number)?)$/

/** Of one Ingress. */
export function annotationsOfOthers(ingress: Ingress, facts: Seen): Finding[] {
  const names = Object.keys(ingress.metadata.annotations ?? {})
  if (!names.some((name) => name.includes('/'))) return []
  const owners = ownersOf(ingress, facts)
  const own = owners.flatMap(({ speaks }) => speaks ?? [])
  const [owner] = owners
  // Of who reads none that are known, it is not known which it does.
  if (owner === undefined || own.length < owners.length) return []
  const isOwn = (name: string) =>
    own.some(({ prefixes, shares = [] }) => isOf(name, { prefixes: [...prefixes, ...shares] }) || shares.includes(name))
  const isGuarded = names.some(isOwn) || own.some(({ guardsBeside }) => guardsBeside)
  const done = own.flatMap(({ instead }) => instead ?? [])
  // Two kinds of controllers have one name for their class: who takes it reads its own annotations alone.
  const isAmongOwn = owners.some((one) => isMeantFor(ingress, one, facts))
  const isInstead = facts.worlds.some(({ controller, dialect }) =>
    dialect.takesInstead?.(controller, ingress, facts.inventory.classOf),
  )
  return facts.controllers.dialects.flatMap((dialect) => {
    const words = dialect.speaks
    if (owners.includes(dialect) || words === undefined) return []
    const isInPlace = isInstead || (!isAmongOwn && isMeantFor(ingress, dialect, facts))
    if (isInPlace && done.length === 0) return []
    const found = names.filter((name) => isOf(name, words) && !isOwn(name) && !(isInPlace && done.includes(name)))
    if (found.length === 0) return []
    const isKept = isInPlace && names.some((name) => done.includes(name) && words.guards.includes(wordOf(name)))
    const isBounded = !isGuarded && own.some(({ bounds }) => bounds === true) && found.some((one) => sizes.test(one))
    return said(refOf(ingress), found, words, { of: dialect.title, by: owner.title, isBounded }, isGuarded || isKept)
  })
}

/**
 * Of a route of Gateways: whatever Ingresses are told by annotations, nobody reads of it. What keeps people out may be asked for
 * by a policy beside it, of whichever implementation: so none of them is said to be open.
 */
export function annotationsOfRoute(route: GatewayRoute, dialects: readonly Dialect[]): Finding[] {
  const names = Object.keys(route.metadata.annotations ?? {})
  return dialects.flatMap(({ title, reads, speaks }) => {
    const found = reads.rules && speaks !== undefined ? names.filter((name) => isOf(name, speaks)) : []
    if (speaks === undefined || found.length === 0) return []
    return said(refOf(route), found, speaks, { of: title, by: route.kind, isBounded: false, isRoute: true }, true)
  })
}

/**
 * Those that take it: of several, one may read what the others do not. Where no controller is seen that surely does, those
 * whose class is usually called so.
 */
function ownersOf(ingress: Ingress, facts: Seen): readonly ControllerKind[] {
  const { worlds, inventory, controllers } = facts
  const takes = worlds.map((world) => ({ world, is: world.dialect.owns(world.controller, ingress, inventory.classOf) }))
  if (takes.some(({ is, world }) => is === null || (is && isAssumed(world.controller)))) {
    // Told of the one by whose rules it is judged.
    const first = worlds.map(({ dialect }) => dialect)
    const all = [...new Set([...first, ...controllers.dialects])]
    return all.filter((dialect) => isMeantFor(ingress, dialect, facts))
  }
  return takes.flatMap(({ is, world }) => (is ? world.dialect : []))
}

/** Whoever takes the class of another kind of controller takes its annotations with it. */
function isMeantFor(
  ingress: Ingress,
  dialect: ControllerKind,
  { controllers, inventory }: Pick<Seen, 'controllers' | 'inventory'>,
): boolean {
  const { spec } = ingress
  const usual = controllers.assumed(dialect)
  const found = spec?.ingressClassName ? inventory.ingressClass(spec.ingressClassName) : undefined
  if (found !== undefined) return dialect.hasClass(usual, found)
  return classNameOf(ingress) === usual.traits.className
}

function wordOf(name: string): string {
  return name.slice(name.indexOf('/') + 1)
}

function isOf(name: string, { prefixes }: Pick<AnnotationWords, 'prefixes'>): boolean {
  return prefixes.some((prefix) => name.startsWith(`${prefix}/`))
}

/** @param isGuarded does it speak to its owner, too: then what is lost may well be done in another way */
function said(
  source: Ref,
  names: readonly string[],
  { guards }: AnnotationWords,
  { isBounded, ...facts }: Omit<FindingFacts['annotation-of-other'], 'annotations'>,
  isGuarded: boolean,
): Finding[] {
  const fieldOf = (name: string | undefined) => ({ field: `metadata.annotations["${name}"]` })
  const lost = isGuarded ? [] : names.filter((name) => guards.includes(wordOf(name)))
  const rest = names.filter((name) => !lost.includes(name))
  return [
    ...(lost.length === 0
      ? []
      : [finding(told('auth-lost', { ...facts, annotations: lost, effect: 'fail-open' }), source, fieldOf(lost[0]))]),
    ...(rest.length === 0
      ? []
      : [finding(told('annotation-of-other', { ...facts, isBounded, annotations: rest }), source, fieldOf(rest[0]))]),
  ]
}
