/**
 * Would nginx load a text that stands in a block: what it would say against it, as it reads one directive after the
 * other and stops at the first that is wrong (ngx_conf_handler in src/core/ngx_conf_file.c). Only what is certain.
 */
import type { Directive } from '../text/directive.js'
import { type Flaw, isCut } from '../text/flaw.js'
import { parse } from '../text/parse.js'
import { type DirectivePlace, passFault } from './addresses.js'
import { type Context, isKnownName, signaturesOf } from './directives.js'
import type { Fault, FaultText } from './fault.js'
import { listenFault, unknownHost } from './hosts.js'
import { locationName, type NamedLocation, nestingFault } from './locations.js'
import { duplicateFault, onceOf } from './once.js'
import { specialFault } from './special.js'
import { isBuiltIn, scanVariables } from './variables.js'
import { zonesMadeBy, zoneUsedBy } from './zones.js'

/** What stands around the text. */
export interface Surroundings {
  readonly context: Context
  /** directives of its own block, before or behind it, that must not stand there once more; of Lua `rewrite_by_lua` */
  readonly beside: ReadonlySet<string>
  /** how its location is written; null: it stands in none */
  readonly location: NamedLocation | null
  /** locations of its server, before or behind it: `modifier name` */
  readonly locations: ReadonlySet<string>
  /** variables that the whole file makes, in lower case; null: they are not known */
  readonly declared: ReadonlySet<string> | null
  /** zones of shared memory that the whole file makes; null: they are not known */
  readonly zones: ReadonlySet<string> | null
  /** where its server listens besides, as {@link listenAddress} writes it; not given: nowhere */
  readonly listens?: ReadonlySet<string>
  /** is it certain that no such host is found; not given: nothing is known of any */
  readonly isUnknownHost?: (host: string) => boolean
}

const bare: DirectivePlace = { isPattern: false, isCondition: false }

/** @returns null: nothing certain is wrong with it */
export function faultIn(text: string, around: Surroundings): Fault | null {
  const { statements, flaw } = parse(`x {\n${text}\n}`)
  const [whole, ...more] = statements
  // What closes the block it stands in goes on outside of it, where everything may be otherwise; these stand there once.
  const [behind] = more
  const isClosed = behind !== undefined && (around.context === 'h' || around.context === 't')
  if (flaw === null && !isClosed && (whole?.block == null || more.length > 0)) return null
  const checker = new Checker(around)
  const found = more.length > 0 && !isClosed ? null : checker.block(whole?.block ?? [], around, directivePlace(around))
  if (found !== null) return { ...found, line: found.line - 1 }
  if (flaw !== null) {
    // Of what has no end its beginning is to be corrected.
    const line = (isCut(flaw) ? flaw.openSince : null) ?? flaw.line
    return flaw.reason === 'nested-too-deep' ? null : { text: flawText(flaw), line: Math.max(1, line - 1) }
  }
  if (isClosed) return { text: `"${behind.name}" directive is not allowed here`, line: behind.line - 1 }
  const host = around.isUnknownHost ? unknownHost(whole?.block ?? [], around.isUnknownHost) : null
  return host ?? checker.unknownZone() ?? checker.unknownVariable()
}

function directivePlace({ location }: Surroundings): DirectivePlace {
  return location === null ? bare : { ...bare, isPattern: /^~|^@/.test(location.modifier + location.name) }
}

function flawText({ reason, found }: Flaw): string {
  switch (reason) {
    case 'unexpected-character':
      return `unexpected "${found}"`
    case 'token-too-long':
      return 'too long parameter, probably missing terminating quote'
    default:
      return 'unexpected end of file, expecting ";" or "}"'
  }
}

const ofHttp = 'hsSlLn'

class Checker {
  readonly #around: Pick<Surroundings, 'declared' | 'zones'>
  /** variables, each with the line that names it first */
  readonly #used = new Map<string, number>()
  readonly #usedZones = new Map<string, number>()
  readonly #madeZones = new Set<string>()

  constructor(around: Pick<Surroundings, 'declared' | 'zones'>) {
    this.#around = around
  }

  block(
    statements: readonly Directive[],
    { context, beside, location, locations, listens }: Omit<Surroundings, 'declared' | 'zones' | 'isUnknownHost'>,
    place: DirectivePlace,
  ): Fault | null {
    const seen = new Set<string>()
    const named = new Set(locations)
    const listening = new Set(listens)
    zonesMadeBy(statements, this.#madeZones)
    for (const directive of statements) {
      const { name, line } = directive
      const text =
        signatureFault(directive, context) ??
        duplicateFault(directive, context, beside, seen) ??
        (isStream(context) ? streamFault(directive) : (specialFault(directive, place) ?? this.#variables(directive))) ??
        (name === 'alias' && location?.name.startsWith('@')
          ? 'the "alias" directive cannot be used inside the named location'
          : null) ??
        (name === 'location' ? nestingFault(directive, location, named) : null) ??
        (name === 'listen' ? listenFault(directive, listening) : null)
      if (text !== null) return { text, line }
      seen.add(onceOf(directive))
      this.#zone(directive, context)
      const inside = this.#inside(directive, context, location, place)
      if (inside !== null) return inside
      if (context === 't' && name === 'server' && !isHandled(directive)) return { text: 'no handler for server', line }
    }
    return null
  }

  #inside(
    directive: Directive,
    context: Context,
    location: Surroundings['location'],
    place: DirectivePlace,
  ): Fault | null {
    const { name, args, block } = directive
    const inner = block === null ? undefined : innerContext(name, context)
    if (inner === undefined || block === null) return null
    const own = name === 'location' ? locationName(args) : location
    const isPattern = name === 'location' && own !== null ? /^~|^@/.test(own.modifier + own.name) : place.isPattern
    const isCondition = name === 'if' || name === 'limit_except'
    return this.block(
      block,
      { context: inner, beside: new Set(), location: own, locations: new Set() },
      { isPattern, isCondition },
    )
  }

  #variables({ name, args, line, block }: Directive): FaultText {
    const rows = name === 'map' ? (block ?? []).flatMap((row) => row.args.slice(0, 1)) : []
    const values = [...withVariables(name, args), ...rows]
    for (const value of values) {
      const said = scanVariables(value, (used) => this.#use(used, line))
      if (said !== null) return said
    }
    return null
  }

  #use(name: string, line: number): void {
    if (!this.#used.has(name)) this.#used.set(name, line)
  }

  /** Streams have zones of their own. */
  #zone(directive: Directive, context: Context): void {
    const zone = ofHttp.includes(context) ? zoneUsedBy(directive) : null
    if (zone !== null && !this.#usedZones.has(zone)) this.#usedZones.set(zone, directive.line)
  }

  /** nginx makes them when it has read everything. */
  unknownZone(): Fault | null {
    const { zones } = this.#around
    if (zones === null) return null
    for (const [name, line] of this.#usedZones)
      if (!zones.has(name) && !this.#madeZones.has(name)) return { text: unmadeText(name), line: line - 1 }
    return null
  }

  /** nginx looks for them when it has read everything. */
  unknownVariable(): Fault | null {
    const { declared } = this.#around
    if (declared === null) return null
    for (const [name, line] of this.#used)
      if (!isBuiltIn(name) && !declared.has(name)) return { text: `unknown "${name}" variable`, line: line - 1 }
    return null
  }
}

function unmadeText(name: string): string {
  return name.startsWith('format ')
    ? `unknown log format "${name.slice('format '.length)}"`
    : `zero size shared memory zone "${name}"`
}

/** Arguments in which `$` begins a variable for certain. */
function withVariables(name: string, args: readonly string[]): readonly string[] {
  switch (name) {
    case 'set':
    case 'return':
    case 'proxy_set_header':
    case 'grpc_set_header':
    case 'fastcgi_param':
    case 'add_header':
    case 'auth_request_set':
      return args.slice(args.length > 1 ? 1 : 0)
    case 'log_format':
      return args.slice(1)
    case 'map':
    case 'split_clients':
    case 'limit_req_zone':
    case 'limit_conn_zone':
      return args.slice(0, 1)
    case 'rewrite':
      return args.slice(1, 2)
    case 'proxy_pass':
    case 'auth_basic':
    case 'more_set_headers':
    case 'more_set_input_headers':
    case 'limit_rate':
    case 'limit_rate_after':
    case 'root':
    case 'alias':
    case 'index':
    case 'try_files':
      return args
    case 'error_page':
      return args.slice(-1)
    case 'if':
      return /^\(?\s*\$/.test(args.join(' ')) ? [/\$\w*/.exec(args.join(' '))?.[0] ?? ''] : []
    default:
      return []
  }
}

/** Of a stream. */
function isHandled({ block }: Directive): boolean {
  return block?.some(({ name }) => /^(?:return|include|\w*pass|js_\w+|\w+_by_lua\w*)$/.test(name)) ?? true
}

/** What stands there has values and variables of its own. */
function isStream(context: Context): boolean {
  return context === 't' || context === 'v'
}

/** Of a log that is off nothing more may be said. */
function streamFault(directive: Directive): FaultText {
  const { name } = directive
  if (name === 'access_log' || name === 'upstream') return specialFault(directive, bare)
  return name === 'proxy_pass' ? passFault(directive) : null
}

/** Most that `http` has a stream has, too, under the same name: of those alone it is sure that a stream has none. */
const ofHttpAlone =
  /^(?:location|if|rewrite|root|alias|index|try_files|add_header|error_page|satisfy|expires|return|set|listen|proxy_(?:pass|set_header|redirect|http_version))$|^(?:more|grpc|fastcgi|auth|gzip|client|sub_filter|proxy_cache|proxy_cookie)_/

function signatureFault({ name, args, block }: Directive, context: Context): FaultText {
  const signatures = signaturesOf(name)
  if (signatures === undefined) return isKnownName(name) ? null : `unknown directive "${name}"`
  const fitting = signatures.filter(({ contexts }) => contexts.includes(context))
  const [signature] = fitting
  if (signature === undefined)
    return !isStream(context) || ofHttpAlone.test(name) ? `"${name}" directive is not allowed here` : null
  if (signature.isBlock !== (block !== null))
    return signature.isBlock ? `directive "${name}" has no opening "{"` : `directive "${name}" is not terminated by ";"`
  if (args.length < signature.least || args.length > signature.most)
    return `invalid number of arguments in "${name}" directive`
  return null
}

function innerContext(name: string, context: Context): Context | undefined {
  if (name === 'events' && context === 'm') return 'e'
  if (name === 'upstream') return context === 'h' ? 'u' : undefined
  if (name === 'location') return 'l'
  if (name === 'if') return context === 's' ? 'S' : 'L'
  if (name === 'limit_except') return 'n'
  if (name === 'server') return context === 'h' ? 's' : context === 't' ? 'v' : undefined
  return undefined
}
