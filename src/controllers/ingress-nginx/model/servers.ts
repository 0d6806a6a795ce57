/**
 * The servers, one for each host of a rule, each with a location `/` for what no rule of it matches.
 * https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/controller.go (createServers)
 */
import { isSince, type Version } from '../workload/version.js'
import { defaultServer, defaultUpstream, type Kept, type Location, type Server } from './types.js'
import { serviceBackend, upstreamName } from './upstreams/upstreams.js'

/** @param version of the controller */
export function createServers(kept: readonly Kept[], version: Version): Map<string, Server> {
  const servers = new Map<string, Server>([[defaultServer, newServer(defaultServer, defaultUpstream, null)]])
  for (const one of kept) {
    if (one.annotations.canary) continue
    const { ref, ingress } = one
    const fallback = serviceBackend(ref.namespace, ingress.spec?.defaultBackend)
    const rules = ingress.spec?.rules ?? []
    if (fallback && !isSince(version, lastWinsUntil)) lendCatchAll(servers, one, upstreamName(fallback))
    if (fallback && rules.length === 0) takeCatchAll(servers, one, upstreamName(fallback))
    for (const { host } of rules) {
      const name = host || defaultServer
      if (!servers.has(name))
        servers.set(name, newServer(name, fallback ? upstreamName(fallback) : defaultUpstream, one))
    }
  }
  setAliases(kept, servers)
  setSnippets(kept, servers)
  return servers
}

function newServer(host: string, upstream: string, owner: Kept | null): Server {
  const root: Location = {
    path: '/',
    pathType: 'Prefix',
    isDefault: true,
    upstream,
    errorUpstream: defaultUpstream,
    owner,
    asked: null,
  }
  return {
    host,
    locations: [root],
    byPath: new Map([[root.path, root]]),
    aliases: [],
    authTlsError: null,
    clientAuth: null,
    proxySsl: null,
    redirectsFromWww: false,
    snippet: '',
    snippetBy: null,
    sslPassthrough: owner?.annotations.sslPassthrough ?? false,
    shown: host === defaultServer ? ownCertificate : null,
  }
}

const ownCertificate = { by: null, secret: null, certificate: null, flaw: null }

/** An Ingress with a default backend and no rule answers for every host that no other one names; the first one does. */
function takeCatchAll(servers: ReadonlyMap<string, Server>, owner: Kept, upstream: string): void {
  const root = servers.get(defaultServer)?.locations[0]
  if (!root?.isDefault) return
  Object.assign(root, { isDefault: false, upstream, owner: withoutRedirects(owner) })
}

/** Redirects and rewrites of an Ingress are not taken over. */
function withoutRedirects(owner: Kept): Kept {
  return { ...owner, annotations: { ...owner.annotations, redirect: noRedirect, rewrite: noRewrite } }
}

/** https://github.com/kubernetes/ingress-nginx/pull/8825 */
const lastWinsUntil: Version = [1, 3, 1]

/** Up to 1.3.0 each default backend took it over, whether its Ingress had rules or not: the last one had it. */
function lendCatchAll(servers: ReadonlyMap<string, Server>, owner: Kept, upstream: string): void {
  const root = servers.get(defaultServer)?.locations[0]
  if (!root) return
  const { annotations, ref, annotationsOf = ref } = root.owner ?? owner
  Object.assign(root, { upstream, owner: withoutRedirects({ ...owner, annotations, annotationsOf }) })
}

const noRedirect = { url: '', code: 0, fromToWww: false, relative: false }
const noRewrite = {
  target: '',
  useRegex: false,
  appRoot: '',
  sslRedirect: false,
  forceSslRedirect: false,
  preserveTrailingSlash: false,
  usePortInRedirects: false,
}

/** The first Ingress that sets aliases of a host wins; one that is a host of its own is none. */
function setAliases(kept: readonly Kept[], servers: ReadonlyMap<string, Server>): void {
  for (const { annotations, ingress } of kept) {
    if (annotations.canary || annotations.aliases.length === 0) continue
    for (const { host } of ingress.spec?.rules ?? []) {
      const server = servers.get(host || defaultServer)
      if (server && server.aliases.length === 0) server.aliases = annotations.aliases
    }
  }
  for (const server of servers.values())
    if (server.aliases.length > 0)
      server.aliases = [...new Set(server.aliases)].filter((alias) => !servers.has(alias)).sort()
}

/** Of the Ingresses of a host the first snippet counts. */
function setSnippets(kept: readonly Kept[], servers: ReadonlyMap<string, Server>): void {
  for (const { annotations, ingress, ref } of kept) {
    const text = annotations.snippets.get('server-snippet')
    if (annotations.canary || !text) continue
    for (const { host } of ingress.spec?.rules ?? []) {
      const server = servers.get(host || defaultServer)
      if (server && server.snippet === '') Object.assign(server, { snippet: text, snippetBy: ref })
    }
  }
}
