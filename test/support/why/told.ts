/** What `why` says of a small cluster, in lines. */

import { whyIngresses } from '../../../src/controllers/ingress-nginx/why/why.js'
import { nameOf } from '../../../src/domain/objects/ref.js'
import type { WhyRow } from '../../../src/domain/why/why.js'
import type { WhySources } from '../../../src/domain/why/why-sources.js'
import { plan, type WorldWords } from '../worlds/ingress-world.js'
import { silent } from './sources.js'

export async function rows(words: WorldWords, sources: Partial<WhySources> = {}): Promise<readonly WhyRow[]> {
  return whyIngresses(plan(words), { ...silent, ...sources }, () => true)
}

/** `NAMESPACE/NAME HOST+PATH` (or `NAMESPACE/NAME`) → `yes`, `NO` or `?`, and the codes of its causes, worst first. */
export async function told(words: WorldWords, sources: Partial<WhySources> = {}): Promise<Record<string, string>> {
  return Object.fromEntries((await rows(words, sources)).map((row) => [labelOf(row), lineOf(row)]))
}

function labelOf({ source, rule }: WhyRow): string {
  return rule === null ? nameOf(source) : `${nameOf(source)} ${rule.host ?? '*'}${rule.path ?? ''}`
}

function lineOf({ served, causes }: WhyRow): string {
  return [served === null ? '?' : served ? 'yes' : 'NO', ...causes.map(({ code }) => code)].join(' ')
}
