/** Small clusters for what is found of Gateways and routes, and for its fixes. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { FindingCode } from '../../../src/domain/findings/facts.js'
import { severityOf } from '../../../src/domain/findings/severity-by-code.js'
import { fixOf, sentenceOf } from '../../../src/findings/catalogue.js'
import {
  controllerName,
  type GatewayObjects,
  gateway,
  gatewayObjects,
  http,
  route,
  sliceOf,
  toldOf,
} from '../../support/worlds/gateway-objects.js'

export interface GatewayCure {
  readonly code: FindingCode
  readonly before: GatewayObjects
  /** part of its sentence */
  readonly says: string
  /** part of the words of the fix, which `after` does; null: it has none */
  readonly fix: string | null
  /** absent: what a cluster has where all is well */
  readonly after?: GatewayObjects
  /** is something served before */
  readonly served?: true
}

export const condition = (type: string, status: string, reason: string, more: object = {}) => ({
  ...{ type, status, reason, message: '', observedGeneration: 1, lastTransitionTime: '2026-05-01T00:00:01Z' },
  ...more,
})
export const fine = [condition('Accepted', 'True', 'Accepted'), condition('Programmed', 'True', 'Programmed')]
export const untouched = condition('Accepted', 'Unknown', 'Pending', { lastTransitionTime: '1970-01-01T00:00:00Z' })
export const parentRef = { namespace: 'infra', name: 'web' }
export const said = (conditions: readonly object[]) => ({
  status: { parents: [{ parentRef, controllerName, conditions }] },
})
export const taken = said([condition('Accepted', 'True', 'Accepted')])
export const watched = gateway([http], { status: { conditions: fine } })
export const backend = (name: string, weight: number, more: object = {}) => ({ name, port: 80, weight, ...more })
export const shared = (...backendRefs: readonly object[]) => [route('web', { rules: [{ backendRefs }] })]
export const service = (name: string, more: object = {}, namespace = 'shop') => ({
  metadata: { namespace, name },
  spec: { clusterIP: '10.0.0.1', ports: [{ port: 80, targetPort: 8080 }], ...more },
})
export const foreign = { Service: [service('cart', {}, 'team')], EndpointSlice: [sliceOf('team', 'cart')] }
export const grant = (from: string) => ({
  metadata: { namespace: 'team', name: 'shop-to-cart' },
  spec: {
    from: [{ group: 'gateway.networking.k8s.io', kind: from, namespace: 'shop' }],
    to: [{ group: '', kind: 'Service', name: 'cart' }],
  },
})
export const certificate = readFileSync(join(import.meta.dirname, '..', '..', 'fixtures', 'tls', 'ca.pem'), 'utf8')
export const authority = (data: object) => ({ metadata: { namespace: 'shop', name: 'ca' }, data })
export const inTls = {
  BackendTLSPolicy: [
    {
      metadata: { namespace: 'shop', name: 'web' },
      spec: {
        targetRefs: [{ group: '', kind: 'Service', name: 'web' }],
        validation: { hostname: 'web.test', caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'ca' }] },
      },
    },
  ],
}
export const good = {
  ...{ metadata: { namespace: 'infra', name: 'good' }, type: 'kubernetes.io/tls' },
  data: { 'tls.crt': btoa(certificate), 'tls.key': '' },
}
export const https = {
  ...http,
  name: 'https',
  port: 443,
  protocol: 'HTTPS',
  tls: { certificateRefs: [{ name: 'good' }] },
}
export const onBoth = { Gateway: [gateway([http, https])], Secret: [good] }
export const on = (section: string) => ({ parentRefs: [{ ...parentRef, sectionName: section }] })
export const contourClass = [
  { metadata: { name: 'main' }, spec: { controllerName: 'projectcontour.io/gateway-controller' } },
]
export const envoyClass = [
  { metadata: { name: 'main' }, spec: { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' } },
]
export const more = {
  metadata: { namespace: 'infra', name: 'more' },
  spec: { parentRef: { name: 'web' }, listeners: [{ ...http, name: 'more', port: 81 }] },
}
export const backendRefs = [{ name: 'web', port: 80 }]
export const traefikClass = [{ metadata: { name: 'main' }, spec: { controllerName: 'traefik.io/gateway-controller' } }]
export const handed = (...hostnames: readonly string[]) => ({
  hostnames,
  rules: [{ backendRefs: [backend('web', 1)] }],
})
export const calls = (hostname: string) =>
  route('calls', handed(hostname), {}, { creationTimestamp: '2026-04-01T00:00:00Z' })
export const wild = { ...http, name: 'wild', hostname: '*.test' }

/** Each finding in a small cluster, and its fix done as its words say. */
export function proveGatewayCures(cures: readonly GatewayCure[]): void {
  describe.each(cures)('$code: $says', ({ code, before, says, fix, after, served }) => {
    it('is found, in words that fit its facts', async () => {
      const { findings, rows } = await toldOf(gatewayObjects(before))
      const found = findings.filter((one) => one.code === code)
      expect(found.map(sentenceOf).join('\n')).toContain(says)
      if (fix === null) expect(found.map(fixOf)).toEqual(found.map(() => null))
      else expect(found.map(fixOf).join('\n')).toContain(fix)
      for (const one of found) expect(`${sentenceOf(one)} ${fixOf(one)}`).not.toMatch(/undefined|\[object|NaN/)
      const isServed = rows.some((row) => row.rule !== null && row.served === true)
      expect(isServed).toBe(served ?? false)
    })

    it('is cured, and makes no new trouble', async () => {
      const { findings, rows } = await toldOf(gatewayObjects(after))
      expect(findings.filter((one) => one.code === code)).toEqual([])
      const had = (await toldOf(gatewayObjects(before))).findings.map((one) => one.code)
      const troubles = findings.filter((one) => severityOf(one) !== 'info').map((one) => one.code)
      expect(troubles.filter((one) => !had.includes(one))).toEqual([])
      expect(rows.filter(({ rule }) => rule !== null).every((row) => row.served === true)).toBe(true)
    })
  })
}
