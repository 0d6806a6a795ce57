/** What a Contour is told beside the objects, as far as it decides what becomes of HTTPProxies. */
import type { NamespacedName } from '../../../domain/objects/ref.js'
import type { Claim } from '../../shared/named/claim.js'
import type { Flags } from '../../shared/named/flags.js'
import { listIn } from '../../shared/named/flags.js'

export interface ContourSettings {
  readonly takes: readonly Claim[]
  /** where HTTPProxies with a virtual host may be; null: anywhere */
  readonly rootNamespaces: readonly string[] | null
  /** are Services taken that are only another name */
  readonly takesExternalNames: boolean
  /** may a route say that it is served without TLS, too */
  readonly permitsInsecure: boolean
  /** the certificate for handshakes without a name; null: there is none */
  readonly fallback: NamespacedName | null
}

export function contourSettings(flags: Flags): Omit<ContourSettings, 'takes'> {
  return {
    rootNamespaces: listIn(flags, 'root-namespaces'),
    ...{ takesExternalNames: false, permitsInsecure: true, fallback: null },
  }
}
