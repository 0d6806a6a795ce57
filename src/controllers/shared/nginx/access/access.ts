/**
 * What stands between a location and its backend: addresses, passwords, an authentication service.
 * https://nginx.org/en/docs/http/ngx_http_access_module.html
 */

import { anyGuard, type Guard } from '../../../../domain/requests/guards.js'
import type { TraceRequest } from '../../../../domain/requests/trace.js'
import { contains } from '../../../../languages/networks.js'
import type { Directive } from '../../../../languages/nginx/text/directive.js'

/**
 * - `open`: nothing is in the way
 * - `denied`: with this status
 * - `guarded`: others than the request decide
 * - `unknown`: code that is nobody's here decides
 */
export type Access =
  | { readonly is: 'open' }
  | { readonly is: 'denied'; readonly status: number; readonly why: string }
  | { readonly is: 'guarded'; readonly guards: readonly Guard[] }
  | { readonly is: 'unknown'; readonly why: string }

const open: Access = { is: 'open' }

/** What a block says of it, read once for all requests. */
interface Guards {
  /** `allow` and `deny`, in their order */
  readonly rules: readonly Directive[]
  readonly password: Directive | undefined
  readonly service: Service | null
  readonly any: boolean
}

interface Service {
  /** null: Lua code that is not the controller's own */
  readonly url: string | null
  /** what counts as yes: asked from Lua it is 200 alone */
  readonly accepts: string
  /** the location from which it is asked; undefined: it is not written */
  readonly asking: Directive | undefined
}

const known = new WeakMap<Directive, Guards | null>()

/**
 * @param block where the request ends: the location, or an `if` in it
 * @param around what it does not say comes from there, the innermost first
 * @param server where the location stands that asks the service
 * @param unreachable why the service of a URL cannot be asked, in a sentence; null: it may be
 * @param own of a service, or what answers under a path that is none, what its answers lead to; null: what they say
 */
export function accessOf(
  block: Directive,
  around: readonly (readonly Directive[])[],
  server: Directive | null,
  request: TraceRequest,
  unreachable: (url: string) => string | null,
  own: (path: string, usual: Guard, asking: Directive | undefined) => Guard = (_, usual) => usual,
): Access {
  let guards = known.get(block)
  if (guards === undefined) {
    guards = guardsOf([block.block ?? [], ...around], server)
    known.set(block, guards)
  }
  if (guards === null) return open
  const checks = [
    byAddress(guards.rules, request),
    byPassword(guards.password, request),
    byService(guards.service, request, unreachable, own),
  ].filter((check) => check !== null)
  return guards.any ? anyOf(checks) : allOf(checks)
}

function guardsOf(levels: readonly (readonly Directive[])[], server: Directive | null): Guards | null {
  const find = (pattern: RegExp) => {
    for (const level of levels) {
      const found = level.find(({ name }) => pattern.test(name))
      if (found) return found
    }
    return undefined
  }
  const rules = levels.map((level) => level.filter(isRule)).find(({ length }) => length > 0) ?? []
  const password = find(/^auth_(?:basic|digest)$/)
  const service = serviceOf(find(/^auth_request$|^access_by_lua/), levels[0] ?? [], server)
  if (rules.length === 0 && password === undefined && service === null) return null
  return { rules, password, service, any: find(/^satisfy$/)?.args[0] === 'any' }
}

function isRule({ name }: Directive): boolean {
  return name === 'allow' || name === 'deny'
}

/** With auth-keepalive the controller asks its service from Lua. */
function serviceOf(asks: Directive | undefined, block: readonly Directive[], server: Directive | null): Service | null {
  if (asks === undefined || asks.args[0] === 'off') return null
  const isLua = asks.name !== 'auth_request'
  const set = block.find(({ name, args }) => name === 'set' && args[0] === '$auth_path')?.args[1]
  const written = isLua ? /\/_external-auth-[\w-]+/.exec(new TextDecoder().decode(asks.text))?.[0] : asks.args[0]
  const path = set ?? written ?? ''
  const location = server?.block?.find(({ name, args }) => name === 'location' && args.at(-1) === path)
  const target = location?.block?.find(({ name, args }) => name === 'set' && args[0] === '$target')?.args[1]
  return { url: target ?? (path || null), accepts: isLua ? '200' : '2xx', asking: location }
}

/** null: not asked for. The first rule that fits counts. */
function byAddress(rules: readonly Directive[], { clientAddress }: TraceRequest): Access | null {
  if (rules.length === 0) return null
  for (const { name, args } of rules) {
    const [range = ''] = args
    const fits = range === 'all' ? true : clientAddress === null ? null : contains(range, clientAddress)
    if (fits === null) return { is: 'guarded', guards: [addressGuard(rules)] }
    if (fits)
      return name === 'allow'
        ? open
        : { is: 'denied', status: 403, why: `${name} ${range} refuses ${clientAddress ?? 'all'}` }
  }
  return open
}

function addressGuard(rules: readonly Directive[]): Guard {
  const said = (wanted: string) =>
    rules.flatMap(({ name, args }) => (name === wanted && args[0] !== 'all' ? (args[0] ?? []) : [])).join(', ')
  const [allowed, refused] = [said('allow'), said('deny')]
  const passes = [...(refused ? [`not in ${refused}`] : []), ...(allowed ? [`in ${allowed}`] : [])]
  return {
    passes: `the client is ${passes.join(' but ')}`,
    denials: [{ when: 'deny', condition: 'the client is elsewhere', status: 403, isNow: false }],
  }
}

function byPassword(directive: Directive | undefined, { headers, auth }: TraceRequest): Access | null {
  const realm = directive?.args[0]
  if (realm === undefined || realm === 'off') return null
  const why = `user and password are asked for (realm "${realm}")`
  if (auth !== undefined) return auth === 'pass' ? open : { is: 'denied', status: 401, why }
  return guardedBy({
    passes: `user and password are right (realm "${realm}")`,
    denials: [
      {
        when: 'deny',
        condition: headers.has('authorization') ? 'they are wrong' : 'there are none, as here, or they are wrong',
        status: 401,
        isNow: !headers.has('authorization'),
      },
    ],
  })
}

/** Any other answer than those is an error: https://nginx.org/en/docs/http/ngx_http_auth_request_module.html */
function byService(
  service: Service | null,
  { auth }: TraceRequest,
  unreachable: (url: string) => string | null,
  own: (path: string, usual: Guard, asking: Directive | undefined) => Guard,
): Access | null {
  if (service === null) return null
  const { url, accepts, asking } = service
  if (url === null) return { is: 'unknown', why: 'Lua code decides who may pass' }
  if (auth === 'pass') return open
  const guard = own(url, usualGuard(url, accepts), asking)
  if (auth === 'deny') {
    const denial = guard.denials[0]
    return { is: 'denied', status: denial?.status ?? 401, why: (denial?.condition ?? '').replace(/^it\b/, url) }
  }
  // From Lua it is asked by a group of servers, whose host is looked up when the file is loaded.
  const why = accepts === '2xx' ? unreachable(url) : null
  if (why !== null) return { is: 'denied', status: 500, why }
  return guardedBy(guard)
}

function usualGuard(url: string, accepts: string): Guard {
  return {
    passes: `${url} answers ${accepts}`,
    denials: [
      { when: 'deny', condition: 'it answers 401', status: 401, isNow: false },
      { when: 'deny', condition: 'it answers 403', status: 403, isNow: false },
      { when: 'fail', condition: 'it answers anything else, or cannot be reached', status: 500, isNow: false },
    ],
  }
}

function guardedBy(guard: Guard): Access {
  return { is: 'guarded', guards: [guard] }
}

/** Each of them has to let it through. */
export function allOf(checks: readonly Access[]): Access {
  const guards = checks.flatMap((check) => (check.is === 'guarded' ? check.guards : []))
  const certain = checks.find(({ is }) => is === 'denied') ?? checks.find(({ is }) => is === 'unknown')
  return certain ?? (guards.length > 0 ? { is: 'guarded', guards } : open)
}

/** `satisfy any`: one way in is enough, and of several refusals 401 counts. */
function anyOf(checks: readonly Access[]): Access {
  if (checks.length === 0 || checks.some(({ is }) => is === 'open')) return open
  const unknown = checks.find(({ is }) => is === 'unknown')
  if (unknown !== undefined) return unknown
  const guards = checks.flatMap((check) => (check.is === 'guarded' ? check.guards : []))
  const refusals = checks.filter((check) => check.is === 'denied')
  if (guards.length > 0) {
    const guard = anyGuard(guards)
    // Who is refused by several hears of the password, whatever the others say.
    if (!refusals.some(({ status }) => status === 401)) return guardedBy(guard)
    const denials = guard.denials.map((one) => (one.when === 'deny' ? { ...one, status: 401 } : one))
    return guardedBy({ ...guard, denials })
  }
  return refusals.find(({ status }) => status === 401) ?? refusals.at(-1) ?? open
}
