/**
 * ModSecurity, which logs and lets through what its rules find until somebody says `SecRuleEngine On`.
 * https://github.com/owasp-modsecurity/ModSecurity/blob/v3/master/modsecurity.conf-recommended
 */
import { parseBool } from '../../shared/go/values.js'
import type { Policy } from './policy.js'

/** @param said by `enable-modsecurity` of the Ingress, which stands above the ConfigMap */
export function hasModSecurity({ modSecurity }: Policy, said: string | undefined): boolean {
  return parseBool(said ?? '') ?? modSecurity
}

/** By whoever speaks of it, or has files of his own read, it is meant as it is. */
const decides =
  /SecRuleEngine|ruleEngine=|modsecurity_rules_|^[ \t]*Include[ \t]+(?!\/etc\/nginx\/(?:owasp-modsecurity-crs|modsecurity)\/)/im

/** @param own snippets of the Ingress */
export function onlyLogs(policy: Policy, own: Iterable<string> = []): boolean {
  const { entries, httpSnippet, serverSnippet, locationSnippet } = policy
  const texts = [entries['modsecurity-snippet'] ?? '', httpSnippet, serverSnippet, locationSnippet, ...own]
  return !texts.some((text) => decides.test(text))
}
