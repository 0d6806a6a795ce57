/** Every rule of every Ingress, whoever owns it, by the host that it names: where losers are looked for. */
import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import { told } from '../../../domain/findings/finding.js'
import { groupedBy } from '../../../domain/groups.js'
import { classNameOf } from '../../../domain/objects/class-name.js'
import { pathsOf } from '../../../domain/objects/ingress-paths.js'
import type { Ingress } from '../../../domain/objects/objects.js'
import { type Ref, refKey, refOf } from '../../../domain/objects/ref.js'
import { parseBool } from '../../shared/go/values.js'
import { isRegexHost } from '../model/expand.js'
import { type Asked, defaultServer, type Fate, type Kept, type Model } from '../model/types.js'

/** A rule, and what became of it. */
export interface IngressRule {
  readonly ref: Ref
  readonly host: string | null
  readonly path: string
  readonly pathType: string
  /** null: it became a location */
  readonly fate: Fate | null
  readonly asked: Asked | null
  /** is its path a pattern, or would have been one, had it become a location */
  readonly isPattern: boolean
}

export interface Rules {
  readonly byHost: ReadonlyMap<string | null, readonly IngressRule[]>
  readonly byPath: ReadonlyMap<string, readonly IngressRule[]>
  /** the Ingresses that the model is made from, by `refKey` */
  readonly kept: ReadonlyMap<string, Kept>
}

export function rulesOf(model: Model, { inventory, ingresses }: RoutingFacts): Rules {
  const kept = new Map(model.kept.map((one) => [refKey(one.ref), one]))
  const owned = new Set(ingresses.map((one) => refKey(refOf(one))))
  const others = inventory.ingresses.flatMap((ingress) => {
    const key = refKey(refOf(ingress))
    if (kept.has(key)) return []
    return rulesIn(ingress, owned.has(key) ? droppedFate(model, key) : foreignFate(ingress), model)
  })
  const all = [...model.asked.map((one) => ruleOf(one, model)), ...others]
  const byHost = groupedBy(all, ({ host }) => host?.toLowerCase() ?? null)
  return { byHost, byPath: groupedBy(all, ({ path }) => path), kept }
}

/** Nobody takes an Exact path for the beginning of another one, though among patterns it is. */
function ruleOf(asked: Asked, { servers }: Model): IngressRule {
  const { ref, host, path, pathType, fate } = asked
  const server = pathType === 'Exact' ? undefined : servers.get(host ?? defaultServer)
  return { ref, host, path, pathType, fate, asked, isPattern: server !== undefined && isRegexHost(server) }
}

function rulesIn(ingress: Ingress, fate: Fate, { policy }: Model): IngressRule[] {
  const ref = refOf(ingress)
  const said = (name: string) => ingress.metadata.annotations?.[`${policy.annotationsPrefix}/${name}`] ?? ''
  const isPattern = said('rewrite-target') !== '' || parseBool(said('use-regex')) === true
  return pathsOf(ingress).map(({ host, path, pathType }) => ({
    ref,
    host,
    path: path || '/',
    pathType: pathType ?? 'ImplementationSpecific',
    fate,
    asked: null,
    isPattern,
  }))
}

function droppedFate(model: Model, key: string): Fate {
  return told('dropped', { by: model.flaws.get(key)?.find(({ facts }) => facts.effect === 'dropped') ?? null })
}

function foreignFate(ingress: Ingress): Fate {
  return told('other-class', { class: classNameOf(ingress) })
}
