/**
 * What stands between a location and its backend: addresses, passwords, an authentication service.
 * https://nginx.org/en/docs/http/ngx_http_access_module.html
 */
import type { TraceRequest } from '../../../domain/requests/trace.js'
import type { Directive } from '../../../languages/nginx/text/directive.js'
import { contains } from '../go/networks.js'

/**
 * - `open`: nothing is in the way
 * - `denied`: with this status
 * - `unknown`: it hangs on what is not known here
 */
export type Access =
  | { readonly is: 'open' }
  | { readonly is: 'denied'; readonly status: number; readonly why: string }
  | { readonly is: 'unknown'; readonly why: string }

const open: Access = { is: 'open' }

/** What a block says of it, read once for all requests. */
interface Guards {
  /** `allow` and `deny`, in their order */
  readonly rules: readonly Directive[]
  readonly password: Directive | undefined
  readonly service: Directive | undefined
  readonly any: boolean
}

const known = new WeakMap<Directive, Guards | null>()

/**
 * @param block where the request ends: the location, or an `if` in it
 * @param around what it does not say comes from there, the innermost first
 */
export function accessOf(block: Directive, around: readonly (readonly Directive[])[], request: TraceRequest): Access {
  let guards = known.get(block)
  if (guards === undefined) {
    guards = guardsOf([block.block ?? [], ...around])
    known.set(block, guards)
  }
  if (guards === null) return open
  const checks = [
    byAddress(guards.rules, request),
    byPassword(guards.password, request),
    byService(guards.service),
  ].filter((check) => check !== null)
  return guards.any ? anyOf(checks) : allOf(checks)
}

function guardsOf(levels: readonly (readonly Directive[])[]): Guards | null {
  const find = (pattern: RegExp) => {
    for (const level of levels) {
      const found = level.find(({ name }) => pattern.test(name))
      if (found) return found
    }
    return undefined
  }
  const rules = levels.map((level) => level.filter(isRule)).find(({ length }) => length > 0) ?? []
  // With auth-keepalive the controller asks its service from Lua.
  const [password, service] = [find(/^auth_basic$/), find(/^auth_request$|^access_by_lua/)]
  if (rules.length === 0 && password === undefined && service === undefined) return null
  return { rules, password, service, any: find(/^satisfy$/)?.args[0] === 'any' }
}

function isRule({ name }: Directive): boolean {
  return name === 'allow' || name === 'deny'
}

/** null: not asked for. The first rule that fits counts. */
function byAddress(rules: readonly Directive[], { clientAddress }: TraceRequest): Access | null {
  if (rules.length === 0) return null
  for (const { name, args } of rules) {
    const [range = ''] = args
    const fits = range === 'all' ? true : clientAddress === null ? null : contains(range, clientAddress)
    if (fits === null)
      return {
        is: 'unknown',
        why: `it hangs on the client's address (${rules.map((rule) => `${rule.name} ${rule.args[0]}`).join(', ')}): say it with --from-ip`,
      }
    if (fits)
      return name === 'allow'
        ? open
        : { is: 'denied', status: 403, why: `${name} ${range} refuses ${clientAddress ?? 'all'}` }
  }
  return open
}

function byPassword(directive: Directive | undefined, { headers }: TraceRequest): Access | null {
  const realm = directive?.args[0]
  if (realm === undefined || realm === 'off') return null
  if (!headers.has('authorization'))
    return { is: 'denied', status: 401, why: `user and password are asked for (realm "${realm}")` }
  return { is: 'unknown', why: 'whether the password is right is not known here' }
}

function byService(directive: Directive | undefined): Access | null {
  if (directive === undefined || directive.args[0] === 'off') return null
  return { is: 'unknown', why: 'an authentication service decides (auth-url)' }
}

function allOf(checks: readonly Access[]): Access {
  return checks.find(({ is }) => is === 'denied') ?? checks.find(({ is }) => is === 'unknown') ?? open
}

/** `satisfy any`: one way in is enough. */
function anyOf(checks: readonly Access[]): Access {
  if (checks.length === 0 || checks.some(({ is }) => is === 'open')) return open
  return checks.find(({ is }) => is === 'unknown') ?? checks.findLast(({ is }) => is === 'denied') ?? open
}
