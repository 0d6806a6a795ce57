/**
 * A rule of its own on the characters of paths, which dropped Ingresses from 1.5.2 to 1.6.3 and was withdrawn with 1.6.4:
 * https://github.com/kubernetes/ingress-nginx/pull/9309, /9511, /9543, /9607 and /9626 (pkg/util/ingress/ingress.go)
 */
import { parseBool } from '../../shared/go/values.js'
import { isSince, type Version } from './version.js'

/**
 * - `use-regex`: plain characters, and those of patterns where the Ingress has `use-regex`
 * - `path-type`: plain characters, and the `more` ones; `strict`: those for ImplementationSpecific only
 */
export type PathRule = { readonly is: 'use-regex' } | PathTypeRule

interface PathTypeRule {
  readonly is: 'path-type'
  readonly strict: boolean
  readonly more: string
}

/** @param data of the controller's ConfigMap. @returns null: paths are not looked at */
export function pathRuleOf(version: Version, data: Readonly<Record<string, string | undefined>>): PathRule | null {
  if (!isSince(version, [1, 5, 2]) || isSince(version, [1, 6, 4])) return null
  if (!isSince(version, [1, 6, 0]) || isSince(version, [1, 6, 3])) return { is: 'use-regex' }
  const isFirst = !isSince(version, [1, 6, 1])
  const strict = isFirst
    ? parseBool(data['disable-pathtype-validation'] ?? '') !== true
    : parseBool(data['enable-pathtype-validation'] ?? '') === true
  return { is: 'path-type', strict, more: data['path-additional-allowed-chars'] ?? '^%$[](){}*+?|' }
}

const plain = /^\/[-._~a-zA-Z0-9/]*$/

/**
 * @param usesRegex has the Ingress `use-regex`
 * @returns the characters that the path may have, in words; null: it has no others
 */
export function refusalBy(rule: PathRule, path: string, pathType: string, usesRegex: boolean): string | null {
  const more = moreOf(rule, pathType, usesRegex)
  const isRight = plain.test([...path].filter((character) => !more.includes(character)).join('') || '/')
  return isRight ? null : `letters, digits and ${[...'-._~/', ...more].join('')}`
}

function moreOf(rule: PathRule, pathType: string, usesRegex: boolean): string {
  if (rule.is === 'use-regex') return usesRegex ? '^$[](){}*+' : ''
  return rule.strict && pathType !== 'ImplementationSpecific' ? '' : rule.more
}
