/** The catalogue of findings: a page for every code, complete by type, and what is said of one finding. */
import type { FindingCode, FindingFacts, Told } from '../domain/findings/facts.js'
import { actingPages } from './annotations/acting.js'
import { annotationPages } from './annotations/annotations.js'
import { backendPages } from './backends.js'
import { breakPages } from './breaks.js'
import { canaryPages } from './canaries.js'
import { certificatePages } from './certificates.js'
import { classPages } from './classes.js'
import { gapPages } from './gaps.js'
import { gatewayPages } from './gateways/gateways.js'
import { routeLoserPages } from './gateways/losers.js'
import { controllerLintPages } from './lint/controllers.js'
import { objectLintPages } from './lint/objects.js'
import { routeLintPages } from './lint/routes.js'
import { changePages, ignorePages, opinionPages } from './lint/wishes.js'
import { loserPages } from './losers.js'
import { ownershipPages } from './ownership.js'
import type { Page } from './page.js'
import { pathPages } from './paths.js'
import { replicaPages } from './replicas.js'
import { priorityPages } from './routers/priorities.js'
import { wholePages } from './wholes.js'
import { worldPages } from './worlds.js'

export const catalogue = {
  ...classPages,
  ...worldPages,
  ...gatewayPages,
  ...wholePages,
  ...ownershipPages,
  ...pathPages,
  ...priorityPages,
  ...backendPages,
  ...canaryPages,
  ...breakPages,
  ...annotationPages,
  ...actingPages,
  ...certificatePages,
  ...replicaPages,
  ...controllerLintPages,
  ...objectLintPages,
  ...routeLintPages,
  ...changePages,
  ...ignorePages,
  ...opinionPages,
  ...loserPages,
  ...routeLoserPages,
  ...gapPages,
} satisfies { readonly [C in FindingCode]: Page<C> }

/** A page as it is read: the words are those of its own case. */
export interface Explained {
  readonly title: string
  /** what it means, and why it is so */
  readonly explanation: string
  /** what brings it about, as lines of a manifest or a command */
  readonly example: string
  /** what a finding of the example says */
  readonly message: string
  /** what cures the example; null: there is nothing to cure */
  readonly fix: string | null
  /** the first release that has the rule; null: it was always so */
  readonly since: string | null
  /** where the rule stands */
  readonly link: string
}

export function pageOf(code: FindingCode): Explained {
  const { title, explanation, example, sample, since = null, link } = wordsOf(code)
  const found = { code, facts: sample } as Told
  return { title, explanation, example, message: sentenceOf(found), fix: fixOf(found), since, link }
}

/** What belongs together, in the order of a book. */
export const chapters: readonly { readonly title: string; readonly pages: object }[] = [
  { title: 'Classes and controllers', pages: classPages },
  { title: 'Several that serve one host', pages: worldPages },
  { title: 'Gateways and their routes', pages: gatewayPages },
  { title: 'Ingresses as a whole', pages: wholePages },
  { title: 'Hosts that have owners', pages: ownershipPages },
  { title: 'Hosts and paths', pages: pathPages },
  { title: 'Rules with priorities', pages: priorityPages },
  { title: 'Services behind a rule', pages: backendPages },
  { title: 'Canaries', pages: canaryPages },
  { title: 'Configurations that nginx refuses', pages: breakPages },
  { title: 'Annotations', pages: annotationPages },
  { title: 'What acts otherwise than it reads', pages: actingPages },
  { title: 'Certificates', pages: certificatePages },
  { title: 'What a replica shows', pages: replicaPages },
  { title: 'Controllers as a whole', pages: controllerLintPages },
  { title: 'What lies between objects', pages: objectLintPages },
  { title: 'Routes and Gateways as they are written', pages: routeLintPages },
  { title: 'What a change does', pages: changePages },
  { title: 'What is to be passed over', pages: ignorePages },
  { title: 'Opinions', pages: opinionPages },
  { title: 'Rules that did not get a request', pages: loserPages },
  { title: 'Rules of routes that did not get a request', pages: routeLoserPages },
  { title: 'What could not be seen', pages: gapPages },
]

function wordsOf(code: FindingCode): Page<FindingCode> {
  return catalogue[code] as unknown as Page<FindingCode>
}

/** @returns one sentence without its period, on one line; not yet safe for a terminal */
export function sentenceOf({ code, facts }: Told): string {
  return oneLine(wordsOf(code).sentence(facts as FindingFacts[FindingCode]))
}

/** @returns the smallest change that cures it, with its period; null: there is nothing to cure */
export function fixOf({ code, facts }: Told): string | null {
  const fix = wordsOf(code).fix?.(facts as FindingFacts[FindingCode]) ?? null
  return fix === null ? null : oneLine(fix)
}

/** @returns where the rule stands */
export function linkOf({ code }: Pick<Told, 'code'>): string {
  return catalogue[code].link
}

/** Names of objects come out of values of annotations, too, line breaks and all. */
function oneLine(text: string): string {
  return text.replace(/[\r\n]+/g, ' ')
}
