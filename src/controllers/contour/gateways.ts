/** Gateways of Contour, as it is started: its file may have a service asked before all that is asked for without TLS. */
import type { Controller } from '../../domain/controllers/controller.js'
import type { OwnKinds } from '../../domain/gateway/own-kinds.js'
import type { GatewayDialect } from '../../domain/gateway/profile.js'
import { fullName, type NamespacedName } from '../../domain/objects/ref.js'
import { servesGateway } from '../shared/envoy/workload.js'
import { contourGatewayDialect } from '../shared/gateways/contour.js'
import { type ContourSettings, configIn, configKey } from './workload/config.js'

const configMaps = ({ settings }: Controller): readonly NamespacedName[] => {
  const { configMap } = settings as ContourSettings
  return configMap === null ? [] : [configMap]
}

export const gateway: GatewayDialect = {
  ...contourGatewayDialect,
  serves: servesGateway,
  configMaps,
  profileOf: (controllers, configMapOf) => {
    const { profile } = contourGatewayDialect
    const texts = controllers.flatMap(configMaps).map((name) => configMapOf(name)?.data?.[configKey] ?? null)
    const [found] = texts.flatMap((text) => configIn(text).authorization ?? [])
    return found === undefined ? profile : { ...profile, own: asking(found.service) }
  },
}

/** https://github.com/projectcontour/contour/blob/main/internal/xdscache/v3/listener.go (httpGlobalExternalAuthConfig) */
function asking(service: NamespacedName): OwnKinds {
  const policy = { ...service, kind: 'ExtensionService' }
  const refused = { status: 403, isNow: false } as const
  const guard = {
    policy,
    passes: `the service of its external authorization says so (${fullName(policy)})`,
    denials: [
      { ...refused, when: 'deny', condition: 'the service refuses it' },
      { ...refused, when: 'fail', condition: 'the service gives no usable answer' },
    ],
  } as const
  return {
    kinds: [],
    filterOf: () => null,
    backendOf: () => null,
    guardingAt: ({ isSecure, isStream }) => ({
      ...{ guards: isSecure || isStream ? [] : [guard], answersPreflight: false, broken: null, unread: [] },
    }),
  }
}
