/**
 * One route of a VirtualServer, or of a VirtualServerRoute → its locations: for the path itself, and hidden ones for what
 * conditions and weights choose between.
 */
import { isSame, type Ref } from '../../../domain/objects/ref.js'
import { quoted } from '../../shared/nginx/quote.js'
import { virtualService } from '../model/asked.js'
import type { Statement, Surround } from '../model/statements.js'
import type { Asked, Location } from '../model/types.js'
import { readPath } from './parts.js'
import type { Action, Choice, Condition, ErrorPage, Virtual, VirtualRoute, VirtualUpstream } from './read.js'

interface Written {
  /** maps and the like, for `http` */
  readonly http: readonly string[]
  readonly locations: readonly Location[]
}

/** What is said of a route beside where it leads, be it by the route itself or by those around it. */
export interface RouteTerms {
  /** before anything else; where nginx answers by itself that of the ConfigMap */
  readonly snippet: Statement | null
  readonly ofConfig: Statement | null
  readonly lines: readonly string[]
  /** behind the rewrites, where there is a backend */
  readonly cors: readonly string[]
  readonly errorPages: readonly ErrorPage[]
  /** of the body of a request, where the upstream says no other */
  readonly bodySize: string
  /** what else stands in a location. found null: none that has a backend */
  readonly surroundOf: (found: VirtualUpstream | null, snippet: Statement | null) => Surround
}

export function locationsOf(
  owner: Virtual,
  route: VirtualRoute,
  said: RouteTerms,
  names: Names,
  asked: Asked | null,
): Written {
  return new Writer(owner, route, said, asked, names).write()
}

class Writer {
  readonly #http: string[] = []
  readonly #locations: Location[] = []
  readonly #owner: Virtual
  readonly #route: VirtualRoute
  readonly #said: RouteTerms
  readonly #asked: Asked | null
  readonly #names: Names

  constructor(owner: Virtual, route: VirtualRoute, said: RouteTerms, asked: Asked | null, names: Names) {
    this.#owner = owner
    this.#route = route
    this.#said = said
    this.#asked = asked
    this.#names = names
  }

  write(): Written {
    const { path, matches, splits } = this.#route
    const head = headOf(path)
    if (matches.length > 0) {
      const { variable, location } = this.#names.nextMatches()
      const targets = matches.map((match, i) => this.#choice(match, `${location}_match_${i}`))
      const fallback = this.#choice(this.#route, `${location}_default`)
      this.#maps(variable, targets, fallback)
      this.#sendOn(head, variable)
    } else if (splits.length > 1) this.#sendOn(head, this.#choice(this.#route, ''))
    else this.#add(head, splits[0]?.action ?? null, null)
    return { http: this.#http, locations: this.#locations }
  }

  /** @returns where it leads: a hidden location, or the variable of a lot */
  #choice({ splits }: Choice, single: string): string {
    if (splits.length < 2) {
      this.#add(single, splits[0]?.action ?? null, this.#route.path)
      return single
    }
    const { variable, location } = this.#names.nextSplits()
    const shares = splits.map(({ weight }, i) => (weight > 0 ? `${weight}% ${location}_split_${i};` : ''))
    this.#http.push(`split_clients $request_id ${variable} { ${shares.join(' ')} }`)
    splits.forEach(({ action }, i) => {
      this.#add(`${location}_split_${i}`, action, this.#route.path)
    })
    return variable
  }

  /** All conditions of a match must hold, and of several matches the first counts. */
  #maps(variable: string, targets: readonly string[], fallback: string): void {
    const firsts = this.#route.matches.map(({ conditions }, i) => {
      conditions.forEach((condition, j) => {
        const next = j < conditions.length - 1 ? `${variable}_match_${i}_cond_${j + 1}` : '1'
        this.#http.push(conditionMap(condition, `${variable}_match_${i}_cond_${j}`, next))
      })
      return conditions.length === 0 ? '1' : `${variable}_match_${i}_cond_0`
    })
    const rows = targets.map((target, i) => `"~^${'0'.repeat(i)}1" ${target};`)
    this.#http.push(`map "${firsts.join('')}" ${variable} { ${rows.join(' ')} default ${fallback}; }`)
  }

  #sendOn(head: string, target: string): void {
    this.#location(head, '-', [`rewrite ^ ${target} last;`])
  }

  /** @param inside the path of the route, for a hidden location */
  #add(head: string, action: Action | null, inside: string | null): void {
    const snippet = action?.answer == null ? this.#said.snippet : this.#said.ofConfig
    const internal = inside === null ? [] : ['internal;']
    const hidden = [...internal, ...(snippet === null ? [] : [snippet.text]), ...this.#said.lines]
    const add = (...lines: readonly string[]) =>
      this.#location(head, '-', [...hidden, ...lines], this.#said.surroundOf(null, snippet))
    if (action === null) add('return 404;')
    else if (action.redirect !== null)
      add(`error_page 418 =${action.redirect.code} ${quoted(action.redirect.url)};`, teapot)
    else if (action.answer !== null) add(`error_page 418 =${action.answer} "@return_0";`, teapot)
    else this.#pass(head, action, inside, hidden)
  }

  #pass(head: string, { upstream, rewrite, hosts }: Action, inside: string | null, hidden: readonly string[]): void {
    const found = this.#owner.upstreams.find(({ name }) => name === upstream)
    if (found === undefined) {
      this.#location(head, '-', [...hidden, 'return 404;'], this.#said.surroundOf(null, this.#said.snippet))
      return
    }
    const service = virtualService(this.#owner.ref, found)
    const name = this.#names.upstream(this.#owner.ref, found.name)
    this.#asked?.upstreams.add(name)
    const path = inside ?? this.#route.path
    const isPattern = path.startsWith('~')
    const scheme = `${found.isGrpc ? 'grpc' : 'http'}${found.isTls ? 's' : ''}`
    const plain = rewrite !== null && inside === null && !isPattern ? rewrite : ''
    const raw = inside !== null && rewrite === null ? '$request_uri' : ''
    const lines = [
      ...hidden,
      ...pagesOf(this.#said.errorPages),
      ...(rewrite === null ? [] : rewrites(path, rewrite, inside !== null)),
      ...this.#said.cors,
      `client_max_body_size ${found.bodySize ?? this.#said.bodySize};`,
      ...hosts.map((host) => `${found.isGrpc ? 'grpc' : 'proxy'}_set_header Host ${quoted(host)};`),
      `${found.isGrpc ? 'grpc' : 'proxy'}_pass ${scheme}://${name}${plain}${raw};`,
    ]
    this.#location(head, service.service, lines, this.#said.surroundOf(found, this.#said.snippet))
  }

  #location(head: string, service: string, lines: readonly string[], surround?: Surround): void {
    this.#locations.push({
      ...{ head, source: this.#owner.ref, service, asked: this.#asked, lines },
      ...(surround && { surround }),
    })
  }
}

/** It answers 418 to everything, and `error_page` says what that becomes. */
const teapot = 'client_max_body_size 0; proxy_pass http://unix:/var/lib/nginx/nginx-418-server.sock;'

function pagesOf(pages: readonly ErrorPage[]): string[] {
  const lines = pages
    .filter(({ codes }) => codes.length > 0)
    .map(({ codes, code, url }) => {
      const status = code === null ? '' : `=${code} `
      return `error_page ${codes.join(' ')} ${status}${quoted(url ?? '@error_page_0_0')};`
    })
  return lines.length === 0 ? [] : [...lines, 'proxy_intercept_errors on;']
}

/** Patterns stand in quotes, and so does nothing else. */
export function headOf(path: string): string {
  const { modifier, rest } = readPath(path)
  if (modifier === '') return path
  return modifier.startsWith('~') ? `${modifier} "${rest}"` : `${modifier} ${rest}`
}

function rewrites(path: string, target: string, isHidden: boolean): string[] {
  const bare = path.replace(/^(?:~\*?)\s*/, '')
  return [
    ...(isHidden ? ['rewrite ^ $request_uri_no_args;'] : []),
    ...(path.startsWith('~')
      ? [`rewrite "^${bare}" "${target}" break;`]
      : isHidden
        ? [`rewrite "^${bare}(.*)$" "${target}$1" break;`]
        : []),
  ]
}

function conditionMap({ of, name, value }: Condition, variable: string, next: string): string {
  const sources = { header: `$http_${name.replaceAll('-', '_')}`, cookie: `$cookie_${name}`, argument: `$arg_${name}` }
  const source = of === 'variable' ? name : sources[of]
  const isNot = value.startsWith('!')
  const wanted = quoted(isNot ? value.slice(1) : value)
  const [hit, miss] = isNot ? ['0', next] : [next, '0']
  return `map ${source} ${variable} { ${wanted} ${hit}; default ${miss}; }`
}

/** The names that a VirtualServer gives to upstreams, variables and locations inside of nginx: each once. */
export class Names {
  readonly #server: Ref
  readonly #safe: string
  #matches = 0
  #splits = 0

  constructor(server: Ref) {
    this.#server = server
    this.#safe = `${server.namespace}_${server.name}`.replaceAll('-', '_')
  }

  upstream(owner: Ref, name: string): string {
    const { namespace, name: server } = this.#server
    const of = isSame(owner, this.#server) ? '' : `_vsr_${owner.namespace}_${owner.name}`
    return `vs_${namespace}_${server}${of}_${name}`
  }

  nextMatches(): { readonly variable: string; readonly location: string } {
    const number = this.#matches++
    return { variable: `$vs_${this.#safe}_matches_${number}`, location: `/internal_location_matches_${number}` }
  }

  nextSplits(): { readonly variable: string; readonly location: string } {
    const number = this.#splits++
    return { variable: `$vs_${this.#safe}_splits_${number}`, location: `/internal_location_splits_${number}` }
  }
}
