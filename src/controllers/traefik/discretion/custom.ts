/** What may be kept of objects of Traefik's own kinds, of the fields that are read. */
import { maskNamed } from '../../../domain/masking/words.js'
import { isRecord, type Wire } from '../../../domain/objects/project-fields.js'
import { maskRule } from '../../../languages/traefik/rule/mask.js'
import { ingressRoutes, middlewares, tcpRoutes } from '../model/custom/kinds.js'
import { harmlessSettings } from './settings.js'

export function maskCustom(kind: string, spec: Wire): Wire {
  if ((kind === ingressRoutes.kind || kind === tcpRoutes.kind) && Array.isArray(spec.routes))
    return { ...spec, routes: spec.routes.map(maskRoute) }
  if (kind !== middlewares.kind) return spec
  return Object.fromEntries(
    Object.entries(spec).map(([work, settings]) => [
      work,
      isRecord(settings) ? harmlessSettings(work, settings) : settings,
    ]),
  )
}

function maskRoute(route: unknown): unknown {
  if (!isRecord(route) || typeof route.match !== 'string') return route
  return { ...route, match: maskRule(route.match, maskNamed) }
}
