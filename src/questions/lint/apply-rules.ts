/** Asks the rules, those that hold for all and those of the dialects; one that lacks what it needs is a gap by its name. */
import type { Controllers, Dialect } from '../../domain/controllers/dialect.js'
import type { FindingCode } from '../../domain/findings/facts.js'
import type { Finding } from '../../domain/findings/finding.js'
import type { Gap } from '../../domain/gap.js'
import type { ControllerRule, LintFacts, LintRule, LintWorld } from '../../domain/lint/rule.js'
import type { Kind, Kinds } from '../../domain/objects/objects.js'
import type { ClusterReader, Listing } from '../../domain/ports.js'
import { rules } from '../../lint/index.js'
import type { OpenGateways } from '../gateways/open.js'
import type { Worlds } from '../worlds/worlds.js'
import { backendHttpsPlain } from './gateways/backend-https-plain.js'
import { gatewayClassMistyped } from './gateways/class-mistyped.js'
import { featureUnsupported } from './gateways/feature-unsupported.js'
import { grants } from './gateways/grants.js'
import { ingressTwin } from './gateways/ingress-twin.js'
import { listenerOverlap } from './gateways/listener-overlap.js'
import { pathOutranksHost } from './gateways/path-outranks-host.js'
import { redirectToListenerPort } from './gateways/redirect-to-listener-port.js'
import type { GatewayRule } from './gateways/rule.js'
import { weightsZero } from './gateways/weights-zero.js'

export interface Applied {
  readonly findings: readonly Finding[]
  readonly gaps: readonly Gap[]
}

/** @param asked codes that are asked for by name: opinions are told for no other reason */
export async function applyRules(
  cluster: ClusterReader,
  controllers: Controllers,
  { worlds, opened: gateways }: { readonly worlds: Worlds; readonly opened: OpenGateways },
  now: number,
  asked: readonly FindingCode[],
): Promise<Applied> {
  const chosen = worlds.chosen.length > 0 ? worlds.chosen : worlds.isBlind ? [worlds.standIn] : []
  const opened = await Promise.all(chosen.map((one) => worlds.open(one, null, 'all-taken')))
  const own = opened.map(({ chosen: { controller }, dialect, facts, plan }) => ({ controller, dialect, facts, plan }))
  const wanted = ({ isOpinion, codes }: AnyRule) => isOpinion !== true || codes.some((code) => asked.includes(code))
  const limited: Gap[] = []
  const cut = (gap: Gap) => limited.push(gap)
  const tasks: readonly Task[] = [
    ...rules.filter(wanted).map((rule) => ({ rule, find: (facts: LintFacts) => rule.find(facts) })),
    ...gatewayRules.map((rule) => ({ rule, find: (facts: LintFacts) => rule.find(gateways, facts, cut) })),
    ...own.flatMap((world) => tasksOf(world).filter(({ rule }) => wanted(rule))),
  ]
  const kinds = [...new Set(tasks.flatMap(({ rule }) => rule.needs))]
  const listed = await Promise.all(
    kinds.map(async (kind) => [kind, await cluster.list<Kind>(kind, { scope: 'all-namespaces' })] as const),
  )
  const listings = new Map<Kind, Listing<Kind>>(listed)
  const all = <K extends Kind>(kind: K) => (listings.get(kind)?.items ?? []) as readonly Kinds[K][]
  const { refusals = [] } = cluster
  const facts: LintFacts = { now, inventory: worlds.inventory, controllers, worlds: own, refusals, all }
  const lacking = ({ rule }: Task) => rule.needs.filter((kind) => listings.get(kind)?.coverage === 'none')
  const findings = tasks.flatMap((task) => (lacking(task).length > 0 ? [] : task.find(facts)))
  const gaps = kinds.flatMap((kind) => {
    const codes = tasks.flatMap((task) => (lacking(task).includes(kind) ? task.rule.codes : []))
    return codes.length === 0 ? [] : (listings.get(kind)?.gaps ?? []).map((gap) => unasked(codes, gap))
  })
  return { findings, gaps: [...gaps, ...limited] }
}

type AnyRule = LintRule | ControllerRule | GatewayRule

interface Task {
  readonly rule: AnyRule
  readonly find: (facts: LintFacts) => readonly Finding[]
}

function tasksOf(world: LintWorld & { readonly dialect: Dialect }): Task[] {
  return (world.dialect.rules ?? []).map((rule) => ({ rule, find: (facts) => rule.find(world, facts) }))
}

function unasked(codes: readonly FindingCode[], gap: Gap): Gap {
  return { ...gap, message: `${[...new Set(codes)].join(', ')} cannot be told: ${gap.message}` }
}

const gatewayRules: readonly GatewayRule[] = [
  weightsZero,
  gatewayClassMistyped,
  listenerOverlap,
  featureUnsupported,
  backendHttpsPlain,
  redirectToListenerPort,
  pathOutranksHost,
  grants,
  ingressTwin,
]
