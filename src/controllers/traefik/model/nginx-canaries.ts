/**
 * Canaries of another controller's words → a share of the requests of what they try out, and rules of their own.
 * https://github.com/traefik/traefik/blob/v3.7/pkg/provider/kubernetes/ingress-nginx/build.go
 */
import { told } from '../../../domain/findings/finding.js'
import { pathsOf } from '../../../domain/objects/ingress-paths.js'
import type { Ingress, IngressBackend } from '../../../domain/objects/objects.js'
import { type NamespacedName, nameOf, type Ref, refOf } from '../../../domain/objects/ref.js'
import { pathMatch } from '../../../domain/routes/route.js'
import { plainService } from './builder.js'
import { quoted } from './names.js'
import { type NginxSaid, nginxTarget } from './nginx-annotations.js'
import type { Site } from './site.js'
import { namedIn, unusedTargets } from './targets.js'
import type { Made, Target } from './types.js'

/** An Ingress with what its annotations say. */
export interface Asking {
  readonly ingress: Ingress
  readonly said: NginxSaid
}

export interface Canary {
  readonly target: Target
  readonly said: NginxSaid['share']
}

type ServiceOf = NonNullable<IngressBackend['service']>

export function primaryKey(namespace: string, { name, port }: ServiceOf): string {
  return `${namespace}/${name}/${portText(port)}`
}

export function portText(port: ServiceOf['port']): string {
  return port?.name || String(port?.number ?? 0)
}

/** One canary for each path of another Ingress of its namespace: the first that finds it. */
export function canariesIn(
  site: Site,
  regular: readonly Asking[],
  asking: readonly Asking[],
): { readonly canaries: ReadonlyMap<string, Canary>; readonly made: readonly Made[] } {
  const primaries = new Map<string, { service: ServiceOf; said: NginxSaid; of: NonNullable<Made['partOf']> }>()
  for (const { ingress, said } of regular)
    for (const { key, backend, field } of keyed(ingress))
      if (backend?.service)
        primaries.set(key, { service: backend.service, said, of: { source: refOf(ingress), field } })
  const taken = new Map<string, Ref>()
  const canaries = new Map<string, Canary>()
  // By names in which dashes join namespace and Service: of several with one name the first one answers for all.
  const named = new Map<string, { readonly target: Target; readonly of: NamespacedName }>()
  const made = asking.flatMap(({ ingress, said }) =>
    keyed(ingress).map(({ key, host, path, pathType, backend, field }): Made => {
      const source = refOf(ingress)
      const match = pathMatch(path || '/', pathType ?? 'Prefix')
      const targets = unusedTargets(site.facts.inventory, source.namespace, backend)
      const bare = { source, host, match, field, targets, routers: [], lack: null }
      const primary = primaries.get(key)
      if (primary === undefined)
        return { ...bare, lack: told('canary-no-primary', { host, path: path || null, pathType }) }
      const service = backend?.service
      if (
        !service ||
        taken.has(key) ||
        primaryKey(source.namespace, service) === primaryKey(source.namespace, primary.service)
      )
        return { ...bare, lack: told('canary-backend', { canary: taken.get(key) ?? source }) }
      const target = nginxTarget(site, source.namespace, service, primary.said)
      // One that is on its way out still makes a canary, though it gets no request.
      if (target.servers?.length === 0 && !target.counted.items.some(({ serving }) => serving))
        return {
          ...bare,
          ...namedIn(site.facts.inventory, source.namespace, service, target),
          targets: [target],
          lack: told('canary-backend', { canary: source }),
        }
      taken.set(key, source)
      const of = { namespace: source.namespace, name: service.name }
      const name = `${of.namespace}-${of.name}-${portText(service.port)}`
      const first = named.get(name) ?? { target: { ...target, canary: source }, of }
      named.set(name, first)
      canaries.set(primaryKey(source.namespace, primary.service), { target: first.target, said: said.share })
      const own = {
        ...{ ...bare, targets: [first.target], partOf: primary.of },
        ...namedIn(site.facts.inventory, source.namespace, service, target),
      }
      return nameOf(first.of) === nameOf(of)
        ? own
        : { ...own, remark: told('service-collision', { service: of, others: [first.of], name, first: first.of }) }
    }),
  )
  return { canaries, made }
}

function keyed(ingress: Ingress) {
  const { namespace } = refOf(ingress)
  return pathsOf(ingress).map((one) => ({
    ...one,
    key: `${namespace}/${one.host ?? ''}${one.path}/${one.pathType ?? 'Prefix'}`,
  }))
}

/** A router of a path, or one of those beside it. */
export interface PathRouter {
  readonly key: string
  readonly rule: string
  readonly service: string
}

/** @param label of the service of the primary, without its provider */
export function withCanary(
  { builder }: Site,
  base: PathRouter,
  { label, provider }: { readonly label: string; readonly provider: string },
  canary: Canary,
): readonly PathRouter[] {
  const { weight, total, header, value, pattern, cookie } = canary.said
  const own = builder.addTarget(`${label}-canary@${provider}`, canary.target)
  const both = builder.addService({
    ...plainService(`${label}-wrr@${provider}`),
    weighted: [
      { name: base.service, weight: total - weight },
      { name: own, weight },
    ],
  })
  const isSwitch = header !== null && value === null && pattern === null
  const cookieIs = (word: string) =>
    `HeaderRegexp("Cookie", ${quoted(`(^|;\\s*)${literally(cookie ?? '')}=${word}(;|$)`)})`
  const always = [
    ...(header === null ? [] : [headerRule(header, value, pattern)]),
    ...(cookie === null
      ? []
      : [isSwitch ? `(${cookieIs('always')} && !Header(${quoted(header)}, "never"))` : cookieIs('always')]),
  ]
  // Without a weight nobody gets there by chance, so that nobody need be kept away.
  const never =
    weight === 0
      ? []
      : [...(isSwitch ? [`Header(${quoted(header)}, "never")`] : []), ...(cookie === null ? [] : [cookieIs('never')])]
  const beside = (name: string, rules: readonly string[], service: string): PathRouter[] =>
    rules.length === 0
      ? []
      : [{ key: `${base.key}-${name}`, rule: `(${base.rule}) && (${rules.join(' || ')})`, service }]
  return [{ ...base, service: both }, ...beside('canary', always, own), ...beside('non-canary', never, base.service)]
}

function headerRule(header: string, value: string | null, pattern: string | null): string {
  if (value !== null) return `Header(${quoted(header)}, ${quoted(value)})`
  return pattern === null
    ? `Header(${quoted(header)}, "always")`
    : `HeaderRegexp(${quoted(header)}, ${quoted(pattern)})`
}

/** As Go writes a text into a pattern: https://pkg.go.dev/regexp#QuoteMeta */
function literally(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&')
}
