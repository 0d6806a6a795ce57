/** The configuration file of a Contour, as far as it decides what becomes of requests: https://projectcontour.io/docs/1.33/configuration/ */
import type { NamespacedName } from '../../../domain/objects/ref.js'
import type { Claim } from '../../shared/named/claim.js'
import { type Flags, listIn } from '../../shared/named/flags.js'

/** Under which a ConfigMap holds it. */
export const configKey = 'contour.yaml'

export interface ContourConfig {
  /** are Services taken that are only another name */
  readonly takesExternalNames: boolean
  /** may a route say that it is served without TLS, too */
  readonly permitsInsecure: boolean
  readonly mergesSlashes: boolean
  readonly stripsDot: boolean
  /** the certificate for handshakes without a name; null: there is none */
  readonly fallback: NamespacedName | null
  /** a service is asked before all backends; null: none is */
  readonly authorization: {
    readonly service: NamespacedName
    /** not for HTTPProxies that do not say so */
    readonly isOff: boolean
  } | null
}

/** @param text null: there is none, or it may not be seen */
export function configIn(text: string | null): ContourConfig {
  const said = text === null ? new Map<string, string>() : valuesIn(text)
  const isSaid = (key: string) => said.get(key) === 'true'
  const [name, namespace] = ['name', 'namespace'].map((part) => said.get(`tls.fallback-certificate.${part}`))
  const [, authNamespace = '', authName = ''] =
    /^([^/]*)\/(.+)$/.exec(said.get('globalExtAuth.extensionService') ?? '') ?? []
  const asked = authName === '' ? null : { namespace: authNamespace, name: authName }
  return {
    takesExternalNames: isSaid('enableExternalNameService'),
    permitsInsecure: !isSaid('disablePermitInsecure'),
    mergesSlashes: !isSaid('disableMergeSlashes'),
    stripsDot: isSaid('network.strip-trailing-host-dot'),
    fallback: name && namespace ? { namespace, name } : null,
    authorization: asked && { service: asked, isOff: isSaid('globalExtAuth.authPolicy.disabled') },
  }
}

/** What may be kept of it: the same, and nothing else. */
export function keptConfig(text: string): string {
  const said = [...valuesIn(text)].filter(([, value]) => /^[\w./-]{0,253}$/.test(value))
  let above: readonly string[] = []
  return said
    .map(([key, value]) => {
      const path = key.split('.')
      const own = path.slice(0, -1)
      const lines = own.flatMap((part, i) =>
        own.slice(0, i + 1).join() === above.slice(0, i + 1).join() ? [] : [`${'  '.repeat(i)}${part}:`],
      )
      above = own
      return [...lines, `${'  '.repeat(own.length)}${path.at(-1)}: ${value}`].map((line) => `${line}\n`).join('')
    })
    .join('')
}

const known: ReadonlySet<string> = new Set([
  ...['enableExternalNameService', 'disablePermitInsecure', 'disableMergeSlashes', 'network.strip-trailing-host-dot'],
  ...['tls.fallback-certificate.name', 'tls.fallback-certificate.namespace'],
  ...['globalExtAuth.extensionService', 'globalExtAuth.authPolicy.disabled'],
])

/** Blocks of plain values alone, as everybody writes it; a line longer than any of these is passed over. */
function valuesIn(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  let way: readonly { readonly indent: number; readonly key: string }[] = []
  for (const line of text.split('\n', 10_000)) {
    const [, blank = '', key = '', rest = ''] =
      /^( *)([\w-]{1,60}):(?: (.{0,300}))?$/.exec(line.slice(0, 400).trimEnd()) ?? []
    if (key === '') continue
    const value =
      rest
        .split(' #')[0]
        ?.trim()
        .replace(/^(["'])(.*)\1$/, '$2') ?? ''
    way = [...way.filter(({ indent }) => indent < blank.length), { indent: blank.length, key }]
    const path = way.map((one) => one.key).join('.')
    if (known.has(path) && value !== '' && !value.startsWith('#')) found.set(path, value)
  }
  return found
}

/** Printed, too: field by field. */
export interface ContourSettings {
  readonly takes: readonly Claim[]
  /** where HTTPProxies with a virtual host may be; null: anywhere */
  readonly rootNamespaces: readonly string[] | null
  /** where its file is as the manifests of the project have it; null: it has none */
  readonly configMap: NamespacedName | null
}

export function contourSettings(flags: Flags, namespace: string): Omit<ContourSettings, 'takes'> {
  return {
    rootNamespaces: listIn(flags, 'root-namespaces'),
    configMap: flags.has('config-path') ? { namespace, name: 'contour' } : null,
  }
}
