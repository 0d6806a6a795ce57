/** What of objects, flags and files of this controller may be shown and kept. */

import { maskListed } from '../../domain/masking/field.js'
import type { Discretion } from '../../domain/masking/masker.js'
import { maskLabels } from '../../domain/masking/metadata.js'
import { maskText, maskTokens } from '../../domain/masking/text.js'
import { maskUrl } from '../../domain/masking/url.js'
import { bareMask, maskNamed, maskWords } from '../../domain/masking/words.js'
import { isRecord, stringMap, text, type Wire } from '../../domain/objects/project-fields.js'
import { maskConf, maskConfParts } from '../shared/nginx/mask/conf.js'
import { globalConfigurations, transportServers, virtualServerRoutes, virtualServers } from './custom/kinds.js'
import { policies } from './custom/policies/kinds.js'
import { forms } from './model/annotation-values.js'
import { files } from './observe/files.js'
import { maskMetrics } from './observe/metrics.js'
import { f5Nginx } from './workload/family.js'

export const f5Discretion: Discretion = {
  annotation: maskAnnotation,
  setting: maskSetting,
  argument: maskArgument,
  parts: (file, parts) => (file === files.dump ? maskConfParts(parts) : null),
  text: (file, text) => (file === files.dump ? maskConf(text) : file === files.metrics ? maskMetrics(text) : null),
  custom: maskCustom,
}

const snippets = new Set(['nginx.org/server-snippets', 'nginx.org/location-snippets'])

/** Numbers, times, sizes and switches: of what is none of these only the words that people say are kept. */
const measures = new Set([
  'ingress.kubernetes.io/ssl-redirect',
  ...[
    ...['proxy-read-timeout', 'proxy-send-timeout', 'proxy-connect-timeout', 'client-max-body-size', 'max-fails'],
    ...['ssl-redirect', 'redirect-to-https', 'http-redirect-code', 'use-cluster-ip'],
  ].map((name) => `nginx.org/${name}`),
])
const aMeasure = /^(?:true|false|[\d yMwdhmskKgG]{0,30})$/i

/** Annotations that decide where requests go: names, paths and ports. */
const plain = new Set([
  'nginx.com/policies',
  ...[
    ...['mergeable-ingress-type', 'rewrites', 'rewrite-target', 'path-regex', 'app-root', 'listen-ports'],
    ...['listen-ports-ssl', 'websocket-services', 'ssl-services', 'grpc-services', 'lb-method'],
    ...['basic-auth-secret', 'policies'],
  ].map((name) => `nginx.org/${name}`),
])

function isRewrite(part: string): boolean {
  return /^\s*(?:serviceName=[a-z\d-]+\s+rewrite=\/\S*\s*)?$/.test(part)
}

function maskAnnotation(name: string, value: string): string | null {
  if (snippets.has(name)) return maskConf(value)
  if (name === 'nginx.org/basic-auth-realm') return maskWords(value, bareMask)
  if (measures.has(name)) return aMeasure.test(value) ? value : maskWords(value, bareMask)
  if (!plain.has(name)) return null
  if (name.endsWith('/rewrites') && value.split(';').every(isRewrite)) return maskText(value)
  return /[^,]\s/.test(value.trim()) ? maskWords(maskText(value), bareMask) : maskListed(value)
}

const confSettings = new Set([
  'main-snippets',
  'http-snippets',
  'server-snippets',
  'location-snippets',
  'stream-snippets',
])
const wordSettings = new Set(['set-real-ip-from', 'real-ip-header', 'default-server-return', 'lb-method', 'log-format'])

/** A template of one's own is known to be there, and nothing of it is kept. */
function maskSetting(key: string, value: string): string | null {
  if (confSettings.has(key)) return maskConf(value)
  if (wordSettings.has(key)) return maskTokens(value)
  return key.endsWith('-template') && value !== '' ? bareMask : null
}

/** Names of classes, namespaces, objects and Services, ports and switches, as they are written. */
const nameLike = /^(?:\$\(\w+\))?[\w./,:=*-]{0,500}$/

/** @param flag without dashes */
export function maskArgument(flag: string, value: string): string | null {
  return f5Nginx.flags?.includes(flag.toLowerCase()) && nameLike.test(value) ? value : null
}

const own = [virtualServers, virtualServerRoutes, transportServers, policies, globalConfigurations]

/** What may be kept of its own kinds, of the fields that are read. */
function maskCustom(kind: string, spec: Wire): Wire {
  return own.some((one) => one.kind === kind) ? walk(spec) : spec
}

/** As deep as the shape of the kind. */
function walk(value: Wire): Wire {
  const shownAs = (field: string, one: unknown): unknown => {
    if (Array.isArray(one)) return one.map((each) => (hidden.has(field) ? bareMask : shownAs(field, each)))
    if (isRecord(one)) return labels.has(field) ? maskLabels(stringMap(one) ?? {}) : walk(one)
    return field === 'value' ? maskCondition(value, one) : maskField(field, one)
  }
  return Object.fromEntries(Object.entries(value).map(([field, one]) => [field, shownAs(field, one)]))
}

const urls = new Set(['url', 'rewritePath', 'authURI', 'authSigninURI', 'authSigninRedirectBasePath'])
const elsewhere = new Set(['jwksURI', 'authEndpoint', 'tokenEndpoint'])
const snippetFields = new Set([
  'http-snippets',
  'server-snippets',
  'location-snippets',
  'serverSnippets',
  'streamSnippets',
  'authSnippets',
])
/** Names of Secrets: what is no name may be what should stand in one. */
const names = new Set(['secret', 'clientSecret', 'tlsSecret', 'trustedCertSecret', 'clientCertSecret'])
/** Of pods, and of other objects. */
const labels = new Set(['subselector', 'matchLabels'])
/** Lists of which nothing is known but that they are there. */
const hidden = new Set(['header', 'query'])

/** Fields for a number, a size, a time, a switch or one of some words: what is nothing of these is no value of them. */
const grammars: ReadonlyMap<string, (value: string) => boolean> = new Map([
  ...fitting('port backupPort weight code codes number maxAge burst delay max-conns verifyDepth rejectCode', /^-?\d+$/),
  ...fitting('authServicePorts', /^-?\d+$/),
  ...fitting('client-max-body-size buffer-size busy-buffers-size size zoneSize cacheZoneSize', /^\d*[kKmMgG]?$/),
  ...fitting('connect-timeout read-timeout send-timeout fail-timeout next-upstream-timeout', /^[\d yMwdhms]*$/),
  ...fitting('slow-start keyCache', /^[\d yMwdhms]*$/),
  ...fitting('enable use-cluster-ip ssl ntlm dryRun noDelay verifyServer serverName sslEnabled', /^(?:true|false)$/),
  ...fitting('sslVerify pkceEnable includeSubDomains behindProxy preload', /^(?:true|false)$/),
  ...fitting('allow deny', /^(?=.*[.:])[\da-fA-F.:/]+$/),
  ...fitting('allowOrigin', /^(?:\*|https?:\/\/[\w.*:-]+)$/),
  ...fitting('type', /^(?:http|grpc)?$/),
  ...fitting('protocol', /^(?:TCP|UDP|HTTP|TLS_PASSTHROUGH)?$/),
  ...fitting('basedOn', /^(?:scheme|x-forwarded-proto)?$/),
  ...fitting('verifyClient', /^(?:on|off|optional|optional_no_ca)?$/),
  ...fitting('logLevel', /^(?:info|notice|warn|error)?$/),
  ...fitting('rate', /^\d+r\/[sSmM]$/),
  ...fitting('allowMethods', /^(?:GET|HEAD|POST|PUT|DELETE|OPTIONS|PATCH)$/),
  ['lb-method', (value) => forms.balancing(value, { isPlus: true }) && !/^hash (?!\$|consistent$)/.test(value.trim())],
  ['next-upstream', (value) => forms.nextUpstream(value, { isPlus: true })],
])

function fitting(fields: string, form: RegExp): (readonly [string, (value: string) => boolean])[] {
  return fields.split(' ').map((field) => [field, (value) => form.test(value)])
}

/** Where somebody is sent, and to which path, with what is handed over; what nginx reads; words; who the controller is. */
function maskField(field: string, value: unknown): unknown {
  if (typeof value !== 'string') return value
  const isRight = grammars.get(field)
  if (isRight !== undefined) return isRight(value) ? value : bareMask
  if (urls.has(field)) return maskUrl(value)
  if (elsewhere.has(field)) return /^https?:/.test(value) ? maskUrl(value) : bareMask
  if (snippetFields.has(field)) return maskConf(value)
  if (field === 'realm') return maskWords(value, bareMask)
  if (field === 'clientID') return bareMask
  if (names.has(field)) return /^(?:[a-z0-9.-]+\/)?[a-z0-9][a-z0-9.-]{0,252}$/.test(value) ? value : bareMask
  return field === 'key' && !/^(?:\$\{?\w+\}?)+$/.test(value) ? bareMask : value
}

/** What a header, a cookie, an argument or a variable must be. A `!` before it turns it round. */
function maskCondition({ header, cookie, argument, variable, name: set }: Wire, value: unknown): unknown {
  if (typeof value !== 'string') return value
  // Of headers that are set on the way only this one says where a request goes.
  if (typeof set === 'string' && !/^host$/i.test(set)) return bareMask
  const bare = value.replace(/^!/, '')
  const name = text(header) ?? text(argument) ?? text(variable) ?? (cookie === undefined ? '' : 'cookie')
  return value.slice(0, value.length - bare.length) + maskNamed(name, bare)
}
