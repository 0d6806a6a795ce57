/**
 * What the controller accepts as the value of an annotation, and how to say so to a person.
 *
 * The rules are those of https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/annotations/parser/validators.go;
 * where a pattern of theirs could take exponential time here, another one for the same language stands in for it.
 */

import { parseNetworks } from '../../../languages/networks.js'
import { parseBool, parseInteger } from '../../shared/go/values.js'

export interface ValueKind {
  readonly accepts: (value: string) => boolean
  /** completes "it must be …" */
  readonly says: string
}

/** Line breaks are refused whatever the pattern; `loose`: blanks are taken out before it is tried. */
function pattern(regex: RegExp, says: string, { loose = true } = {}): ValueKind {
  return { accepts: (value) => regex.test(loose ? value.replaceAll(' ', '') : value) && !/[\r\n]/.test(value), says }
}

function oneOf(options: readonly string[], { anyCase = false } = {}): ValueKind {
  return {
    accepts: (value) => options.includes(anyCase ? value.trim().toLowerCase() : value.trim()),
    says: options.length === 1 ? `"${options[0]}"` : `one of ${options.join(', ')}`,
  }
}

const name = /^[A-Za-z0-9\-._~/:]*$/
const regexCharacters = /^[A-Za-z0-9\-._~/:^$[\](){}*+?|&=\\]*$/
const regexSays = 'made of letters, digits and -._~/:^$[](){}*+?|&=\\ only'

function isServerName(value: string): boolean {
  return regexCharacters.test(value.trim())
}

/** Anything that begins with 0 or ends with a number will do; past 100 characters none of it is meant. */
function isSeconds(value: string): boolean {
  return value.length <= 100 && /^0|[1-9]0*$/.test(value) && !/[\r\n]/.test(value)
}

export const valueKinds = {
  boolean: {
    accepts: (value) => parseBool(value) !== null,
    says: 'a boolean: true, false, 1, 0, t, f, T, F, TRUE, FALSE, True or False',
  },
  integer: {
    accepts: (value) => parseInteger(value) !== null,
    says: 'a whole number without unit or blanks',
  },
  size: pattern(/^\d+[bkmg]?$/i, 'a whole number, with b, k, m or g after it or nothing'),
  name: pattern(name, 'made of letters, digits and -._~/: only'),
  words: pattern(/^[A-Za-z0-9\-._~/: ]*$/, 'made of letters, digits, blanks and -._~/: only', { loose: false }),
  list: pattern(/^[A-Za-z0-9\-._~/:, ]*$/, 'made of letters, digits, blanks and -._~/:, only', { loose: false }),
  path: pattern(/^[A-Za-z0-9\-._~/:$]*$/, 'made of letters, digits and -._~/:$ only (no query)', { loose: false }),
  loosePath: pattern(/^[A-Za-z0-9\-._~/:$]*$/, 'made of letters, digits and -._~/:$ only'),
  url: pattern(/^[A-Za-z0-9\-._~/:,?&=]*$/, 'a URL of letters, digits and -._~/:,?&= only (no $, # or %)', {
    loose: false,
  }),
  looseUrl: pattern(/^[A-Za-z0-9\-._~/:,?&=]*$/, 'a URL of letters, digits and -._~/:,?&= only (no $, # or %)'),
  urlWithVariables: pattern(
    /^[A-Za-z0-9\-._~/:, ?&=$]*$/,
    'a URL of letters, digits and -._~/:,?&=$ only (no #, % or {})',
  ),
  variable: pattern(/^[A-Za-z0-9\-_${}]*$/, 'made of letters, digits, -, _, $ and braces only'),
  headers: pattern(/^[A-Za-z0-9\-_, ]*$/, 'header names with commas between them'),
  regex: pattern(regexCharacters, regexSays, { loose: false }),
  serverName: { accepts: isServerName, says: `a name or regex ${regexSays}` },
  serverNames: {
    accepts: (value) => value.split(',').every(isServerName),
    says: `names or regexes with commas between them, each ${regexSays}`,
  },
  networks: {
    accepts: (value) => parseNetworks(value) !== null,
    says: 'IP addresses or networks (10.0.0.0/8) with commas between them',
  },
  serviceName: {
    accepts: (value) => /^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(value),
    says: 'the name of a Service in the same namespace, without namespace or port',
  },
  anything: { accepts: () => true, says: 'anything' },
  onOff: pattern(/^(?:on|off)$/, 'on or off'),
  trimmedOnOff: oneOf(['on', 'off']),
  authType: pattern(/basic|digest/, 'basic or digest'),
  secretType: pattern(/auth-file|auth-map/, 'auth-file or auth-map'),
  method: pattern(/^(?:GET|HEAD|POST|PUT|PATCH|DELETE|CONNECT|OPTIONS|TRACE)$/, 'an HTTP method in upper case'),
  verifyClient: pattern(/^(?:on|off|optional|optional_no_ca)$/, 'on, off, optional or optional_no_ca'),
  errorPage: pattern(
    /^(?:@[A-Za-z0-9_-]+|(?:(?:https?:\/\/)?[A-Za-z0-9\-.]+(?::\d+)?)?(?:\/[A-Za-z0-9\-_.]+)*\/?)$/,
    'a path, a URL without query or variables, or a named location',
  ),
  commonName: { accepts: (value) => value.startsWith('CN=') && isRegex(value.slice(3)), says: 'CN= and a valid regex' },
  protocol: oneOf(['auto_http', 'http', 'https', 'grpc', 'grpcs', 'fcgi'], { anyCase: true }),
  balancer: oneOf(['round_robin', 'chash', 'chashsubset', 'sticky_balanced', 'sticky_persistent', 'ewma']),
  affinity: oneOf(['cookie']),
  affinityMode: oneOf(['balanced', 'persistent']),
  canaryBehavior: oneOf(['sticky', 'legacy']),
  sameSite: oneOf(['none', 'lax', 'strict'], { anyCase: true }),
  httpVersion: oneOf(['1.0', '1.1']),
  satisfy: oneOf(['any', 'all']),
  connection: pattern(/^(?:close|keep-alive)$/, 'close or keep-alive'),
  seconds: { accepts: (value) => isSeconds(value.replaceAll(' ', '')), says: 'a number of seconds' },
  strictSeconds: { accepts: isSeconds, says: 'a number of seconds without blanks' },
  errorCodes: pattern(/^(?:[,45]\d{2},?)*$/, 'status codes from 400 to 599 with commas and no blanks between them'),
  fileName: pattern(/^[A-Za-z0-9.\-_]+$/, 'a file name of letters, digits and .-_ only'),
  operation: pattern(/^[A-Za-z0-9_-]*$/, 'made of letters, digits and _- only'),
  hash: pattern(/^[A-Za-z0-9\-_${}]*$/, 'made of letters, digits, -, _, $ and braces only'),
  nextUpstream: pattern(
    /^(?:(?:error|timeout|invalid_header|http_500|http_502|http_503|http_504|http_403|http_404|http_429|non_idempotent|off)\s?)+$/,
    'conditions of proxy_next_upstream with one blank between them',
    { loose: false },
  ),
  cookieDomain: pattern(
    /^(?:off|[A-Za-z0-9\-._~/:]+\s+[A-Za-z0-9\-._~/:]+)$/,
    'off, or two names with a blank between them',
    { loose: false },
  ),
  ciphers: pattern(
    /^(?:[A-Za-z0-9!:+\-_]|@STRENGTH|@SECLEVEL=[0-5])*$/,
    'a list of OpenSSL ciphers with colons between them',
  ),
  proxyCiphers: pattern(/^[A-Za-z0-9+:_\-!]*$/, 'a list of OpenSSL ciphers with colons between them'),
  proxyProtocols: pattern(/^(?:TLSv1\.2|TLSv1\.3| )*$/, 'TLSv1.2, TLSv1.3 or both'),
  origins: pattern(
    /^(?:\*|(?:[A-Za-z0-9\-.,]|\*\.|:\d|(?<=[a-z]):\/\/)*)$/,
    'origins (https://a.example.com) with commas between them, or *',
  ),
  methods: pattern(/^(?=[A-Za-z])(?:[A-Za-z]+(?:,\s?|\s))*[A-Za-z]*$/, 'HTTP methods with commas between them'),
  exposed: pattern(/^(?=[\w*-])(?:[\w*-]+(?:,\s?|\s))*[\w*-]*$/, 'header names or * with commas between them'),
} as const satisfies Record<string, ValueKind>

export type ValueKindName = keyof typeof valueKinds

/** Theirs is RE2, ours is not: what both refuse is all that is said to be refused. */
function isRegex(text: string): boolean {
  try {
    new RegExp(text)
    return true
  } catch {
    return /^\(\?/.test(text)
  }
}
