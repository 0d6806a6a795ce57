/** The recorded objects of clusters with Gateways, by kind, and how those who served them read Gateways. */
import { existsSync } from 'node:fs'
import { contourGatewayDialect } from '../../../src/controllers/shared/gateways/contour.js'
import { envoyGatewayDialect } from '../../../src/controllers/shared/gateways/envoy-gateway.js'
import { traefikGatewayDialect } from '../../../src/controllers/shared/gateways/traefik.js'
import type { GatewayDialect } from '../../../src/domain/gateway/profile.js'
import { type Kind, kinds } from '../../../src/domain/objects/objects.js'
import type { WireObjects } from '../worlds/gateway-world.js'
import { recordedJson, recording } from './recordings.js'

export const allKinds = Object.keys(kinds) as Kind[]

export function recordedGateways(...folder: readonly string[]): WireObjects {
  return Object.fromEntries(
    allKinds.flatMap((kind) => {
      const path = ['gateway', ...folder, `${kinds[kind].plural}.json`]
      return existsSync(recording(...path)) ? [[kind, recordedJson<{ items: unknown[] }>(...path).items]] : []
    }),
  )
}

/** Traefik's entry points, as its arguments name them. */
const traefik: GatewayDialect = {
  ...traefikGatewayDialect,
  profile: {
    ...traefikGatewayDialect.profile,
    attachment: { ...traefikGatewayDialect.profile.attachment, ports: [80, 443, 8080, 8081, 8443] },
  },
}
export const gatewayDialects = { 'envoy-gateway': envoyGatewayDialect, contour: contourGatewayDialect, traefik }
