/**
 * Flags → settings, with the defaults of
 * https://doc.traefik.io/traefik/reference/install-configuration/configuration-options/
 * What is said in a file, in variables or in a store of keys is not seen: then the usual is taken.
 */
import type { Controller, Nature, Replica } from '../../../domain/controllers/controller.js'
import { maskUrl } from '../../../domain/masking/url.js'
import type { NamespacedName } from '../../../domain/objects/ref.js'
import type { Syntax } from '../../../languages/traefik/rule/rule.js'
import { fullKey } from '../../shared/go/values.js'
import { type Labels, labelsIn } from '../../shared/named/claim.js'
import { type Flags, isOn, listIn } from '../../shared/named/flags.js'
import { type NamedSettings, natureOf as namedNature } from '../../shared/named/settings.js'
import { isBefore } from '../../shared/named/support.js'
import { type Beside, besideIn, namedIn } from './beside.js'
import { crdProvider, gatewayProvider, hasProvider, ingressProvider, nginxProvider, traefik } from './family.js'

export interface EntryPoint {
  readonly name: string
  readonly port: number
  /** every router that listens here has TLS */
  readonly tls: boolean
  /** of those that have none by themselves; null: the usual ones */
  readonly tlsOptions: string | null
  /** of certificates for every router that listens here; null: none */
  readonly resolver: string | null
  /** in front of those of every router that listens here */
  readonly middlewares: readonly string[]
  /** every router that listens here does so by a copy of its own */
  readonly hasModel: boolean
  /** routers that name none listen here; where none is so, on all */
  readonly isDefault: boolean
  /** where it sends all requests on to; null: nowhere */
  readonly redirect: EntryPointRedirect | null
}

export interface EntryPointRedirect {
  /** as it is said: the name of another entry point, or `:443` */
  readonly to: string
  readonly scheme: string
  readonly port: number
  readonly permanent: boolean
  /** null: before everything else */
  readonly priority: number | null
}

/** Printed, too: field by field. */
export interface TraefikSettings extends NamedSettings {
  readonly entryPoints: readonly EntryPoint[]
  /** those of datagrams */
  readonly udpEntryPoints: readonly Pick<EntryPoint, 'name' | 'port'>[]
  /** where clients come in; null: none of that kind is known */
  readonly http: string | null
  readonly https: string | null
  /** the entry point of its API */
  readonly apiPort: number
  /** is it open there without a route that leads to it */
  readonly apiInsecure: boolean
  /** in front of `/api`; null: nothing */
  readonly apiBase: string | null
  /** certificates of backends are not looked at, unless a transport of their own says otherwise */
  readonly trustsBackends: boolean
  /** of certificates, in lower case; null: it is said in a way that is not seen here */
  readonly resolvers: readonly string[] | null
  /** of Gateways: `experimentalChannel` */
  readonly takesTcpRoutes: boolean
  /** what is there beside objects; null: it is said in a way that is not seen here */
  readonly beside: Beside | null
  readonly ingress: {
    readonly isOn: boolean
    readonly strictPrefix: boolean
    /** of rules that do not say theirs */
    readonly syntax: Syntax
  } & Terms
  /** where its routers listen: those without TLS, and those with it; empty: on all that are so by default */
  readonly nginx: {
    readonly isOn: boolean
    readonly http: readonly string[]
    readonly https: readonly string[]
    /** an Ingress with other paths than plain ones is passed over, unless their type leaves open what they are */
    readonly strictPaths: boolean
    readonly allowsSnippets: boolean
    readonly allowsExternalNames: boolean
    readonly crossNamespace: boolean
    /** the Service of what nobody asks for; null: none is said */
    readonly fallback: NamespacedName | null
    /** codes of answers in whose place that Service answers, where an Ingress does not say its own */
    readonly errors: readonly string[]
    /** that an Ingress may add to answers */
    readonly headers: readonly string[]
    /** who is asked about every request; null: nobody. Without users and values */
    readonly authUrl: string | null
  }
  readonly crd: {
    readonly isOn: boolean
    readonly class: string | null
    /** null: all */
    readonly namespaces: readonly string[] | null
    /** that all of its objects must have, those that routes name, too */
    readonly labels: Labels | null
    readonly crossNamespace: boolean
    /** of which its objects are: https://doc.traefik.io/traefik/migrate/v2-to-v3-details/#kubernetes-crds-api-group-traefikcontainous */
    readonly groups: 'former' | 'both' | 'own'
  } & Terms
}

/** What a provider takes of Services. */
export interface Terms {
  readonly allowsExternalNames: boolean
  /** those without endpoints are served all the same, with 503 */
  readonly allowsEmpty: boolean
  /** the Service's own address stands for its endpoints, unless the Service says otherwise */
  readonly nativeByDefault: boolean
}

export interface TraefikNature extends Nature {
  readonly settings: TraefikSettings
}

export type TraefikController = Controller & TraefikNature
export type TraefikReplica = Replica & TraefikNature

/** Its own: a router that names no entry point does not listen there. */
export const ownEntryPoints: ReadonlySet<string> = new Set(['traefik'])

/** @param image '' where it is not known */
export function natureOf(flags: Flags, namespace: string, image: string): TraefikNature {
  const named = namedNature(traefik, flags, namespace, image)
  const settings = { ...(named.settings as NamedSettings), ...settingsOf(flags, named.release.version) }
  const portOf = (name: string | null) => settings.entryPoints.find((one) => one.name === name)?.port
  const http = portOf(settings.http)
  const https = portOf(settings.https)
  return {
    ...named,
    traits: {
      ...named.traits,
      ports:
        http === undefined && https === undefined ? named.traits.ports : { http: http ?? 8000, https: https ?? 8443 },
    },
    settings,
  }
}

/** Whose rules are written otherwise. */
export function isOf2(version: string | null): boolean {
  return version !== null && !isBefore(version, '2') && isBefore(version, '3')
}

function settingsOf(flags: Flags, version: string | null): Omit<TraefikSettings, keyof NamedSettings> {
  const entryPoints = entryPointsIn(flags)
  const isSaid = [...flags.keys()].some((name) => name.startsWith('providers.'))
  const said = (name: string) => flags.get(name) || null
  const http = named(entryPoints, 'web', [80, 8000, 8080], false)
  const https = named(entryPoints, 'websecure', [443, 8443], true)
  const usually = entryPoints.some((one) => one.isDefault) ? entryPoints.filter((one) => one.isDefault) : entryPoints
  const plain = usually.filter(({ name, tls }) => !tls && !ownEntryPoints.has(name))
  const on = (provider: string, name: string) => isOn(flags, `${provider}.${name}`)
  const isOld = isOf2(version)
  // https://doc.traefik.io/traefik/v2.11/migration/v2/#v249-to-v2410
  const byRelease = (provider: string, name: string) =>
    flags.has(`${provider}.${name}`) ? on(provider, name) : isOld && isBefore(version, '2.4.10')
  const termsOf = (provider: string): Terms => ({
    allowsExternalNames: byRelease(provider, 'allowexternalnameservices'),
    allowsEmpty: on(provider, 'allowemptyservices'),
    nativeByDefault: on(provider, 'nativelbbydefault'),
  })
  return {
    entryPoints,
    udpEntryPoints: addressesIn(flags).filter(({ protocol }) => protocol === 'udp'),
    http,
    https,
    apiPort: entryPoints.find(({ name }) => name === 'traefik')?.port ?? 8080,
    apiInsecure: isOn(flags, 'api.insecure'),
    trustsBackends: isOn(flags, 'serverstransport.insecureskipverify'),
    apiBase: said('api.basepath')?.replace(/\/$/, '') || null,
    resolvers: isSaid ? namedIn(flags, /^certificatesresolvers\.([^.]+)/) : null,
    takesTcpRoutes: on(gatewayProvider, 'experimentalchannel'),
    beside: isSaid ? besideIn(flags) : null,
    ingress: {
      isOn: hasProvider(flags, ingressProvider) || !isSaid,
      strictPrefix: on(ingressProvider, 'strictprefixmatching'),
      syntax: said('core.defaultrulesyntax') === 'v2' || isOld ? 'v2' : 'v3',
      ...termsOf(ingressProvider),
    },
    nginx: {
      isOn: hasProvider(flags, nginxProvider),
      http: listIn(flags, `${nginxProvider}.httpentrypoint`) ?? plain.map(({ name }) => name),
      https: listIn(flags, `${nginxProvider}.httpsentrypoint`) ?? [],
      strictPaths: flags.get(`${nginxProvider}.strictvalidatepathtype`) !== 'false',
      allowsSnippets: on(nginxProvider, 'allowsnippetannotations'),
      allowsExternalNames: !on(nginxProvider, 'disablesvcexternalname'),
      crossNamespace: on(nginxProvider, 'allowcrossnamespaceresources'),
      fallback: fullKey(said(`${nginxProvider}.defaultbackendservice`)),
      errors: listIn(flags, `${nginxProvider}.customhttperrors`) ?? [],
      headers: listIn(flags, `${nginxProvider}.globalallowedresponseheaders`) ?? [],
      authUrl: maskUrl(said(`${nginxProvider}.globalauthurl`) ?? '') || null,
    },
    crd: {
      isOn: hasProvider(flags, crdProvider) || !isSaid,
      class: said(`${crdProvider}.ingressclass`),
      namespaces: listIn(flags, `${crdProvider}.namespaces`),
      labels: labelsIn(flags.get(`${crdProvider}.labelselector`)),
      crossNamespace: byRelease(crdProvider, 'allowcrossnamespace'),
      groups: isOld ? (isBefore(version, '2.10') ? 'former' : 'both') : 'own',
      ...termsOf(crdProvider),
    },
  }
}

/** Those of the chart, where none are said. */
const usual: readonly EntryPoint[] = [
  plainAt('web', 8000),
  { ...plainAt('websecure', 8443), tls: true, hasModel: true },
  plainAt('traefik', 8080),
]

function plainAt(name: string, port: number): EntryPoint {
  return {
    ...{ name, port },
    tls: false,
    ...{ tlsOptions: null, resolver: null },
    middlewares: [],
    hasModel: false,
    isDefault: false,
    redirect: null,
  }
}

/** More entry points than this nobody has. */
const most = 200

/** Where it listens; null: that is said in a way that is not seen here. */
export function portsSaid({ entryPoints }: Pick<TraefikSettings, 'entryPoints'>): readonly number[] | null {
  return entryPoints === usual ? null : entryPoints.map(({ port }) => port)
}

function addressesIn(
  flags: Flags,
): readonly { readonly name: string; readonly port: number; readonly protocol: string }[] {
  const names = new Set([...flags.keys()].flatMap((flag) => /^entrypoints\.([\w-]+)\./.exec(flag)?.[1] ?? []))
  return [...names].slice(0, most).flatMap((name) => {
    const [, port, protocol = 'tcp'] =
      /:(\d{1,5})(?:\/(\w+))?$/.exec(flags.get(`entrypoints.${name}.address`) ?? '') ?? []
    return port === undefined ? [] : [{ name, port: Number(port), protocol }]
  })
}

function entryPointsIn(flags: Flags): readonly EntryPoint[] {
  const found = addressesIn(flags).flatMap(({ name, port, protocol }) =>
    protocol === 'tcp' ? [entryPointIn(flags, name, port)] : [],
  )
  return found.some(({ name }) => name !== 'traefik') ? found : usual
}

/** https://doc.traefik.io/traefik/reference/install-configuration/entrypoints/ */
function entryPointIn(flags: Flags, name: string, port: number): EntryPoint {
  const of = (more: string) => `entrypoints.${name}.${more}`
  const has = (more: string) => [...flags.keys()].some((flag) => flag === of(more) || flag.startsWith(`${of(more)}.`))
  const tls = has('http.tls') && flags.get(of('http.tls')) !== 'false'
  const middlewares = listIn(flags, of('http.middlewares')) ?? []
  const others = ['observability', 'http.encodedcharacters'].some(has) || flags.has('core.defaultrulesyntax')
  return {
    ...plainAt(name, port),
    tls,
    tlsOptions: flags.get(of('http.tls.options'))?.replace(/^default$/, '') || null,
    resolver: flags.get(of('http.tls.certresolver')) || null,
    middlewares,
    hasModel: tls || middlewares.length > 0 || others,
    isDefault: isOn(flags, of('asdefault')),
    redirect: redirectIn(flags, of('http.redirections.entrypoint')),
  }
}

function redirectIn(flags: Flags, of: string): EntryPointRedirect | null {
  const to = flags.get(`${of}.to`) ?? ''
  const [, port] =
    /:(\d{1,5})(?:\/\w+)?$/.exec(
      to.startsWith(':') ? to : (flags.get(`entrypoints.${to.toLowerCase()}.address`) ?? ''),
    ) ?? []
  if (to === '' || port === undefined) return null
  const priority = Number(flags.get(`${of}.priority`) ?? Number.NaN)
  return {
    to,
    port: Number(port),
    scheme: flags.get(`${of}.scheme`) || 'https',
    permanent: flags.has(`${of}.permanent`) ? isOn(flags, `${of}.permanent`) : true,
    priority: Number.isSafeInteger(priority) ? priority : null,
  }
}

/** By its usual name, else by its port, else by whether it is one for TLS. */
function named(all: readonly EntryPoint[], name: string, ports: readonly number[], tls: boolean): string | null {
  const own = all.filter((one) => !['traefik', 'metrics'].includes(one.name))
  const found =
    own.find((one) => one.name === name) ??
    own.find(({ port }) => ports.includes(port)) ??
    own.find((one) => one.tls === tls)
  return found?.name ?? null
}
