/**
 * What is the matter with a Middleware by itself, so that no router can have it: what its provider or its maker refuses.
 * https://github.com/traefik/traefik/blob/v3.7/pkg/server/middleware/middlewares.go
 */
import { certificateOf } from '../../../../domain/certificates.js'
import { mask } from '../../../../domain/masking/words.js'
import type { CustomObject } from '../../../../domain/objects/custom.js'
import type { Secret } from '../../../../domain/objects/objects.js'
import { partsOfLines } from '../../../../domain/objects/password-list.js'
import { isRecord, record, text, texts, type Wire } from '../../../../domain/objects/project-fields.js'
import { isNetwork } from '../../../../languages/networks.js'
import { isCodes } from '../../../../languages/traefik/route/codes.js'
import { isPredicate, type Word } from '../../../../languages/traefik/rule/predicate.js'
import { faultOf as faultOfPattern } from '../../../../languages/traefik/rule/regex.js'
import { isDuration, parseInteger } from '../../../shared/go/values.js'
import type { TraefikSettings } from '../../workload/settings.js'
import type { Site } from '../site.js'
import type { Flaw } from '../types.js'
import { authorityIn } from './authorities.js'
import { secretsOf } from './kinds.js'

/** @returns null: nothing that is known */
export function flawOf({ spec }: CustomObject, { beside }: Pick<TraefikSettings, 'beside'>): Flaw | null {
  const kinds = Object.keys(spec)
  if (kinds.length !== 1) return { fault: kinds.length === 0 ? 'nothing' : 'several' }
  const [kind = ''] = kinds
  // What a plugin is told may be anything, and is not read.
  if (kind === 'plugin') return beside?.plugins.length === 0 ? { fault: 'plugin' } : null
  return Object.hasOwn(flaws, kind) ? (flaws[kind]?.(record(spec[kind])) ?? null) : null
}

const flaws: Readonly<Record<string, (settings: Wire) => Flaw | null>> = {
  redirectScheme: needs('scheme'),
  addPrefix: needs('prefix'),
  forwardAuth: (settings) =>
    needs('address')(settings) ?? pattern(settings.authResponseHeadersRegex, 'authResponseHeadersRegex'),
  redirectRegex: ({ regex }) => pattern(regex),
  replacePathRegex: ({ regex }) => pattern(regex),
  stripPrefixRegex: ({ regex }) => first((texts(regex) ?? []).map((one) => pattern(one))),
  errors: ({ status, statusRewrites }) =>
    codes(status, 'status') ?? codes(Object.keys(record(statusRewrites)), 'statusRewrites'),
  ipAllowList: flawOfNetworks,
  ipWhiteList: flawOfNetworks,
  rateLimit: (settings) =>
    first([
      flawOfSource(record(settings.sourceCriterion)),
      flawOfRedis(record(settings.redis)),
      flawOfPeriod(settings),
    ]),
  inFlightReq: ({ sourceCriterion }) => flawOfSource(record(sourceCriterion)),
  retry: flawOfRetry,
  circuitBreaker: (settings) =>
    times(settings, 'checkPeriod fallbackDuration recoveryDuration') ??
    condition(text(settings.expression) ?? '', conditions, 'expression'),
  buffering: flawOfBuffering,
  compress: flawOfEncodings,
  headers: flawOfHeaders,
}

function needs(field: string): (settings: Wire) => Flaw | null {
  return (settings) => (text(settings[field]) ? null : { fault: 'empty', field })
}

function first(all: readonly (Flaw | null)[]): Flaw | null {
  return all.find((one) => one !== null) ?? null
}

function pattern(said: unknown, field = 'regex'): Flaw | null {
  return faultOfPattern(text(said) ?? '') === null ? null : { fault: 'pattern', field }
}

function codes(said: unknown, field: string): Flaw | null {
  return (texts(said) ?? []).every(isCodes) ? null : { fault: 'status', field }
}

/**
 * Seconds, or a number with its unit; more is let through by the API server.
 * https://github.com/traefik/paerser/blob/master/types/duration.go
 */
function times(settings: Wire, fields: string): Flaw | null {
  const field = fields.split(' ').find((name) => {
    const said = settings[name]
    return typeof said === 'string' && parseInteger(said) === null && !isDuration(said)
  })
  return field === undefined ? null : { fault: 'time', field }
}

/** What is masked may be one. */
function condition(said: string, words: Readonly<Record<string, Word>>, field: string): Flaw | null {
  return said.includes(mask) || isPredicate(said, words) ? null : { fault: 'expression', field }
}

export function flawOfNetworks({ sourceRange, rejectStatusCode: code, ipStrategy }: Wire): Flaw | null {
  const networks = texts(sourceRange) ?? []
  if (networks.length === 0) return { fault: 'empty', field: 'sourceRange' }
  if (!networks.every((one) => isNetwork(one) && one === one.trim())) return { fault: 'network', field: 'sourceRange' }
  if (typeof code === 'number' && code !== 0 && (code < 100 || code > 599))
    return { fault: 'status', field: 'rejectStatusCode' }
  return flawOfStrategy(record(ipStrategy))
}

/** What is left out does not count beside a depth. */
function flawOfStrategy({ depth, excludedIPs, ipv6Subnet: bits }: Wire): Flaw | null {
  const isDeep = typeof depth === 'number' && depth > 0
  if (!isDeep && !(texts(excludedIPs) ?? []).every(isNetwork)) return { fault: 'network', field: 'excludedIPs' }
  return typeof bits === 'number' && (bits <= 0 || bits > 128) ? { fault: 'value', field: 'ipv6Subnet' } : null
}

/** By what requests are told apart: by one thing alone. */
function flawOfSource({ ipStrategy, requestHeaderName, requestHost }: Wire): Flaw | null {
  const said = [isRecord(ipStrategy), requestHeaderName !== undefined, requestHost === true]
  return said.filter((one) => one).length > 1
    ? { fault: 'value', field: 'sourceCriterion' }
    : flawOfStrategy(record(ipStrategy))
}

function flawOfRedis(redis: Wire): Flaw | null {
  return times(redis, 'dialTimeout readTimeout writeTimeout')
}

function flawOfPeriod(settings: Wire): Flaw | null {
  const isNegative = /^-.*[1-9]/.test(String(settings.period ?? ''))
  return isNegative ? { fault: 'time', field: 'period' } : times(settings, 'period')
}

function flawOfRetry(settings: Wire): Flaw | null {
  const { attempts, status, disableRetryOnNetworkError: isOff } = settings
  if (!(typeof attempts === 'number' && attempts > 0)) return { fault: 'value', field: 'attempts' }
  if (isOff === true && !texts(status)?.length) return { fault: 'empty', field: 'status' }
  return times(settings, 'initialInterval timeout') ?? codes(status, 'status')
}

const conditions: Readonly<Record<string, Word>> = {
  NetworkErrorRatio: { takes: [], gives: 'float' },
  ResponseCodeRatio: { takes: ['int', 'int', 'int', 'int'], gives: 'float' },
  LatencyAtQuantileMS: { takes: ['float'], gives: 'int' },
}

const retries: Readonly<Record<string, Word>> = {
  IsNetworkError: { takes: [], gives: 'condition' },
  Attempts: { takes: [], gives: 'int' },
  ResponseCode: { takes: [], gives: 'int' },
  RequestMethod: { takes: [], gives: 'string' },
}

const sizes = ['maxRequestBodyBytes', 'memRequestBodyBytes', 'maxResponseBodyBytes', 'memResponseBodyBytes']

function flawOfBuffering({ retryExpression, ...more }: Wire): Flaw | null {
  const field = sizes.find((name) => Number(more[name] ?? 0) < 0)
  if (field !== undefined) return { fault: 'value', field }
  return text(retryExpression) ? condition(text(retryExpression) ?? '', retries, 'retryExpression') : null
}

const known: readonly string[] = ['gzip', 'br', 'zstd']

function flawOfEncodings({
  includedContentTypes,
  excludedContentTypes,
  encodings,
  defaultEncoding,
}: Wire): Flaw | null {
  const [wanted, others] = [texts(includedContentTypes) ?? [], texts(excludedContentTypes) ?? []]
  if (wanted.length > 0 && others.length > 0) return { fault: 'value', field: 'excludedContentTypes' }
  if (![...wanted, ...others].every(isMediaType))
    return { fault: 'value', field: wanted.length > 0 ? 'includedContentTypes' : 'excludedContentTypes' }
  const asked = texts(encodings) ?? known
  if (asked.length === 0 || !asked.every((one) => known.includes(one))) return { fault: 'value', field: 'encodings' }
  const usual = text(defaultEncoding)
  return usual && !asked.includes(usual) ? { fault: 'value', field: 'defaultEncoding' } : null
}

/** https://pkg.go.dev/mime#ParseMediaType */
function isMediaType(said: string): boolean {
  const [type = '', ...more] = said.split(';')
  return (
    /^\s*[\w!#$%&'*+.^`|~-]+(?:\/[\w!#$%&'*+.^`|~-]+)?\s*$/.test(type) &&
    more.every(
      (one, i) => (i === more.length - 1 && one.trim() === '') || /^\s*[^\s=]+=(?:"[^"]*"|[^\s"]+)\s*$/.test(one),
    )
  )
}

/** Numbers count where they are said at all, and all else where it says something. */
function flawOfHeaders(settings: Wire): Flaw | null {
  const origins = (texts(settings.accessControlAllowOriginListRegex) ?? []).map((one) =>
    pattern(one, 'accessControlAllowOriginListRegex'),
  )
  const isSaid = (one: unknown) => one !== false && one !== '' && !(Array.isArray(one) && one.length === 0)
  return Object.values(settings).some(isSaid) ? first(origins) : { fault: 'empty' }
}

/** One whose Secrets are not there, or not as they have to be, is not there either. */
export function lackOfSecret({ facts }: Pick<Site, 'facts'>, one: CustomObject): Flaw | null {
  const { basicAuth, digestAuth, forwardAuth, rateLimit } = one.spec
  const auth = basicAuth ?? digestAuth
  if (auth !== undefined && !text(record(auth).secret)) return { fault: 'empty', field: 'secret' }
  const { caSecret, certSecret } = record(record(forwardAuth ?? record(rateLimit).redis).tls)
  for (const name of secretsOf(one)) {
    const secret = facts.secretOf(name)
    if (secret === undefined) return { fault: 'secret' }
    if (secret === null) continue
    if (name.name === certSecret && certificateOf(secret) === null) return { fault: 'secret' }
    const flaw =
      name.name === caSecret
        ? flawOfAuthority(secret)
        : auth === undefined
          ? null
          : flawOfUsers(secret, basicAuth === undefined ? 3 : 2)
    if (flaw !== null) return flaw
  }
  return null
}

/** Whatever stands alone in a Secret is taken for one. */
function flawOfAuthority(secret: Secret): Flaw | null {
  const held = authorityIn(secret)
  if (held === null && Object.keys(secret.data ?? {}).length > 1) return { fault: 'secret' }
  return held === 'broken' ? { fault: 'authority' } : null
}

/** @param parts of a line of them: name and hash, or with a realm between them */
function flawOfUsers({ type, data }: Secret, parts: 2 | 3): Flaw | null {
  const keys = Object.keys(data ?? {})
  if (parts === 2 && type === 'kubernetes.io/basic-auth')
    return keys.includes('username') && keys.includes('password') ? null : { fault: 'secret' }
  if (keys.length > 1 || keys.some((key) => key.endsWith('.crt'))) return { fault: 'secret' }
  const found = partsOfLines(data?.[keys[0] ?? ''])
  return found === null || (found.length === 1 && found[0] === parts) ? null : { fault: 'users' }
}
