/**
 * The servers of an Ingress: one for each of its hosts that it owns, with the locations of its rules, or of its minions.
 * https://github.com/nginx/kubernetes-ingress/blob/main/internal/configs/ingress.go (generateNginxCfg)
 */
import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import type { Ingress } from '../../../domain/objects/objects.js'
import { nameOf, type Ref, refOf } from '../../../domain/objects/ref.js'
import { parseBool } from '../../shared/go/values.js'
import { quoted } from '../../shared/nginx/quote.js'
import { type Applied, askingLocations, newOnes, noteGuard } from '../custom/policies/apply.js'
import type { PolicyBook } from '../custom/policies/book.js'
import { type Policy, redirectCode } from '../workload/policy.js'
import { usualPorts } from '../workload/settings.js'
import { type AskedRoutes, serviceOf } from './asked.js'
import { guardOf } from './ingress-guards.js'
import { isNamedIn, passLines, pathOf, rewriteOf } from './location-lines.js'
import { mergeType, ownAnnotations } from './mergeable.js'
import type { Minion } from './minions.js'
import { type Said, Statements, type Surround, snippetBy, upstreamBlock } from './statements.js'
import { certificateIn, tlsOf } from './tls.js'
import type { Asked, Lack, Location, Server, Tls } from './types.js'
import { type Upstreams, upstreamName } from './upstreams.js'

export interface ServerFacts {
  readonly facts: Pick<RoutingFacts, 'secretOf'>
  readonly policy: Policy
  readonly book: PolicyBook
  readonly asked: AskedRoutes
  readonly upstreams: Upstreams
  /** has the Ingress this host */
  readonly owns: (host: string) => boolean
  /** why it is not known whether it has it */
  readonly doubts: (host: string) => Lack | null
}

type Annotations = Readonly<Record<string, string>>

export function serversOf(ingress: Ingress, minions: readonly Minion[], around: ServerFacts): Server[] {
  const annotations = ownAnnotations(ingress)
  const isMaster = mergeType(ingress) === 'master'
  return (ingress.spec?.rules ?? []).flatMap((rule, i) => {
    const host = rule.host || ''
    if (!around.owns(host)) return []
    const tls = host === '' ? defaultTls(around) : tlsOf(ingress, host, around.policy.settings, around.facts.secretOf)
    const guard = guardOf(ingress, 'spec', ingress, around)
    const ports = portsOf(annotations, host === '' ? around.policy.settings.defaultPorts : usualPorts)
    const fallback = serviceOf(refOf(ingress).namespace, ingress.spec?.defaultBackend)
    // It is written among the upstreams, also where no location leads there: of a master, and beside a path /.
    if (fallback !== null)
      around.upstreams.add(
        upstreamName(refOf(ingress), '', fallback),
        fallback,
        annotations['use-cluster-ip'] === 'true',
      )
    const locations = isMaster
      ? minions.flatMap((minion) =>
          locationsOf(minion.ingress, 0, host, around, { master: ingress, paths: minion.paths }, guard),
        )
      : locationsOf(ingress, i, host, around, null, guard)
    const asking = askingLocations(guard.asking, refOf(ingress), refOf(ingress), around.upstreams)
    const statements = new Statements(saidBy(annotations), around.policy)
    return [
      {
        host,
        source: refOf(ingress),
        ports,
        tls,
        lines: [...guard.lines, ...serverLines(annotations, tls, ports, around.policy)],
        http: [],
        surround: {
          ...{ before: [...statements.ofServer(), ...statements.hiddenHeaders()], after: [], refused: null },
          snippet: snippetOf('server-snippets', annotations, around.policy),
        },
        files: locations.length === 0 ? [] : [upstreamBlock(statements)],
        locations: [...newOnes(asking, locations), ...locations],
        doubt: around.doubts(host),
      },
    ]
  })
}

/** That of the server of all hosts: by the flags alone. */
function defaultTls({ policy, facts }: ServerFacts): Tls {
  const { defaultCertificate } = policy.settings
  if (defaultCertificate === null) return { by: null, secret: null, certificate: null, isUnseen: false, rejects: true }
  return { by: null, ...certificateIn(defaultCertificate, facts.secretOf) }
}

function portsOf(annotations: Annotations, usual: typeof usualPorts): Server['ports'] {
  const list = (name: string, port: number) => {
    const said = (annotations[name] ?? '').split(',').flatMap((one) => (one === '' ? [] : Number(one)))
    return said.length === 0 ? [port] : said
  }
  return { http: list('listen-ports', usual.http), https: list('listen-ports-ssl', usual.https) }
}

/** What answers before any location: redirects to https, passwords, snippets, and the one of the root. */
function serverLines(annotations: Annotations, tls: Tls | null, ports: Server['ports'], policy: Policy): string[] {
  const isTrue = (name: string, usual: boolean) => parseBool(annotations[name] ?? '') ?? usual
  const code = redirectCode(annotations['http-redirect-code'] ?? '') ?? policy.redirectCode
  const appRoot = annotations['app-root']
  return [
    ...realIpLines(policy),
    ...(tls !== null && isTrue('ssl-redirect', policy.sslRedirect)
      ? [`if ($scheme = http) { return ${code} https://$host:${ports.https[0]}$request_uri; }`]
      : []),
    ...(isTrue('redirect-to-https', policy.redirectToHttps)
      ? [`if ($http_x_forwarded_proto = 'http') { return ${code} https://$host$request_uri; }`]
      : []),
    ...passwordLines(annotations),
    ...snippetText(annotations['server-snippets'] ?? policy.serverSnippets),
    ...(appRoot ? [`if ($uri = /) { return 302 ${quoted(`$scheme://$http_host${appRoot}`)}; }`] : []),
  ]
}

export function realIpLines({ realIpHeader, trustedProxies, isRecursive }: Policy): string[] {
  return [
    ...trustedProxies.map((range) => `set_real_ip_from ${quoted(range)};`),
    ...(realIpHeader === '' ? [] : [`real_ip_header ${quoted(realIpHeader)};`]),
    ...(isRecursive ? ['real_ip_recursive on;'] : []),
  ]
}

function passwordLines(annotations: Annotations): string[] {
  return annotations['basic-auth-secret'] ? [`auth_basic ${quoted(annotations['basic-auth-realm'] ?? '')};`] : []
}

function limitLines(annotations: Annotations, ref: Ref): string[] {
  if (!/^[1-9]\d*r\/[sm]$/.test(annotations['limit-req-rate'] ?? '')) return []
  const { 'limit-req-reject-code': code = '429', 'limit-req-dry-run': isDry = '' } = annotations
  return [
    `limit_req zone=${quoted(nameOf(ref))};`,
    `limit_req_status ${quoted(code)};`,
    ...(parseBool(isDry) ? ['limit_req_dry_run on;'] : []),
  ]
}

function locationsOf(
  ingress: Ingress,
  i: number,
  host: string,
  { policy, book, asked, upstreams }: ServerFacts,
  merged: { readonly master: Ingress; readonly paths: ReadonlySet<string> } | null,
  ofAll: Applied,
): Location[] {
  const ref = refOf(ingress)
  const guard = merged === null ? null : guardOf(ingress, 'route', merged.master, { book })
  const annotations = ownAnnotations(ingress, merged?.master ?? null)
  const statements = new Statements(saidBy(annotations), policy)
  const surrounds = new Map<boolean, Surround>()
  const surroundOf = (isGrpc: boolean): Surround => {
    const made: Surround = surrounds.get(isGrpc) ?? {
      ...{ before: [], after: statements.ofProxy(isGrpc, false), refused: isGrpc ? null : statements.refusedBuffers() },
      snippet: snippetOf('location-snippets', annotations, policy),
    }
    surrounds.set(isGrpc, made)
    return made
  }
  const paths = ingress.spec?.rules?.[i]?.http?.paths ?? []
  const locations = paths.flatMap(({ path, pathType, backend }, j) => {
    if (merged !== null && !merged.paths.has(path ?? '')) return []
    return add(path || '/', pathType === 'Exact', asked.at(ref, `spec.rules[${i}].http.paths[${j}]`), host, backend)
  })
  const asking = merged === null ? [] : askingLocations(guard?.asking ?? null, ref, refOf(merged.master), upstreams)
  const fallback = ingress.spec?.defaultBackend
  const hasRoot = locations.some(({ head }) => head === '/')
  // A minion has none.
  if (merged !== null || hasRoot || !fallback) return [...asking, ...locations]
  const own = paths.length === 0 ? asked.at(ref, `spec.rules[${i}]`) : asked.at(ref, 'spec.defaultBackend')
  return [...locations, ...add('/', false, own, '', fallback)]

  function add(
    path: string,
    isExact: boolean,
    route: Asked | null,
    named: string,
    backend: Parameters<typeof serviceOf>[1],
  ): Location[] {
    const service = serviceOf(ref.namespace, backend)
    if (service === null) return []
    if (route !== null) noteGuard(route, ofAll, guard)
    const cors = guard !== null && guard.cors.length > 0 ? guard.cors : ofAll.cors
    const name = upstreams.add(upstreamName(ref, named, service), service, annotations['use-cluster-ip'] === 'true')
    const written = pathOf(path, isExact, annotations['path-regex'] ?? null)
    const rewrite = rewriteOf(written, annotations)
    route?.upstreams.add(name)
    return [
      {
        head: written.head,
        source: ref,
        service: service.service,
        asked: route,
        ...(rewrite && { rewrite }),
        surround: surroundOf(isNamedIn(annotations['grpc-services'], service.service)),
        lines: [
          ...(guard?.lines ?? []),
          ...(rewrite === null ? [] : [`rewrite ${rewrite.pattern} ${rewrite.target} break;`]),
          ...snippetText(annotations['location-snippets'] ?? policy.locationSnippets),
          ...(merged === null ? [] : passwordLines(annotations)),
          ...limitLines(annotations, ref),
          ...cors,
          `client_max_body_size ${annotations['client-max-body-size']?.trim() || policy.bodySize};`,
          ...passLines(service.service, name, annotations),
        ],
      },
    ]
  }
}

function snippetText(text: string): readonly string[] {
  return text === '' ? [] : [text]
}

/** An annotation comes before the entry of the ConfigMap that has the same name. */
function snippetOf(name: string, annotations: Annotations, { entries, settings }: Policy): Surround['snippet'] {
  const own = annotations[name]
  return own === undefined
    ? snippetBy(name, entries[name], settings.configMap)
    : snippetBy(`nginx.org/${name}`, own, null)
}

function saidBy(annotations: Annotations): Said {
  return (key) => {
    const value = annotations[key]
    return value === undefined ? undefined : { key: `nginx.org/${key}`, value }
  }
}
