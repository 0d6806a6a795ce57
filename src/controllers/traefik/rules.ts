/** What can be wrong with such a controller as a whole. */
import { isAssumed } from '../../domain/controllers/controller.js'
import { frontService } from '../../domain/controllers/front-service.js'
import { finding, told } from '../../domain/findings/finding.js'
import type { ControllerRule, LintFacts, LintWorld } from '../../domain/lint/rule.js'
import type { Ingress } from '../../domain/objects/objects.js'
import { record } from '../../domain/objects/project-fields.js'
import { namedBy, nameOf, refOf } from '../../domain/objects/ref.js'
import { byGateways, vulnerableBy, type WayThere } from '../shared/named/vulnerable.js'
import { middlewares } from './model/custom/kinds.js'
import type { TraefikPlan } from './plan.js'
import type { TraefikController } from './workload/settings.js'

/** https://doc.traefik.io/traefik/reference/install-configuration/api-dashboard/ (insecure) */
const apiInsecure: ControllerRule = {
  codes: ['api-insecure'],
  needs: [],
  find: ({ controller, dialect: { title } }) => {
    const { apiInsecure: isOpen, apiPort } = (controller as TraefikController).settings
    if (!isOpen || isAssumed(controller)) return []
    return [finding(told('api-insecure', { title, flag: '--api.insecure', port: apiPort }), namedBy(controller))]
  },
}

/** Where a balancer maps 443 to it, nobody gets in by the port of the entry point itself. */
const redirectPort: ControllerRule = {
  codes: ['redirect-to-listener-port'],
  needs: ['Service'],
  find: ({ controller }, { all }) => {
    const { namespace, settings } = controller as TraefikController
    const front = frontService(
      controller,
      all('Service').filter(({ metadata }) => metadata.namespace === namespace),
    )
    const ports = front?.spec?.ports?.map(({ port }) => port) ?? []
    if (front === undefined) return []
    return settings.entryPoints.flatMap(({ redirect }) => {
      if (redirect === null || ports.includes(redirect.port)) return []
      const from = ports.find((one) => one === (redirect.scheme === 'https' ? 443 : 80)) ?? null
      const facts = { listener: redirect.to, port: redirect.port, service: nameOf(refOf(front)), from }
      return [finding(told('redirect-to-listener-port', facts), namedBy(controller))]
    })
  },
}

/**
 * What leads to the public flaws of Traefik, as far as objects and flags tell: the advisories at
 * https://github.com/traefik/traefik/security/advisories say under which configuration each can be reached.
 */
const settingsOf = ({ controller }: LintWorld) => (controller as TraefikController).settings

type Values = Readonly<Record<string, string>>

/** An Ingress of its own whose annotations fit; they are named as ingress-nginx names them. */
function read(is: (values: Values) => boolean, what: string): WayThere {
  return (world, facts) => {
    if (!settingsOf(world).nginx.isOn) return null
    const found = owned(world, facts).find((one) => is(nginxValues(one)))
    return found === undefined
      ? null
      : `its provider for ingress-nginx reads Ingress ${nameOf(refOf(found))}, which ${what}`
  }
}

function owned({ controller, dialect }: LintWorld, { inventory }: LintFacts): readonly Ingress[] {
  return inventory.ingresses.filter((one) => dialect.owns(controller, one, inventory.classOf) === true)
}

const nginx = 'nginx.ingress.kubernetes.io/'

function nginxValues({ metadata }: Ingress): Values {
  const own = Object.entries(metadata.annotations ?? {}).filter(([name]) => name.startsWith(nginx))
  return Object.fromEntries(own.map(([name, value]) => [name.slice(nginx.length), value]))
}

/** One of these kinds, or a setting of it. */
const middlewareWith = ({ plan }: LintWorld, names: readonly string[], setting?: string) =>
  (plan as TraefikPlan).facts
    .customOf?.(middlewares)
    .items.find(({ spec }) =>
      names.some((name) => name in spec && (setting === undefined || setting in record(spec[name]))),
    )

const withMiddleware =
  (names: readonly string[], what: string, setting?: string): WayThere =>
  (world) => {
    const found = middlewareWith(world, names, setting)
    return found === undefined ? null : `Middleware ${nameOf(refOf(found))} ${what}`
  }

const guards = ['basicAuth', 'digestAuth', 'forwardAuth', 'ipAllowList', 'ipWhiteList']
const rewrites = ['stripPrefix', 'stripPrefixRegex', 'replacePath', 'replacePathRegex']

/** Who is let in, and what a path becomes, are decided one after the other: the path is read twice. */
const guardAndRewrite: WayThere = (world) => {
  const [guard, rewrite] = [middlewareWith(world, guards), middlewareWith(world, rewrites)]
  return guard && rewrite
    ? `Middleware ${nameOf(refOf(guard))} keeps people out, and Middleware ${nameOf(refOf(rewrite))} changes the path`
    : null
}

/** Namespaces are to be kept apart, and are not. */
const acrossNamespaces: WayThere = (world) => {
  const { crd } = settingsOf(world)
  return crd.isOn && !crd.crossNamespace
    ? 'its provider of IngressRoutes is on, and namespaces are to be kept apart (allowCrossNamespace is off)'
    : null
}

const tlsOptions: WayThere = (world, facts) => {
  const name = 'traefik.ingress.kubernetes.io/router.tls.options'
  const found = owned(world, facts).find((one) => one.metadata.annotations?.[name] !== undefined)
  return found === undefined ? null : `Ingress ${nameOf(refOf(found))} has ${name}`
}

const all = (ids: readonly string[], way: WayThere) => Object.fromEntries(ids.map((id) => [id, way]))

/** What Ingresses, Middlewares and flags lead to. */
const ownWays: Readonly<Record<string, WayThere>> = {
  'CVE-2026-85596': read((values) => 'auth-tls-secret' in values, 'asks for client certificates'),
  'CVE-2026-67309': read((values) => /\$\d/.test(values['rewrite-target'] ?? ''), 'rewrites paths with a capture'),
  'CVE-2026-54762': read((values) => 'auth-type' in values, 'asks for a password'),
  'CVE-2025-66491': read(
    (values) => /^(?:HTTPS|GRPCS)$/i.test(values['backend-protocol'] ?? ''),
    'is answered over TLS by its Service',
  ),
  ...all(
    ['CVE-2026-65600', 'CVE-2026-48020', 'CVE-2026-40912', 'CVE-2025-66490', 'CVE-2025-47952', 'CVE-2025-32431'],
    guardAndRewrite,
  ),
  ...all(['CVE-2026-71326', 'CVE-2026-41263', 'CVE-2026-32595'], withMiddleware(['basicAuth'], 'asks for a password')),
  ...all(
    ['CVE-2026-54763', 'CVE-2026-33433'],
    withMiddleware(['basicAuth', 'digestAuth'], 'tells backends who the client is (headerField)', 'headerField'),
  ),
  ...all(
    ['CVE-2026-54764', 'CVE-2026-39858', 'CVE-2026-35051', 'CVE-2026-26998'],
    withMiddleware(['forwardAuth'], 'asks a service who may pass'),
  ),
  'CVE-2026-41181': withMiddleware(['errors'], 'has another service answer for errors'),
  'CVE-2021-32813': withMiddleware(['headers'], 'sets headers of requests', 'customRequestHeaders'),
  ...all(['CVE-2026-71325', 'CVE-2026-65602', 'CVE-2026-41174'], acrossNamespaces),
  ...all(['CVE-2026-85597', 'CVE-2026-53622', 'CVE-2026-48491', 'CVE-2026-32305', 'GHSA-gv8r-9rw9-9697'], tlsOptions),
  ...all(['CVE-2022-46153', 'CVE-2022-23632'], tlsOptions),
}

const routeWays: Readonly<Record<string, WayThere>> = all(
  ['CVE-2026-71327', 'CVE-2026-65601', 'CVE-2026-54765', 'CVE-2026-54761', 'CVE-2026-29777'],
  byGateways,
)

export const rules: readonly ControllerRule[] = [
  vulnerableBy(ownWays),
  vulnerableBy(routeWays, ['GatewayClass']),
  apiInsecure,
  redirectPort,
]
