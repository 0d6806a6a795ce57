/**
 * What is the matter with a Middleware by itself, so that no router can have it: what its provider or its maker refuses.
 * https://github.com/traefik/traefik/blob/v3.7/pkg/server/middleware/middlewares.go
 */
import { certificateOf } from '../../../../domain/certificates.js'
import type { MiddlewareFault } from '../../../../domain/findings/priority-facts.js'
import type { CustomObject } from '../../../../domain/objects/custom.js'
import { isRecord, record, text, texts, type Wire } from '../../../../domain/objects/project-fields.js'
import { isNetwork } from '../../../../languages/networks.js'
import { isCodes } from '../../../../languages/traefik/route/codes.js'
import { faultOf as faultOfPattern } from '../../../../languages/traefik/rule/regex.js'
import type { TraefikSettings } from '../../workload/settings.js'
import type { Site } from '../site.js'
import { secretsOf } from './kinds.js'

/** @returns null: nothing that is known */
export function faultOf({ spec }: CustomObject, { beside }: Pick<TraefikSettings, 'beside'>): MiddlewareFault | null {
  const kinds = Object.keys(spec)
  if (kinds.length !== 1) return kinds.length === 0 ? 'nothing' : 'several'
  const [kind = ''] = kinds
  // What a plugin is told may be anything, and is not read.
  if (kind === 'plugin') return beside?.plugins.length === 0 ? 'value' : null
  return Object.hasOwn(faults, kind) ? (faults[kind]?.(record(spec[kind])) ?? null) : null
}

const faults: Readonly<Record<string, (settings: Wire) => MiddlewareFault | null>> = {
  redirectScheme: needs('scheme'),
  addPrefix: needs('prefix'),
  forwardAuth: (settings) => needs('address')(settings) ?? pattern(settings.authResponseHeadersRegex),
  redirectRegex: ({ regex }) => pattern(regex),
  replacePathRegex: ({ regex }) => pattern(regex),
  stripPrefixRegex: ({ regex }) => first((texts(regex) ?? []).map(pattern)),
  errors: ({ status }) => ((texts(status) ?? []).every(isCodes) ? null : 'status'),
  ipAllowList: faultOfNetworks,
  ipWhiteList: faultOfNetworks,
  rateLimit: ({ sourceCriterion }) => faultOfSource(record(sourceCriterion)),
  inFlightReq: ({ sourceCriterion }) => faultOfSource(record(sourceCriterion)),
  retry: ({ attempts }) => (typeof attempts === 'number' && attempts > 0 ? null : 'value'),
  circuitBreaker: ({ expression }) => faultOfExpression(text(expression) ?? '', conditions),
  buffering: ({ retryExpression: said }) => (text(said) ? faultOfExpression(text(said) ?? '', retries) : null),
  compress: faultOfEncodings,
  headers: faultOfHeaders,
}

function needs(field: string): (settings: Wire) => MiddlewareFault | null {
  return (settings) => (text(settings[field]) ? null : 'empty')
}

function first(all: readonly (MiddlewareFault | null)[]): MiddlewareFault | null {
  return all.find((one) => one !== null) ?? null
}

function pattern(said: unknown): MiddlewareFault | null {
  return faultOfPattern(text(said) ?? '') === null ? null : 'pattern'
}

export function faultOfNetworks({ sourceRange, rejectStatusCode: code, ipStrategy }: Wire): MiddlewareFault | null {
  const networks = texts(sourceRange) ?? []
  if (networks.length === 0) return 'empty'
  if (!networks.every(isNetwork)) return 'network'
  if (typeof code === 'number' && code !== 0 && (code < 100 || code > 599)) return 'status'
  return faultOfStrategy(record(ipStrategy))
}

function faultOfStrategy({ excludedIPs, ipv6Subnet: bits }: Wire): MiddlewareFault | null {
  if (!(texts(excludedIPs) ?? []).every(isNetwork)) return 'network'
  return typeof bits === 'number' && (bits <= 0 || bits > 128) ? 'value' : null
}

/** By what requests are told apart: by one thing alone. */
function faultOfSource({ ipStrategy, requestHeaderName, requestHost }: Wire): MiddlewareFault | null {
  const said = [isRecord(ipStrategy), requestHeaderName !== undefined, requestHost === true]
  return said.filter((one) => one).length > 1 ? 'value' : faultOfStrategy(record(ipStrategy))
}

const conditions = ['NetworkErrorRatio', 'ResponseCodeRatio', 'LatencyAtQuantileMS']
const retries = ['IsNetworkError', 'Attempts', 'ResponseCode', 'RequestMethod']

/** Less than all that is wrong with one is found: what it calls, and its parentheses. */
function faultOfExpression(expression: string, known: readonly string[]): MiddlewareFault | null {
  let open = 0
  for (const sign of expression) {
    if (sign === '(') open += 1
    if (sign === ')') open -= 1
    if (open < 0) return 'value'
  }
  const before = expression.replaceAll(/\s/g, '').split('(').slice(0, -1)
  const called = before.flatMap((one) => /[a-z]\w{0,40}$/i.exec(one.slice(-41))?.[0] ?? [])
  return open === 0 && called.length > 0 && called.every((name) => known.includes(name)) ? null : 'value'
}

const encodings: readonly string[] = ['gzip', 'br', 'zstd']

function faultOfEncodings({ includedContentTypes, excludedContentTypes, ...more }: Wire): MiddlewareFault | null {
  const both = [includedContentTypes, excludedContentTypes].map((one) => texts(one) ?? [])
  const types = both.flat().map((one) => one.split(';')[0] ?? '')
  const asked = [...(texts(more.encodings) ?? []), ...(text(more.defaultEncoding) ? [text(more.defaultEncoding)] : [])]
  const isKnown =
    types.every((one) => /^\s*[^\s/;]+(?:\/[^\s/;]+)?\s*$/.test(one)) &&
    asked.every((one) => encodings.includes(one ?? ''))
  return isKnown && both.some((one) => one.length === 0) ? null : 'value'
}

function faultOfHeaders(settings: Wire): MiddlewareFault | null {
  const origins = (texts(settings.accessControlAllowOriginListRegex) ?? []).map(pattern)
  const isSaid = ([name, one]: [string, unknown]) =>
    name !== 'addVaryHeader' && one !== false && one !== 0 && one !== '' && !(Array.isArray(one) && one.length === 0)
  return Object.entries(settings).some(isSaid) ? first(origins) : 'empty'
}

/** One whose Secrets are not there, or not as they have to be, is not there either. */
export function lackOfSecret({ facts }: Pick<Site, 'facts'>, one: CustomObject): MiddlewareFault | null {
  const { basicAuth, digestAuth, forwardAuth } = one.spec
  const auth = basicAuth ?? digestAuth
  if (auth !== undefined && !text(record(auth).secret)) return 'empty'
  const { certSecret } = record(record(forwardAuth).tls)
  for (const name of secretsOf(one)) {
    const secret = facts.secretOf(name)
    if (secret === undefined) return 'secret'
    if (secret === null) continue
    const keys = Object.keys(secret.data ?? {})
    if (name.name === certSecret && certificateOf(secret) === null) return 'secret'
    if (auth === undefined) continue
    const isWhole =
      basicAuth !== undefined && secret.type === 'kubernetes.io/basic-auth'
        ? keys.includes('username') && keys.includes('password')
        : keys.length < 2 && !keys.some((key) => key.endsWith('.crt'))
    if (!isWhole) return 'secret'
  }
  return null
}
