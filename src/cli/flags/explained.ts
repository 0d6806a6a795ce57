/** Which Ingresses are explained, and by whose rules: what the verbs that explain them share. */
import type { Command } from 'commander'
import type { WhyQuestion } from '../../questions/why/selection.js'
import { meantController } from './controller.js'
import type { Flags } from './given.js'
import { meantObjects, meantSelector } from './object.js'
import { meantSemantics, semanticsOption } from './semantics.js'

/** Whose answer it is: the `-l` of these verbs selects Ingresses, and no replicas. */
export function declareExplainer(command: Command): Command {
  return command
    .option('--controller <[namespace/]name>', 'ask this controller only')
    .option('--class <name>', 'ask the controller of this ingress class only')
    .option('--pod <name>', 'ask this replica, ready or not')
    .addOption(semanticsOption())
}

/**
 * @param names of Ingresses, as they were typed; none: all
 * @throws Problem `usage` for names beside labels, and for what is no name or no selector
 */
export function meantExplained(names: readonly string[], flags: Flags): Omit<WhyQuestion, 'now'> {
  const labelSelector = meantSelector(names, flags)
  return {
    names: meantObjects(names),
    labelSelector,
    selection: meantController({ ...flags, selector: undefined }),
    semantics: meantSemantics(flags),
  }
}
