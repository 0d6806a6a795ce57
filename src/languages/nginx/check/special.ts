/** Directives with a grammar of their own: those of the rewrite module, and what names places. */
import { patternFault } from '../pcre/fault.js'
import type { Directive } from '../text/directive.js'
import { bytesIn } from '../text/size.js'
import {
  type DirectivePlace,
  listenWords,
  networkFault,
  passFault,
  proxyNetworkFault,
  proxyPassFault,
} from './addresses.js'
import { ciphersFault } from './ciphers.js'
import type { FaultText } from './fault.js'
import { cacheValidFault, expiresFault } from './freshness.js'
import { locationName } from './locations.js'
import { valueFault } from './values.js'
import { isFixed } from './variables.js'

type Check = (directive: Directive, place: DirectivePlace) => FaultText

const nextUpstream =
  'error timeout invalid_header non_idempotent http_500 http_502 http_503 http_504 http_403 http_404 http_429 updating off'

const logLevels = /^(?:emerg|alert|crit|error|warn|notice|info|debug(?:_\w+)?)$/

const checks: Readonly<Record<string, Check>> = {
  set: ({ args: [variable = ''] }) => variableFault(variable),
  return: ({ args: [first = '', text] }) => returnFault(first, text),
  rewrite: rewriteFault,
  if: ({ args }) => conditionFault(args),
  location: locationFault,
  error_page: errorPageFault,
  add_header: always,
  add_trailer: always,
  allow: ({ args: [network = ''] }) => networkFault(network),
  deny: ({ args: [network = ''] }) => networkFault(network),
  proxy_pass: proxyPassFault,
  ...ofEach('grpc_pass fastcgi_pass uwsgi_pass scgi_pass', passFault),
  listen: listenWords,
  set_real_ip_from: proxyNetworkFault,
  expires: expiresFault,
  ...ofEach('proxy_cache_valid fastcgi_cache_valid', cacheValidFault),
  client_body_in_file_only: oneOf('off', 'on', 'clean'),
  limit_except: ({ args }) => {
    const strange = args.find((one) => !methods.test(one))
    return strange === undefined ? null : `invalid method "${strange}"`
  },
  sub_filter: ({ args: [pattern] }) => (pattern === '' ? 'empty search pattern' : null),
  valid_referers: ({ args }) =>
    args.every((one) => one === 'none' || one === 'blocked')
      ? 'the "none" or "blocked" referers are specified in the "valid_referers" directive without any valid referer'
      : firstOf(args.map(writtenPattern)),
  auth_request_set: ({ args: [variable = ''] }) =>
    variable.startsWith('$') ? null : `invalid variable name "${variable}"`,
  satisfy: oneOf('all', 'any'),
  proxy_next_upstream: someOf(nextUpstream),
  ...ofEach('proxy_cookie_path proxy_cookie_domain', twoOrOff),
  proxy_http_version: oneOf('1.0', '1.1'),
  ssl_verify_client: oneOf('off', 'on', 'optional', 'optional_no_ca'),
  server_name: serverNameFault,
  ...ofEach(
    'ssl_protocols proxy_ssl_protocols grpc_ssl_protocols',
    someOf('SSLv2 SSLv3 TLSv1 TLSv1.1 TLSv1.2 TLSv1.3'.toLowerCase()),
  ),
  ssl_ciphers: ({ args: [list = ''] }) => ciphersFault(list),
  ssl_session_cache: sessionCacheFault,
  ssl_ecdh_curve: ({ args: [list = ''] }) =>
    list.split(':').every((one) => curves.test(one)) ? null : `SSL_CTX_set1_curves_list("${list}") failed`,
  ...hashes('server_names map variables proxy_headers'),
  gzip_comp_level: between(1, 9),
  limit_req_status: between(400, 599),
  limit_conn_status: between(400, 599),
  gzip_disable: ({ args }) => firstOf(args.filter((one) => one !== 'msie6').map(compileFault)),
  map: ({ block }) => firstOf((block ?? []).map(mapFault)),
  proxy_redirect: ({ args: [from = '', to] }) =>
    to !== undefined || from === 'default' || from === 'off' ? null : `invalid parameter "${from}"`,
  access_log: ({ args: [path, ...rest] }) => {
    const strange =
      path === 'off' ? rest[0] : rest.slice(1).find((one) => !/^(?:gzip$|(?:buffer|flush|gzip|if)=)/.test(one))
    return strange === undefined ? null : `invalid parameter "${strange}"`
  },
  error_log: ({ args: [, level] }) =>
    level === undefined || logLevels.test(level) ? null : `invalid log level "${level}"`,
  worker_processes: ({ args: [number = ''] }) =>
    /^(?:auto|\d+)$/.test(number) ? null : '"worker_processes" directive invalid value',
  // A second time is what clients are told.
  keepalive_timeout: ({ name, args }) => firstOf(args.map((one) => valueFault(name, 'time', [one]))),
  log_format: ({ args: [, first = ''] }) =>
    /^escape=(?!(?:default|json|none)$)/.test(first) ? `unknown log format escaping "${first.slice(7)}"` : null,
  lua_shared_dict: ({ args: [, size = ''] }) =>
    (bytesIn(size) ?? 0) <= 8191 ? `invalid lua shared dict size "${size}"` : null,
  zone: zoneFault,
  server: memberFault,
  keepalive: ({ args: [count = ''] }) =>
    /^0*[1-9]\d*$/.test(count) ? null : `invalid value "${count}" in "keepalive" directive`,
  upstream: ({ block }) =>
    block?.some(({ name }) => /^(?:server|state|include)$/.test(name)) === false
      ? 'no servers are inside upstream'
      : null,
  worker_cpu_affinity: ({ args }) => {
    const strange = /[^01 ]/.exec((args[0] === 'auto' ? args.slice(1) : args).join(' '))
    return strange && `invalid character "${strange[0]}" in "worker_cpu_affinity"`
  },
}

/** Eight pages of memory at least: ngx_http_upstream_zone in src/http/modules/ngx_http_upstream_zone_module.c */
function zoneFault({ args: [name = '', size] }: Directive): FaultText {
  if (size === undefined) return null
  const bytes = /g$/i.test(size) ? null : bytesIn(size)
  if (bytes === null) return `invalid zone size "${size}"`
  return bytes < 8 * 4096 ? `zone "${name}" is too small` : null
}

/** Of an upstream: ngx_http_upstream_server in src/http/ngx_http_upstream.c */
function memberFault({ args, block }: Directive): FaultText {
  if (block !== null) return null
  const strange = args.slice(1).find((one) => {
    const [, name = '', value = ''] = /^(\w+)=(.*)$/s.exec(one) ?? []
    if (name === 'fail_timeout') return valueFault(name, 'seconds', [value]) !== null
    return ['weight', 'max_fails', 'max_conns'].includes(name) && !/^\d+$/.test(value)
  })
  return strange === undefined ? null : `invalid parameter "${strange}"`
}

/** Sizes of tables, those of buckets in whole lines of the cache: https://nginx.org/en/docs/hash.html */
function hashes(names: string): Record<string, Check> {
  return Object.fromEntries(
    names.split(' ').flatMap((name): [string, Check][] => {
      const of = (what: string, most: number): [string, Check] => [
        `${name}_hash_${what}_size`,
        ({ args: [size = ''] }) =>
          Number(size) === 0
            ? `could not build ${name}_hash, you should increase ${name}_hash_${what}_size: 0`
            : Number(size) > most
              ? `could not build ${name}_hash, too large ${name}_hash_${what}_size: ${inLines(Number(size))}`
              : null,
      ]
      return [of('bucket', 65472), of('max', Number.POSITIVE_INFINITY)]
    }),
  )
}

/** What nginx makes of the size of a bucket, where a line of the cache has 64 bytes. */
function inLines(size: number): number {
  return Math.ceil(size / 64) * 64
}

/** Families of names that an OpenSSL may know. */
const curves =
  /^[?*]?(?:auto|P-\d+|prime\d+v\d|secp\d+[rk]\d|sect\d+[rk]\d|c2\w+|wap-[\w-]+|X25519|X448|curveSM2|SM2|brainpool\w+|ffdhe\d+|(?=\w+$)\w*(?:MLKEM|kyber)\w*)$/i

export function specialFault(directive: Directive, place: DirectivePlace): FaultText {
  const { name } = directive
  return Object.hasOwn(checks, name) ? ((checks[name] as Check)(directive, place) ?? null) : null
}

function oneOf(...words: readonly string[]): Check {
  return ({ args: [value = ''] }) => (words.includes(value.toLowerCase()) ? null : `invalid value "${value}"`)
}

function someOf(words: string): Check {
  const known = new Set(words.split(' '))
  return ({ args }) => {
    const wrong = args.find((one) => !known.has(one.toLowerCase()))
    return wrong === undefined ? null : `invalid value "${wrong}"`
  }
}

/** ngx_conf_check_num_bounds in src/core/ngx_conf_file.c */
function between(least: number, most: number): Check {
  return ({ args: [value = ''] }) =>
    !/^\d+$/.test(value) || (Number(value) >= least && Number(value) <= most)
      ? null
      : `value must be between ${least} and ${most}`
}

function ofEach(names: string, check: Check): Record<string, Check> {
  return Object.fromEntries(names.split(' ').map((name) => [name, check]))
}

const methods = /^(?:GET|HEAD|POST|PUT|DELETE|MKCOL|COPY|MOVE|OPTIONS|PROPFIND|PROPPATCH|LOCK|UNLOCK|PATCH)$/i

function twoOrOff({ args: [first = '', second] }: Directive): FaultText {
  return second === undefined && first !== 'off' ? `invalid parameter "${first}"` : writtenPattern(first)
}

/** Behind a tilde. */
function writtenPattern(text: string): FaultText {
  return text.startsWith('~') ? compileFault(text.replace(/^~\*?/, '')) : null
}

function always({ args: [, , third] }: Directive): FaultText {
  return third === undefined || third === 'always' ? null : `invalid parameter "${third}"`
}

function variableFault(variable: string): FaultText {
  if (!variable.startsWith('$') || variable === '$') return `invalid variable name "${variable}"`
  const name = variable.slice(1).toLowerCase()
  return isFixed(name) ? `the duplicate "${name}" variable` : null
}

function returnFault(first: string, text: string | undefined): FaultText {
  if (text === undefined && /^(?:https?:\/\/|\$scheme)/.test(first)) return null
  return /^\d+$/.test(first) && Number(first) <= 999 ? null : `invalid return code "${first}"`
}

function compileFault(pattern: string): FaultText {
  const fault = patternFault(pattern)
  return fault === null ? null : `pcre2_compile() failed: ${fault} in "${pattern}"`
}

function firstOf(faults: readonly FaultText[]): FaultText {
  return faults.find((one) => one !== null) ?? null
}

/** One row of a map: https://nginx.org/en/docs/http/ngx_http_map_module.html#map */
function mapFault({ name, args }: Directive): FaultText {
  if (args.length === 0 && (name === 'hostnames' || name === 'volatile')) return null
  if (args.length !== 1) return 'invalid number of the map parameters'
  return name.startsWith('~') ? compileFault(name.replace(/^~\*?/, '')) : null
}

/** Eight pages of memory at least: ngx_http_ssl_session_cache in src/http/modules/ngx_http_ssl_module.c */
function sessionCacheFault({ args }: Directive): FaultText {
  return firstOf(
    args.map((value) => {
      const [, size] = /^shared:[^:]+:(.*)$/.exec(value) ?? []
      if (size === undefined)
        return /^(?:off|none|builtin(?::\d+)?)$/.test(value) ? null : `invalid session cache "${value}"`
      const bytes = /g$/i.test(size) ? null : bytesIn(size)
      if (bytes === null) return `invalid session cache "${value}"`
      return bytes < 8 * 4096 ? `session cache "${value}" is too small` : null
    }),
  )
}

function rewriteFault({ args: [pattern = '', , flag] }: Directive): FaultText {
  const fault = compileFault(pattern)
  if (fault !== null) return fault
  return flag === undefined || /^(?:last|break|redirect|permanent)$/.test(flag) ? null : `invalid parameter "${flag}"`
}

/** Parentheses are stuck to the first and the last word, or words of their own. */
function conditionFault(words: readonly string[]): FaultText {
  const [open = '', ...rest] = words
  const close = rest.at(-1) ?? open
  if (!open.startsWith('(')) return `invalid condition "${open}"`
  if (!close.endsWith(')')) return `invalid condition "${close}"`
  const inner = [...words]
  inner[0] = open.slice(1)
  inner[inner.length - 1] = (inner.at(-1) ?? '').slice(0, -1)
  const [first = '', operator, value, ...more] = inner.filter(
    (word, i) => word !== '' || (i > 0 && i < inner.length - 1),
  )
  return first.startsWith('$') ? comparisonFault(operator, value, more.length) : fileTestFault(first)
}

function comparisonFault(operator: string | undefined, value: string | undefined, more: number): FaultText {
  if (operator === undefined) return null
  if (more > 0) return `invalid condition "${operator}"`
  if (!/^(?:!?=|!?~\*?)$/.test(operator)) return `unexpected "${operator}" in condition`
  return operator.includes('~') && value !== undefined ? compileFault(value) : null
}

function fileTestFault(test: string): FaultText {
  return /^!?-[fdex]$/.test(test) ? null : `invalid condition "${test}"`
}

function locationFault({ args }: Directive): FaultText {
  const { modifier, name } = locationName(args)
  if (!/^(?:|=|\^~|~\*?)$/.test(modifier)) return `invalid location modifier "${modifier}"`
  return modifier.startsWith('~') ? compileFault(name) : null
}

function errorPageFault({ args }: Directive): FaultText {
  const codes = args.slice(0, -1).filter((one, i) => i < args.length - 2 || !one.startsWith('='))
  for (const code of codes) {
    if (!/^\d+$/.test(code)) return `invalid value "${code}"`
    if (Number(code) === 499) return 'invalid value "499"'
    if (Number(code) < 300 || Number(code) > 599) return `value "${code}" must be between 300 and 599`
  }
  return null
}

function serverNameFault({ args }: Directive): FaultText {
  for (const name of args) {
    const fault = name.startsWith('~') ? compileFault(name.slice(1)) : null
    if (fault !== null) return fault
    if (name.startsWith('~') && name.length > 1) continue
    if (/^\*(?:(?!\.)|\.$)|^\.$/.test(name)) return `server name "${name}" is invalid`
    const isWild = /^\*?\.|\.\*$/.test(name)
    if (/\*.*\*|\.\./.test(name) || (name.includes('*') && !isWild))
      return `invalid server name or wildcard "${name}" on 0.0.0.0:80`
  }
  return null
}
