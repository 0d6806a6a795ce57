/** ConfigMaps that hold what is meant for a controller and that no flag of one names, and what a flag names in vain. */
import { type Controller, isAssumed } from '../domain/controllers/controller.js'
import type { ControllerKind } from '../domain/controllers/kind.js'
import type { RoutingFacts } from '../domain/controllers/routing-facts.js'
import { type Finding, finding, told } from '../domain/findings/finding.js'
import type { LintRule } from '../domain/lint/rule.js'
import { namedBy, refOf } from '../domain/objects/ref.js'

export const configMapUnread: LintRule = {
  codes: ['configmap-unread', 'flag-missing'],
  needs: [],
  find: ({ worlds }) => worlds.flatMap(unreadConfigs),
}

interface Around {
  readonly controller: Controller
  readonly dialect: Pick<ControllerKind, 'readsSetting' | 'configFlag' | 'needsConfig'>
  readonly facts: Pick<RoutingFacts, 'configMapOf' | 'unread'>
}

/** What is mostly keys of the controller's is meant for it; far from it all of them have to be. */
export function unreadConfigs({ controller, dialect, facts }: Around): Finding[] {
  const { readsSetting, configFlag: flag } = dialect
  if (readsSetting === undefined || flag === undefined || isAssumed(controller)) return []
  const { namespace, name, traits } = controller
  const { configMap: read } = traits
  const isThere = read === null || facts.configMapOf(read) !== undefined
  const found = (facts.unread ?? []).flatMap((one) => {
    const own = refOf(one)
    const written = Object.keys(one.data ?? {})
    const keys = written.filter(readsSetting)
    const isMeant = own.namespace === namespace ? keys.length * 2 > written.length : keys.length === written.length
    // A word alone may be anybody's.
    if (!isMeant || !keys.some((key) => key.includes('-'))) return []
    return [finding(told('configmap-unread', { controller: { namespace, name }, keys, read, isThere, own, flag }), own)]
  })
  // Whatever runs has what it needs.
  const isRunning = dialect.needsConfig && controller.replicas.some(({ state }) => state === 'ready')
  if (found.length > 0 || isThere || read === null || isRunning) return found
  return [
    finding(
      told('flag-missing', { flag, named: namedBy(read), isNeeded: dialect.needsConfig === true }),
      namedBy(controller),
    ),
  ]
}
