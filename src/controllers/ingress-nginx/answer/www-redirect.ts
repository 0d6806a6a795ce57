/**
 * Where the Lua code of `from-to-www-redirect` sends a request. Up to 1.11 it stands in nginx.conf, with what it was rendered with.
 * https://github.com/kubernetes/ingress-nginx/blob/main/rootfs/etc/nginx/lua/nginx/ngx_srv_redirect.lua
 */
import type { Directive } from '../../../languages/nginx/text/directive.js'

type ReadVariable = (variable: string) => string | null

/** @returns the value of `$redirect_to`; null for any other variable, or where it cannot be told */
export function wwwTarget(directive: Directive, read: ReadVariable, useForwardedHeaders: boolean): string | null {
  const { name, args, text } = directive
  if (args[0] !== '$redirect_to') return null
  const { to, scheme, port } =
    name === 'set_by_lua_file'
      ? byFile(args.at(-1) ?? null, read, useForwardedHeaders)
      : byBlock(new TextDecoder().decode(text), read)
  const uri = read('request_uri')
  if (to === null || scheme === null || port === null || uri === null) return null
  // A slash at the end is dropped, a bare one too.
  return `${scheme}://${to}${port}${uri.endsWith('/') ? uri.slice(0, -1) : uri}`
}

/** The port is that of the socket, or what a load balancer says of it. */
function byFile(to: string | null, read: ReadVariable, useForwardedHeaders: boolean) {
  const told = (header: string) => (useForwardedHeaders && read(header)) || null
  const port = told('http_x_forwarded_port') ?? read('server_port')
  return { to, scheme: told('http_x_forwarded_proto') ?? read('scheme'), port: port && `:${port}` }
}

/** The port of https, whatever the scheme is, and only where it is not 443. */
function byBlock(lua: string, read: ReadVariable) {
  const forwarded = lua.includes('http_x_forwarded_proto') ? read('http_x_forwarded_proto') : ''
  // Until 1.2.0 nothing took the place of a header that was not sent.
  const otherwise = /ngx\.var\.scheme/.test(lua) ? read('scheme') : 'nil'
  return {
    to: /"((?=[^"]*[A-Za-z0-9])[A-Za-z0-9.*_-]+)"/.exec(lua)?.[1] ?? null,
    scheme: forwarded || otherwise,
    port: /"(:\d+)"/.exec(lua)?.[1] ?? '',
  }
}
