/**
 * Secrets and ConfigMaps that annotations name: an Ingress is left out, or answers 503, without them.
 * https://github.com/traefik/traefik/blob/v3.7/pkg/provider/kubernetes/ingress-nginx/build.go
 */
import type { Told } from '../../../domain/findings/facts.js'
import { told } from '../../../domain/findings/finding.js'
import type { MiddlewareFault } from '../../../domain/findings/priority-facts.js'
import type { Ingress, Secret } from '../../../domain/objects/objects.js'
import { type NamespacedName, refOf } from '../../../domain/objects/ref.js'
import { isNetwork } from '../../../languages/networks.js'
import { isCodes } from '../../../languages/traefik/route/codes.js'
import { fullKey } from '../../shared/go/values.js'
import { normalized } from './names.js'
import { type NginxSaid, nginxPrefix, nginxTarget } from './nginx-annotations.js'
import { type Clients, provider } from './nginx-rules.js'
import type { Site } from './site.js'

/** Those that decide whether anything is served. */
const naming = ['auth-secret', 'auth-tls-secret', 'proxy-ssl-secret'] as const
type Naming = (typeof naming)[number]

const whole = { effect: 'dropped', consequence: { is: 'dropped' } } as const
const denied = { effect: 'denied', consequence: { is: 'denied' } } as const

/** Of all annotations of an Ingress. */
export function nginxSecrets(ingress: Ingress): readonly NamespacedName[] {
  return naming.flatMap((name) => named(ingress, name) ?? [])
}

/** Why nothing of an Ingress is served. */
export function lackOfSecret(site: Site, ingress: Ingress, said: NginxSaid): Told | null {
  return lackOfClients(site, ingress) ?? lackOfProxy(site, ingress, said) ?? lackOfPassword(site, ingress, said)
}

/** Of those on which {@link lackOfSecret} hangs, the first that may not be looked at. */
export function unseenSecret(site: Site, ingress: Ingress, { authType, isSecure }: NginxSaid): NamespacedName | null {
  const names: readonly Naming[] = [
    'auth-tls-secret',
    ...(isSecure ? (['proxy-ssl-secret'] as const) : []),
    ...(authType === null ? [] : (['auth-secret'] as const)),
  ]
  const looked = names.map((name) => found(site, ingress, name))
  return looked.flatMap((one) => (one !== null && 'secret' in one && one.data === null ? one.secret : []))[0] ?? null
}

function lackOfClients(site: Site, ingress: Ingress): Told | null {
  const clients = found(site, ingress, 'auth-tls-secret')
  if (clients === null || 'told' in clients) return clients?.told ?? null
  const { secret, data } = clients
  if (data === null || data['ca.crt']) return null
  const lacks = ['ca.crt']
  return told('secret-incomplete', { annotation: 'auth-tls-secret', ...whole, secret, lacks, holds: 'authorities' })
}

/** By host, '' for all: those of the first Ingress that has some count for all paths of the host, whoever asks for them. */
export function clientsByHost(
  site: Site,
  regular: readonly { readonly ingress: Ingress; readonly said: NginxSaid }[],
): ReadonlyMap<string, Clients> {
  const found = new Map<string, Clients>()
  for (const { ingress, said } of regular) {
    const secret = named(ingress, 'auth-tls-secret')
    if (secret === null || lackOfSecret(site, ingress, said) !== null) continue
    const { namespace, name } = secret
    const how = verifications[annotationText(ingress, 'auth-tls-verify-client') ?? 'on'] ?? 'RequireAndVerifyClientCert'
    const words = how.replace(/[A-Z]/g, (sign) => `-${sign.toLowerCase()}`)
    const options = normalized(`${namespace}-${namespace.length}-${name}-${name.length}${words}`)
    for (const { host, http } of ingress.spec?.rules ?? []) {
      const isServed = ingress.spec?.defaultBackend?.service || http?.paths?.some(({ backend }) => backend?.service)
      if (isServed && !found.has(host ?? '')) found.set(host ?? '', { options, how })
    }
  }
  return found
}

const verifications: Readonly<Record<string, string>> = {
  ...{ off: 'NoClientCert', optional: 'VerifyClientCertIfGiven', optional_no_ca: 'RequestClientCert' },
}

function lackOfProxy(site: Site, ingress: Ingress, { isSecure }: NginxSaid): Told | null {
  const proxy =
    isSecure && annotationText(ingress, 'proxy-ssl-secret') ? found(site, ingress, 'proxy-ssl-secret') : null
  if (proxy === null || 'told' in proxy) return proxy?.told ?? null
  const { secret, data } = proxy
  if (data === null || data['ca.crt'] || data['tls.crt']) return null
  const lacks = ['tls.crt', 'ca.crt']
  return told('secret-incomplete', { annotation: 'proxy-ssl-secret', ...whole, secret, lacks, holds: 'certificate' })
}

function lackOfPassword(site: Site, ingress: Ingress, { authType }: NginxSaid): Told | null {
  if (authType === null) return null
  if (authType !== 'basic' && authType !== 'digest')
    return told('annotation-invalid', {
      ...{ annotation: 'auth-type', ...whole, protects: true, value: authType, parts: [] },
      ...{ must: 'basic or digest', write: 'basic' },
    })
  const users = annotationText(ingress, 'auth-secret') ? found(site, ingress, 'auth-secret') : null
  if (users === null) return told('secret-missing', { annotation: 'auth-secret', ...whole, object: null })
  if ('told' in users) return users.told
  const { secret, data } = users
  const type = annotationText(ingress, 'auth-secret-type') ?? 'auth-file'
  if (type !== 'auth-file' && type !== 'auth-map')
    return told('annotation-invalid', {
      ...{ annotation: 'auth-secret-type', ...whole, protects: true, value: type, parts: [] },
      ...{ must: 'auth-file or auth-map', write: null },
    })
  if (data === null || type === 'auth-map' || data.auth !== undefined) return null
  const lacks = ['auth']
  return told('secret-incomplete', { annotation: 'auth-secret', ...whole, secret, lacks, holds: 'passwords' })
}

/** A file of passwords that is read as one password to a key: a user is a name and a hash, and no more. */
export function lackOfUsers(site: Site, ingress: Ingress, { authType }: NginxSaid): Told | null {
  const users =
    authType === 'basic' && annotationText(ingress, type) === 'auth-map' ? found(site, ingress, 'auth-secret') : null
  if (users === null || 'told' in users || users.data?.auth === undefined) return null
  return told('annotation-invalid', {
    ...{ annotation: type, ...whole, protects: true, value: 'auth-map', parts: [] },
    ...{ must: 'auth-file where the users stand in the key auth', write: 'auth-file' },
  })
}

const type = 'auth-secret-type'
const headers = 'custom-headers'

/** The ConfigMap of headers that are to be added to answers. */
export function nginxConfigMaps(ingress: Ingress): readonly NamespacedName[] {
  return [fullKey(annotationText(ingress, headers))].flatMap((one) => one ?? [])
}

/** Why paths of an Ingress answer 503 whatever is asked for. */
export function lackOfHeaders({ facts, settings }: Site, ingress: Ingress): Told | null {
  const value = annotationText(ingress, headers)
  if (value === null) return null
  const configMap = fullKey(value)
  const own = { annotation: headers, ...denied }
  if (configMap === null)
    return told('annotation-invalid', {
      ...{ ...own, protects: false, value, parts: [], must: 'NAMESPACE/NAME', write: null },
    })
  if (configMap.namespace !== refOf(ingress).namespace && !settings.nginx.crossNamespace)
    return told('cross-namespace', { ...own, kind: 'ConfigMap', object: configMap })
  const found = facts.configMapOf(configMap)
  if (found === undefined) return told('configmap-missing', { ...own, object: configMap })
  const header = Object.keys(found?.data ?? {}).find((one) => !settings.nginx.headers.includes(one))
  return header === undefined ? null : told('header-not-allowed', { ...own, configMap, header })
}

function annotationText({ metadata: { annotations } }: Ingress, name: string): string | null {
  return annotations?.[`${nginxPrefix}${name}`] ?? null
}

function named(ingress: Ingress, name: Naming): NamespacedName | null {
  const said = annotationText(ingress, name)
  const isBare = name === 'auth-secret' && said !== null && !said.includes('/')
  return fullKey(isBare ? `${refOf(ingress).namespace}/${said}` : said)
}

/** What is kept of it: which keys it has; null: it may not be seen. */
interface SecretFound {
  readonly secret: NamespacedName
  readonly data: NonNullable<Secret['data']> | null
}

function found(
  { facts, settings }: Site,
  ingress: Ingress,
  annotation: Naming,
): SecretFound | { readonly told: Told } | null {
  const value = annotationText(ingress, annotation)
  if (value === null) return null
  const secret = named(ingress, annotation)
  const must = annotation === 'auth-secret' ? 'NAME or NAMESPACE/NAME' : 'NAMESPACE/NAME'
  if (secret === null)
    return {
      told: told('annotation-invalid', { annotation, ...whole, protects: true, value, parts: [], must, write: null }),
    }
  if (secret.namespace !== refOf(ingress).namespace && !settings.nginx.crossNamespace)
    return { told: told('cross-namespace', { annotation, ...whole, kind: 'Secret', object: secret }) }
  const looked = facts.secretOf(secret)
  if (looked === undefined) return { told: told('secret-missing', { annotation, ...whole, object: secret }) }
  return { secret, data: looked === null ? null : (looked.data ?? {}) }
}

/** One that nobody has as a whole: that of a flag, else the first of them, is that of the provider. */
export const catchAll = 'default-backend'

/**
 * A middleware that cannot be made.
 * @param hasErrorService null: nobody answers in the place of errors
 */
export function brokenOf(
  site: Site,
  ingress: Ingress,
  { key, said }: { readonly key: string; readonly said: NginxSaid },
  hasErrorService: boolean | null,
): { readonly word: string; readonly lack: Told } | null {
  const made = (word: string, fault: MiddlewareFault) => ({
    ...{ word, lack: told('no-middleware', { middleware: `${key}-${word}@${provider}`, fault }) },
  })
  if (!said.allowed.every(isNetwork)) return made('allowed-source-range', 'network')
  const codes = said.errors ?? site.settings.nginx.errors
  if (hasErrorService !== null && !codes.every(isCodes)) return made('custom-http-errors', 'status')
  if (hasErrorService === false) return made('custom-http-errors', 'service')
  const lack = lackOfUsers(site, ingress, said)
  return lack === null ? null : { word: 'basic-auth', lack }
}

/** Whoever answers in the place of errors: a Service of the Ingress, else that of the flag; null: nobody. */
export function errorServiceOf(
  site: Site,
  ingress: Ingress,
  said: NginxSaid,
): { readonly name: (of: string) => string; readonly isThere: boolean } | null {
  const { fallback } = site.settings.nginx
  if (said.fallback === null || said.errors === null || said.errors.length === 0)
    return fallback === null ? null : { name: () => `${catchAll}@${provider}`, isThere: true }
  const { namespace } = refOf(ingress)
  const target = nginxTarget(site, namespace, { name: said.fallback }, said)
  const isThere = target.counted.state !== 'no-service' && target.counted.state !== 'no-port'
  const name = (of: string) => `${catchAll}-${of}@${provider}`
  return { name: isThere ? (of) => site.builder.addTarget(name(of), target) : name, isThere }
}
