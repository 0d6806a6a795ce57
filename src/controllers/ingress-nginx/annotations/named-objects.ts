/** Secrets and ConfigMaps that annotations name: whether they exist decides whether a location answers at all. */
import type { Ingress } from '../../../domain/objects/objects.js'
import { type NamespacedName, refOf } from '../../../domain/objects/ref.js'
import type { NginxController } from '../workload/settings.js'

/** https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/ */
const secrets = ['auth-secret', 'auth-tls-secret', 'proxy-ssl-secret'] as const
const configMaps = ['custom-headers', 'auth-proxy-set-headers', 'fastcgi-params-configmap'] as const

export function namedObjects({ settings }: Pick<NginxController, 'settings'>, ingresses: readonly Ingress[]) {
  const named = (names: readonly string[]) =>
    ingresses.flatMap((ingress) =>
      names.flatMap((name) =>
        refIn(ingress.metadata.annotations?.[`${settings.annotationsPrefix}/${name}`], refOf(ingress).namespace),
      ),
    )
  return { configMaps: named(configMaps), secrets: named(secrets) }
}

/** `NAME` of the Ingress' own namespace, or `NAMESPACE/NAME`; a value that is neither names nothing. */
function refIn(value: string | undefined, namespace: string): NamespacedName[] {
  const [, given, name] = /^(?:([a-z0-9-]+)\/)?([a-z0-9.-]+)$/.exec(value?.trim() ?? '') ?? []
  return name === undefined ? [] : [{ namespace: given ?? namespace, name }]
}
