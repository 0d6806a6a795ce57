/** All known annotations in one table, the names that have another one, and those that are gone. */

import { accessAnnotations } from './access.js'
import type { Known } from './known.js'
import { proxyAnnotations } from './proxy.js'
import { routingAnnotations } from './routing.js'

export const known: ReadonlyMap<string, Known> = new Map([
  ...accessAnnotations,
  ...routingAnnotations,
  ...proxyAnnotations,
])

/** Old name → the name that took its place in 1.9.0. The old one is read where the new one is empty, and has no risk. */
export const aliases: ReadonlyMap<string, string> = new Map([
  ['whitelist-source-range', 'allowlist-source-range'],
  ['limit-whitelist', 'limit-allowlist'],
])

/** Whose removal would let in what they keep out: what is wrong with them is never cured so. */
export const protecting: ReadonlySet<string> = new Set([
  ...accessAnnotations.map(([annotation]) => annotation),
  'whitelist-source-range',
  'limit-whitelist',
])

export interface Removed {
  /** the first release without it; null: none from 1.0 on has it */
  readonly gone: string | null
  /** what to write in its place */
  readonly instead: string | null
}

const before = (instead: string | null): Removed => ({ gone: null, instead })
const tracing: Removed = { gone: '1.10.0', instead: 'enable-opentelemetry and the opentelemetry-* annotations' }
const globalLimit: Removed = { gone: '1.12.0', instead: 'limit-rps or limit-rpm, which count per replica' }
const influx: Removed = { gone: '1.7.1', instead: null }

/** Names that no release has had, of a directive of nginx or in words that are at hand, and the annotation that does it. */
export const meant: ReadonlyMap<string, string> = new Map([
  ['client-max-body-size', 'proxy-body-size'],
  ['max-body-size', 'proxy-body-size'],
  ['proxy-buffers', 'proxy-buffers-number'],
  ['force-https', 'force-ssl-redirect'],
  ['https-redirect', 'force-ssl-redirect'],
  ['redirect', 'permanent-redirect'],
  ['ip-whitelist', 'whitelist-source-range'],
  ['session-affinity', 'affinity'],
  ['sticky-sessions', 'affinity'],
])

/** https://github.com/kubernetes/ingress-nginx/tree/main/changelog */
export const removed: ReadonlyMap<string, Removed> = new Map([
  ['secure-backends', before('backend-protocol: "HTTPS"')],
  ['grpc-backend', before('backend-protocol: "GRPC"')],
  ['add-base-url', before(null)],
  ['base-url-scheme', before(null)],
  ['session-cookie-hash', before(null)],
  ['mirror-uri', before('mirror-target')],
  ['secure-verify-ca-secret', { gone: '1.7.1', instead: 'proxy-ssl-secret' }],
  ['enable-influxdb', influx],
  ['influxdb-measurement', influx],
  ['influxdb-port', influx],
  ['influxdb-host', influx],
  ['influxdb-server-name', influx],
  ['enable-opentracing', tracing],
  ['opentracing-trust-incoming-span', tracing],
  ['global-rate-limit', globalLimit],
  ['global-rate-limit-window', globalLimit],
  ['global-rate-limit-key', globalLimit],
  ['global-rate-limit-ignored-cidrs', globalLimit],
])
