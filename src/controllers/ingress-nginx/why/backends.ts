/** Does the Service behind a rule get anything: by the controller's rules, which are not quite the API's. */

import type { Inventory } from '../../../domain/objects/inventory.js'
import type { Service } from '../../../domain/objects/objects.js'
import { type NamespacedName, nameOf } from '../../../domain/objects/ref.js'
import type { ServiceBackend } from '../../../domain/requests/trace.js'
import { nearestPort, servicePort } from '../../../domain/routes/resolve-endpoints.js'
import { resolveService } from '../../../domain/routes/resolve-service.js'
import type { Upstream } from '../model/types.js'
import { blocking, doubtful, type Finding, remark } from './finding.js'

export interface Named {
  readonly backend: ServiceBackend
  /** where the Ingress names it: `spec.rules[0].http.paths[1].backend` */
  readonly field: string
}

type Seen = Pick<Inventory, 'service' | 'slices' | 'sees'>

export function backendFindings(seen: Seen, { backend, field }: Named, upstream: Upstream): Finding[] {
  const stolen = collision(backend, upstream, field)
  if (stolen !== null) return [stolen]
  const ref = { namespace: backend.namespace, name: backend.service }
  const service = seen.service(ref)
  const found = service === undefined ? [] : portFindings(service, backend, field)
  const { endpoints, why } = upstream
  if (endpoints === null)
    return [
      doubtful(
        'backend-unseen',
        'info',
        `${why ?? 'its endpoints are not known'}: whether anything answers is not known`,
      ),
    ]
  if (endpoints.length === 0) return [nothing(seen, ref, service, { backend, field }, why ?? 'it has no endpoint')]
  if (endpoints.every((one) => one.endsWith(':0')))
    return [
      blocking(
        'external-port',
        `Service ${nameOf(ref)} is an ExternalName without a port ${backend.port}, so port 0 is called: 502`,
        {
          field: `${field}.service.port`,
          fix: 'Name the port by its number, or give the Service a port of that name.',
        },
      ),
    ]
  return found
}

/** Names of upstreams are joined by dashes, which names hold, too. */
function collision(backend: ServiceBackend, { service, creator, name }: Upstream, field: string): Finding | null {
  if (service === null || (service.namespace === backend.namespace && service.service === backend.service)) return null
  const [own, other] = [backend, service].map((one) => `${one.namespace}/${one.service}`)
  return blocking(
    'upstream-collision',
    `Service ${own} and Service ${other} have the same upstream name ${name}, and Ingress ${creator && nameOf(creator)} came first: requests go to ${other}`,
    {
      field: `${field}.service`,
      fix: `Give Service ${own} another name, or name its port otherwise (by name instead of number).`,
    },
  )
}

function nothing(seen: Seen, ref: NamespacedName, service: Service | undefined, named: Named, why: string): Finding {
  const { backend, field } = named
  const name = nameOf(ref)
  const answers = 'requests are answered with 503'
  if (service === undefined)
    return blocking('no-service', `Service ${name} does not exist: ${answers}`, {
      field: `${field}.service.name`,
      fix: `Create Service ${ref.name} in namespace ${ref.namespace}, or correct its name in the Ingress.`,
      marks: [`Service "${name}"`],
      shows: 'empty',
    })
  if (service.spec?.type === 'ExternalName')
    return blocking('external-name', `${why}: ${answers}`, {
      field: `${field}.service.name`,
      fix: /forbids/.test(why)
        ? 'Use a Service with endpoints, or start the controller without --disable-svc-external-name.'
        : 'Point the ExternalName to a DNS name that resolves, or use a Service with endpoints.',
      shows: 'unusable',
      marks: [`name ${service.spec.externalName} in "${name}"`],
    })
  if (/ has no port /.test(why)) {
    const near = nearestPort(service, backend.port, 'TCP')
    return blocking('no-port', `Service ${name} has no port ${backend.port ?? '(none is named)'}: ${answers}`, {
      field: `${field}.service.port`,
      fix:
        near === null
          ? 'Name a port that the Service has.'
          : `Write port ${typeof near === 'number' ? 'number' : 'name'} ${near}.`,
      marks: [`Service "${name}"`],
      shows: 'empty',
    })
  }
  return noEndpoint(seen, ref, service, backend, `${field}.service`, answers)
}

function noEndpoint(
  seen: Seen,
  ref: NamespacedName,
  service: Service,
  backend: ServiceBackend,
  field: string,
  answers: string,
): Finding {
  const name = nameOf(ref)
  const seenAs = { marks: [`Service "${name}"`], shows: 'empty' as const }
  const { state, total, ready } = resolveService(seen, ref, backend.port, 'TCP')
  const strange = seen.slices(ref).filter(({ metadata }) => !(metadata.name ?? '').startsWith(ref.name.slice(0, 57)))
  if (state === 'ok' && strange.length > 0)
    return blocking(
      'slices-hidden',
      `Service ${name} has ${ready} ready ${ready === 1 ? 'endpoint' : 'endpoints'}, but in EndpointSlice ${strange[0]?.metadata.name}, whose name does not begin with that of the Service, and such slices the controller does not see: ${answers}`,
      { field, fix: `Rename the EndpointSlice so that its name begins with "${ref.name}-".`, ...seenAs },
    )
  if (state === 'none-ready')
    return blocking(
      'none-ready',
      `of ${total} ${total === 1 ? 'endpoint' : 'endpoints'} of Service ${name} none is ready: ${answers}`,
      {
        field,
        fix: `Make its pods ready: see "kubectl -n ${ref.namespace} describe endpointslices -l kubernetes.io/service-name=${ref.name}" and their readiness probes.`,
        ...seenAs,
      },
    )
  const { targetPort } = servicePort(service, backend.port, 'TCP') ?? {}
  const isOther = seen.slices(ref).some(({ endpoints }) => (endpoints ?? []).length > 0)
  if (isOther && typeof targetPort === 'string')
    return blocking(
      'no-target-port',
      `no pod of Service ${name} has a port named ${targetPort}, the targetPort of port ${backend.port}: ${answers}`,
      {
        field: `${field}.port`,
        fix: `Name a container port ${targetPort}, or correct targetPort in the Service.`,
        ...seenAs,
      },
    )
  return blocking('no-endpoints', `Service ${name} has no endpoint on port ${backend.port}: ${answers}`, {
    field,
    fix: `Let the selector of Service ${name} match running pods that listen on that port.`,
    ...seenAs,
  })
}

/** The controller takes the first port that fits by number, name or targetPort, even if a later one fits better. */
function portFindings(service: Service, { port: wanted }: ServiceBackend, field: string): Finding[] {
  if (wanted === null || service.spec?.type === 'ExternalName') return []
  const ports = service.spec?.ports ?? []
  const taken = ports.find(
    ({ name, port, targetPort }) => port === wanted || String(targetPort ?? '') === String(wanted) || name === wanted,
  )
  const meant = servicePort(service, wanted, 'TCP')
  if (taken === undefined || taken === meant) return []
  const label = `${taken.port}${taken.name ? ` (${taken.name})` : ''}`
  if (meant === undefined)
    return [
      remark(
        'port-by-target',
        'warning',
        `the Service has no port ${wanted}; the controller takes port ${label}, whose targetPort that is, and other controllers would not`,
        { field: `${field}.service.port`, fix: `Write port number ${taken.port}.` },
      ),
    ]
  return [
    remark(
      'port-ambiguous',
      'warning',
      `port ${wanted} is taken for ${label}, whose targetPort that is and which comes first in the Service: its endpoints answer, not those of the port of that ${typeof wanted === 'number' ? 'number' : 'name'}`,
      {
        field: `${field}.service.port`,
        fix: `Put port ${wanted} before port ${label} in the Service, or let no two ports share the number.`,
      },
    ),
  ]
}
