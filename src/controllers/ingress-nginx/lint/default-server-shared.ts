/** The default backend is an application with hosts of its own: when it is down, every unknown host is down with it, as 502. */
import { finding, told } from '../../../domain/findings/finding.js'
import type { ControllerRule } from '../../../domain/lint/rule.js'
import { isSame, namedBy } from '../../../domain/objects/ref.js'
import type { NginxPlan } from '../plan.js'

export const defaultServerShared: ControllerRule = {
  codes: ['default-server-shared'],
  needs: [],
  find: ({ controller, plan }) => {
    const { model, controller: own } = plan as NginxPlan
    const service = own.settings.defaultBackendService
    const shared = service && model.asked.find(({ backend }) => backend !== null && isSame(serviceIn(backend), service))
    if (!service || !shared) return []
    return [finding(told('default-server-shared', { service, by: shared.ref }), namedBy(controller))]
  },
}

function serviceIn({ namespace, service }: { readonly namespace: string; readonly service: string }) {
  return { kind: 'Service', namespace, name: service }
}
