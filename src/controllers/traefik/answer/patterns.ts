/** Paths that are written as patterns where Traefik takes a text: such a rule is read without an error, and hardly a request fits. */
import type { Told } from '../../../domain/findings/facts.js'
import { told } from '../../../domain/findings/finding.js'
import { globFlaw } from '../../../domain/routes/glob.js'
import { readRule } from '../../../languages/traefik/rule/read.js'
import { namesIn } from '../../../languages/traefik/rule/rule.js'
import { patternOfTemplate, templateIn } from '../../../languages/traefik/rule/templates.js'
import { globMiss, matchesAsPattern } from '../../shared/glob.js'
import { provider as nginx } from '../model/nginx-rules.js'
import type { Made } from '../model/types.js'

export type PatternFlaw = Told<'glob-path' | 'rule-template'>

/** The older syntax has patterns of its own. */
export function patternIn({ source, routers: [router] }: Made): PatternFlaw | null {
  // Most rules have no such sign.
  if (router === undefined || router.syntax === 'v2' || !/[*{[|\\?$]/.test(router.rule)) return null
  const read = readRule(router.rule, 'v3')
  if ('wrong' in read) return null
  const isIngress = source.kind === 'Ingress'
  const isForNginx = router.name.endsWith(`@${nginx}`)
  const template = isForNginx ? null : templateIn(read)
  if (template !== null) return told('rule-template', { ...template, isIngress })
  const way = isForNginx ? 'use-regex' : isIngress ? 'pathmatcher' : 'matcher'
  const texts = namesIn(read).paths.filter(({ by }) => by !== 'PathRegexp')
  return texts.map(({ path }) => globFlaw(path, false, way)).find((found) => found !== null) ?? null
}

/** Is a request for this host, or this path, one that was meant. */
export function isMeantBy(
  flaw: PatternFlaw,
  { host, path }: { readonly host: string | null; readonly path: string },
): boolean {
  if (flaw.code === 'glob-path') return globMiss(flaw.facts.path, path, flaw.facts.way) !== null
  const { matcher, text } = flaw.facts
  const pattern = patternOfTemplate(text, isOfHost(flaw) ? 'host' : 'path', matcher === 'PathPrefix')
  const asked = isOfHost(flaw) ? host : path
  return pattern !== null && asked !== null && matchesAsPattern(pattern.slice(1), asked)
}

/** Is it in the host of a rule. */
export function isOfHost(flaw: PatternFlaw): boolean {
  return flaw.code === 'rule-template' && flaw.facts.matcher.startsWith('Host')
}
