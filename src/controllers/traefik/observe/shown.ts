/** A configuration as it may be shown and kept: field by field, in the form of the API, so that it can be read again. */
import { maskUrl } from '../../../domain/masking/url.js'
import type { Wire } from '../../../domain/objects/project-fields.js'
import { type Over, plainName } from '../../../languages/traefik/config/read.js'
import type { Middleware, Router, Service, TraefikConfig } from '../../../languages/traefik/config/types.js'
import { maskRule } from '../rule-mask.js'

export function routerShown({ rule, priority, entryPoints, middlewares, service, tls, ...more }: Router): object {
  return {
    ...(entryPoints.length > 0 && { entryPoints }),
    ...(middlewares.length > 0 && { middlewares: middlewares.map(plainName) }),
    service: plainName(service),
    rule: maskRule(rule),
    ...(more.syntax === 'v2' && { ruleSyntax: 'v2' }),
    priority,
    ...(tls && { tls: more.passthrough ? { passthrough: true } : {} }),
    ...(more.origin !== null && { observability: { metadata: { ingress: more.origin } } }),
    status: more.errors.length > 0 ? 'disabled' : 'enabled',
  }
}

export function serviceShown({ servers, weighted, instead, middlewares, of, sticky, speech }: Service): object {
  return {
    ...(middlewares.length > 0 && { middlewares }),
    ...(servers !== null && {
      loadBalancer: {
        ...(sticky && { sticky: { cookie: { name: 'cookie' } } }),
        ...(speech?.passesHost === false && { passHostHeader: false }),
        ...(speech?.hasTransport && { serversTransport: 'transport' }),
        servers: servers.map((address) => ({ url: `${speech?.scheme ?? 'http'}://${address}` })),
      },
    }),
    ...(weighted !== null && { weighted: { services: weighted } }),
    ...(instead !== null && { mirroring: { service: instead } }),
    ...(of !== null && { observability: { metadata: { kubernetes: of } } }),
  }
}

function streamServiceShown({ servers, weighted }: Service): object {
  return {
    ...(servers !== null && { loadBalancer: { servers: servers.map((address) => ({ address })) } }),
    ...(weighted !== null && {
      weighted: { services: weighted.map(({ name, weight }) => ({ name: plainName(name), weight })) },
    }),
  }
}

export function middlewareShown({ kind, settings }: Middleware): object {
  return { [kind]: harmlessSettings(kind, settings) }
}

/** @param isShown of the routers; with them what they lead to. Left out: all that there is, what no router leads to, too */
export function configShown(config: TraefikConfig, isShown?: (router: Router) => boolean): object {
  const routers = isShown ? config.routers.filter(isShown) : config.routers
  const services = new Set<string>(isShown ? [] : config.services.keys())
  const middlewares = new Set<string>(isShown ? [] : config.middlewares.keys())
  const addService = (name: string): void => {
    const service = config.services.get(name)
    if (service === undefined || services.has(name)) return
    services.add(name)
    for (const one of service.middlewares) middlewares.add(one)
    for (const one of service.weighted ?? []) addService(one.name)
    if (service.instead !== null) addService(service.instead)
  }
  for (const { service, middlewares: own } of routers) {
    addService(service)
    for (const one of own) middlewares.add(one)
  }
  const pick = <T>(all: ReadonlyMap<string, T>, names: ReadonlySet<string>, show: (one: T) => object) =>
    Object.fromEntries([...all].flatMap(([name, one]) => (names.has(name) ? [[name, show(one)]] : [])))
  const shown = (over: Router['over']) =>
    Object.fromEntries(
      routers.flatMap((router) => (router.over === over ? [[plainName(router.name), routerShown(router)]] : [])),
    )
  const of = (names: ReadonlySet<string>, over: Over | undefined) =>
    new Set([...names].filter((name) => (over ? name.startsWith(`${over}/`) : plainName(name) === name)))
  const plain = (all: Readonly<Record<string, object>>) =>
    Object.fromEntries(Object.entries(all).map(([name, one]) => [plainName(name), one]))
  const streams = (over: Over) => {
    const all = plain(pick(config.services, of(services, over), streamServiceShown))
    const before = plain(pick(config.middlewares, of(middlewares, over), middlewareShown))
    if (Object.keys(all).length === 0) return {}
    return {
      [`${over}Routers`]: shown(over),
      ...(Object.keys(before).length > 0 && { [`${over}Middlewares`]: before }),
      [`${over}Services`]: all,
    }
  }
  return {
    routers: shown(undefined),
    middlewares: pick(config.middlewares, of(middlewares, undefined), middlewareShown),
    services: pick(config.services, of(services, undefined), serviceShown),
    ...streams('tcp'),
    ...streams('udp'),
  }
}

/** Fields that lead somewhere, by the kind of middleware. */
const urls: Readonly<Record<string, readonly string[]>> = {
  forwardAuth: ['address'],
  redirectRegex: ['replacement'],
  replacePath: ['path'],
  replacePathRegex: ['replacement'],
  rewriteTarget: ['replacement'],
  requestRedirect: ['path'],
  URLRewrite: ['path'],
}

/** Of a middleware, URLs without the users and the values in them. @param settings those that are read */
export function harmlessSettings(kind: string, settings: Wire): Wire {
  const leading = Object.hasOwn(urls, kind) ? (urls[kind] ?? []) : []
  return Object.fromEntries(
    Object.entries(settings).flatMap(([name, value]) =>
      kind === 'snippet' && name === 'work'
        ? []
        : [[name, leading.includes(name) && typeof value === 'string' ? maskUrl(value) : value]],
    ),
  )
}
