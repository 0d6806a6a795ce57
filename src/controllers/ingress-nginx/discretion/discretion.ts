/** What of objects this controller understands, and so what may be shown of it: annotations, its ConfigMap, its flags. */

import { maskListed } from '../../../domain/masking/field.js'
import type { Discretion } from '../../../domain/masking/masker.js'
import { maskText, maskTokens } from '../../../domain/masking/text.js'
import { maskUrl } from '../../../domain/masking/url.js'
import { bareMask, isPlain, isSecretName, maskWords, plainWord } from '../../../domain/masking/words.js'
import { maskConf, maskConfParts } from '../../shared/nginx/mask/conf.js'
import { aliases, known as catalogue } from '../annotations/known/catalogue.js'
import { type ValueKindName, valueKinds } from '../annotations/values.js'
import { files } from '../observe/files.js'
import { maskReplicaText } from './texts.js'

export const ingressNginxDiscretion: Discretion = {
  annotation: maskAnnotation,
  setting: maskSetting,
  argument: maskArgument,
  text: (file, text) => maskReplicaText(file, text),
  parts: (file, parts) => (file === files.conf ? maskConfParts(parts) : null),
}

/** Values that lead somewhere, with what is handed over on the way. */
const urls: ReadonlySet<ValueKindName> = new Set(['url', 'looseUrl', 'urlWithVariables'])

/** Texts that decide about no request: whoever wrote them meant words, numbers and variables. */
const freeTexts = new Set([
  ...['auth-realm', 'auth-cache-key', 'auth-cache-duration', 'modsecurity-transaction-id'],
  ...['opentelemetry-operation-name', 'session-cookie-expires', 'session-cookie-max-age', 'proxy-ssl-ciphers'],
  ...['ssl-ciphers', 'fastcgi-index', 'cors-allow-headers', 'cors-expose-headers', 'auth-response-headers'],
  ...['upstream-hash-by'],
])

/** Words with blanks between them. */
const several: ReadonlySet<ValueKindName> = new Set([
  ...(['networks', 'cookieDomain', 'proxyProtocols', 'nextUpstream', 'methods'] as const),
])

/** A number with a unit, right or wrong. */
const aMeasure = /^\d{1,9}(?:\.\d{1,3})? ?[A-Za-z]{0,3}$/
/** Too short for a secret: a protocol, a switch, whether the controller knows it or not. */
const aWord = /^[A-Za-z\d]{1,5}$/

/** Whatever prefix the controller was told to read: a name after the slash is enough to know what the value means. */
export function maskAnnotation(name: string, value: string): string | null {
  const own = name.slice(name.indexOf('/') + 1)
  const row = catalogue.get(aliases.get(own) ?? own)
  if (row === undefined) return null
  if (row.kind === 'anything') return maskConf(value)
  if (row.kind === 'size' && aMeasure.test(value)) return value
  if (aWord.test(value)) return value
  // The header may be Authorization.
  if (own.startsWith('canary-by-header-')) return plainWord(value)
  if (freeTexts.has(own)) return maskWords(maskText(value), bareMask)
  // The controller takes the blanks of most out before it looks at them, and a sentence would pass for one.
  const isOne = urls.has(row.kind) ? /^[/$@#]|:\/\//.test(value) : several.has(row.kind) || !/[^,]\s/.test(value.trim())
  if (!valueKinds[row.kind].accepts(value) || !isOne) return maskWords(maskText(value), bareMask)
  if (several.has(row.kind)) return maskText(value)
  return urls.has(row.kind) ? maskUrl(maskTokens(value)) : maskListed(value)
}

const snippets = new Set(['http-snippet', 'server-snippet', 'location-snippet', 'main-snippet', 'stream-snippet'])
const urlSettings = new Set(['global-auth-url', 'global-auth-signin'])
const networks = new Set([
  ...['whitelist-source-range', 'denylist-source-range', 'block-cidrs', 'proxy-real-ip-cidr'],
  ...['nginx-status-ipv4-whitelist', 'nginx-status-ipv6-whitelist'],
])

/** Lists of words, paths and codes that decide what becomes of a request. */
const wordSettings = new Set([
  ...[
    'annotations-risk-level',
    'annotation-value-word-blocklist',
    'custom-http-errors',
    'global-allowed-response-headers',
  ],
  ...['no-tls-redirect-locations', 'no-auth-locations', 'block-user-agents', 'block-referers', 'hide-headers'],
  ...['ssl-protocols', 'ssl-ciphers', 'forwarded-for-header', 'proxy-next-upstream'],
])

/** `8080: "default/web:80"` in the ConfigMaps of TCP and UDP Services. */
const streamService = /^[a-z\d.-]+\/[a-z\d.-]+:[a-z\d-]+(?::PROXY){0,2}$/

function maskSetting(key: string, value: string): string | null {
  if (snippets.has(key)) return maskConf(value)
  if (urlSettings.has(key)) return maskUrl(maskTokens(value))
  if (networks.has(key)) return /^[\da-fA-F:.,/\s]*$/.test(value) ? value : maskWords(value, bareMask)
  if (wordSettings.has(key)) return maskWords(value, key === 'annotation-value-word-blocklist' ? 'hidden' : bareMask)
  return /^\d{1,5}$/.test(key) && streamService.test(value) ? value : null
}

/** Flags whose values are names: of objects, classes, namespaces; where the controller listens and looks; `-c` is nginx's own file. */
const nameFlags = new Set([
  ...['configmap', 'tcp-services-configmap', 'udp-services-configmap', 'publish-service', 'default-backend-service'],
  ...['default-ssl-certificate', 'election-id', 'watch-namespace', 'watch-namespace-selector', 'ingress-class'],
  ...['controller-class', 'annotations-prefix', 'health-check-path', 'validating-webhook', 'update-status'],
  ...['publish-status-address', 'sync-period', 'sync-rate-limit', 'shutdown-grace-period', 'election-ttl', 'v'],
  ...['validating-webhook-certificate', 'validating-webhook-key', 'certificate-authority', 'kubeconfig', 'c'],
])

/** As objects, label selectors, addresses and durations are written. */
const nameLike = /^[a-z\d:/.][a-z\d:/.,=!() _-]*$/

/** @param flag without dashes */
export function maskArgument(flag: string, value: string): string | null {
  // A variable that could not be expanded is only its name.
  if (nameFlags.has(flag)) return nameLike.test(value.replace(/^\$\(\w+\)/, 'x')) ? value : null
  if (flag === 'apiserver-host') return maskUrl(value)
  return isSecretName(flag) || !/^(?:true|false|\d{1,6}[a-z]{0,2})$/.test(value) || !isPlain(value) ? null : value
}
