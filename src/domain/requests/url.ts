/**
 * A URL as a person or a Location header has it → what a client sends. Not by WHATWG's URL, which rewrites paths
 * (`//`, `..`, `|`): a proxy gets to see those.
 */

/** Where a request goes. */
export interface RequestUrl {
  readonly scheme: 'http' | 'https'
  /** as a Host header has it: case and trailing dot as typed, IDN as punycode, the port where it is not the scheme's own */
  readonly host: string
  /** the host alone, for TLS: lower case, no trailing dot, no port; null for an address */
  readonly sni: string | null
  /** path and query */
  readonly target: string
}

/**
 * Without a scheme it is http. A fragment is dropped, as clients do; spaces and letters beyond ASCII are percent-encoded.
 * @returns `wrong`: what is the matter, in words that do not repeat a password
 */
export function parseRequestUrl(text: string): RequestUrl | { readonly wrong: string } {
  const [, named, rest = ''] = /^(?:([a-z][a-z0-9+.-]*):)?(?:\/\/)?(.*)$/is.exec(schemed(text)) ?? []
  const scheme = named?.toLowerCase() ?? 'http'
  if (scheme !== 'http' && scheme !== 'https') return { wrong: `its scheme is ${scheme}, not http or https` }
  if (/[\u0000-\u001f\u007f]/.test(rest)) return { wrong: 'it holds a control character' }
  const end = rest.search(/[/?#]/)
  const authority = end === -1 ? rest : rest.slice(0, end)
  if (authority.includes('@')) return { wrong: 'it holds a user name: leave out what stands before the @' }
  const place = parseAuthority(authority, scheme)
  return 'wrong' in place ? place : { scheme, ...place, target: targetOf(end === -1 ? '' : rest.slice(end)) }
}

/** `shop.example.com:8080/x` has no scheme, though it looks as if it had one. */
function schemed(text: string): string {
  return /^[a-z][a-z0-9+.-]*:(?:\/\/|(?!\d*(?:[/?#]|$)))/is.test(text) ? text : `http://${text.replace(/^\/\//, '')}`
}

const usualPorts = { http: '80', https: '443' } as const

function parseAuthority(
  authority: string,
  scheme: 'http' | 'https',
): Pick<RequestUrl, 'host' | 'sni'> | { readonly wrong: string } {
  const [, name = '', port] = /^(\[[^\]]*\]|[^:[\]]*)(?::(.*))?$/s.exec(authority) ?? []
  if (name === '') return { wrong: authority === '' ? 'it has no host' : `"${authority}" is not a host` }
  if (port !== undefined && (!/^\d{0,5}$/.test(port) || Number(port) > 65_535))
    return { wrong: `"${port}" is not a port` }
  const ascii = hostOf(name)
  if (ascii === null) return { wrong: `"${name}" is not a host` }
  const isUsual = port === undefined || port === '' || port === usualPorts[scheme]
  const isAddress = name.startsWith('[') || /^\d+(?:\.\d+){3}$/.test(name)
  const sni = scheme === 'http' || isAddress ? null : ascii.toLowerCase().replace(/\.$/, '')
  return { host: isUsual ? ascii : `${ascii}:${port}`, sni }
}

/** Letters beyond ASCII become punycode; what is ASCII stays as it was typed. */
function hostOf(name: string): string | null {
  if (name.startsWith('[')) return URL.canParse(`http://${name}/`) ? name : null
  if (/^[\w.~-]+$/.test(name)) return name
  if (/^[\x21-\x7e]*$/.test(name) || /[\s/\\?#@:%<>"'*^|]/.test(name) || !URL.canParse(`http://${name}/`)) return null
  return new URL(`http://${name}/`).hostname
}

/** What clients encode before they send it; everything else is the server's to understand. */
function targetOf(rest: string): string {
  const hash = rest.indexOf('#')
  const kept = hash === -1 ? rest : rest.slice(0, hash)
  const raw = kept.startsWith('/') ? kept : `/${kept}`
  return /^[\x21-\x7e]*$/.test(raw)
    ? raw
    : raw.replace(/[^\x21-\x7e]+/gu, (text) => encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd')))
}
