/** What leads to the public flaws of Contour: https://github.com/projectcontour/contour/security/advisories */
import type { ControllerRule } from '../../domain/lint/rule.js'
import { record } from '../../domain/objects/project-fields.js'
import { nameOf, refOf } from '../../domain/objects/ref.js'
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

export const rules: readonly ControllerRule[] = [
  vulnerableBy({ 'CVE-2026-50149': tokens, 'CVE-2026-41246': proxied, 'CVE-2021-32783': toExternalName }),
]
