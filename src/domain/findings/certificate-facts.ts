/** What can be wrong with the certificate that a host shows, and the facts of each finding. */
import type { NamespacedName } from '../objects/ref.js'

/** What a host shows where the certificate that was asked for is no good. */
export type ShownInstead = 'default' | 'other' | 'nothing'

/** Why a Secret that was asked for is not shown. */
export type ShownFlaw = 'no-secret' | 'no-certificate' | 'not-covered'

/** Why the certificate that a flag gives to whoever names none of its own is no good. */
export interface DefaultFlaw {
  readonly secret: NamespacedName
  readonly is: 'missing' | 'no-certificate' | 'expired' | 'not-covered'
}

interface OfHost {
  /** null: the server of all hosts that no other one names */
  host: string | null
}

/** Which certificate a host shows. Dates are days: `2026-01-31`. */
export interface TlsFacts {
  'tls-ok': OfHost & { days: number }
  'tls-expiring': OfHost & { secret: NamespacedName | null; on: string; days: number }
  'tls-expired': OfHost & { secret: NamespacedName | null; on: string; days: number }
  'tls-not-yet-valid': OfHost & { secret: NamespacedName | null; from: string }
  /** `names`: that it does cover, some of them; empty: not known */
  'tls-mismatch': OfHost & { secret: NamespacedName | null; names: readonly string[]; shown: 'it' | ShownInstead }
  /**
   * `isRefused`: no certificate steps in, and the handshake is refused; `isSeen`: somebody who was seen has no certificate for
   * such hosts; `meant`: a flag names a certificate for them, and this is why it is of no use. Absent: none, or nothing
   */
  'tls-no-secret': OfHost & { isRefused?: true; isSeen: boolean; meant?: DefaultFlaw }
  /** `isForeign`: it is of another namespace, where no ReferenceGrant permits it */
  /** `unread`: what asks for it, on an object of whose kind nobody reads that */
  'tls-secret-missing': OfHost & {
    secret: NamespacedName
    shown: ShownInstead
    isForeign?: true
    unread?: { annotation: string; kind: string }
  }
  'tls-invalid': OfHost & { secret: NamespacedName; shown: ShownInstead }
  'tls-not-taken': OfHost & { secret: NamespacedName | null }
  'tls-default': OfHost & { isRefused?: true }
  'tls-default-server': OfHost
  'tls-untold': OfHost
  'tls-passed-through': OfHost
  /** `by`: whose TLS section decides; `secret`: null, it names none; `flaw`: why the default certificate is shown */
  'tls-of-other': OfHost & { by: NamespacedName; secret: NamespacedName | null; flaw: ShownFlaw | null }
  'tls-host-without-rule': { host: string }
  /** `shown`: by a handshake; null: none */
  'tls-handshake-differs': OfHost & { shown: { readonly subject: string; readonly serial: string } | null }
  'tls-secret-differs': OfHost & { secret: NamespacedName; serial: string }
}
