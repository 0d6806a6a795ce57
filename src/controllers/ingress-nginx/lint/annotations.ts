/**
 * What annotations make of a path, a scheme or a limit otherwise than people expect: a capture without a separator before it
 * lets a request step out of the path that it was given, and a host with TLS that is never redirected to it goes on in clear.
 */
import { finding, told } from '../../../domain/findings/finding.js'
import type { ControllerRule } from '../../../domain/lint/rule.js'
import type { NginxPlan } from '../plan.js'

/** `/api(.*)` to `/$1`: `/api../admin` becomes `/../admin`, which the backend reads as `/admin`. */
export const rewriteTraversal: ControllerRule = {
  codes: ['rewrite-traversal'],
  needs: [],
  find: ({ plan }) => {
    const { model } = plan as NginxPlan
    const targets = new Map(model.kept.map(({ ref, annotations }) => [ref, annotations.rewrite.target]))
    return model.asked.flatMap(({ ref, path, field, location }) => {
      const target = targets.get(ref) ?? ''
      if (location === null || target !== '/$1' || !/^\/[\w./-]*\w\(\.[*+]\)\$?$/.test(path)) return []
      return [finding(told('rewrite-traversal', { path, target }), ref, { field: `${field}.path` })]
    })
  },
}

export const noRedirect: ControllerRule = {
  codes: ['no-redirect'],
  needs: [],
  find: ({ plan }) => {
    const { model } = plan as NginxPlan
    return model.kept.flatMap(({ ref, ingress, annotations }) => {
      const name = Object.entries(ingress.metadata.annotations ?? {}).find(
        ([one, value]) => one.endsWith('/ssl-redirect') && value === 'false',
      )?.[0]
      const host = ingress.spec?.tls?.flatMap(({ hosts }) => hosts ?? [])[0]
      if (name === undefined || host === undefined || annotations.rewrite.forceSslRedirect) return []
      return [finding(told('no-redirect', { host }), ref, { field: `metadata.annotations["${name}"]` })]
    })
  },
}

/**
 * Limits are counted by each replica for itself: with three of them a client may do three times as much.
 * https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#rate-limiting
 */
const limits = ['limit-connections', 'limit-rps', 'limit-rpm']

export const limitPerReplica: ControllerRule = {
  codes: ['limit-per-replica'],
  needs: [],
  find: ({ controller, plan }) => {
    const replicas = controller.replicas.filter(({ state }) => state === 'ready').length
    if (replicas < 2) return []
    return (plan as NginxPlan).model.kept.flatMap(({ ingress, ref, annotations }) => {
      if (!annotations.access.rateLimited) return []
      const name = limits
        .map((one) => `${(plan as NginxPlan).controller.settings.annotationsPrefix}/${one}`)
        .find((one) => ingress.metadata.annotations?.[one] !== undefined)
      if (name === undefined) return []
      const annotation = name.slice(name.indexOf('/') + 1)
      return [
        finding(told('limit-per-replica', { annotation, replicas }), ref, {
          field: `metadata.annotations["${name}"]`,
        }),
      ]
    })
  },
}
