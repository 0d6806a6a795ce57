/** What may be kept of objects of Traefik's own kinds, of the fields that are read. */
import { mask, maskNamed } from '../../../domain/masking/words.js'
import { canBeName } from '../../../domain/objects/object-name.js'
import { isRecord, type Wire } from '../../../domain/objects/project-fields.js'
import { maskRule } from '../../../languages/traefik/rule/mask.js'
import { ingressRoutes, middlewares, tcpRoutes } from '../model/custom/kinds.js'
import { harmlessSettings } from './settings.js'

export function maskCustom(kind: string, spec: Wire): Wire {
  if ((kind === ingressRoutes.kind || kind === tcpRoutes.kind) && Array.isArray(spec.routes))
    return { ...spec, routes: spec.routes.map(maskRoute), ...(isRecord(spec.tls) ? { tls: maskTls(spec.tls) } : {}) }
  if (kind !== middlewares.kind) return spec
  return Object.fromEntries(
    Object.entries(spec).map(([work, settings]) => [
      work,
      isRecord(settings) ? harmlessSettings(work, settings) : settings,
    ]),
  )
}

/** `strict`, and `strict@file` for one of another provider. */
function maskTls(tls: Wire): Wire {
  if (!isRecord(tls.options) || typeof tls.options.name !== 'string') return tls
  const isName = tls.options.name === '' || tls.options.name.split('@').every(canBeName)
  return isName ? tls : { ...tls, options: { ...tls.options, name: mask } }
}

function maskRoute(route: unknown): unknown {
  if (!isRecord(route) || typeof route.match !== 'string') return route
  return { ...route, match: maskRule(route.match, maskNamed) }
}
