/**
 * Flags → settings, with the defaults of
 * https://doc.traefik.io/traefik/reference/install-configuration/configuration-options/
 * What is said in a file, in variables or in a store of keys is not seen: then the usual is taken.
 */
import type { Controller, Nature, Replica } from '../../../domain/controllers/controller.js'
import { type Flags, isOn, listIn } from '../../shared/named/flags.js'
import { type NamedSettings, natureOf as namedNature } from '../../shared/named/settings.js'
import { crdProvider, hasProvider, ingressProvider, nginxProvider, traefik } from './family.js'

export interface EntryPoint {
  readonly name: string
  readonly port: number
  /** every router that listens here without TLS gets one with it beside */
  readonly tls: boolean
}

/** Printed, too: field by field. */
export interface TraefikSettings extends NamedSettings {
  readonly entryPoints: readonly EntryPoint[]
  /** where clients come in; null: none of that kind is known */
  readonly http: string | null
  readonly https: string | null
  /** the entry point of its API */
  readonly apiPort: number
  /** is it open there without a route that leads to it */
  readonly apiInsecure: boolean
  /** in front of `/api`; null: nothing */
  readonly apiBase: string | null
  readonly ingress: {
    readonly isOn: boolean
    readonly strictPrefix: boolean
    readonly allowsEmpty: boolean
    readonly allowsExternalNames: boolean
  }
  readonly nginx: { readonly isOn: boolean; readonly http: string | null; readonly https: string | null }
  readonly crd: {
    readonly isOn: boolean
    readonly class: string | null
    /** null: all */
    readonly namespaces: readonly string[] | null
    readonly crossNamespace: boolean
    readonly allowsEmpty: boolean
    readonly allowsExternalNames: boolean
  }
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
  const settings = { ...(named.settings as NamedSettings), ...settingsOf(flags) }
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

function settingsOf(flags: Flags): Omit<TraefikSettings, keyof NamedSettings> {
  const entryPoints = entryPointsIn(flags)
  const isSaid = [...flags.keys()].some((name) => name.startsWith('providers.'))
  const said = (name: string) => flags.get(name) || null
  const http = named(entryPoints, 'web', [80, 8000, 8080], false)
  const https = named(entryPoints, 'websecure', [443, 8443], true)
  const on = (provider: string, name: string) => isOn(flags, `${provider}.${name}`)
  return {
    entryPoints,
    http,
    https,
    apiPort: entryPoints.find(({ name }) => name === 'traefik')?.port ?? 8080,
    apiInsecure: isOn(flags, 'api.insecure'),
    apiBase: said('api.basepath')?.replace(/\/$/, '') || null,
    ingress: {
      isOn: hasProvider(flags, ingressProvider) || !isSaid,
      strictPrefix: on(ingressProvider, 'strictprefixmatching'),
      allowsEmpty: on(ingressProvider, 'allowemptyservices'),
      allowsExternalNames: on(ingressProvider, 'allowexternalnameservices'),
    },
    nginx: {
      isOn: hasProvider(flags, nginxProvider),
      http: said(`${nginxProvider}.httpentrypoint`) ?? http,
      https: said(`${nginxProvider}.httpsentrypoint`) ?? https,
    },
    crd: {
      isOn: hasProvider(flags, crdProvider) || !isSaid,
      class: said(`${crdProvider}.ingressclass`),
      namespaces: listIn(flags, `${crdProvider}.namespaces`),
      crossNamespace: on(crdProvider, 'allowcrossnamespace'),
      allowsEmpty: on(crdProvider, 'allowemptyservices'),
      allowsExternalNames: on(crdProvider, 'allowexternalnameservices'),
    },
  }
}

/** Those of the chart, where none are said. */
const usual: readonly EntryPoint[] = [
  { name: 'web', port: 8000, tls: false },
  { name: 'websecure', port: 8443, tls: true },
  { name: 'traefik', port: 8080, tls: false },
]

/** More entry points than this nobody has. */
const most = 200

function entryPointsIn(flags: Flags): readonly EntryPoint[] {
  const names = new Set([...flags.keys()].flatMap((flag) => /^entrypoints\.([\w-]+)\./.exec(flag)?.[1] ?? []))
  const found = [...names].slice(0, most).flatMap((name): EntryPoint[] => {
    const [, port, protocol = 'tcp'] =
      /:(\d{1,5})(?:\/(\w+))?$/.exec(flags.get(`entrypoints.${name}.address`) ?? '') ?? []
    if (port === undefined || protocol !== 'tcp') return []
    const tls = [...flags.keys()].some((flag) => flag.startsWith(`entrypoints.${name}.http.tls`))
    return [{ name, port: Number(port), tls: tls && flags.get(`entrypoints.${name}.http.tls`) !== 'false' }]
  })
  return found.some(({ name }) => name !== 'traefik') ? found : usual
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
