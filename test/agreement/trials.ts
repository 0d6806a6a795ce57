/** A rule → the requests that it should take, by the words of its own host and path. */
import fc from 'fast-check'
import type { Request, Route } from './read.js'

/** Of the Ingress that a rule stands in, by full name. */
export type Annotations = Readonly<Record<string, string>>

const prefix = 'nginx.ingress.kubernetes.io'

export interface Hosts {
  /** all that any Ingress names */
  readonly names: ReadonlySet<string>
  /** those of which an Ingress makes all paths patterns; `*`: rules without a host */
  readonly patterns: ReadonlySet<string>
}

/**
 * @returns none for a pattern of which no word is found
 */
export function trialsOf(route: Route, annotations: Annotations, { names, patterns }: Hosts): Request[] {
  const host = hostFor(route.host, names)
  const headers = canaryHeaders(annotations)
  return pathsFor(route, patterns.has(route.host ?? '*')).flatMap((path) =>
    (['http', 'https'] as const).map((scheme) => ({ scheme, host, path, headers })),
  )
}

/** A name that nobody has: below a wildcard, and for a rule without a host. */
function hostFor(host: string | null, hosts: ReadonlySet<string>): string {
  if (host !== null && !host.startsWith('*.')) return host
  const rest = host === null ? '.nobody.invalid' : host.slice(1)
  for (let i = 0; ; i++) if (!hosts.has(`trial${i}${rest}`)) return `trial${i}${rest}`
}

/** Its own path, below it, with and without a slash; of a pattern some words of it. */
function pathsFor({ path, pathType }: Route, isPattern: boolean): string[] {
  if (path === null) return ['/', '/trial']
  const words = isPattern && !/^[\w\-/.~%]*$/.test(path) ? wordsOf(path) : []
  const bare = path.replace(/\/$/, '')
  const paths = pathType === 'Exact' ? [path] : [path, bare, `${bare}/`, `${bare}/trial`]
  return [...new Set([...words, ...paths].map((one) => encoded(one === '' ? '/' : one)))]
}

/** Does an Ingress make all paths of its hosts patterns. */
export function makesPatterns(annotations: Annotations): boolean {
  return (
    /^(?:1|t|T|true|True|TRUE)$/.test(annotations[`${prefix}/use-regex`] ?? '') ||
    Boolean(annotations[`${prefix}/rewrite-target`])
  )
}

/** What a client does to what cannot stand in a request line. */
function encoded(path: string): string {
  return path.replaceAll(/[^\x21-\x7e]|[#?]/g, encodeURIComponent)
}

/** The same ones each time. */
function wordsOf(pattern: string): string[] {
  try {
    const regex = new RegExp(`^${pattern}`, 'i')
    const words = fc.sample(fc.stringMatching(new RegExp(`^${pattern.replace(/\$$/, '')}$`)), { numRuns: 40, seed: 1 })
    const plain = words.filter((word) => /^[\w\-/.~]+$/.test(word) && !/\/\/|(?:^|\/)\.{1,2}(?:\/|$)/.test(word))
    return [...new Set(plain.filter((word) => regex.test(word)))].sort((a, b) => a.length - b.length).slice(0, 5)
  } catch {
    return []
  }
}

/** By which a canary takes a request; one by weight needs none. */
function canaryHeaders(annotations: Annotations): Record<string, string> {
  const said = (name: string) => annotations[`${prefix}/${name}`] ?? ''
  if (said('canary') !== 'true') return {}
  const header = said('canary-by-header')
  // No client can send another name.
  if (/^[\w-]+$/.test(header))
    return { [header]: said('canary-by-header-value') || wordsOf(said('canary-by-header-pattern'))[0] || 'always' }
  return header !== '' || said('canary-by-cookie') === '' ? {} : { cookie: `${said('canary-by-cookie')}=always` }
}
