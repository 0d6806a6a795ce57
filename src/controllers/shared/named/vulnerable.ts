/** Public flaws that a release of a named controller has and that something in this cluster leads to: both are said. */
import { isAssumed, isOutside } from '../../../domain/controllers/controller.js'
import { finding, told } from '../../../domain/findings/finding.js'
import type { ControllerRule, LintFacts, LintWorld } from '../../../domain/lint/rule.js'
import { pathsOf } from '../../../domain/objects/ingress-paths.js'
import type { Kind } from '../../../domain/objects/objects.js'
import { namedBy, nameOf, refOf } from '../../../domain/objects/ref.js'

/** What leads there, in words that complete "it can be reached, since …"; null: nothing does. */
export type WayThere = (world: LintWorld, facts: LintFacts) => string | null

/**
 * @param ways by the name of the advisory; of those that have none it is not known what leads to them, so they are not told
 * @param needs kinds that the ways look at, beside those that routes are made of
 */
export function vulnerableBy(ways: Readonly<Record<string, WayThere>>, needs: readonly Kind[] = []): ControllerRule {
  return {
    codes: ['vulnerable'],
    needs,
    find: (world, facts) => {
      const { controller, dialect } = world
      const { version } = controller.release
      if (isAssumed(controller) || isOutside(controller) || version === null) return []
      const flaws = (dialect.support?.(controller.release)?.flaws ?? []).flatMap((id) => {
        const since = ways[id]?.(world, facts) ?? null
        return since === null ? [] : [{ id, score: null, since }]
      })
      const found = told('vulnerable', { title: dialect.title, version, flaws })
      return flaws.length === 0 ? [] : [finding(found, namedBy(controller))]
    },
  }
}

/** Whoever may write routes of Gateways. */
export const byGateways: WayThere = ({ dialect }, facts) => {
  const names = dialect.gateway?.controllerNames ?? []
  const found = facts.all('GatewayClass').find(({ spec }) => names.includes(spec?.controllerName ?? ''))
  return found === undefined ? null : `GatewayClass ${refOf(found).name} is its own: it takes routes of Gateways`
}

/** Somebody shares what is in another namespace. */
export const byGrants: WayThere = (_world, facts) => {
  const [found] = facts.all('ReferenceGrant')
  return found === undefined ? null : `ReferenceGrants are in use, ${nameOf(refOf(found))} is one`
}

/** An Ingress of its own leads to a Service that is a name. */
export const toExternalName: WayThere = ({ controller, dialect }, { inventory }) => {
  const asked = inventory.ingresses
    .filter((one) => dialect.owns(controller, one, inventory.classOf) === true)
    .flatMap((one) =>
      pathsOf(one).flatMap(({ backend }) => {
        const name = backend?.service?.name
        return name === undefined ? [] : [{ namespace: refOf(one).namespace, name }]
      }),
    )
  const found = asked.find((one) => inventory.service(one)?.spec?.type === 'ExternalName')
  return found === undefined ? null : `Service ${nameOf(found)} is one of type ExternalName`
}
