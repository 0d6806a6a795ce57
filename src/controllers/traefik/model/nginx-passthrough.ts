/**
 * Ingresses whose TLS is passed on as it is: of each host to one Service, and what they say of paths counts without TLS alone.
 * https://github.com/traefik/traefik/blob/v3.7/pkg/provider/kubernetes/ingress-nginx/build.go
 */
import { refOf } from '../../../domain/objects/ref.js'
import { streamName } from '../../../languages/traefik/config/read.js'
import type { Router } from '../../../languages/traefik/config/types.js'
import { tcpPriorityOf } from '../../../languages/traefik/route/connections.js'
import { defaultsOf } from './entry-points.js'
import { normalized, quoted } from './names.js'
import { nginxTarget } from './nginx-annotations.js'
import { type Asking, portText } from './nginx-canaries.js'
import type { Site } from './site.js'
import type { Target } from './types.js'

/** A router of connections, and where it leads. */
export interface Passed {
  readonly router: Router
  readonly target: Target
}

/** By the field of the path `/` of each rule; of a rule without any paths, by its host: the default backend has it. */
export function passedBy(site: Site, { ingress, said }: Asking, provider: string): ReadonlyMap<string, Passed> {
  const { namespace, name } = refOf(ingress)
  const found = new Map<string, Passed>()
  if (!said.isPassthrough) return found
  for (const [i, { host, http }] of (ingress.spec?.rules ?? []).entries()) {
    const paths = http?.paths ?? []
    const root = paths.findIndex(({ path }) => path === '/')
    const service = (http ? paths[root]?.backend : ingress.spec?.defaultBackend)?.service
    if (!host || !service) continue
    const target = nginxTarget(site, namespace, service, said, true)
    const { state } = target.counted
    const { spec } = site.facts.inventory.service({ namespace, name: service.name }) ?? {}
    // A port that an ExternalName does not have is port 0 of the name.
    const isLeftOut = spec?.type === 'ExternalName' ? !site.settings.nginx.allowsExternalNames : state === 'no-port'
    if (state === 'no-service' || isLeftOut) continue
    const rule = `HostSNI(${quoted(host)})`
    const { https } = site.settings.nginx
    const label = streamName(
      'tcp',
      `${normalized(`${namespace}-${service.name}-${portText(service.port)}`)}@${provider}`,
    )
    const router: Router = {
      name: streamName('tcp', `${normalized(`${namespace}-${name}-${host}`)}@${provider}`),
      entryPoints: https.length > 0 ? https : defaultsOf(site.settings.entryPoints),
      ...{ rule, syntax: 'v3', priority: tcpPriorityOf(rule, null), middlewares: [], parents: [], errors: [] },
      ...{ tls: true, over: 'tcp', passthrough: true, origin: null },
      service: site.builder.addTarget(label, target),
    }
    found.set(http ? `spec.rules[${i}].http.paths[${root}]` : host, { router, target })
  }
  return found
}
