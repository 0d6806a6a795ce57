/** The plan of a controller whose rules are not read: who asks for what is known, and nothing of what becomes of it. */
import { controllerRef } from '../../../domain/controllers/controller.js'
import type { Plan, PlannedRoute } from '../../../domain/controllers/plan.js'
import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import { type Finding, finding, told } from '../../../domain/findings/finding.js'
import { groupedBy } from '../../../domain/groups.js'
import { maskWord } from '../../../domain/masking/field.js'
import { maskRemark } from '../../../domain/masking/text.js'
import { addressesOf } from '../../../domain/objects/addresses.js'
import { classField } from '../../../domain/objects/class-name.js'
import type { Ingress } from '../../../domain/objects/objects.js'
import { nameOf, refKey, refOf } from '../../../domain/objects/ref.js'
import { requestHost } from '../../../domain/requests/host.js'
import { type Answer, type Hop, hop, type Tracer, withoutBackend } from '../../../domain/requests/trace.js'
import type { Fate } from '../../../domain/routes/fate.js'
import { hostAnswers } from '../../../domain/routes/match-host.js'
import { resolveRoutes } from '../../../domain/routes/resolve-routes.js'
import { resolveService } from '../../../domain/routes/resolve-service.js'
import { someOf } from '../../../domain/text/counted.js'
import { bySeverity, type WhyRow } from '../../../domain/why/why.js'
import type { WhySources } from '../../../domain/why/why-sources.js'
import { type Behind, behind } from './backends.js'
import { isClaimed, namedTo } from './claim.js'
import { complaint, cut, eventText, isRefused, lastEvents, longest } from './events.js'
import type { Family } from './family.js'
import type { NamedController } from './settings.js'

export function planOf(family: Family, controller: NamedController, facts: RoutingFacts): Plan {
  const { inventory, ingresses } = facts
  const why = `the rules of ${family.title} are not read`
  let routes: readonly PlannedRoute[] | undefined
  const tracer = (refused: (ingress: Ingress) => boolean): Tracer => ({
    answer: (request, explain) => answerOf(family, namedBy(ingresses, requestHost(request.host)), refused, explain),
  })
  return {
    ...tracer(() => false),
    heard: async (sources) => {
      const lasts = await lastsOf(family, ingresses, sources)
      return tracer((one) => isRefused(family, one, lasts.get(refKey(refOf(one))) ?? null))
    },
    get routes() {
      routes ??= routesOf(facts, { is: 'unknown', why })
      return routes
    },
    ownRoutes: [],
    upstreams: [],
    certificateFor: () => null,
    endpointsOf: ({ namespace, service, port }) => resolveService(inventory, { namespace, name: service }, port, 'TCP'),
    why: (sources, wanted) => {
      const asked = ingresses.filter((one) => wanted(refOf(one)))
      return rowsOf(family, controller, { inventory, ingresses: asked, all: ingresses }, sources)
    },
  }
}

const unknown = withoutBackend('unknown', null)

function routesOf({ inventory, ingresses }: RoutingFacts, fate: Fate): readonly PlannedRoute[] {
  const own = new Set(ingresses.map((one) => refKey(refOf(one))))
  return resolveRoutes(inventory)
    .filter(({ source }) => own.has(refKey(source)))
    .map(({ source, host, match }) => ({ source, host, match, fate, isListed: false, isLost: false }))
}

/** More Ingresses than this that name a host are counted. */
const most = 5

interface NamedBy {
  readonly host: string | null
  readonly own: readonly Ingress[]
}

function namedBy(ingresses: readonly Ingress[], host: string | null): NamedBy {
  const names = ({ spec }: Ingress) =>
    (spec?.rules ?? []).some((rule) => host !== null && hostAnswers(rule.host || null, host))
  return { host, own: ingresses.filter(names) }
}

/** Where its controller refuses all that name the host, nobody serves it. */
function answerOf(
  { title }: Family,
  { host, own }: NamedBy,
  refused: (ingress: Ingress) => boolean,
  explain: boolean,
): Answer {
  const isRefusing = own.length > 0 && own.every(refused)
  const answer = isRefusing ? withoutBackend('unavailable', null) : unknown
  if (!explain) return answer
  const named = own.map((one) => nameOf(refOf(one))).sort()
  const who: Hop[] = named.length === 0 ? [] : [hop('ingress', someOf(named, most), `of its class, for ${host}`)]
  const refusal = `${title} refuses ${someOf(named, most)}, as its Events say`
  const detail = isRefusing ? refusal : `those of ${title} are not read: which backend gets the request is not known`
  const gist = isRefusing ? refusal : `rules of ${title} are not read`
  return { ...answer, hops: [...who, { kind: 'note', subject: isRefusing ? 'refused' : 'rules', detail, gist }] }
}

/** Of each Ingress what the controller said last. */
async function lastsOf(
  { events }: Family,
  ingresses: readonly Ingress[],
  sources: Pick<WhySources, 'events'>,
): Promise<ReturnType<typeof lastEvents>> {
  const namespaces = [...new Set(ingresses.map((one) => refOf(one).namespace))].sort()
  const isAsked = events !== undefined && ingresses.length > 0
  return lastEvents(events ?? [], isAsked ? await sources.events(namespaces) : [])
}

/** A row for each Ingress: whether it is served is not known, and what its controller complains of is told. */
async function rowsOf(
  family: Family,
  controller: NamedController,
  { inventory, ingresses, all }: Pick<RoutingFacts, 'inventory' | 'ingresses'> & { readonly all: readonly Ingress[] },
  sources: WhySources,
): Promise<readonly WhyRow[]> {
  const lasts = await lastsOf(family, ingresses, sources)
  const lost = groupedBy(family.lost?.(all) ?? [], (one) => refKey(one.source))
  return ingresses.map((ingress) => {
    const source = refOf(ingress)
    const last = lasts.get(refKey(source)) ?? null
    const good = last === null || last.type === 'Warning' ? [] : [eventText(last)]
    const seen = [...inStatus(ingress), ...inAnnotations(family, ingress), ...good]
    const isOut = isRefused(family, ingress, last)
    const complaints = complaint(family, ingress, last, isOut ? seen : [])
    const { lacks, isNothing } = behind(family, ingress, inventory, lost.get(refKey(source)) ?? [])
    const said = isOut ? [] : [whose(family, controller, ingress, inventory, { evidence: seen, isNothing })]
    const causes = [...complaints, ...lacks, ...said].sort(bySeverity)
    const served = isOut || isNothing ? false : null
    return { source, controller: controllerRef(controller), rule: null, served, causes }
  })
}

function whose(
  family: Family,
  controller: NamedController,
  ingress: Ingress,
  { classOf }: Pick<RoutingFacts['inventory'], 'classOf'>,
  { evidence, isNothing }: Pick<Behind, 'isNothing'> & { readonly evidence: readonly string[] },
): Finding {
  const { namespace, name, release } = controller
  const { takes } = controller.settings
  const taken = (answer: boolean | null) => takes.find((one) => isClaimed([one], ingress, classOf) === answer)
  const by = taken(true) ?? taken(null)
  const [named] = by === undefined ? [] : namedTo(by, ingress)
  const facts = {
    controller: { namespace, name },
    title: family.title,
    version: release.version,
    class: named?.name ?? null,
    isSure: taken(true) !== undefined,
    isOutside: family.runs === undefined,
    ...(isNothing && { isNothing }),
  }
  return finding(told('not-read', facts), refOf(ingress), { field: named?.field ?? classField, evidence })
}

function inStatus(ingress: Ingress): string[] {
  const addresses = addressesOf(ingress)
  const shown = addresses.slice(0, mostAddresses).join(', ')
  return [addresses.length === 0 ? 'its status has no address' : `its status has the address ${shown}`]
}

function inAnnotations(family: Family, { metadata }: Ingress): string[] {
  return Object.entries(family.annotations ?? {}).flatMap(([name, meaning]) => {
    const value = metadata.annotations?.[name]
    const means = meaning === '' ? '' : ` (${meaning})`
    if (value === undefined) return []
    const shown = cut(harmlessAnnotation(family, name, value) ?? maskRemark(value.slice(0, 2 * longest)))
    return [`annotation ${name}: ${shown}${means}`]
  })
}

const mostAddresses = 5

/** Names with their states, as GKE writes them. */
const states = /^\{(?:"[a-z\d-]{1,100}": ?"[A-Z]{1,20}",? ?){0,50}\}$/

/** Of the annotations of a named controller: words and numbers. @returns null: it is none of those that are shown */
export function harmlessAnnotation({ annotations = {} }: Family, name: string, value: string): string | null {
  if (!Object.hasOwn(annotations, name) || value.length > 2000) return null
  return states.test(value) ? value : maskWord(value)
}
