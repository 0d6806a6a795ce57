/** What leads to the public flaws of Contour: https://github.com/projectcontour/contour/security/advisories */
import { isAssumed } from '../../domain/controllers/controller.js'
import { finding, told } from '../../domain/findings/finding.js'
import type { ControllerRule } from '../../domain/lint/rule.js'
import { record } from '../../domain/objects/project-fields.js'
import { namedBy, nameOf, refOf } from '../../domain/objects/ref.js'
import { adminOpen } from '../shared/envoy/admin.js'
import { isInside } from '../shared/inside.js'
import type { NamedController } from '../shared/named/settings.js'
import { toExternalName, vulnerableBy, type WayThere } from '../shared/named/vulnerable.js'
import { httpProxies } from './custom/kinds.js'

const proxied: WayThere = ({ facts }) => {
  const [found] = facts.customOf?.(httpProxies).items ?? []
  return found === undefined
    ? null
    : `HTTPProxies are in use, ${nameOf(refOf(found))} is one, and whoever may write one may write its cookieRewritePolicies`
}

/** Tokens are asked for by a host that takes connections without a name, too. */
const tokens: WayThere = ({ facts }) => {
  const found = (facts.customOf?.(httpProxies).items ?? []).find(({ spec }) => {
    const { jwtProviders, tls } = record(spec.virtualhost)
    return record(tls).enableFallbackCertificate === true && Array.isArray(jwtProviders) && jwtProviders.length > 0
  })
  return found === undefined ? null : `HTTPProxy ${nameOf(refOf(found))} has jwtProviders and enableFallbackCertificate`
}

/**
 * Without it the proxies show who they are. By itself it listens on the loopback of its pod alone.
 * https://projectcontour.io/docs/main/configuration/#serve-flags
 */
const openToAll: ControllerRule = {
  codes: ['api-insecure'],
  needs: [],
  find: ({ controller, dialect: { title } }) => {
    const { said = {} } = (controller as NamedController).settings
    const isOpen = said.insecure === 'true' && !isInside(said['xds-address'] ?? '127.0.0.1')
    if (isAssumed(controller) || !isOpen) return []
    const port = Number(said['xds-port'] ?? 8001)
    return [finding(told('api-insecure', { title, flag: '--insecure', port, shows: 'keys' }), namedBy(controller))]
  },
}

export const rules: readonly ControllerRule[] = [
  openToAll,
  adminOpen,
  vulnerableBy({ 'CVE-2026-50149': tokens, 'CVE-2026-41246': proxied, 'CVE-2021-32783': toExternalName }),
]
