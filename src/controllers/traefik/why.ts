/** Is each rule served, and why not: what a router lacks, who outranks it, and what its names collide with. */

import { controllerRef } from '../../domain/controllers/controller.js'
import type { Plan } from '../../domain/controllers/plan.js'
import type { Told } from '../../domain/findings/facts.js'
import { type Finding, finding, told as tell, type told } from '../../domain/findings/finding.js'
import { groupedBy } from '../../domain/groups.js'
import { maskRemark } from '../../domain/masking/text.js'
import { type NamespacedName, nameOf, type Ref, refKey } from '../../domain/objects/ref.js'
import { onceFor } from '../../domain/remember.js'
import { backendName } from '../../domain/requests/service-hops.js'
import { bySeverity, servedInPart, type WhyRow } from '../../domain/why/why.js'
import type { WhySources } from '../../domain/why/why-sources.js'
import { plainName } from '../../languages/traefik/config/read.js'
import { TextPrefixes } from '../shared/text-prefixes.js'
import type { Fates } from './answer/fates.js'
import type { Hostless } from './answer/hostless.js'
import { patternIn } from './answer/patterns.js'
import { quoted } from './model/names.js'
import { flawOf } from './model/targets.js'
import type { Made, Model, Target } from './model/types.js'
import { type HostsOf, withoutTls } from './secure.js'
import type { TraefikController } from './workload/settings.js'

/** What `why` reads of a plan. */
export interface WhyFacts extends Pick<Plan, 'answer'> {
  readonly controller: TraefikController
  readonly model: Model
  readonly fates: Fates
  readonly hostless: Hostless
  readonly tlsHosts: HostsOf
}

export async function whyRows(
  plan: WhyFacts,
  sources: WhySources,
  wanted: (source: Ref) => boolean,
): Promise<readonly WhyRow[]> {
  const asked = plan.model.made.filter(({ source }) => wanted(source))
  const groups = groupedBy(asked, ({ source }) => refKey(source))
  const isDoubtful = [...groups.values()].some((all) => all.some(({ lack }) => lack !== null))
  const log = isDoubtful ? await sources.log() : null
  return [...groups.values()].flatMap((all) => rowsOf(plan, all, log ?? []))
}

function rowsOf(plan: WhyFacts, all: readonly Made[], log: readonly string[]): readonly WhyRow[] {
  const rules = all.filter(({ match }) => match !== null).map((made) => rowOf(plan, made, log))
  const fallback = all.find(({ match }) => match === null)
  if (fallback === undefined) return rules
  const own = rowOf(plan, fallback, log)
  const served = rules.length === 0 ? own.served : servedInPart(rules.map((one) => one.served))
  return [{ ...own, rule: null, served }, ...rules]
}

function rowOf(plan: WhyFacts, made: Made, log: readonly string[]): WhyRow {
  const { controller, fates, hostless, model } = plan
  const { source, host, match, field, targets, routers } = made
  const ruling = made.lack === null ? fates.ruling(made) : made
  const { lack } = ruling
  const loss = fates.lossOf(ruling)
  const found: Finding[] = []
  const add = (one: ReturnType<typeof told>, evidence: readonly string[] = []) =>
    found.push(finding(one, source, { field, evidence, inferred: evidence.length === 0 }))
  if (lack !== null) add(lack, errorsIn(log, source))
  // Once the first is cured, these stand in the way: one cause hides no other.
  for (const one of besides(made)) add(one)
  const trap = isTextPrefix(made) ? prefixesOf(model).trapOf(made) : null
  for (const remark of [made.remark, trap, patternIn(made)]) if (remark != null) add(remark)
  for (const { told, field } of made.asides ?? []) found.push(finding(told, source, { field, inferred: true }))
  const deaf = lack === null && loss === null ? withoutTls(made, plan.tlsHosts, plan, controller.settings.https) : null
  if (deaf !== null) add(deaf)
  if (model.unasked.has(made)) add(tell('client-certificate-unasked', { host }))
  const fate = fates.of(made, true)
  const isUnsure = fate.is === 'unknown'
  if (loss !== null) add(loss)
  else if (isUnsure) add(tell('undecided', { why: fate.why }))
  else if (lack === null) for (const one of hostless.before(made)) add(one)
  // The Service's own address is called, whoever is behind it.
  const nobodyFor = ({ servers }: Target) => ({ is: 'nobody', status: servers?.length ? 502 : 503 }) as const
  const redirect = lack === null ? fates.redirectOf(ruling) : null
  if (redirect !== null) add(tell('backend-not-asked', { status: redirect.status, location: redirect.location }))
  const isAsked = lack === null && redirect === null
  const flaws = isAsked ? targets.map((target) => flawOf(target, nobodyFor(target))) : []
  for (const flaw of flaws) if (flaw !== null) add(flaw)
  const replaced = isAsked ? replacedIn(made) : null
  if (replaced !== null) add(replaced)
  const collisions = fates.collisionsOf(made)
  for (const one of collisions) add(one)
  for (const middleware of new Set(routers.flatMap(({ middlewares }) => middlewares))) {
    const of = model.makersOf.get(middleware) ?? []
    if (of.length > 1) add(tell('middleware-collision', { middleware: plainName(middleware), of }))
  }
  const backends = made.named === undefined ? targets.map(({ backend }) => backend) : [made.named.backend]
  return {
    source,
    controller: controllerRef(controller),
    rule: match && {
      host,
      path: match.path,
      pathType: match.pathType,
      backend: backends.length === 0 ? null : backends.map(portName).join(', '),
    },
    served: servedBy(
      ruling,
      ['lost', 'dropped', 'never-matches', 'fails'].includes(fate.is)
        ? 'lost'
        : isUnsure || loss !== null || collisions.length > 0
          ? 'by chance'
          : 'kept',
      flaws.map((flaw) => flaw?.code),
    ),
    causes: found.sort(bySeverity),
  }
}

function besides({ lack, besides: more = [], targets }: Made): readonly Told[] {
  if (lack === null || meant.has(lack.code)) return []
  const told = 'service' in lack.facts && typeof lack.facts.service === 'object' ? lack.facts.service : null
  const others = targets.filter(
    ({ backend: { namespace, service: name } }) => told === null || nameOf({ namespace, name }) !== nameOf(told),
  )
  const flaws = others.flatMap((one) => flawOf(one, { is: 'unsaid' }) ?? [])
  return [...more, ...flaws.filter(({ code }) => code !== 'backend-unseen')]
}

/** Of what is left out on purpose nobody wants to know more. */
const meant: ReadonlySet<string> = new Set(['asked-twice', 'default-beside-rules', 'no-paths', 'resource-backend'])

/** What is the matter with the Service that is named, where another one has its requests; it is served all the same. */
function replacedIn({ named, targets: [instead] }: Made): Told | null {
  if (named === undefined || instead === undefined) return null
  return flawOf(named, { is: 'upstream', name: backendName(instead.backend), annotation: 'default-backend' })
}

const prefixesOf = onceFor((model: Model) => new TextPrefixes(model.made.filter(isTextPrefix), false))

/** As the provider for Ingresses writes a Prefix, unless it is told to compare whole elements. */
function isTextPrefix({ source, match, routers }: Made): boolean {
  const rule = match?.path == null ? '' : `PathPrefix(${quoted(match.path)})`
  return source.kind === 'Ingress' && routers.some((router) => rule !== '' && router.rule.endsWith(rule))
}

function portName(backend: Made['targets'][number]['backend']): string {
  const name = backendName(backend)
  return name.startsWith(`${backend.namespace}/`) ? name.slice(backend.namespace.length + 1) : name
}

function servedBy(
  made: Made,
  requests: 'kept' | 'lost' | 'by chance',
  flaws: readonly (string | undefined)[],
): boolean | null {
  const hasRouter = made.routers.length > 0
  if (made.lack !== null && hasRouter) return false
  if (!hasRouter) return made.lack?.code === 'no-paths' ? null : false
  if (requests === 'lost') return false
  if (requests === 'by chance' || flaws.includes('backend-unseen')) return null
  return flaws.length === 0 || flaws.some((code) => code === undefined || !empty.has(code))
}

/** Nobody answers at such a backend. */
const empty: ReadonlySet<string> = new Set(['none-ready', 'no-endpoints', 'no-service', 'no-port', 'external-name'])

/** More lines than this about one object say nothing new. */
const most = 3
const longest = 300

/** The last lines that complain of an object, as evidence. */
function errorsIn(log: readonly string[], { namespace, name }: NamespacedName): readonly string[] {
  const isOf = (line: string) => {
    const said = (key: string, value: string) =>
      line.includes(`${key}=${value} `) || line.endsWith(`${key}=${value}`) || line.includes(`"${key}":"${value}"`)
    return /\bERR\b|"level":"error"|level=error/.test(line) && said('ingress', name) && said('namespace', namespace)
  }
  const found = log.filter(isOf).map((line) => line.replace(/^\S+ ERR /, '').trim())
  return [...new Set(found)].slice(-most).map((line) => `its log: ${maskRemark(line.slice(0, longest))}`)
}
