/** What leads to the public flaws of Contour: https://github.com/projectcontour/contour/security/advisories */
import type { ControllerRule } from '../../domain/lint/rule.js'
import { nameOf, refOf } from '../../domain/objects/ref.js'
import { vulnerableBy, type WayThere } from '../shared/named/vulnerable.js'
import { httpProxies } from './custom/kinds.js'

const proxied: WayThere = ({ facts }) => {
  const [found] = facts.customOf?.(httpProxies).items ?? []
  return found === undefined
    ? null
    : `HTTPProxies are in use, ${nameOf(refOf(found))} is one, and whoever may write one may write its cookieRewritePolicies`
}

const externalName: WayThere = ({ facts }) => {
  const asked = facts.ingresses.flatMap((one) =>
    (one.spec?.rules ?? []).flatMap(({ http }) =>
      (http?.paths ?? []).flatMap(({ backend }) => {
        const name = backend?.service?.name
        return name === undefined ? [] : [{ namespace: refOf(one).namespace, name }]
      }),
    ),
  )
  const found = asked.find((one) => facts.inventory.service(one)?.spec?.type === 'ExternalName')
  return found === undefined ? null : `Service ${nameOf(found)} is one of type ExternalName`
}

export const rules: readonly ControllerRule[] = [
  vulnerableBy({ 'CVE-2026-41246': proxied, 'CVE-2021-32783': externalName }),
]
