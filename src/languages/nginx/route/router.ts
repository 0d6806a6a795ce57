/** What nginx does with a request, as far as its configuration decides: server, location, rewriting, redirects. */
import type { Computed } from '../rewrite/compile-rewrite.js'
import { Declarations } from '../rewrite/map.js'
import { runPhases } from '../rewrite/rewrite-phase.js'
import { Variables } from '../rewrite/variables.js'
import { type ChosenServer, chooseServer, type Refused } from '../servers/choose-server.js'
import { CompiledServer } from '../servers/compile-server.js'
import type { NameMatch } from '../servers/select-server.js'
import { Sockets } from '../servers/sockets.js'
import { toBytes, toText } from '../text/byte-text.js'
import type { Directive } from '../text/directive.js'
import { type Outcome, outcomeOf, refused } from './outcome.js'
import { normaliseHost, type Request } from './request.js'
import { Run } from './run.js'
import { defaults, readSetting, type Settings } from './settings.js'

export type { Outcome }

/** Built by offering the statements of `http` in the order of the file; a server is read when it is first asked. */
export class Router {
  readonly #sockets: Sockets
  readonly #declared = new Declarations()
  readonly #variables = new Variables(this.#declared)
  readonly #computed: Computed
  readonly #read = new ReadServers()
  #settings: Settings = defaults
  #tried = 0

  /**
   * @param ports sockets that count: where clients come in
   * @param computed gives variables that other modules compute (`set_by_lua_block $x {…}`) their values, where it can
   * @param byPath see {@link Sockets}
   */
  constructor(
    ports: readonly number[],
    computed: Computed = () => null,
    byPath: ReadonlyMap<string, number> = new Map(),
  ) {
    this.#sockets = new Sockets(ports, byPath)
    this.#computed = computed
  }

  /** A `server`, or any other statement of `http`: maps, and settings that servers inherit. */
  offer(statement: Directive): void {
    this.#declared.add(statement)
    if (statement.name !== 'server') {
      this.#settings = { ...this.#settings, ...readSetting(statement) }
      return
    }
    const server = new CompiledServer(statement, () => this.#settings, this.#computed)
    this.#sockets.add(server)
    server.forget()
  }

  /** How often anything but a copy was made of the query or the path of a request. */
  get reads(): { readonly queries: number; readonly paths: number } {
    return { queries: this.#variables.queryReads, paths: this.#variables.pathReads }
  }

  /** The work of all patterns, for all requests so far: see {@link mostTried}. */
  get tried(): number {
    return this.#tried + this.#sockets.tried
  }

  answer(request: Request): Outcome {
    const chosen = this.#choose(request)
    return 'result' in chosen ? refused(chosen) : this.#run(request, chosen)
  }

  /** The server that a request comes to, and those names of its locations that go on from `head`, in lower case. */
  namesUnder(request: Request, head: string): { readonly server: Directive | null; readonly names: readonly string[] } {
    const chosen = this.#choose(request)
    if ('result' in chosen) return { server: chosen.server?.directive ?? null, names: [] }
    this.#read.begin(chosen.server)
    return { server: chosen.server.directive, names: chosen.server.locations.under(toBytes(head)) }
  }

  #choose(request: Request): ChosenServer | Refused {
    const book = this.#sockets.of(request.port)
    const fallback = book?.default
    if (book && fallback) return chooseServer(book, fallback, request)
    const why = `no server listens on port ${request.port}`
    return { server: null, result: { kind: 'unknown', why, line: 0 }, why }
  }

  #run(request: Request, chosen: ChosenServer): Outcome {
    const { server, match, pcre, target, host } = chosen
    this.#read.begin(server)
    const { settings } = server.code
    const start = { target, host, block: server.directive, settings, headerSettings: chosen.reader.code.settings }
    const run = new Run(request, start, this.#variables)
    if (pcre !== null) run.match(pcre, host, false)
    run.step('server', server.directive.line, match?.name ?? '', answersFor(match, host))
    const phases = runPhases(run, server)
    this.#tried += run.tried
    return outcomeOf(run, server, match, phases)
  }

  /**
   * The server for a host (null: none was sent), or for the name asked for in a TLS handshake (whose certificate is shown then).
   * @returns null: nobody listens there, nginx refuses the host, or a pattern stands before that cannot be tried
   */
  serverFor(
    host: string | null,
    port: number,
  ): { readonly server: Directive; readonly match: NameMatch | null } | null {
    const book = this.#sockets.of(port)
    const fallback = book?.default
    if (!book || !fallback) return null
    const name = host === null ? '' : normaliseHost(toBytes(host))
    if (name === null) return null
    const hit = book.find(name)
    if (typeof hit === 'string') return null
    return { server: (hit?.server ?? fallback).directive, match: hit?.match ?? null }
  }
}

function answersFor(match: NameMatch | null, host: string): string {
  if (host === '')
    return `${match === null ? 'the default server' : 'the server without a name'} answers: no host was sent`
  return match === null
    ? `the default server answers: no server is named ${toText(host)}`
    : `answers for ${toText(host)}`
}

/**
 * Some seconds. Each of many patterns of one host may be tried for each of them: whoever sends a request for each rule
 * ends there.
 */
export const mostTried = 150_000_000

export const tooManyPatterns = 'so many patterns stand there that not each was tried on what the others ask for'

/** At least as many are kept, and at most twice as many. */
const mostServers = 1_000
/** A location that was asked weighs some kilobytes. */
const mostLocations = 2_000

/** Servers of which something was read: those that were asked longest ago are forgotten, so that a list of requests fits. */
class ReadServers {
  // As in domain/remember.ts: what is asked again moves on from the older generation.
  #young = new Set<CompiledServer>()
  #old = new Set<CompiledServer>()

  /** A request begins with this server. */
  begin(server: CompiledServer): void {
    if (server.size > mostLocations) server.forget()
    if (this.#young.has(server)) return
    if (this.#young.size === mostServers) {
      for (const old of this.#old) if (!this.#young.has(old)) old.forget()
      ;[this.#young, this.#old] = [new Set(), this.#young]
    }
    this.#young.add(server)
  }
}
