/**
 * What a client gets in the place of a status that nginx itself made: custom-http-errors, a page to sign in, one for certificates.
 * https://nginx.org/en/docs/http/ngx_http_core_module.html#error_page
 */
import { type TraceRequest, verdictOf } from '../../../domain/requests/trace.js'
import { normaliseHost } from '../../../languages/nginx/route/request.js'
import { type Directive, ownStatements } from '../../../languages/nginx/text/directive.js'
import type { Decision, Site } from './decision.js'

type Level = readonly Directive[]

/** A decision without a page stays as it is. */
export function withErrorPage(site: Site, decision: Decision, request: TraceRequest): Decision {
  const { status, location, outcome, balanced, passed } = decision
  // A redirect is none; what was refused before its path was read, and what brings its own text, has no page.
  if (status === null || status < 400 || location !== null || passed || outcome.uri === '' || bringsText(decision))
    return decision
  const levels = [outcome.location?.location.block ?? [], ownStatements(outcome.server), site.http]
  if (balanced !== null && isOwnStatus(status) && !intercepts(levels)) return decision
  const page = pageFor(status, levels)
  if (page === null) return decision
  const named = page.target.startsWith('@') ? namedIn(outcome.server?.block ?? [], page.target) : undefined
  const why = `${decision.why}; error_page sends it to ${page.target}`
  if (/^https?:/.test(page.target))
    return ended(decision, redirectCode(page.code), filled(page.target, site, request), why)
  if (named !== undefined) return byNamed(site, decision, request, named, page.code === null ? status : null)
  return { ...decision, verdict: 'unknown', status: null, balanced: null, why: `${why}, inside of nginx` }
}

/**
 * What the controller's own default backend answers: it is a server of the same nginx, for which the pages of the whole
 * configuration hold, too, but that has none of the places to which they lead.
 * https://github.com/kubernetes/ingress-nginx/issues/4795
 */
export function ownStatus(http: Level): 404 | 500 {
  return pageFor(404, [http])?.target.startsWith('@') ? 500 : 404
}

export const withoutOwnPage = 'which has no page for its own 404 (custom-http-errors of the ConfigMap)'

function isOwnStatus(status: number): boolean {
  return status === 404 || status === 500
}

function bringsText({ outcome: { result } }: Decision): boolean {
  return result.kind === 'status' && result.hasText === true
}

/** Do answers of backends get pages, too. */
function intercepts(levels: readonly Level[]): boolean {
  for (const level of levels) {
    const said = level.find(({ name }) => name === 'proxy_intercept_errors')
    if (said) return said.args[0] === 'on'
  }
  return false
}

/** Which answers of a backend others give in its place. @param http what stands in `http` itself */
export function caughtCodes(
  { outcome }: Decision,
  http: readonly Directive[],
): readonly { readonly code: string; readonly upstream: string }[] {
  const levels = [outcome.location?.location.block ?? [], ownStatements(outcome.server), http]
  const pages = levels.map((level) => level.filter(({ name }) => name === 'error_page')).find((one) => one.length > 0)
  if (pages === undefined || !intercepts(levels)) return []
  return pages.flatMap(({ args }) => {
    const [, upstream] = /^@custom_(.+)_\d+$/.exec(args.at(-1) ?? '') ?? []
    const codes = args.slice(0, -1).filter((word) => /^\d/.test(word))
    return upstream === undefined ? [] : codes.map((code) => ({ code, upstream }))
  })
}

/**
 * What nginx has in the place of an answer of a service that it asks who may pass.
 * @param asking the location that asks
 * @returns null: that answer itself
 */
export function takenAnswer(
  site: Site,
  server: Directive | null,
  asking: Directive,
  status: number,
): { readonly upstream: string; readonly status: number } | null {
  const levels = [asking.block ?? [], ownStatements(server), site.http]
  const page = intercepts(levels) ? pageFor(status, levels) : null
  const named = page === null ? undefined : namedIn(server?.block ?? [], page.target)
  if (named === undefined) return null
  const { name, backend, isOwn } = behind(site, named)
  return { upstream: name, status: isOwn ? ownStatus(site.http) : backend?.endpoints?.length === 0 ? 503 : status }
}

/** Whom a place for pages asks. */
function behind({ backends }: Site, { block }: Directive) {
  const set = block?.find(({ name, args }) => name === 'set' && args[0] === '$proxy_upstream_name')
  const name = set?.args[1] ?? 'what cannot be told'
  const backend = backends?.get(name)
  return { name, backend, isOwn: backend?.endpoints?.every((endpoint) => endpoint.startsWith('127.0.0.1:')) ?? false }
}

interface Page {
  readonly target: string
  /** '': that of what answers there; null: the status stays */
  readonly code: string | null
}

/** The innermost block that has any page decides. */
function pageFor(status: number, levels: readonly Level[]): Page | null {
  for (const level of levels) {
    const pages = level.filter(({ name }) => name === 'error_page')
    const found = pages.find(({ args }) => args.slice(0, -1).includes(String(status)))
    if (found === undefined && pages.length > 0) return null
    if (found !== undefined) {
      const code = found.args.find((word) => word.startsWith('='))
      return { target: found.args.at(-1) ?? '', code: code === undefined ? null : code.slice(1) }
    }
  }
  return null
}

function namedIn(server: Level, name: string): Directive | undefined {
  return server.find((one) => one.name === 'location' && one.args[0] === name)
}

/** @param kept the status that stays, whatever is answered there */
function byNamed(
  site: Site,
  decision: Decision,
  request: TraceRequest,
  place: Directive,
  kept: number | null,
): Decision {
  const back = place.block?.find(({ name }) => name === 'return')
  const to = back?.args[1]
  if (back && to !== undefined)
    return ended(decision, Number(back.args[0]), filled(to, site, request), `${decision.why}; then to ${to}`)
  const { name, backend, isOwn } = behind(site, place)
  const why = `${decision.why}; error_page hands it to ${name}`
  if (backend === undefined || backend.endpoints === null) return { ...decision, verdict: 'unknown', status: null, why }
  if (backend.endpoints.length === 0) return ended(decision, kept ?? 502, null, `${why}, which has no endpoint`)
  const status = kept ?? (isOwn ? ownStatus(site.http) : null)
  return {
    ...decision,
    outcome: { ...decision.outcome, upstreamUri: '/' },
    verdict: verdictOf(status ?? decision.status ?? 404),
    status,
    balanced: { backend, split: [], why: null },
    ...(decision.balanced && { emptied: decision.balanced }),
    why: isOwn && status === 500 ? `${why}, ${withoutOwnPage}` : why,
  }
}

function ended(decision: Decision, status: number, location: string | null, why: string): Decision {
  const emptied = decision.balanced && { emptied: decision.balanced }
  return { ...decision, verdict: verdictOf(status), status, location, balanced: null, ...emptied, why }
}

function redirectCode(code: string | null): number {
  return [301, 302, 303, 307, 308].find((one) => String(one) === code) ?? 302
}

/** null: it hangs on variables of which nothing is known here. */
function filled(target: string, { https }: Site, { scheme, host, headers, target: uri }: TraceRequest): string | null {
  const forwarded = https.useForwardedHeaders ? headers.get('x-forwarded-proto') : undefined
  const values: Readonly<Record<string, string>> = {
    scheme,
    pass_access_scheme: forwarded || scheme,
    host: (host === null ? null : normaliseHost(host)) ?? '',
    http_host: host ?? '',
    request_uri: uri,
    escaped_request_uri: escaped(uri),
  }
  const text = target.replaceAll(/\$(\w+)/g, (variable, name: string) => values[name] ?? variable)
  return /\$\w/.test(text) ? null : text
}

/** As `set_escape_uri` does: all but letters, digits and `-._~`. */
function escaped(uri: string): string {
  const hex = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`
  return encodeURIComponent(uri).replaceAll(/[!'()*]/g, hex)
}
