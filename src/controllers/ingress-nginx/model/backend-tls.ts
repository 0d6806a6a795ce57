/** Whose word counts on the certificate of a backend: that of its own Ingress, or, where that is silent, of its server. */
import type { Location, Model, Server } from './types.js'

interface BackendTls {
  readonly verifies: boolean
  /** '': none is said */
  readonly name: string
  /** does the Ingress of the location say so itself */
  readonly isOwn: boolean
}

/** null: it is spoken to without TLS, or nobody says anything of its certificate */
export function backendTls({ owner }: Location, { proxySsl: shared }: Server): BackendTls | null {
  if (owner?.annotations.backendProtocol !== 'HTTPS' || owner.annotations.denied !== null) return null
  const { proxySsl: own } = owner.annotations
  const decides = own?.hasAuthority ? own : shared
  return decides && { verifies: decides.verifies, name: own?.name || shared?.name || '', isOwn: decides === own }
}

/** The locations of a host whose backends are verified by the word of another Ingress. */
export function verifiedByOther({ servers }: Model, host: string): readonly Location[] {
  const server = servers.get(host)
  if (!server?.proxySsl?.verifies) return []
  return server.locations.filter((one) => one.asked !== null && backendTls(one, server)?.isOwn === false)
}
