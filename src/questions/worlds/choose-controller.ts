/** Which of the controllers found, and which of its replicas, is meant. */

import {
  type Controller,
  type FoundControllers,
  isOutside,
  outsideKind,
  type Replica,
} from '../../domain/controllers/controller.js'
import { type ControllerName, controllerText, isMeantBy } from '../../domain/controllers/controller-name.js'
import type { Controllers, SeenObjects } from '../../domain/controllers/dialect.js'
import type { Gap } from '../../domain/gap.js'
import { matchesLabels, parseLabelSelector } from '../../domain/objects/label-selector.js'
import { nameOf } from '../../domain/objects/ref.js'
import { placeText } from '../../domain/ports.js'
import { Problem, problem } from '../../domain/problem.js'
import { someOf } from '../../domain/text/counted.js'
import { nearest } from '../../domain/text/nearest.js'

/** What was said; undefined where nothing was. */
export interface ControllerSelection {
  readonly controller?: ControllerName | undefined
  /** the predecessor's word for a Deployment, taken for any workload */
  readonly deployment?: string | undefined
  readonly pod?: string | undefined
  /** a label selector, known to parse */
  readonly labelSelector?: string | undefined
  readonly container?: string | undefined
  /** of an IngressClass, or `--ingress-class` */
  readonly class?: string | undefined
}

/** A controller with the replicas that are meant. */
export interface Chosen {
  readonly controller: Controller
  readonly replicas: readonly Replica[]
}

/** Those that are meant, and what could not be seen on the way to them. */
export interface Meant {
  readonly chosen: readonly Chosen[]
  readonly gaps: readonly Gap[]
}

/**
 * @param namespace in which controllers are looked for; null: in all that may be seen
 * @throws Problem as {@link chooseControllers}
 */
export async function findControllers(
  controllers: Controllers,
  selection: ControllerSelection,
  namespace: string | null,
): Promise<Meant> {
  const found = await controllers.find(namespace)
  return { chosen: chooseControllers(found, selection, namespace), gaps: gapsOf(found, selection) }
}

/** With those that have no pods. */
export function withOutside(controllers: Controllers, found: FoundControllers, seen: SeenObjects): FoundControllers {
  return { ...found, controllers: [...found.controllers, ...controllers.outside(seen)] }
}

/** Pods may not be looked at. */
export function isBlinding({ kind, reason }: Gap): boolean {
  return kind === 'Pod' && reason !== 'not-found'
}

/**
 * What could not be seen, and who is passed over since nobody named it.
 * @param selection null: nobody can be named
 */
export function gapsOf({ gaps, lookAlikes }: FoundControllers, selection: ControllerSelection | null): readonly Gap[] {
  if (lookAlikes.length === 0 || (selection !== null && isNamed(selection))) return gaps
  const names = namesOf(lookAlikes)
  const looks = names.length === 1 ? 'looks like a controller' : 'look like controllers'
  const asked =
    names.length === 1
      ? 'it is asked only where --controller names it'
      : 'they are asked only where --controller names one'
  const message = `${someOf(names, mostNamed)} ${looks}, but no class, Service or status of an Ingress leads there: ${asked}`
  return [...gaps, { kind: 'Controller', namespace: null, reason: 'invalid', message }]
}

const mostNamed = 5

/** Does it name whom it means, so that nobody else is asked about. */
export function isNamed({ controller, deployment, pod }: ControllerSelection): boolean {
  return (controller ?? deployment ?? pod) !== undefined
}

/**
 * @param namespace in which controllers were looked for; null: in all of them
 * @throws Problem `no-controller`, `not-found` where what was said fits none
 */
export function chooseControllers(
  { controllers: real, lookAlikes, gaps, known }: FoundControllers,
  selection: ControllerSelection,
  namespace: string | null,
): Chosen[] {
  const controllers = isNamed(selection) ? [...real, ...lookAlikes] : real
  const where = placeText(namespace)
  if (controllers.length === 0) {
    const blind = gaps.find(isBlinding)
    const looked = blind?.message ?? `no pod runs any of the ${known.length} kinds that are known`
    throw problem('no-controller', { where, looked, hint: hintFor(blind, namespace) })
  }
  const chosen = controllers.flatMap((controller) => {
    const replicas = isMeant(controller, selection) ? replicasMeant(controller, selection) : []
    return replicas.length > 0 || isMeantWhole(controller, selection) ? [{ controller, replicas }] : []
  })
  if (chosen.length === 0 && selection.controller?.namespace === outsideKind)
    throw problem('no-controller', {
      where,
      looked: 'what runs outside of the cluster has no pods to ask',
      hint: '"kubectl tkng info" has what is known of it',
    })
  if (chosen.length === 0)
    throw problem('not-found', {
      what: saidOf(selection),
      where: `among the controllers ${where}`,
      near: nearTo(selection, controllers),
    })
  return chosen
}

function hintFor(blind: Gap | undefined, namespace: string | null): string {
  if (blind?.reason === 'not-captured')
    return 'this asks the proxy itself: leave --from out, or name a capture that holds its pods'
  if (blind !== undefined) return 'ask for the verb "list" on pods, or name the namespace of the controller with -n'
  return namespace !== null
    ? 'for this command -n is the namespace of the controller; without it all of them are searched'
    : 'is one installed? A cloud\'s own runs outside of the cluster and has no pods to ask: "kubectl tkng info" names it'
}

/** What is like the name that was said; where nothing is, the controllers that there are. */
function nearTo(
  { controller, deployment, pod, class: className }: ControllerSelection,
  controllers: readonly Controller[],
): string[] {
  const all = namesOf(controllers)
  const named = controller === undefined ? deployment : controller.name
  const near = [
    ...(named === undefined ? [] : nearest(named, new Set(controllers.map(({ name }) => name)))),
    ...(pod === undefined
      ? []
      : nearest(
          pod,
          controllers.flatMap(({ replicas }) => replicas.map(({ name }) => name)),
        )),
    ...(className === undefined
      ? []
      : nearest(
          className,
          controllers.flatMap(({ traits }) => traits.className ?? []),
        )),
  ]
  return near.length > 0 ? near : all
}

/** @throws Problem `ambiguous` with the choices */
export function onlyOne(chosen: readonly Chosen[]): Chosen {
  const [first, ...others] = chosen
  if (first !== undefined && others.length === 0) return first
  throw problem('ambiguous', {
    what: 'controller',
    choices: namesOf(chosen.map(({ controller }) => controller)),
    flag: '--controller NAMESPACE/NAME',
  })
}

/**
 * The first that is ready; one that is not only where it was named.
 * @throws Problem `no-replica`
 */
export function firstReplica({ controller, replicas }: Chosen, selection: ControllerSelection): Replica {
  const found = selection.pod === undefined ? replicas.find(({ state }) => state === 'ready') : replicas[0]
  if (found && found.state !== 'unstarted') return found
  const known = replicas.filter(({ state }) => state !== 'unstarted')
  throw problem('no-replica', {
    controller: nameOf(controller),
    states: known.map(({ name, state, reason }) => `${name} is ${state}${reason === null ? '' : ` (${reason})`}`),
  })
}

/** As {@link firstReplica}, for what can be told without one: that none can be asked is a gap then. */
export function replicaOrGap(chosen: Chosen, selection: ControllerSelection, gaps: Gap[]): Replica | null {
  // A controller that is only assumed has none, and nobody misses it.
  if (chosen.replicas.length === 0) return null
  try {
    return firstReplica(chosen, selection)
  } catch (error) {
    if (!(error instanceof Problem) || error.value.reason !== 'no-replica') throw error
    const { controller, states } = error.value.facts
    // That there are no pods in the source is said of all.
    if (states.length === 0) return null
    const message = `no replica of ${controller} is ready: ${states.join(', ')}`
    gaps.push({ kind: 'Pod', namespace: chosen.controller.namespace, reason: 'unreachable', message })
    return null
  }
}

/** The first that is ready, or all that are; the one that was named, ready or not. @throws Problem `no-replica` */
export function replicasToAsk(chosen: Chosen, selection: ControllerSelection, all: boolean): readonly Replica[] {
  const first = firstReplica(chosen, selection)
  return all && selection.pod === undefined ? chosen.replicas.filter(({ state }) => state === 'ready') : [first]
}

function namesOf(controllers: readonly Controller[]): string[] {
  return controllers.map(nameOf)
}

function isMeant(controller: Controller, { controller: wanted, deployment, class: className }: ControllerSelection) {
  if (wanted !== undefined && !isMeantBy(wanted, controller)) return false
  if (deployment !== undefined && deployment !== controller.name) return false
  return className === undefined || className === controller.traits.className
}

/** One that runs outside has no pods that could be meant. */
function isMeantWhole(controller: Controller, selection: ControllerSelection): boolean {
  const { pod, labelSelector } = selection
  return isOutside(controller) && pod === undefined && labelSelector === undefined && isMeant(controller, selection)
}

function replicasMeant({ replicas }: Controller, { pod, labelSelector, container }: ControllerSelection): Replica[] {
  const labels = parseLabelSelector(labelSelector ?? '')
  return replicas
    .filter((replica) => (pod === undefined || replica.name === pod) && matchesLabels(labels, replica.labels))
    .map((replica) => (container === undefined ? replica : { ...replica, container }))
}

function saidOf({ controller, deployment, pod, labelSelector, class: className }: ControllerSelection): string {
  const said = [
    controller && `controller ${controllerText(controller)}`,
    deployment && `deployment ${deployment}`,
    pod && `pod ${pod}`,
    labelSelector && `pods labelled ${labelSelector}`,
    className && `class ${className}`,
  ].filter((part) => part !== undefined)
  return said.join(' with ')
}
