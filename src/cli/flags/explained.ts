/** Which Ingresses are explained, and by whose rules: what the verbs that explain them share. */
import type { Command } from 'commander'
import { problem } from '../../domain/problem.js'
import type { WhyQuestion } from '../../questions/why/selection.js'
import { meantController } from './controller.js'
import { type Flags, given } from './given.js'
import { meantObjects } from './object.js'
import { checkSelector } from './selector.js'
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
  const labelSelector = given.text(flags, 'selector') || undefined
  if (labelSelector !== undefined) checkSelector(labelSelector)
  if (names.length > 0 && labelSelector !== undefined)
    throw problem('usage', { message: 'names and -l exclude each other', hint: 'leave one of the two out' })
  return {
    names: meantObjects(names),
    labelSelector,
    selection: meantController({ ...flags, selector: undefined }),
    semantics: meantSemantics(flags),
  }
}
