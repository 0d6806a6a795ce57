/**
 * Which certificate each server shows: the first Ingress of the host that has any TLS section decides, and where its
 * Secret is no good the default certificate takes the place.
 * https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/controller.go (createServers, extractTLSSecretName)
 */
import { type CertificateFacts, certificateOf, covers } from '../../../domain/certificates.js'
import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import type { DefaultFlaw } from '../../../domain/findings/certificate-facts.js'
import { type NamespacedName, nameOf, type Ref } from '../../../domain/objects/ref.js'
import { onceFor } from '../../../domain/remember.js'
import { defaultServer, type Kept, type Model, type Server, type Shown } from './types.js'

export function setCertificates(
  kept: readonly Kept[],
  servers: ReadonlyMap<string, Server>,
  secretOf: RoutingFacts['secretOf'],
): void {
  const read = secretReader(secretOf)
  for (const one of kept) {
    if (one.annotations.canary || !one.ingress.spec?.tls?.length) continue
    for (const { host } of one.ingress.spec.rules ?? []) {
      const server = servers.get(host || defaultServer)
      if (server?.shown === null) server.shown = shownBy(one, server.host, read)
    }
  }
}

type ReadSecret = (ref: NamespacedName) => CertificateFacts | undefined | null

/** Each Secret is parsed once. undefined: it holds no certificate, or is not there; null: not seen */
function secretReader(secretOf: RoutingFacts['secretOf']): ReadSecret {
  const known = new Map<string, CertificateFacts | undefined | null>()
  return (ref) => {
    const key = nameOf(ref)
    if (!known.has(key)) {
      const secret = secretOf(ref)
      known.set(key, secret && (certificateOf(secret) ?? undefined))
    }
    return known.get(key)
  }
}

function shownBy({ ref, ingress }: Kept, host: string, read: ReadSecret): Shown {
  const entries = ingress.spec?.tls ?? []
  const wanted = host.toLowerCase()
  const named = entries.find(({ hosts }) => hosts?.some((one) => one.toLowerCase() === wanted))
  const secretOf = (name: string): Ref => ({ kind: 'Secret', namespace: ref.namespace, name })
  const fitting = entries.find(({ secretName }) => {
    const found = secretName ? read(secretOf(secretName)) : undefined
    return found ? covers(found, host) : false
  })
  const name = named ? named.secretName : fitting?.secretName
  if (!name) return { by: ref, secret: null, certificate: null, flaw: 'no-secret' }
  const secret = secretOf(name)
  const certificate = read(secret)
  const shown = { by: ref, secret, certificate: null, flaw: null }
  if (certificate === null) return { ...shown, isUnseen: true }
  if (certificate === undefined) return { ...shown, flaw: 'no-certificate' }
  return covers(certificate, host) ? { ...shown, certificate } : { ...shown, flaw: 'not-covered' }
}

/**
 * The names under which certificates are registered; what is not among them is never redirected to https.
 * https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/nginx.go (configureCertificates)
 */
export function registeredNames(
  servers: ReadonlyMap<string, Server>,
  wwwRedirects: ReadonlyMap<string, string>,
): ReadonlyMap<string, Shown> {
  const names = new Map<string, Shown>()
  for (const { host, aliases, shown } of inOrder(servers)) {
    if (shown !== null) names.set(host, shown)
    // Of two servers with one alias the last one says whether it is registered.
    for (const alias of aliases)
      if (shown !== null && isGoodFor(shown, alias)) names.set(alias, shown)
      else names.delete(alias)
  }
  for (const [from, to] of wwwRedirects) {
    const shown = servers.get(to)?.shown
    if (shown && isGoodFor(shown, from)) names.set(from, shown)
  }
  return names
}

/** As the controller sorts them. */
function inOrder(servers: ReadonlyMap<string, Server>): readonly Server[] {
  return [...servers.values()].sort((a, b) => (a.host < b.host ? -1 : 1))
}

function isGoodFor({ certificate, isUnseen }: Shown, host: string): boolean {
  return certificate === null ? isUnseen === true : covers(certificate, host)
}

/** The exact name, else the wildcard one label up: https://github.com/kubernetes/ingress-nginx/blob/main/rootfs/etc/nginx/lua/certificate.lua */
export function registeredFor(names: ReadonlyMap<string, Shown>, host: string): Shown | undefined {
  const lower = host.toLowerCase()
  return names.get(lower) ?? names.get(wildcardAbove(lower))
}

/** … and of a name that shares a server, and is not registered, the one that is not good for it. */
export function meantFor(
  model: Pick<Model, 'registered' | 'servers' | 'wwwRedirects'>,
  name: string,
): Shown | undefined {
  const registered = registeredFor(model.registered, name)
  if (registered !== undefined) return registered
  const lower = name.toLowerCase()
  const shown = (byAlias(model.servers).get(lower) ?? model.servers.get(model.wwwRedirects.get(lower) ?? ''))?.shown
  return shown?.secret ? { ...shown, certificate: null, flaw: shown.flaw ?? 'not-covered' } : undefined
}

const byAlias = onceFor(
  (servers: ReadonlyMap<string, Server>) =>
    new Map(
      [...servers.values()].flatMap((server) => server.aliases.map((one) => [one.toLowerCase(), server] as const)),
    ),
)

/** `*.example.com` for `shop.example.com`; a name without a dot stays as it is. */
export function wildcardAbove(host: string): string {
  return host.replace(/^[^.]+\./, '*.')
}

/** What is wrong with the certificate of all that name none; null: nothing, or nobody gave one, or it may not be seen. */
export function defaultFlaws(
  secret: NamespacedName | null,
  { secretOf, now }: RoutingFacts,
): (host: string | null) => DefaultFlaw | null {
  const held = secret && secretOf(secret)
  if (secret === null || held === null) return () => null
  if (held === undefined) return () => ({ secret, is: 'missing' })
  const certificate = certificateOf(held)
  return (host) => {
    if (certificate === null) return { secret, is: 'no-certificate' }
    if (Date.parse(certificate.notAfter) < now) return { secret, is: 'expired' }
    return host === null || covers(certificate, host) ? null : { secret, is: 'not-covered' }
  }
}
