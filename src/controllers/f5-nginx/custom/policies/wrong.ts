/** What makes a Policy invalid: https://github.com/nginx/kubernetes-ingress/blob/main/pkg/apis/configuration/validation/policy.go */
import { isRecord, record, text, texts, type Wire, wires } from '../../../../domain/objects/project-fields.js'
import { parseNetworks } from '../../../../languages/networks.js'
import type { F5Settings } from '../../workload/settings.js'

export interface WrongField {
  readonly field: string
  /** null: it says nothing there */
  readonly value: string | null
  /** NGINX Plus alone does it */
  readonly isPaid?: true
}

/** What a Policy may ask for: exactly one of these. */
const works = [
  ...['accessControl', 'rateLimit', 'jwt', 'basicAuth', 'ingressMTLS', 'egressMTLS', 'externalAuth', 'oidc'],
  ...['apiKey', 'waf', 'cache', 'cors', 'hsts'],
] as const
export type PolicyWork = (typeof works)[number]

/** Which one it is; null: none, or several. */
export function workOf(spec: Wire): PolicyWork | null {
  const found = works.filter((one) => isRecord(spec[one]))
  return found.length === 1 ? (found[0] ?? null) : null
}

/** The first thing that is wrong with it; null: nothing is, as far as it is read. */
export function wrongPolicy(spec: Wire, settings: F5Settings): WrongField | null {
  const work = workOf(spec)
  if (work === null) return { field: 'spec', value: works.filter((one) => isRecord(spec[one])).join(', ') || null }
  const own = record(spec[work])
  const wrong = checks[work](own, settings)
  return wrong && { ...wrong, field: wrong.field === '' ? `spec.${work}` : `spec.${work}.${wrong.field}` }
}

type Check = (own: Wire, settings: F5Settings) => WrongField | null

const checks: Readonly<Record<PolicyWork, Check>> = {
  accessControl: (own) => {
    const said = ['allow', 'deny'].filter((field) => Array.isArray(own[field]))
    const [field = ''] = said
    if (said.length !== 1) return { field: '', value: said.join(', ') || null }
    const wrong = (texts(own[field]) ?? []).findIndex((one) => one.includes(',') || parseNetworks(one) === null)
    return wrong === -1 ? null : { field: `${field}[${wrong}]`, value: null }
  },
  rateLimit: (own, { isPlus }) =>
    missing(own, ['zoneSize', 'rate', 'key']) ??
    wrongZone(own) ??
    (/^[1-9]\d*r\/[sSmM]$/.test(text(own.rate) ?? '') ? null : { field: 'rate', value: null }) ??
    wrongKey(own) ??
    ['delay', 'burst']
      .filter((field) => typeof own[field] === 'number' && (own[field] as number) <= 0)
      .map((field) => ({ field, value: String(own[field]) }))[0] ??
    (['', 'info', 'notice', 'warn', 'error'].includes(text(own.logLevel) ?? '')
      ? null
      : { field: 'logLevel', value: null }) ??
    wrongRejectCode(own) ??
    wrongCondition(own.condition, isPlus),
  jwt: (own, settings) =>
    ofPlus(settings) ??
    missing(own, ['realm']) ??
    oneOf(own, ['secret', 'jwksURI']) ??
    (text(own.jwksURI) ? missing(own, ['keyCache']) : null),
  basicAuth: (own) => missing(own, ['secret']),
  ingressMTLS: (own) =>
    missing(own, ['clientCertSecret']) ??
    (['', 'on', 'off', 'optional', 'optional_no_ca'].includes(text(own.verifyClient) ?? '')
      ? null
      : { field: 'verifyClient', value: null }),
  egressMTLS: (own) => (own.verifyServer === true ? missing(own, ['trustedCertSecret']) : null),
  externalAuth: (own, { allowsSnippets }) =>
    (text(own.authSnippets) && !allowsSnippets ? { field: 'authSnippets', value: null } : null) ??
    missing(own, ['authURI', 'authServiceName']) ??
    ['authURI', 'authSigninURI', 'authSigninRedirectBasePath']
      .filter((field) => text(own[field]) && !/^\/[^\s{};$"\\]*$/.test(text(own[field]) ?? ''))
      .map((field) => ({ field, value: null }))[0] ??
    (own.sslVerify === true && own.sslEnabled !== true ? { field: 'sslVerify', value: 'true' } : null),
  oidc: (own, settings) =>
    ofPlus(settings) ??
    (settings.hasOidc ? null : { field: '', value: null }) ??
    missing(own, ['authEndpoint', 'tokenEndpoint', 'jwksURI', 'clientID']) ??
    ((own.pkceEnable === true) === (text(own.clientSecret) !== null) ? { field: 'clientSecret', value: null } : null),
  apiKey: (own) => {
    const { header, query } = record(own.suppliedIn)
    return header == null && query == null ? { field: 'suppliedIn', value: null } : missing(own, ['clientSecret'])
  },
  waf: (_, settings) => ofPlus(settings) ?? (settings.hasAppProtect ? null : { field: '', value: null }),
  cache: (own) => missing(own, ['cacheZoneName', 'cacheZoneSize']),
  cors: (own) => {
    const origins = texts(own.allowOrigin) ?? []
    const twice = origins.find((one, i) => origins.indexOf(one) !== i)
    const methods = texts(own.allowMethods) ?? []
    const strange = methods.find((one) => !['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'].includes(one))
    if (twice !== undefined) return { field: 'allowOrigin', value: null }
    if (strange !== undefined) return { field: 'allowMethods', value: null }
    return methods.includes('GET') && methods.includes('HEAD') ? { field: 'allowMethods', value: 'HEAD' } : null
  },
  hsts: (own) =>
    typeof own.maxAge !== 'number' || own.maxAge < 0
      ? { field: 'maxAge', value: null }
      : own.preload === true && (own.includeSubDomains !== true || own.maxAge < 31536000)
        ? { field: 'preload', value: 'true' }
        : null,
}

function ofPlus({ isPlus }: F5Settings): WrongField | null {
  return isPlus ? null : { field: '', value: null, isPaid: true }
}

function missing(own: Wire, fields: readonly string[]): WrongField | null {
  const field = fields.find((one) => !text(own[one]))
  return field === undefined ? null : { field, value: null }
}

function oneOf(own: Wire, fields: readonly string[]): WrongField | null {
  const said = fields.filter((one) => text(own[one]))
  return said.length === 1 ? null : { field: fields[0] ?? '', value: said.join(', ') || null }
}

function wrongZone({ zoneSize }: Wire): WrongField | null {
  const [, size, unit = ''] = /^(\d+)([kKmM]?)$/.exec(text(zoneSize) ?? '') ?? []
  const isWrong = size === undefined || (unit.toLowerCase() === 'm' ? Number(size) === 0 : Number(size) < 32)
  return isWrong ? { field: 'zoneSize', value: text(zoneSize) ?? null } : null
}

const keys = ['binary_remote_addr', 'request_uri', 'uri', 'args', 'request_method']

/** Variables stand in braces, and only some may. (validateRateLimitKey) */
function wrongKey(own: Wire): WrongField | null {
  const key = text(own.key) ?? ''
  const rest = key.replace(/\$\{(\w+)\}/g, (said, name: string) =>
    keys.includes(name) || /^(?:arg|http|cookie|apikey)_./.test(name) ? '' : said,
  )
  return rest.includes('$') || !/^(?:[^"\\]|\\.)*$/.test(key) ? { field: 'key', value: key } : null
}

function wrongRejectCode({ rejectCode: code }: Wire): WrongField | null {
  const isCode = code == null || (typeof code === 'number' && code >= 400 && code <= 599)
  return isCode ? null : { field: 'rejectCode', value: null }
}

function wrongCondition(condition: unknown, isPlus: boolean): WrongField | null {
  if (!isRecord(condition)) return null
  const isJwt = isRecord(condition.jwt)
  const hasVariables = wires(condition.variables).length > 0 || isRecord(condition.variables)
  return isJwt === hasVariables || (isJwt && !isPlus) ? { field: 'condition', value: isJwt ? 'jwt' : null } : null
}
