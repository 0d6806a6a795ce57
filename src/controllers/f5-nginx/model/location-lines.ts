/**
 * How a path of an Ingress is written as a location, and what stands in it.
 * https://github.com/nginx/kubernetes-ingress/blob/main/internal/configs/version1/template_helper.go (makeLocationPath)
 */
import { printed } from '../../shared/go/values.js'
import { quoted } from '../../shared/nginx/quote.js'

export interface WrittenPath {
  /** behind the word `location` */
  readonly head: string
  /** the pattern that `rewrite-target` replaces */
  readonly pattern: string
}

/**
 * Prefix and ImplementationSpecific are the same: a prefix of the text, whatever stands behind it. The template has Go print
 * the whole as a format, so that nothing with a `%` in it stays what it is.
 * @param regex of the annotation `path-regex`
 */
export function pathOf(path: string, isExact: boolean, regex: string | null): WrittenPath {
  const { head, pattern } = plainPath(isExact ? `= ${path}` : path, regex)
  return { head: printed(head), pattern }
}

function plainPath(plain: string, regex: string | null): WrittenPath {
  switch (regex) {
    case 'case_sensitive':
      return { head: `~ "^${plain}"`, pattern: `^${plain}` }
    case 'case_insensitive':
      return { head: `~* "^${plain}"`, pattern: `(?i)^${plain}` }
    case 'exact':
      return { head: `= "${plain}"`, pattern: plain }
    default:
      return { head: plain, pattern: plain }
  }
}

/** What is left of the head of a location without its modifier, the anchor of its pattern and its quotes. */
export function pathWritten(head: string): string {
  const [, modifier = '', rest = ''] = /^(?:(=|~\*?|\^~) )?([\s\S]*)$/.exec(head) ?? []
  const path = rest.replace(/^"([\s\S]*)"$/, '$1')
  return modifier.startsWith('~') ? path.replace(/^\^/, '') : path
}

type Annotations = Readonly<Record<string, string>>

/** Which pattern becomes which path. */
export interface Rewrite {
  readonly pattern: string
  readonly target: string
}

/** Where both are said, `rewrites` counts. */
export function rewriteOf({ pattern }: WrittenPath, annotations: Annotations): Rewrite | null {
  const target = annotations['rewrite-target']
  return target && annotations.rewrites === undefined ? { pattern, target } : null
}

/** One of a list of Services. */
export function isNamedIn(list: string | undefined, service: string): boolean {
  return (list ?? '').split(',').includes(service)
}

export function passLines(service: string, upstream: string, annotations: Annotations): string[] {
  const isOf = (name: string) => isNamedIn(annotations[name], service)
  const rewrite = readRewrites(annotations.rewrites ?? '')?.get(service) ?? ''
  const secure = isOf('ssl-services') ? 's' : ''
  return isOf('grpc-services')
    ? [`grpc_pass grpc${secure}://${upstream}${rewrite};`]
    : [...hostLines(annotations['proxy-set-headers'] ?? ''), `proxy_pass http${secure}://${upstream}${rewrite};`]
}

/** `NAME: VALUE, …`: that of the request is sent beside it. */
function hostLines(headers: string): string[] {
  const own = headers.split(',').flatMap((one) => /^\s*host\s*:\s*(.*?)\s*$/i.exec(one)?.[1] ?? [])
  return own.length === 0 ? [] : [...own, '$host'].map((host) => `proxy_set_header Host ${quoted(host)};`)
}

/**
 * `nginx.org/rewrites`: `serviceName=web rewrite=/x/;serviceName=…`: what stands in the place of a location's path.
 * https://github.com/nginx/kubernetes-ingress/blob/main/internal/configs/parsing_helpers.go (ParseRewriteList)
 * @returns null for what is not of this form
 */
export function readRewrites(text: string): ReadonlyMap<string, string> | null {
  const rewrites = new Map<string, string>()
  for (const part of text.split(';')) {
    const [, service, path] = /^serviceName=([^=\s]*) rewrite=(\/[^\s;{}$=]*)$/.exec(part.trim()) ?? []
    if (service === undefined || path === undefined) return null
    rewrites.set(service, path)
  }
  return rewrites
}
