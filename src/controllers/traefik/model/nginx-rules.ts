/** The rules of what Ingresses for another controller ask for, and of where their hosts are sent on from. */
import type { Ingress } from '../../../domain/objects/objects.js'
import { nameOf, refOf } from '../../../domain/objects/ref.js'
import { priorityOf } from '../../../languages/traefik/config/read.js'
import { hostRule, strictPrefix } from './ingress-provider.js'
import { quoted } from './names.js'
import { type NginxSaid, nginxPrefix } from './nginx-annotations.js'
import type { Asking, Canary } from './nginx-canaries.js'
import type { Site } from './site.js'

/** The name of the provider for them. */
export const provider = 'kubernetesingressnginx'

/** Nobody is behind it. */
export const unavailable = `unavailable-service@${provider}`

/** TLS options that ask clients for a certificate. */
export interface Clients {
  readonly options: string
  readonly how: string
}

/** What all of its Ingresses say together. */
export interface NginxSite extends Site {
  /** in whose paths are patterns: of an Ingress that asks for them, all of the host's */
  readonly patternHosts: ReadonlySet<string>
  /** of all of them */
  readonly hosts: ReadonlySet<string>
  /** whose an alias is, in lower case: that of the first that asks for it */
  readonly aliases: ReadonlyMap<string, string>
  /** by host, '' for all: where requests for `/` go */
  readonly appRoots: ReadonlyMap<string, AppRoot>
  /** what is asked of the clients of a host, '' for all */
  readonly clients: ReadonlyMap<string, Clients>
  /** by host, '' for all: that of the first Ingress that has one */
  readonly serverSnippets: ReadonlyMap<string, string>
  /** what a canary takes a part of the requests for, by `NAMESPACE/SERVICE/PORT` */
  readonly canaries: ReadonlyMap<string, Canary>
}

/** Of the first Ingress of a host that has one. */
interface AppRoot {
  readonly path: string
  /** of the first path with a Service whose own Ingress has one, which sends `/` on where the host has no such path; null: it has */
  readonly field: string | null
}

export function appRootsOf(regular: readonly Asking[]): ReadonlyMap<string, AppRoot> {
  const found = new Map<string, AppRoot>()
  const rooted = new Set<string>()
  for (const { ingress, said } of regular)
    for (const [i, { host, http }] of (ingress.spec?.rules ?? []).entries()) {
      const name = host || ''
      const paths = http?.paths ?? []
      const isRoot = ({ path, backend }: (typeof paths)[number]) => (!path || path === '/') && backend?.service
      if (ingress.spec?.defaultBackend?.service || paths.some(isRoot)) rooted.add(name)
      if (said.appRoot === null) continue
      const first = paths.findIndex(({ backend }) => backend?.service)
      const field = first === -1 ? null : `${nameOf(refOf(ingress))} spec.rules[${i}].http.paths[${first}]`
      const own = found.get(name)
      found.set(name, { path: own?.path ?? said.appRoot, field: own?.field ?? field })
    }
  return new Map([...found].map(([host, one]) => [host, rooted.has(host) ? { ...one, field: null } : one]))
}

export function serverSnippetsOf(regular: readonly Asking[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const { ingress } of regular) {
    const snippet = ingress.metadata.annotations?.[`${nginxPrefix}server-snippet`] ?? ''
    for (const { host } of ingress.spec?.rules ?? [])
      if (snippet !== '' && !found.has(host ?? '')) found.set(host ?? '', snippet)
  }
  return found
}

/** Requests for `/` of a host without that path. */
export function rootOf(key: string, host: string | null, aliases: readonly string[]) {
  const rule = [hostsRule(host, aliases), 'Path("/")'].filter((one) => one !== '').join(' && ')
  return {
    ...{ name: `${key}-app-root-redirect@${provider}`, rule, priority: priorityOf(rule, null) },
    ...{ middlewares: [`${key}-app-root@${provider}`], service: unavailable },
  }
}

/** From the other name of a host to its own. */
export function sentOn({ builder }: Site, key: string, host: string, from: string) {
  const name = `${key}-from-to-www-redirect@${provider}`
  const rule = hostRule(from)
  const settings = {
    ...{ regex: '^(https?)://(?:\\[[^/\\]]*\\]|[^/:]+)(:[0-9]+)?[^/]*/(.*?)/?$', replacement: `$1://${host}$2/$3` },
    statusCode: 308,
  }
  builder.addMiddleware({ name, kind: 'redirectRegex', settings })
  // Nobody is behind it.
  return {
    name,
    rule,
    priority: priorityOf(rule, null),
    middlewares: [name],
    service: unavailable,
  }
}

/** Those that are nobody's host, and no older Ingress's alias. */
export function aliasesOf({ hosts, aliases }: NginxSite, ingress: Ingress, said: NginxSaid): readonly string[] {
  return said.aliases.filter((one) => {
    const alias = one.toLowerCase()
    return !hosts.has(alias) && aliases.get(alias) === nameOf(refOf(ingress))
  })
}

/** The other name of a host, with or without `www.`, where nobody asks for that; null: it is sent on from nowhere. */
export function wwwOf({ hosts }: NginxSite, host: string | null, { isWww }: NginxSaid): string | null {
  if (!isWww || host === null || host.startsWith('*.')) return null
  const other = host.startsWith('www.') ? host.slice(4) : `www.${host}`
  return hosts.has(other) ? null : other
}

/** Patterns where any Ingress of the host asks for them; else whole elements of a path. */
export function ruleOf(
  { patternHosts }: NginxSite,
  host: string | null,
  aliases: readonly string[],
  path: string | null,
  pathType: string | null,
): string {
  const part = !path
    ? ''
    : pathType === 'Exact'
      ? `Path(${quoted(path)})`
      : patternHosts.has(host ?? '')
        ? `PathRegexp(${quoted(`(?i)^${path}`)})`
        : strictPrefix(path)
  return [hostsRule(host, aliases), part].filter((one) => one !== '').join(' && ')
}

function hostsRule(host: string | null, aliases: readonly string[]): string {
  const names = host === null ? [] : [host, ...aliases].map(hostRule)
  return names.length > 1 ? `(${names.join(' || ')})` : (names[0] ?? '')
}
