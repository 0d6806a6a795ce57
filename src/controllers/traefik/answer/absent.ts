/** Whose rule would have a request, if it were there, or read as it is written: those that are left out, and those whose class the controller does not take. */
import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import type { CustomObject } from '../../../domain/objects/custom.js'
import { text } from '../../../domain/objects/project-fields.js'
import { refKey, refOf } from '../../../domain/objects/ref.js'
import { hostAnswers } from '../../../domain/routes/match-host.js'
import { sentenceOf } from '../../../findings/catalogue.js'
import { namesIn, readRule } from '../../../languages/traefik/rule/read.js'
import { ingressRoutes } from '../model/custom/kinds.js'
import { wires } from '../model/custom/references.js'
import { syntaxOf } from '../model/custom/routes.js'
import { passedOver } from '../model/custom/taken.js'
import type { Made, Model } from '../model/types.js'
import type { TraefikSettings } from '../workload/settings.js'
import { isMeantBy, type PatternFlaw, patternIn } from './patterns.js'
import type { Absent, Names } from './told.js'

interface Missing extends Absent, Pick<Made, 'host' | 'moreHosts' | 'match'> {
  /** absent: it is not there at all */
  readonly flaw?: PatternFlaw
}

export function absentOf({ made }: Model, facts: RoutingFacts, settings: TraefikSettings): Names['absentFor'] {
  const out = made.flatMap((one): readonly Missing[] => {
    if (one.match === null) return []
    if (one.lack !== null) return [{ ...one, why: sentenceOf(one.lack) }]
    const flaw = patternIn(one)
    return flaw === null ? [] : [{ ...one, why: sentenceOf(flaw), flaw }]
  })
  let all: readonly Missing[] | undefined
  return ({ host, path }) => {
    all ??= [...out, ...ofOthers(facts, settings)]
    return all.filter(({ host: own, moreHosts = [], match, flaw }) => {
      const isHost = own === null || [own, ...moreHosts].some((one) => host !== null && hostAnswers(one, host))
      if (flaw !== undefined) return isHost && isMeantBy(flaw, path)
      // Of a rule that cannot be read there is nothing but its text.
      if (match?.pathType === 'Rule') return host !== null && match.path?.includes(host) === true
      const isPath = match?.pathType === 'Exact' ? match.path === path : path.startsWith(match?.path ?? '/')
      return isHost && isPath
    })
  }
}

/** Of one for all hosts it would be said of every request. */
function ofOthers(facts: RoutingFacts, settings: TraefikSettings): readonly Missing[] {
  const objects = new Map((facts.customOf?.(ingressRoutes).items ?? []).map((one) => [refKey(refOf(one)), one]))
  const { class: own, namespaces } = settings.crd
  return passedOver({ facts, settings }).flatMap(({ source, class: said }) => {
    const object = objects.get(refKey(source))
    if (object === undefined) return []
    const isSeen = namespaces === null || namespaces.includes(source.namespace)
    const why = isSeen
      ? `${said === null ? 'it names no class' : `its class is ${said}`}, and the controller takes ${own === null ? 'traefik or none' : `${own} alone`}`
      : 'its namespace is none that the controller watches'
    return rulesOf(object, settings).map((rule) => ({ source, why, ...rule }))
  })
}

function rulesOf(object: CustomObject, settings: TraefikSettings): readonly Omit<Missing, keyof Absent>[] {
  return wires(object.spec.routes).flatMap((route) => {
    const read = readRule(text(route.match) ?? '', syntaxOf({ settings }, route))
    if ('wrong' in read) return []
    const { hosts, paths } = namesIn(read)
    const [host, ...moreHosts] = hosts
    const { path = '/', by = 'PathPrefix' } = paths[0] ?? {}
    const pathType = by === 'Path' ? 'Exact' : by
    return host === undefined
      ? []
      : [{ host, moreHosts, match: { path, pathType, method: null, headers: [], query: [] } }]
  })
}
