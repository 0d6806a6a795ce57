/** Secrets and ConfigMaps that annotations name: whether they exist decides whether a location answers at all. */
import type { Ingress } from '../../../domain/objects/objects.js'
import { type NamespacedName, refOf } from '../../../domain/objects/ref.js'
import type { Settings } from '../workload/settings.js'

/** https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/ */
const ofOwnNamespace = 'fastcgi-params-configmap'
const configMaps = ['custom-headers', 'auth-proxy-set-headers', ofOwnNamespace] as const
/** Without it a whole server has no locations, and with none a configuration that others break is whole. */
const ofServers = ['auth-tls-secret'] as const
/** Without it a location refuses everybody, and nobody else hears of it. */
const ofLocations = ['auth-secret', 'proxy-ssl-secret'] as const

/** @param near of the Ingresses: those that can mean something to the requests in question */
export function namedObjects(
  { annotationsPrefix }: Pick<Settings, 'annotationsPrefix'>,
  ingresses: readonly Ingress[],
  near: readonly Ingress[],
) {
  const named = (names: readonly string[], by: readonly Ingress[]) => {
    const keys = names.map((name) => `${annotationsPrefix}/${name}`)
    return by.flatMap((ingress) => {
      const { annotations } = ingress.metadata
      return annotations ? keys.flatMap((key) => refIn(annotations[key], refOf(ingress).namespace)) : []
    })
  }
  return {
    configMaps: [
      ...named(configMaps, ingresses),
      // Since 1.9.0 they are read in the Ingress' own namespace, whatever namespace is written: annotations/fastcgi/main.go
      ...ingresses.flatMap((ingress) => {
        const { namespace } = refOf(ingress)
        return named([ofOwnNamespace], [ingress]).map(({ name }) => ({ namespace, name }))
      }),
    ],
    secrets: [...named(ofLocations, near), ...named(ofServers, ingresses)],
  }
}

/** `NAME` of the Ingress' own namespace, or `NAMESPACE/NAME`; a value that is neither names nothing. */
function refIn(value: string | undefined, namespace: string): NamespacedName[] {
  const [, given, name] = /^(?:([a-z0-9-]+)\/)?([a-z0-9.-]+)$/.exec(value?.trim() ?? '') ?? []
  return name === undefined ? [] : [{ namespace: given ?? namespace, name }]
}
