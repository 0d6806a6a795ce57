/** What keeps an Ingress out as a whole, whatever its annotations mean; and snippets, which have a gate of their own. */
import { told } from '../../../domain/findings/finding.js'
import type { Ingress } from '../../../domain/objects/objects.js'
import { parseBool } from '../../shared/go/values.js'
import { misspelt } from '../workload/keys.js'
import { refusalBy } from '../workload/path-rule.js'
import type { Policy, Risk } from '../workload/policy.js'
import { isSince } from '../workload/version.js'
import type { Draft } from './draft.js'
import { GroupReader } from './group.js'
import { known, protecting } from './known/catalogue.js'

const order: readonly Risk[] = ['Low', 'Medium', 'High', 'Critical']

/**
 * The level that an annotation may have at most. Old names have no risk.
 * https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/annotations/parser/validators.go (CheckAnnotationRisk)
 */
export function checkRisk(draft: Draft): void {
  const { riskLevel, version } = draft.policy
  if (riskLevel === 'Critical') return
  for (const annotation of draft.values.keys()) {
    const row = known.get(annotation)
    if (!row || order.indexOf(row.risk) <= order.indexOf(riskLevel)) continue
    const { risk, group } = row
    draft.flaw(
      told('annotation-risk', {
        annotation,
        effect: 'dropped',
        protects: protecting.has(annotation),
        risk,
        group,
        allowed: riskLevel,
        misspelt: misspelt(draft.policy, 'annotations-risk-level'),
      }),
      {
        since: riskLevel === 'High' && isSince(version, [1, 12, 0]) ? '1.12.0' : '1.9.0',
        seen: risk === 'Critical',
      },
    )
  }
}

/** https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/store/store.go (checkBadAnnotationValue) */
export function checkWords(draft: Draft): void {
  const { wordBlocklist } = draft.policy
  if (wordBlocklist.length === 0) return
  for (const [annotation, value] of draft.values) {
    const word = wordBlocklist.find((one) => value.includes(one))
    if (word === undefined) continue
    draft.flaw(told('word-blocked', { annotation, effect: 'dropped', word }))
  }
}

const forbidden = /\/etc\/(?:passwd|shadow|group|nginx|ingress-controller)|\/var\/run\/secrets|_by_lua/

/** https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/inspector/rules.go */
function isForbidden(text: string | null | undefined): text is string {
  if (!text) return false
  if (forbidden.test(text)) return true
  const last = text.lastIndexOf(';')
  return last !== -1 && /alias|root/.test(text.slice(0, last))
}

interface Inspected {
  readonly field: string
  readonly text: string
}

const nowhere: readonly Inspected[] = []

/** What the deep inspection takes offence at. Plain loops: every path of the cluster comes by here. */
export function inspect(ingress: Ingress, policy: Policy): readonly Inspected[] {
  if (!policy.deepInspect) return nowhere
  const found: Inspected[] = []
  for (const [i, rule] of ingress.spec?.rules?.entries() ?? []) {
    if (isForbidden(rule.host)) found.push({ field: `spec.rules[${i}].host`, text: rule.host })
    for (const [j, { path }] of rule.http?.paths?.entries() ?? [])
      if (isForbidden(path)) found.push({ field: `spec.rules[${i}].http.paths[${j}].path`, text: path })
  }
  for (const [i, { secretName, hosts }] of ingress.spec?.tls?.entries() ?? []) {
    if (isForbidden(secretName)) found.push({ field: `spec.tls[${i}].secretName`, text: secretName })
    for (const [j, host] of hosts?.entries() ?? [])
      if (isForbidden(host)) found.push({ field: `spec.tls[${i}].hosts[${j}]`, text: host })
  }
  return found
}

export function checkPlaces(draft: Draft, places: readonly Inspected[]): void {
  for (const { field, text } of places)
    draft.flawAt(field, told('deep-inspect', { annotation: '', effect: 'dropped', field, text }), { since: '1.2.0' })
}

/** Paths with characters that a release drops the Ingress for. */
export function checkPaths(draft: Draft): void {
  const { ingress, policy } = draft
  const { pathRule } = policy
  if (pathRule === null) return
  const usesRegex = parseBool(draft.values.get('use-regex') ?? '') === true
  for (const [i, { http }] of ingress.spec?.rules?.entries() ?? [])
    for (const [j, { path, pathType }] of http?.paths?.entries() ?? []) {
      const type = pathType || 'ImplementationSpecific'
      const allowed = path ? refusalBy(pathRule, path, type, usesRegex) : null
      if (path && allowed !== null)
        draft.flawAt(
          `spec.rules[${i}].http.paths[${j}].path`,
          told('path-refused', { annotation: '', effect: 'dropped', path, pathType: type, allowed }),
          { since: '1.5.2' },
        )
    }
}

const snippetAnnotations = ['configuration-snippet', 'server-snippet', 'stream-snippet', 'modsecurity-snippet'] as const

/** Those that take effect. @param authSnippet '' where there is none, or nothing that it belongs to */
export function snippetsOf(draft: Draft, authSnippet: string): ReadonlyMap<string, string> {
  const { policy } = draft
  const asked = new Map<string, string>()
  for (const annotation of snippetAnnotations) {
    const text = new GroupReader(draft).text(annotation)
    if (text !== undefined) asked.set(annotation, text)
  }
  if (authSnippet !== '') asked.set('auth-snippet', authSnippet)
  if (policy.allowSnippets) return asked
  const near = misspelt(policy, 'allow-snippet-annotations')
  for (const annotation of asked.keys())
    draft.flaw(told('snippet-not-allowed', { annotation, effect: 'ignored', misspelt: near }), {
      since: isSince(policy.version, [1, 9, 0]) ? '1.9.0' : '1.0.1',
      seen: true,
    })
  return new Map()
}
