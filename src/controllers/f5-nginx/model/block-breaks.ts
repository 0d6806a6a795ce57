/** Snippets and values that nginx refuses where they stand: each block is written as the templates do, and read as nginx would. */
import type { BreakCode, Told } from '../../../domain/findings/facts.js'
import { told } from '../../../domain/findings/finding.js'
import { maskKeys } from '../../../domain/masking/field.js'
import { type NamespacedName, nameOf, type Ref } from '../../../domain/objects/ref.js'
import { faultIn, type Surroundings } from '../../../languages/nginx/check/check.js'
import type { Context } from '../../../languages/nginx/check/directives.js'
import type { Fault } from '../../../languages/nginx/check/fault.js'
import { declaredBy } from '../../../languages/nginx/check/variables.js'
import { formatKey, zonesMadeBy } from '../../../languages/nginx/check/zones.js'
import { parse } from '../../../languages/nginx/text/parse.js'
import type { ConfFlaw } from '../../shared/nginx/breaks.js'
import type { Policy } from '../workload/policy.js'
import { type Block, fixed, type Origin, type Statement, type Surround } from './statements.js'
import type { Location, Server, Transport } from './types.js'

export class BlockChecker {
  readonly #known = new Map<string, Fault | null>()
  readonly #around: Pick<Surroundings, 'declared' | 'zones'>

  constructor(policy: Policy, servers: readonly Server[], ofConfig: readonly Block[]) {
    this.#around = madeBy(policy, servers, ofConfig)
  }

  *ofConfig(blocks: readonly Block[]): Generator<ConfFlaw> {
    for (const block of blocks) {
      const found = this.#refused(block.statements, (text) => text, block.context, block.beside)
      if (found !== null) yield flawOf(found, null, '', null)
    }
  }

  *ofServer(server: Server): Generator<ConfFlaw> {
    const { host, source, files, surround, lines, locations } = server
    for (const block of files ?? []) {
      const found = this.#refused(block.statements, (text) => text, block.context, block.beside)
      if (found !== null) yield flawOf(found, source, host, null)
    }
    if (surround !== undefined) yield* this.#ofServer(server, surround, lines)
    const seen = new Set<Surround>()
    for (const one of locations) {
      if (one.surround === undefined) continue
      yield* this.#ofLocation(one, one.surround, host, !seen.has(one.surround))
      seen.add(one.surround)
    }
  }

  *ofTransport({ ref, host, files }: Transport): Generator<ConfFlaw> {
    for (const { context, statements, beside } of files) {
      const found = this.#refused(statements, (text) => text, context, beside)
      if (found !== null) yield flawOf(found, ref, host, null)
    }
  }

  *#ofServer({ host, source, locations }: Server, surround: Surround, lines: readonly string[]): Generator<ConfFlaw> {
    const { before, snippet, after } = surround
    // Locations are looked at only where another one may stand beside them.
    const heads = /location|[{}]/.test(snippet?.text ?? '') ? new Set(locations.map(({ head }) => head)) : []
    const statements = [
      ...before,
      ...(snippet === null ? [] : [snippet]),
      ...linesBeside(lines, snippet),
      ...after,
      ...[...heads].map((head) => fixed(`location ${head} { return 204; }`)),
    ]
    const found = this.#refused(statements, (text) => `server {\n${text}\n}`, 'h')
    if (found === null) return
    const [, twice] = /^duplicate location "(.*)"$/s.exec(found.refusal) ?? []
    const other = locations.find(({ head }) => twice !== undefined && head.endsWith(twice))?.source
    yield flawOf(found, source, host, null, other)
  }

  /** @param isFirst of several with the same statements */
  *#ofLocation(one: Location, surround: Surround, host: string, isFirst: boolean): Generator<ConfFlaw> {
    const { before, snippet, after, refused } = surround
    const path = one.asked?.match?.path ?? null
    if (isFirst && refused !== null) yield flawOf({ ...refused, line: 1 }, one.source, host, path)
    if (!isFirst && snippet === null) return
    const statements = [
      ...before,
      ...(snippet === null ? [] : [snippet]),
      ...(snippet === null ? [] : linesBeside(one.lines, snippet)),
      ...after,
    ]
    // Its path says more only of locations in it.
    const head = snippet?.text.includes('location') ? one.head : one.head.startsWith('~') ? '~ x' : '/'
    const found = this.#refused(statements, (text) => `location ${head} {\n${text}\n}`, 's')
    if (found !== null) yield flawOf(found, one.source, host, path)
  }

  #refused(
    statements: readonly Statement[],
    wrap: (text: string) => string,
    context: Context,
    beside: ReadonlySet<string> = nothing,
  ): Refused | null {
    if (statements.every(({ by }) => by === null)) return null
    const text = statements.map((one) => one.text).join('\n')
    const whole = wrap(text)
    const key = JSON.stringify([context, whole, ...beside])
    if (!this.#known.has(key)) {
      const around = { ...this.#around, context, beside, location: null, locations: nothing }
      const found = faultIn(whole, around)
      // What has no end goes on with the next line of the template.
      const isOpen = found?.text === 'unexpected "}"'
      this.#known.set(key, isOpen ? (faultIn(`${whole};`, around) ?? found) : found)
    }
    const fault = this.#known.get(key) ?? null
    return fault && blamed(fault, statements, whole === text ? 0 : 1)
  }
}

const nothing: ReadonlySet<string> = new Set()

/** Lines that others stand in for, of which nothing is known, or that only the routing here has. */
const notWritten = /^(?:client_max_body_size|limit_req|app_protect\w*|(?:set_)?real_ip_\w+) [^;]*; ?/

function linesBeside(lines: readonly string[], snippet: Statement | null): Statement[] {
  return lines
    .filter((one) => one !== snippet?.text)
    .map((one) => fixed(one.replace(notWritten, '').replace(/(_pass \w+:\/\/)[^/;$]*/, '$1x')))
}

interface Refused {
  readonly by: Origin
  readonly refusal: string
  /** of its snippet */
  readonly line: number
}

/** Whose statement it is: nginx complains of the second one of two, and of what stands behind a text without an end. */
function blamed({ text: refusal, line }: Fault, statements: readonly Statement[], offset: number): Refused | null {
  const [, twice] = /^"(\w+)" directive is duplicate$/.exec(refusal) ?? []
  let at = 1 + offset
  let last: Refused | null = null
  for (const { text, by } of statements) {
    const own = text.split('\n')
    if (by !== null) {
      const same =
        twice !== undefined && by.isSnippet ? own.findIndex((one) => new RegExp(`^\\s*${twice}\\b`).test(one)) : -1
      if (same !== -1) return { by, refusal, line: same + 1 }
      if (at > line && last !== null) return last
      last = { by, refusal, line: Math.min(Math.max(1, line - at + 1), own.length) }
    }
    at += own.length
  }
  return last
}

function flawOf(
  { by, refusal: said, line }: Refused,
  source: Ref | null,
  host: string,
  path: string | null,
  other?: Ref,
): ConfFlaw {
  const { key, configMap, value, isSnippet } = by
  const refusal = maskKeys(said).slice(0, 300)
  const isOfAll = configMap !== null
  const ingresses =
    isOfAll || source === null
      ? []
      : other === undefined || nameOf(other) === nameOf(source)
        ? [source]
        : [source, other]
  const others: readonly NamespacedName[] = ingresses
  const found: Told<BreakCode> =
    isSnippet || isOfAll
      ? told('snippet-breaks', { key, configMap, refusal, line, instead: insteadOf(said, key), others })
      : told('value-breaks', { annotation: key, value: maskKeys(value).slice(0, 300), refusal, others })
  return { found, host: isOfAll ? '' : host, path: isOfAll ? null : path, ingresses }
}

/** The annotation that sets what a snippet of an Ingress sets once more. */
function insteadOf(refusal: string, key: string): string | null {
  const [, directive] = /^"((?:proxy|client)_\w+|server_tokens)" directive is duplicate$/.exec(refusal) ?? []
  return directive === undefined ||
    !key.startsWith('nginx.org/') ||
    directive === 'proxy_pass' ||
    directive === 'proxy_http_version'
    ? null
    : `nginx.org/${directive.replaceAll('_', '-')}`
}

/** Of the templates. */
const ownVariables = `resource_type resource_name resource_namespace service request_uri_no_args path connection_upgrade
  default_connection_header vs_connection_header grpc_status apikey_auth_hash apikey_auth_token apikey_auth_local_map
  apikey_client_name header_query_value secret_dir_path hsts_header_val redirect session_jwt
  dest_internal_passthrough`.split(/\s+/)

/** What the files make together; null: that is not known. */
function madeBy(
  policy: Policy,
  servers: readonly Server[],
  ofConfig: readonly Block[],
): Pick<Surroundings, 'declared' | 'zones'> {
  if (policy.isUnseen || policy.templates.length > 0) return { declared: null, zones: null }
  const declared = new Set(ownVariables)
  const zones = new Set([formatKey('main')])
  const seen = new Set<string>()
  const add = (text: string) => {
    if (seen.has(text)) return
    seen.add(text)
    const { statements } = parse(text)
    declaredBy(statements, declared)
    zonesMadeBy(statements, zones)
  }
  const snippetsIn = (statements: readonly (Statement | null)[]) => {
    for (const one of statements) if (one?.by?.isSnippet) add(one.text)
  }
  for (const { statements } of ofConfig) snippetsIn(statements)
  for (const { http, surround, files, locations } of servers) {
    for (const line of http) add(line)
    for (const { statements } of files ?? []) snippetsIn(statements)
    snippetsIn([surround?.snippet ?? null, ...locations.map((one) => one.surround?.snippet ?? null)])
  }
  return { declared, zones }
}
