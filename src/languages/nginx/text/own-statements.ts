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
