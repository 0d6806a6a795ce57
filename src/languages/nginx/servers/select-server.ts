/**
 * Which server answers for a host: exact name, longest leading wildcard, longest trailing wildcard, first regex in the
 * file's order, default server of the socket. https://nginx.org/en/docs/http/server_names.html
 */
import { toBytes } from '../text/byte-text.js'
import type { Directive } from '../text/directive.js'
import { readNamePattern } from './name-pattern.js'

export interface ServerHead {
  readonly names: readonly string[]
  readonly sockets: readonly Socket[]
}

export interface Socket {
  /** as written, for instance `80`, `[::]:443`, `127.0.0.1:10246` */
  readonly address: string
  readonly port: number | null
  readonly isDefault: boolean
}

export type NameRule = 'exact' | 'leading-wildcard' | 'trailing-wildcard' | 'regex'

export interface NameMatch {
  readonly by: NameRule
  readonly name: string
}

/** What a `server` block says of itself, without its locations. A server without `listen` listens on 80. */
export function serverHead(server: Directive): ServerHead {
  const names: string[] = []
  const sockets: Socket[] = []
  for (const directive of server.block ?? []) {
    if (directive.name === 'server_name') names.push(...directive.args)
    if (directive.name === 'listen') sockets.push(socketOf(directive.args))
  }
  return { names, sockets: sockets.length > 0 ? sockets : [{ address: '80', port: 80, isDefault: false }] }
}

function socketOf([address = '', ...options]: readonly string[]): Socket {
  const port = /^(?:.*:)?(\d+)$/.exec(address)?.[1]
  const isPath = address.startsWith('unix:')
  return {
    address,
    port: isPath ? null : port === undefined ? 80 : Number(port),
    isDefault: options.includes('default_server') || options.includes('default'),
  }
}

/**
 * The names of one socket, in the order of the file: a name that was taken before is ignored, with a warning.
 * `.example.com` is the name and all below it at once, and ignored as a whole where either was taken.
 * https://github.com/nginx/nginx/blob/master/src/core/ngx_hash.c (ngx_hash_add_key)
 */
export class NameBook {
  readonly #exact = new Set<string>()
  readonly #wild = new Set<string>()

  /** Those of a server's names that count. */
  add(names: readonly string[]): readonly string[] {
    return names.filter((name) => name.startsWith('~') || this.#isNew(name.toLowerCase()))
  }

  #isNew(name: string): boolean {
    if (name.startsWith('*.')) return isNewIn(this.#wild, name.slice(2))
    if (!name.startsWith('.')) return isNewIn(this.#exact, name)
    // The bare name is taken even where the names below it are not to be had.
    return isNewIn(this.#exact, name.slice(1)) && isNewIn(this.#wild, name.slice(1))
  }
}

function isNewIn(taken: Set<string>, name: string): boolean {
  const isNew = !taken.has(name)
  taken.add(name)
  return isNew
}

const order: readonly NameRule[] = ['exact', 'leading-wildcard', 'trailing-wildcard', 'regex']

/** The better of two matches; of equals the one that stands first in the file, which is `a`. */
export function betterName(a: NameMatch | null, b: NameMatch | null): NameMatch | null {
  if (a === null || b === null) return a ?? b
  const difference = order.indexOf(a.by) - order.indexOf(b.by)
  if (difference !== 0) return difference < 0 ? a : b
  return a.by.endsWith('wildcard') && lengthOf(b.name) > lengthOf(a.name) ? b : a
}

/** `.a.test` reaches as far as `*.a.test`. */
function lengthOf(wildcard: string): number {
  return wildcard.startsWith('.') ? wildcard.length + 1 : wildcard.length
}

/**
 * The best of a server's names for a host.
 * @param host in lower case, without port and trailing dot, as nginx makes it
 * @param onUnknown is told of a regex that cannot be tried here
 */
export function matchName(
  names: readonly string[],
  host: string,
  onUnknown: (name: string) => void = () => {},
): NameMatch | null {
  let best: NameMatch | null = null
  for (const name of names) {
    const by = ruleFor(name, host, onUnknown)
    if (by !== null) best = betterName(best, { by, name })
  }
  return best
}

function ruleFor(name: string, host: string, onUnknown: (name: string) => void): NameRule | null {
  if (name.startsWith('~')) {
    const matched = readNamePattern(toBytes(name))?.match(toBytes(host)) ?? 'too-long'
    if (typeof matched !== 'string') return 'regex'
    if (matched !== 'none') onUnknown(name)
    return null
  }
  const lower = name.toLowerCase()
  // `.example.com` is the name itself and every name below it.
  if (lower.startsWith('.')) return host === lower.slice(1) ? 'exact' : host.endsWith(lower) ? 'leading-wildcard' : null
  if (lower.startsWith('*.'))
    return host.endsWith(lower.slice(1)) && host.length > lower.length - 1 ? 'leading-wildcard' : null
  if (lower.endsWith('.*'))
    return host.startsWith(lower.slice(0, -1)) && host.length > lower.length - 1 ? 'trailing-wildcard' : null
  return lower === host ? 'exact' : null
}
