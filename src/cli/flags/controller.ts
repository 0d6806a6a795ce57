/** Which controller, and which of its replicas: the flags that every verb shares which looks inside one. */
import { type Command, Option } from 'commander'
import { parseControllerName } from '../../domain/controllers/controller-name.js'
import { usage } from '../../domain/problem.js'
import type { ControllerSelection } from '../../questions/worlds/choose-controller.js'
import { type Flags, given } from './given.js'
import { checkSelector } from './object.js'

const group = 'Controller:'

const declared: readonly (readonly [flags: string, meaning: string])[] = [
  ['--controller <[namespace/]name>', 'this controller, where several are found'],
  ['--deployment <name>', 'the same, by the name of its Deployment, DaemonSet or StatefulSet'],
  ['--pod <name>', 'this replica, ready or not'],
  ['-l, --selector <labels>', 'only replicas with these labels'],
  ['--container <name>', 'this container of the replica'],
  ['--class <name>', 'the controller of this ingress class'],
]

export function declareControllerFlags(command: Command): Command {
  for (const [flags, meaning] of declared) command.addOption(new Option(flags, meaning).helpGroup(group))
  return command
}

/** @throws Problem `usage` for flags that contradict each other */
export function meantController(flags: Flags): ControllerSelection {
  const controller = parseController(given.text(flags, 'controller'))
  const deployment = given.text(flags, 'deployment')
  const pod = given.text(flags, 'pod')
  const labelSelector = given.text(flags, 'selector') || undefined
  if (controller !== undefined && deployment !== undefined && controller.name !== deployment)
    throw usage('--controller and --deployment name two workloads', 'leave one of them out')
  if (pod !== undefined && labelSelector !== undefined)
    throw usage('--pod and -l exclude each other', 'leave one of the two out')
  if (labelSelector !== undefined) checkSelector(labelSelector)
  return {
    controller,
    deployment,
    pod: pod?.replace(/^pods?\//, ''),
    labelSelector,
    container: given.text(flags, 'container'),
    class: given.text(flags, 'class'),
  }
}

/** @throws Problem `usage` */
export function parseController(text: string | undefined): ControllerSelection['controller'] {
  if (text === undefined) return undefined
  const name = parseControllerName(text)
  if (name === null) throw usage(`invalid --controller "${text}"`, 'it is NAME or NAMESPACE/NAME')
  return name
}
