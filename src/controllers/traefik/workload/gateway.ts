/** How it reads Gateways, as it is started: they may listen where an entry point is, and nowhere else. */
import type { Controller } from '../../../domain/controllers/controller.js'
import type { GatewayDialect, GatewayProfile } from '../../../domain/gateway/profile.js'
import { traefikGatewayDialect } from '../../shared/gateways/traefik.js'
import { portsSaid, type TraefikController } from './settings.js'

export const gateway: GatewayDialect = { ...traefikGatewayDialect, profileOf: profileAtPorts }

function profileAtPorts(controllers: readonly Controller[]): GatewayProfile {
  const { profile } = traefikGatewayDialect
  const ports = (controllers as readonly TraefikController[]).map(({ settings }) => portsSaid(settings))
  if (ports.some((one) => one === null)) return profile
  return { ...profile, attachment: { ...profile.attachment, ports: ports.flatMap((one) => one ?? []) } }
}
