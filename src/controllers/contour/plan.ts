/** What Contour makes of the objects: the configuration of its Envoy by them, asked as a real one is. */
import { certificateOf } from '../../domain/certificates.js'
import { type Controller, controllerRef } from '../../domain/controllers/controller.js'
import type { Plan, PlannedCertificate, PlannedRoute } from '../../domain/controllers/plan.js'
import type { ServedRoute } from '../../domain/controllers/replica-facts.js'
import type { RoutingFacts } from '../../domain/controllers/routing-facts.js'
import type { Finding } from '../../domain/findings/finding.js'
import type { Gap } from '../../domain/gap.js'
import type { Ingress } from '../../domain/objects/objects.js'
import { othersThan, type Ref, refKey, refOf } from '../../domain/objects/ref.js'
import { onceFor } from '../../domain/remember.js'
import { type Fate, undefinedWinner } from '../../domain/routes/fate.js'
import { resolveService } from '../../domain/routes/resolve-service.js'
import type { Route } from '../../domain/routes/route.js'
import { pathOf } from '../shared/envoy/words.js'
import { type TlsAsked, withTlsFaults } from '../shared/tls-faults.js'
import { withWholes } from '../shared/whole-rows.js'
import { annotationFaults } from './annotations.js'
import { ContourTracer, upstreamsOf } from './answer.js'
import { proxyRoutes, wantedFate } from './custom/planned.js'
import { deepest, mostAgain } from './custom/tree.js'
import { type ContourModel, modelOf, passedOver } from './model/build.js'
import type { Taken } from './model/ingresses.js'
import { domainOf } from './model/paths.js'
import { proxyRows, whyRow } from './why.js'
import { words } from './words.js'
import type { ContourSettings } from './workload/config.js'

export function planOf(controller: Controller, facts: RoutingFacts): Plan {
  const model = modelOf(facts, controller.settings as ContourSettings)
  let tracer: ContourTracer | undefined
  let customRoutes: readonly Route[] | undefined
  const { inventory } = facts
  const ref = controllerRef(controller)
  return {
    gaps: [...model.cut].sort().map(
      (namespace): Gap => ({
        ...{ kind: 'HTTPProxy', namespace, reason: 'limited' },
        message: `HTTPProxies of namespace ${namespace} include more than ${mostAgain} routes, or in more than ${deepest} steps: the rest is not looked at`,
      }),
    ),
    answer: (request, explain) => {
      tracer ??= new ContourTracer(model)
      return tracer.answer(request, explain)
    },
    routes: model.taken.map((one) => plannedRoute(model, one)),
    passedOver: passedOver(facts, controller.settings as ContourSettings),
    listsCustomRoutes: true,
    get alsoAsking() {
      const asking = new Set(model.asked.map(({ object }) => object))
      return model.proxies.filter((one) => !asking.has(one)).map(refOf)
    },
    get customRoutes() {
      customRoutes ??= proxyRoutes(model, ref)
      return customRoutes
    },
    ownRoutes: [...model.taken.filter((one) => !isListed(model, one)).map(servedAs), ...ownRoutes(model)],
    upstreams: upstreamsOf(model),
    certificateFor: (host) => certificateFor(model, host, facts),
    endpointsOf: ({ namespace, service, port }) => resolveService(inventory, { namespace, name: service }, port, 'TCP'),
    ...(model.config.routeTables.has('ingress_fallbackcert') ? {} : { refusesOthers: true }),
    why: async (_sources, wanted) => {
      const own = model.taken.filter(({ ingress }) => wanted(ingress))
      const rows = own.map((one) => whyRow(ref, one, fateOf(model, one)))
      const slips = facts.ingresses.flatMap((one): [string, readonly Finding[]][] => {
        const found = wanted(refOf(one)) ? annotationFaults(one) : []
        return found.length === 0 ? [] : [[refKey(refOf(one)), found]]
      })
      const shown = { certificateFor: (host: string) => certificateFor(model, host, facts) }
      return [
        ...withTlsFaults(withWholes(rows, new Map(slips)), facts.ingresses.flatMap(asksForTls), shown, facts),
        ...proxyRows(model, ref, wanted),
      ]
    },
  }
}

function asksForTls(ingress: Ingress): TlsAsked[] {
  const by = refOf(ingress)
  return (ingress.spec?.tls ?? []).map(({ secretName, hosts }) => ({
    by,
    hosts: hosts ?? [],
    secret: secretName ? { kind: 'Secret', namespace: by.namespace, name: secretName } : null,
  }))
}

/** There is no certificate that would step in. */
function asksWithoutSecret({ spec }: Ingress, name: string): boolean {
  const isOwn = (host: string | null | undefined) => host?.toLowerCase() === name
  const isAsked = (spec?.tls ?? []).some(({ secretName, hosts }) => !secretName && (hosts ?? []).some(isOwn))
  return isAsked && (spec?.rules ?? []).some(({ host }) => isOwn(host))
}

/** What becomes of a rule of an Ingress. */
export function fateOf(model: ContourModel, one: Taken): Fate {
  const { dropped, rivals, wanted } = one
  if (dropped !== null || wanted === null) return { is: 'dropped', why: dropped ?? '' }
  if (rivals.length > 0)
    return undefinedWinner(
      othersThan(one.ingress, refsOf(rivals)),
      'which of them has it changes with every change of any object',
    )
  return wantedFate(model, domainOf(one.route), wanted)
}

/** Each of thousands has the same rivals. */
const refsOf = onceFor((rivals: readonly Taken[]): readonly Ref[] => rivals.map(({ ingress }) => ingress))

function plannedRoute(model: ContourModel, one: Taken): PlannedRoute {
  const { source, host, match } = one.route
  const fate = fateOf(model, one)
  return {
    source,
    host,
    match,
    fate,
    isListed: isListed(model, one),
    isLost: fate.is === 'dropped' || fate.is === 'lost',
  }
}

/** A slash at the end of a prefix is not written, and of several that ask for the same one is there. */
function isListed(model: ContourModel, one: Taken): boolean {
  return fateOf(model, one).is === 'served' && one.route.match?.path === one.path
}

function servedAs({ route: { source, host }, path }: Taken): ServedRoute {
  return { source, host, path }
}

/** Those of HTTPProxies, under each host. */
function ownRoutes({ config }: ContourModel): readonly ServedRoute[] {
  return [...config.routeTables.values()].flatMap(({ virtualHosts }) =>
    virtualHosts.flatMap(({ name, routes }) =>
      routes.flatMap(({ match, metadata }) => {
        const source = words.sourceOf(metadata)
        if (source?.kind !== 'HTTPProxy') return []
        return [{ source, host: name === '*' ? null : name, path: pathOf(match.path).path }]
      }),
    ),
  )
}

/** Where no Secret of that name holds a certificate, or no route is left, no handshake succeeds. */
function certificateFor(
  { tls, hosts, config: { routeTables } }: ContourModel,
  host: string,
  { ingresses, secretOf }: RoutingFacts,
): PlannedCertificate | null {
  const name = host.toLowerCase()
  const wildcard = `*${name.slice(name.indexOf('.'))}`
  const passed = hosts.secure.get(name) ?? hosts.secure.get(wildcard)
  const asked = tls.get(name) ?? tls.get(wildcard)
  if (passed?.tcp != null && passed.tls === null)
    return { by: null, secret: null, certificate: null, flaw: null, isPassedThrough: true }
  if (asked === undefined) {
    const nameless = ingresses.find((one) => asksWithoutSecret(one, name))
    return nameless
      ? { by: refOf(nameless), secret: null, certificate: null, flaw: 'no-secret', isRefused: true }
      : null
  }
  const { by, secret, isGood } = asked
  if (!isGood) return { by, secret, certificate: null, flaw: 'no-secret', isRefused: true }
  if (![name, wildcard].some((one) => routeTables.has(`https/${one}`)))
    return { by, secret, certificate: null, flaw: null, isRefused: true }
  const seen = secretOf(secret)
  if (seen === null || seen === undefined) return { by, secret, certificate: null, flaw: null, isUnseen: true }
  return { by, secret, certificate: certificateOf(seen), flaw: null }
}
