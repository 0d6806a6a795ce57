/**
 * Hosts that are looked up once, when the file is loaded: one that is not found then makes nginx refuse the whole file
 * (ngx_http_upstream_init_round_robin in src/http/ngx_http_upstream_round_robin.c). A name with a variable is looked up
 * for each request.
 */
import type { Directive } from '../text/directive.js'
import type { Fault, FaultText } from './fault.js'

/** @param isUnknown is it certain that no such host is found; in lower case, without its port */
export function unknownHost(statements: readonly Directive[], isUnknown: (host: string) => boolean): Fault | null {
  for (const directive of statements) {
    const looked = hostUsedBy(directive, false)
    if (looked !== null && isUnknown(looked.host)) return faultOf(looked, directive)
    const { name, block, args, line } = directive
    const resolver = name === 'resolver' ? args.find((one) => isUnknown(one.toLowerCase())) : undefined
    if (resolver !== undefined) return { text: `host not found in resolver "${resolver}"`, line: line - 1 }
    for (const one of name === 'upstream' ? (block ?? []) : []) {
      const server = hostUsedBy(one, true)
      if (server !== null && isUnknown(server.host)) return faultOf(server, one)
    }
    const inside = block === null || name === 'upstream' ? null : unknownHost(block, isUnknown)
    if (inside !== null) return inside
  }
  return null
}

interface LookedUp {
  readonly host: string
  /** as nginx names it where it is not found */
  readonly shown: string
}

function hostUsedBy({ name, args: [target = ''] }: Directive, isInUpstream: boolean): LookedUp | null {
  if (target.includes('$') || !(isInUpstream ? name === 'server' : passes.test(name))) return null
  const authority = target.replace(/^[a-z]+:\/\//i, '').replace(/\/.*$/s, '')
  const [, host = ''] = /^([a-z0-9_.-]+?)(?::\d+)?$/i.exec(authority) ?? []
  // An address, or a name that only this file gives.
  if (!host.includes('.') || /^[\d.]+$/.test(host)) return null
  return { host: host.toLowerCase(), shown: isInUpstream ? authority : host }
}

const passes = /^(?:proxy|grpc|fastcgi|uwsgi|scgi)_pass$/

function faultOf({ shown }: LookedUp, { line }: Directive): Fault {
  return { text: `host not found in upstream "${shown}"`, line: line - 1 }
}

/** As nginx compares it: https://nginx.org/en/docs/http/ngx_http_core_module.html#listen. @param place of a `listen`; @returns null: a name, or more than one port */
export function listenAddress(place: string): string | null {
  if (/^(?:unix:.|\[[\da-f:.]+\]:\d+$)/i.test(place)) return place
  const found = /^(?=.)(?:(\d+\.\d+\.\d+\.\d+)|\*)?(?:(?:^|:)(\d+))?$/.exec(place)
  return found && `${found[1] ?? '0.0.0.0'}:${Number(found[2] ?? 80)}`
}

/** Of one server: several of them may share an address. */
export function listenFault({ args: [place = ''] }: Directive, listening: Set<string>): FaultText {
  const address = listenAddress(place)
  if (address === null) return null
  if (listening.has(address)) return `a duplicate listen ${address}`
  listening.add(address)
  return null
}
