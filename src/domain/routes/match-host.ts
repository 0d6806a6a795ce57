/**
 * Host names of rules and requests: normal form, and what a wildcard covers.
 *
 * https://kubernetes.io/docs/concepts/services-networking/ingress/#hostname-wildcards
 */

/** `*.foo.com` covers exactly one label more: bar.foo.com, neither baz.bar.foo.com nor foo.com. */
export function wildcardCovers(wildcard: string, host: string): boolean {
  if (!wildcard.startsWith('*.')) return false
  const dot = host.indexOf('.')
  return dot > 0 && host.slice(dot).toLowerCase() === wildcard.slice(1).toLowerCase()
}

/** Is this rule's host the one asked for: by its very name, or as a wildcard that covers it. A host-less rule is not. */
export function hostAnswers(ruleHost: string | null, asked: string): boolean {
  if (ruleHost === null) return false
  return ruleHost.toLowerCase() === asked.toLowerCase() || wildcardCovers(ruleHost, asked)
}
