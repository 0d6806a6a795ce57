/** What a server says beside its locations: they may be thousands, and every request asks what is on, and what is not. */
import type { Directive } from './directive.js'

const known = new WeakMap<Directive, readonly Directive[]>()

/** @returns in the order of the file; of no server none */
export function ownStatements(server: Directive | null | undefined): readonly Directive[] {
  if (!server) return []
  const found = known.get(server) ?? (server.block ?? []).filter(({ name }) => name !== 'location')
  known.set(server, found)
  return found
}

/** https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_reject_handshake */
export function rejectsHandshake(server: Directive | undefined): boolean {
  return ownStatements(server).some(({ name, args }) => name === 'ssl_reject_handshake' && args[0] === 'on')
}
