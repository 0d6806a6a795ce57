/** HTTPProxies in few words, and what Contour makes of them. */
import type { Plan } from '../../../src/domain/controllers/plan.js'
import { pod, service, slice } from '../../support/objects.js'
import { silent } from '../../support/why/sources.js'
import { type ContourWords, contourWorld } from '../../support/worlds/contour-world.js'
import { line, request } from '../../support/worlds/ingress-world.js'

const names = ['web', 'api', 'old']

const behind = {
  services: [
    ...names.map((name) => service(name)),
    service('away', { type: 'ExternalName', externalName: 'x.example' }),
  ],
  slices: names.map((name, i) =>
    slice(`${name}-1`, {
      service: name,
      ports: [{ name: '', port: 80, protocol: 'TCP' }],
      endpoints: [pod(`${name}-a`, `10.0.0.${i + 1}`)],
    }),
  ),
}

export const to = (...services: readonly string[]) => ({ services: services.map((name) => ({ name, port: 80 })) })

export const at = (prefix: string, service = 'web', more: object = {}) => ({
  conditions: [{ prefix }],
  ...to(service),
  ...more,
})

export const proxy = (name: string, spec: object, more: object = {}) => ({
  metadata: { namespace: 'default', name },
  spec,
  ...more,
})

export const root = (routes: readonly object[], more: object = {}, host: object = {}) =>
  proxy('root', { virtualhost: { fqdn: 'a.test', ...host }, routes, ...more })

export const world = (proxies: readonly object[], more: ContourWords = {}, delegations: readonly object[] = []) =>
  contourWorld({ ...behind, custom: { HTTPProxy: proxies, TLSCertificateDelegation: delegations }, ...more })

export const asked = (plan: Plan, url: string, headers: Readonly<Record<string, string>> = {}) => {
  const answer = plan.answer({ ...request(url), headers: new Map(Object.entries(headers)) }, true)
  return line(answer)
}

export const why = async ({ plan }: ReturnType<typeof world>) =>
  (await plan.why(silent, () => true)).map(({ source, rule, served, causes }) => {
    const where = rule === null ? source.name : `${source.name} ${rule.host}${rule.path}`
    return `${where}: ${served} ${causes.map(({ code }) => code)}`
  })
