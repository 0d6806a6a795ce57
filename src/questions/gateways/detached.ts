/** Why a route does not hang on a parent, and what of it decides that. */
import type { Detached } from '../../domain/findings/gateway-flaws.js'
import type { Attachment } from '../../semantics/gateway/attachment/attach.js'

/** Only where a reason is known. */
export function detachedBy({ reason, refused, isShut }: Pick<Attachment, 'reason' | 'refused' | 'isShut'>): Detached {
  switch (reason) {
    case 'NotAllowedByListeners':
      return refused === 'kind' ? 'kind' : 'namespace'
    case 'NoMatchingListenerHostname':
      return isShut ? 'out' : 'hostname'
    case 'ListenerNotReady':
      return 'out'
    default:
      return 'no-listener'
  }
}

/** What the route says of itself that no listener takes. */
export function asksText(attachment: Attachment): string {
  const { route, source, parentRef } = attachment
  switch (detachedBy(attachment)) {
    case 'kind':
      return `${route.kind}s`
    case 'namespace':
      return `namespace ${source.namespace}`
    case 'hostname':
      return `hostname ${(route.spec?.hostnames ?? []).join(', ')}`
    default:
      return [
        ...(parentRef.sectionName ? [`sectionName ${parentRef.sectionName}`] : []),
        ...(parentRef.port == null ? [] : [`port ${parentRef.port}`]),
      ].join(' and ')
  }
}

/** In short words, for a cell. */
export function detachedWords(attachment: Attachment): string {
  const asked = asksText(attachment)
  return detachedBy(attachment) === 'out' ? 'its listener takes no requests' : `no listener takes ${asked}`
}
