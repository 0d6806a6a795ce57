/** A request as the routers see it: paths cleaned, as entry points do before any rule is tried. */

export interface ProxyRequest {
  /** the entry point that it comes in by; null: not known, so that any may be */
  readonly entryPoint: string | null
  readonly tls: boolean
  readonly method: string
  /** lower case, without port; '': none was sent */
  readonly host: string
  /** the Host header as it was sent */
  readonly hostHeader: string
  /** cleaned, still encoded: what a backend gets */
  readonly path: string
  /** the same decoded, but for what means something in a URL: what rules are tried on */
  readonly routingPath: string
  /** with its question mark; '' without one. A semicolon separates as an ampersand does, and becomes one */
  readonly query: string
  /** the same as it was sent: what a redirect has of it */
  readonly sentQuery: string
  /** names in lower case, without Host */
  readonly headers: ReadonlyMap<string, string>
  readonly clientAddress: string | null
}

/** Nothing is asked for yet. */
export const noRequest: ProxyRequest = {
  ...{ entryPoint: null, tls: false, method: '', host: '', hostHeader: '', path: '', routingPath: '' },
  ...{ query: '', sentQuery: '', headers: new Map(), clientAddress: null },
}

/** https://github.com/traefik/traefik/blob/v3.7/pkg/server/router/router.go (reservedCharacters) */
const reserved = new Set([...":/?#[]@!$&'()*+,;=%"].map((sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`))
const unreserved = /[A-Za-z0-9\-._~]/

/**
 * @param target what stands in the request line: a path with its query, or a whole URL
 * @returns null: what no proxy of this kind reads; it answers 400
 */
export function requestOf(
  target: string,
  {
    hostHeader,
    ...rest
  }: Omit<ProxyRequest, 'host' | 'path' | 'routingPath' | 'query' | 'sentQuery' | 'hostHeader'> & {
    readonly hostHeader: string | null
  },
): ProxyRequest | null {
  const [, authority = null, local = target] = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)(.*)$/is.exec(target) ?? []
  const at = local.indexOf('?')
  const raw = at === -1 ? local : local.slice(0, at)
  const isStar = raw === '*'
  if (/%(?![0-9a-fA-F]{2})|#/.test(raw) || (raw !== '' && !isStar && !raw.startsWith('/'))) return null
  const path = isStar ? raw : escaped(cleaned(normalized(raw)))
  const sentQuery = at === -1 ? '' : local.slice(at)
  const host = authority ?? hostHeader ?? ''
  return {
    ...rest,
    hostHeader: host,
    host: hostName(host),
    path,
    routingPath: routingPathOf(path),
    query: sentQuery.replaceAll(';', '&'),
    sentQuery,
  }
}

function hostName(host: string): string {
  return withoutPort(host.trim()).toLowerCase()
}

/** Colons in brackets are no port. */
export function withoutPort(host: string): string {
  const at = host.lastIndexOf(':')
  return at > host.lastIndexOf(']') && /^\d*$/.test(host.slice(at + 1)) ? host.slice(0, at) : host
}

/** Letters, digits and the like are never encoded, and what is, is so in capitals. */
function normalized(path: string): string {
  return path.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => {
    const sign = String.fromCharCode(Number.parseInt(hex, 16))
    return unreserved.test(sign) ? sign : `%${hex.toUpperCase()}`
  })
}

/** What may not stand in a path is encoded: https://pkg.go.dev/net/url#URL.EscapedPath */
function escaped(path: string): string {
  return path.replace(/[^A-Za-z0-9\-._~!$&'()*+,;=:@/%[\]]+/gu, encodeURIComponent)
}

/** Without doubled slashes and dots: https://pkg.go.dev/net/url#URL.JoinPath */
export function cleaned(path: string): string {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..') parts.pop()
    else parts.push(part)
  }
  const joined = `/${parts.join('/')}`
  return path.endsWith('/') && joined !== '/' ? `${joined}/` : joined
}

/** What is decoded is bytes of UTF-8. */
export function routingPathOf(path: string): string {
  return path.replace(/(?:%[0-9A-F]{2})+/g, (run) => {
    const bytes: number[] = []
    let text = ''
    const flush = () => {
      if (bytes.length > 0) text += new TextDecoder().decode(Uint8Array.from(bytes))
      bytes.length = 0
    }
    for (const one of run.match(/%../g) ?? []) {
      if (reserved.has(one)) {
        flush()
        text += one
      } else bytes.push(Number.parseInt(one.slice(1), 16))
    }
    flush()
    return text
  })
}

/** Names and values, decoded. */
export function queryValues({ query }: Pick<ProxyRequest, 'query'>): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>()
  for (const part of query.slice(1).split('&')) {
    if (part === '') continue
    const at = part.indexOf('=')
    const name = decoded(at === -1 ? part : part.slice(0, at))
    const value = decoded(at === -1 ? '' : part.slice(at + 1))
    if (name === null || value === null) continue
    values.set(name, [...(values.get(name) ?? []), value])
  }
  return values
}

function decoded(text: string): string | null {
  if (/%(?![0-9a-fA-F]{2})/.test(text)) return null
  const plain = text.replaceAll('+', ' ')
  try {
    return decodeURIComponent(plain)
  } catch {
    return plain
  }
}
