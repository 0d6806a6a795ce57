/** What the listeners of Gateways and ListenerSets name beside themselves. */
import { type Ref, refOf } from '../ref.js'
import type { Gateway, ListenerSet } from './gateways.js'

/** The Secrets of their certificates: https://gateway-api.sigs.k8s.io/reference/spec/#listenertlsconfig */
export function listenerSecrets(owner: Gateway | ListenerSet): Ref[] {
  const { namespace } = refOf(owner)
  return (owner.spec?.listeners ?? []).flatMap(({ tls }) =>
    (tls?.certificateRefs ?? []).flatMap((ref) =>
      (ref.kind ?? 'Secret') === 'Secret' && !ref.group
        ? [{ kind: 'Secret', namespace: ref.namespace || namespace, name: ref.name }]
        : [],
    ),
  )
}

/** Does it choose namespaces by their labels, so that those are needed. */
export function selectsNamespaces(owner: Gateway | ListenerSet): boolean {
  const { spec } = owner
  const allowed = [
    ...(spec?.listeners ?? []).map(({ allowedRoutes }) => allowedRoutes?.namespaces),
    spec && 'allowedListeners' in spec ? spec.allowedListeners?.namespaces : null,
  ]
  return allowed.some((one) => one?.from === 'Selector')
}

/** @param protocol of a listener */
export function speaksTls(protocol: string): boolean {
  return protocol === 'HTTPS' || protocol === 'TLS'
}
