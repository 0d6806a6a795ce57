/**
 * Who may administer the Kong that stands in the pod of its controller: it takes routes from whoever gets there.
 * https://developer.konghq.com/gateway/secure-the-admin-api/
 */
import { isAssumed } from '../../../domain/controllers/controller.js'
import { finding, told } from '../../../domain/findings/finding.js'
import type { ControllerRule } from '../../../domain/lint/rule.js'
import { isSelected } from '../../../domain/objects/label-selector.js'
import type { Service } from '../../../domain/objects/objects.js'
import { namedBy, nameOf, refOf } from '../../../domain/objects/ref.js'
import { isInside } from '../../shared/inside.js'
import type { NamedController } from '../../shared/named/settings.js'

/** As variables of the proxy say it: see environment.ts */
export const adminWords = ['admin-listen', 'nginx-admin-ssl-verify-client', 'enforce-rbac'] as const

/** The chart of the project opens it over TLS to its own cluster: that alone is not told. */
export const adminOpen: ControllerRule = {
  codes: ['api-insecure'],
  needs: ['Service'],
  find: ({ controller }, { all }) => {
    const { namespace, replicas, settings } = controller as NamedController
    const [listens = '', verifies = '', enforces = ''] = adminWords.map((name) => settings.said?.[name])
    if (isAssumed(controller) || /^(?:on|both)$/i.test(enforces)) return []
    const labels = replicas[0]?.labels ?? {}
    const isBefore = ({ metadata, spec }: Service) =>
      metadata.namespace === namespace && spec?.selector && isSelected({ matchLabels: spec.selector }, labels)
    const services = all('Service').filter(isBefore)
    const [first] = listens.split(',').flatMap((one) => {
      const [, address = '', said] = /^(\S+):(\d+)(?=\s|$)/.exec(one.trim()) ?? []
      const isPlain = !/\sssl(?:\s|$)/.test(one)
      if (said === undefined || isInside(address) || (!isPlain && verifies === 'on')) return []
      const port = Number(said)
      const leads = ({ spec }: Service) => spec?.ports?.some((own) => (own.targetPort ?? own.port) === port)
      const by = services.find((own) => leads(own) && (isPlain || own.spec?.type !== 'ClusterIP'))
      return by === undefined ? [] : [{ port, by: nameOf(refOf(by)) }]
    })
    if (first === undefined) return []
    const facts = { title: 'Kong', flag: 'KONG_ADMIN_LISTEN', shows: 'changes', ...first } as const
    return [finding(told('api-insecure', facts), namedBy(controller))]
  },
}
