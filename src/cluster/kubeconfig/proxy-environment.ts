/** HTTPS_PROXY, HTTP_PROXY and NO_PROXY, read as Go's net/http reads them: kubectl obeys them, so do we. */
import { BlockList, isIP, isIPv4 } from 'node:net'
import { domainToASCII } from 'node:url'
import { problem } from '../../domain/problem.js'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * https://pkg.go.dev/golang.org/x/net/http/httpproxy
 * @returns the proxy for requests to this server; null: none
 * @throws Problem `invalid-setting` for HTTP_PROXY in a CGI program, where a request header sets it
 */
export function proxyFromEnvironment(server: URL, env: Environment): URL | null {
  const name = server.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY'
  const proxy = parseProxy(either(env, name))
  if (proxy === null) return null
  if (name === 'HTTP_PROXY' && env.REQUEST_METHOD)
    throw problem('invalid-setting', { setting: name, detail: 'refused, because REQUEST_METHOD is set (CGI)' })
  const host = server.hostname.replace(/^\[(.*)\]$/, '$1')
  const port = server.port || (server.protocol === 'https:' ? '443' : '80')
  return isExempt(host, port, either(env, 'NO_PROXY')) ? null : proxy
}

/** Upper case first; an empty variable is as good as none. */
function either(env: Environment, name: string): string {
  return env[name] || env[name.toLowerCase()] || ''
}

/** A URL, or `host:port` of an http proxy; what is neither is ignored. */
function parseProxy(text: string): URL | null {
  if (text === '') return null
  const url = /^[a-z][a-z0-9+.-]*:\/\/[^/]/i.test(text) ? text : `http://${text}`
  return URL.canParse(url) ? new URL(url) : null
}

function isExempt(host: string, port: string, noProxy: string): boolean {
  if (host === 'localhost' || loopback.check(host, isIPv4(host) ? 'ipv4' : 'ipv6')) return true
  const rules = noProxy.split(',').map((rule) => rule.trim().toLowerCase())
  return rules.some((rule) => rule === '*' || covers(rule, host, port))
}

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/** @param rule `10.0.0.0/8`, `10.1.2.3`, `[::1]:443`, `example.com` (and its subdomains), `.example.com` (these alone) */
function covers(rule: string, host: string, port: string): boolean {
  const [, network = '', bits = ''] = /^(.+)\/(\d+)$/.exec(rule) ?? []
  if (isIP(network)) return inNetwork(network, Number(bits), host)
  const [, ruleHost = rule, rulePort = ''] = isIP(rule) ? [] : (/^\[?(.*?)\]?:([^:\]]*)$/.exec(rule) ?? [])
  if (ruleHost === '' || (rulePort !== '' && rulePort !== port)) return false
  if (isIP(ruleHost)) return isIP(host) !== 0 && inNetwork(ruleHost, isIPv4(ruleHost) ? 32 : 128, host)
  if (isIP(host)) return false
  const name = ruleHost.replace(/^\*\./, '.')
  const bare = toAscii(name.replace(/^\./, ''))
  return host.endsWith(`.${bare}`) || (!name.startsWith('.') && host === bare)
}

function toAscii(name: string): string {
  return /^\p{ASCII}*$/u.test(name) ? name : domainToASCII(name)
}

function inNetwork(network: string, bits: number, host: string): boolean {
  const family = isIPv4(network) ? 'ipv4' : 'ipv6'
  if (bits > (family === 'ipv4' ? 32 : 128) || isIP(host) === 0) return false
  const list = new BlockList()
  list.addSubnet(network, bits, family)
  return list.check(host, isIPv4(host) ? 'ipv4' : 'ipv6')
}
