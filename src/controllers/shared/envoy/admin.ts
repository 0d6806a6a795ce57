/**
 * Where an Envoy is administered, if that is not inside of its pod alone: nobody is asked there who they are.
 * https://www.envoyproxy.io/docs/envoy/latest/operations/admin
 */
import { isAssumed } from '../../../domain/controllers/controller.js'
import { finding, told } from '../../../domain/findings/finding.js'
import type { ControllerRule } from '../../../domain/lint/rule.js'
import { namedBy } from '../../../domain/objects/ref.js'
import type { Container } from '../../../domain/objects/workloads.js'
import { isInside } from '../inside.js'
import { type EnvoySettings, settingsOf } from './workload.js'

/** By the configuration on its command line, as Envoy Gateway writes it with what an EnvoyProxy changes of it. */
export function openAdmin({ command, args }: Container): Pick<EnvoySettings, 'openAdmin'> {
  for (const word of [...(command ?? []), ...(args ?? [])]) {
    const [, block = ''] = /(?:^|[\s=])admin:\n((?: [^\n]*\n)*)/.exec(word) ?? []
    const [, address] = /^ +address: *["']?([\d.:a-f]+)["']? *$/m.exec(block) ?? []
    const [, port] = /^ +port_value: *(\d{1,5}) *$/m.exec(block) ?? []
    if (address !== undefined && port !== undefined && !isInside(address)) return { openAdmin: Number(port) }
  }
  return {}
}

export const adminOpen: ControllerRule = {
  codes: ['api-insecure'],
  needs: [],
  find: ({ controller, dialect: { title } }) => {
    const port = controller.replicas.map((one) => settingsOf(one).openAdmin).find((one) => one !== undefined)
    if (port === undefined || isAssumed(controller)) return []
    return [finding(told('api-insecure', { title, flag: 'admin.address', port, shows: 'end' }), namedBy(controller))]
  },
}
