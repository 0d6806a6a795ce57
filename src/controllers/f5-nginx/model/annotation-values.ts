/**
 * What an annotation may hold: one that holds anything else makes the controller reject the whole Ingress.
 * https://github.com/nginx/kubernetes-ingress/blob/main/internal/k8s/validation.go (annotationValidations)
 */
import type { RejectedFor } from '../../../domain/findings/ownership-facts.js'
import type { Ingress } from '../../../domain/objects/objects.js'
import { nearest } from '../../../domain/text/nearest.js'
import { parseBool, parseInteger } from '../../shared/go/values.js'
import { redirectCode } from '../workload/policy.js'
import type { F5Settings } from '../workload/settings.js'
import { readRewrites } from './location-lines.js'

export type Annotations = Readonly<Record<string, string>>

/** What stands around an annotation. */
interface Around {
  readonly annotations: Annotations
  /** names of the Services behind the Ingress */
  readonly services: ReadonlySet<string>
  readonly settings: F5Settings
  /** the Ingress is for all hosts */
  readonly isHostless: boolean
}

/** What is wrong with a value, and what else it is about, where that is not the value; null: nothing is wrong. */
type Fault = RejectedFor | readonly [RejectedFor, string] | null
type Check = (value: string, around: Around) => Fault

/** https://nginx.org/en/docs/syntax.html: each once, from the largest to the smallest */
const units = ['y', 'M', 'w', 'd', 'h', 'm', 's', 'ms']

/** What a value may be, by the name of its form: of annotations, and of fields of an upstream. */
export const forms = {
  time: (value: string) => {
    const parts =
      value
        .replace(/\s+/g, ' ')
        .trim()
        .match(/\d+(?:ms|[yMwdhms])?|[^\d ]+/g) ?? []
    const ranks = parts.map((one) => units.indexOf(one.replace(/^\d+$/, '$&s').replace(/^\d+/, '')))
    return ranks.length > 0 && ranks.every((rank, i) => rank > (ranks[i - 1] ?? -1))
  },
  size: (value: string) => value === '' || /^\d+[kKmM]?$/.test(value.trim()),
  offset: (value: string) => /^\d+[kKmMgG]?$/.test(value.trim()),
  nextUpstream: (value: string, { isPlus }: Pick<F5Settings, 'isPlus'>) => {
    const said = value.split(/\s+/).filter((one) => one !== '')
    const known = /^(?:error|timeout|invalid_header|http_(?:50[0234]|40[34]|429)|non_idempotent|off)$/
    return new Set(said).size === said.length && said.every((one) => known.test(one) || (isPlus && one === 'denied'))
  },
  balancing: (value: string, { isPlus }: Pick<F5Settings, 'isPlus'>) => {
    const method = value.trim()
    if (method.startsWith('hash')) return /^hash [^ ]*(?: consistent)?$/.test(method)
    const ofAll = /^(?:round_robin|least_conn|ip_hash|random(?: two(?: least_conn)?)?)$/
    const ofPlus = /^(?:random two least_time=(?:header|last_byte)|least_time (?:header|last_byte)(?: inflight)?)$/
    return ofAll.test(method) || (isPlus && ofPlus.test(method))
  },
}

const holds =
  (test: (value: string, around: Around) => boolean): Check =>
  (value, around) =>
    test(value, around) ? null : 'value'

const like = (pattern: RegExp): Check => holds((value) => pattern.test(value))

/** One after the other, until something is wrong. */
const all =
  (...checks: readonly Check[]): Check =>
  (value, around) => {
    for (const check of checks) {
      const found = check(value, around)
      if (found !== null) return found
    }
    return null
  }

const given = holds((value) => value !== '')
const plusOnly: Check = (_, { settings }) => (settings.isPlus ? null : 'paid-only')
const bool = holds((value) => parseBool(value) !== null)
const whole = holds((value) => parseInteger(value) !== null)
const count = holds((value) => /^\d{1,20}$/.test(value) && BigInt(value) < 1n << 64n)
const snippet: Check = (_, { settings }) => (settings.allowsSnippets ? null : 'snippets-off')
/** Quotes escaped, and no variable. */
const text = like(/^(?:[^"$\\]|\\[^$])*$/)
const time = holds(forms.time)
const size = holds(forms.size)
const offset = holds(forms.offset)
const nextUpstream = holds((value, { settings }) => forms.nextUpstream(value, settings))
const balancing = holds((value, { settings }) => forms.balancing(value, settings))
const ports = holds((value) => value.split(',').every((one) => /^\+?\d{1,10}$/.test(one) && inPorts(Number(one))))
const hostOnly: Check = (_, { isHostless }) => (isHostless ? ['conflict', 'a rule for all hosts'] : null)

function inPorts(port: number): boolean {
  return port > 0 && port < 2 ** 31
}

const services: Check = (value, around) =>
  value.split(',').every((one) => around.services.has(one)) ? null : 'service-unknown'

/** https://github.com/kubernetes/apimachinery/blob/master/pkg/util/validation/validation.go */
const isHeaderName = (name: string) => /^[-A-Za-z0-9]+$/.test(name)
const isSubdomain = (name: string) =>
  name.length <= 253 && name.split('.').every((one) => /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/.test(one))

const headerNames = holds((value) => value.split(',').every((one) => isHeaderName(one.trim())))

/** `NAME`, `NAME: VALUE`, and, where a flag may stand behind it, `NAME: VALUE: always`. */
const headers = (hasFlag: boolean) =>
  holds((value) =>
    value.split(',').every((one) => {
      const [name = '', ...rest] = one.split(':')
      const said = (hasFlag ? (rest[0] ?? '') : rest.join(':')).trim()
      const flag = hasFlag ? rest.slice(1).join(':').trim() : ''
      return (
        isHeaderName(name.trim()) &&
        /^(?:[^"\\$\r\n]|\\[^$\r\n])*$/.test(said) &&
        ['', 'always'].includes(flag.toLowerCase())
      )
    }),
  )

const policies = holds((value) =>
  value.split(',').every((one) => {
    const [first = '', ...rest] = one.trim().split('/')
    return (rest.length === 0 ? [first] : [first, rest.join('/')]).every(isSubdomain)
  }),
)

const rewrites: Check = (value, around) => {
  const found = readRewrites(value)
  if (found === null) return 'value'
  return [...found.keys()].every((one) => around.services.has(one)) ? null : 'service-unknown'
}

const sticky = holds((value) => value.split(';').every((one) => /^[^ =]*=[^ =]* (?:[^"$\\]|\\[^$])*$/.test(one)))

/** It begins with one slash, and leads nowhere up. */
const isPath = (value: string) => /^\/(?!\/)/.test(value) && !value.split('/').includes('..')

const redirected = /^[^;{}`\s#]+$/

const checks: Readonly<Record<string, Check>> = {
  'nginx.org/mergeable-ingress-type': like(/^(?:master|minion)$/),
  'nginx.org/lb-method': all(given, balancing),
  ...of(all(plusOnly, given, bool), 'nginx.com/health-checks', 'appprotect.f5.com/app-protect-enable'),
  ...of(
    all(plusOnly, given),
    ...['nginx.com/health-checks-mandatory', 'nginx.com/health-checks-mandatory-queue'],
    ...['nginx.com/jwt-realm', 'nginx.com/jwt-key'],
    ...['security-log-enable', 'policy', 'security-log', 'security-log-destination'].map(
      (name) => `appprotect.f5.com/app-protect-${name}`,
    ),
  ),
  ...of(plusOnly, 'nginx.com/jwt-token', 'nginx.com/jwt-login-url', 'appprotectdos.f5.com/app-protect-dos-resource'),
  'nginx.com/slow-start': all(plusOnly, given, time),
  'nginx.org/server-tokens': (value, around) => (around.settings.isPlus ? text : bool)(value, around),
  ...of(snippet, 'nginx.org/server-snippets', 'nginx.org/location-snippets'),
  'nginx.org/add-header-inherit': holds((value) => /^(?:on|off|merge)$/.test(value.trim().toLowerCase())),
  ...of(
    all(given, time),
    ...['proxy-connect-timeout', 'proxy-read-timeout', 'proxy-send-timeout', 'proxy-next-upstream-timeout'].map(
      (name) => `nginx.org/${name}`,
    ),
    'nginx.org/fail-timeout',
  ),
  ...of(headerNames, 'nginx.org/proxy-hide-headers', 'nginx.org/proxy-pass-headers'),
  'nginx.org/proxy-set-headers': headers(false),
  'nginx.org/add-header': headers(true),
  'nginx.org/client-max-body-size': offset,
  ...of(
    all(given, size),
    ...['client-body-buffer-size', 'proxy-buffer-size', 'proxy-max-temp-file-size', 'upstream-zone-size'].map(
      (name) => `nginx.org/${name}`,
    ),
  ),
  'nginx.org/proxy-busy-buffers-size': size,
  'nginx.org/proxy-buffers': holds((value) => /^\d+ \d+[kKmM]?$/.test(value.trim())),
  ...of(
    bool,
    ...['nginx.org/redirect-to-https', 'nginx.org/ssl-redirect', 'ingress.kubernetes.io/ssl-redirect'],
    ...['nginx.org/proxy-buffering', 'nginx.org/hsts', 'nginx.org/use-cluster-ip'],
  ),
  'nginx.org/hsts-max-age': all(beside('nginx.org/hsts'), whole),
  ...of(all(beside('nginx.org/hsts'), bool), 'nginx.org/hsts-include-subdomains', 'nginx.org/hsts-behind-proxy'),
  'nginx.org/proxy-next-upstream': all(given, nextUpstream),
  ...of(count, 'nginx.org/proxy-next-upstream-tries', 'nginx.org/max-fails', 'nginx.org/max-conns'),
  'nginx.org/keepalive': whole,
  'nginx.org/basic-auth-secret': holds(isSubdomain),
  'nginx.org/basic-auth-realm': all(beside('nginx.org/basic-auth-secret'), text),
  ...of(all(hostOnly, ports), 'nginx.org/listen-ports', 'nginx.org/listen-ports-ssl'),
  'nginx.org/limit-req-key': like(/^(?:\$\{[A-Za-z_]\w*\}|\$[A-Za-z_]\w*)+$/),
  ...of(all(given, services), 'nginx.org/websocket-services', 'nginx.org/ssl-services', 'nginx.org/grpc-services'),
  'nginx.org/rewrites': rewrites,
  'nginx.org/rewrite-target': holds((value) => isPath(value) && !/[;{}[\]|<>,^`~\s\x00-\x1f\x7f]/.test(value)),
  'nginx.org/sticky-cookie-services': sticky,
  'nginx.com/sticky-cookie-services': all(plusOnly, sticky),
  'nginx.org/path-regex': like(/^(?:case_sensitive|case_insensitive|exact)$/),
  'nginx.org/http-redirect-code': holds((value) => value.trim() === value && redirectCode(value) !== null),
  'nginx.org/app-root': holds(
    (value) => isPath(value) && /^\/[A-Za-z0-9\-_.!*'():@&=+,/?%]*$/.test(value) && !value.endsWith('/'),
  ),
  'nginx.org/proxy-redirect-from': all(like(redirected), (value, { annotations }) => {
    const other = 'nginx.org/proxy-redirect-to'
    const isWord = value === 'off' || value === 'default'
    return isWord === (annotations[other] === undefined) ? null : [isWord ? 'conflict' : 'needs', other]
  }),
  'nginx.org/proxy-redirect-to': all(beside('nginx.org/proxy-redirect-from'), like(redirected)),
  'nginx.org/policies': policies,
  'nginx.com/policies': all(plusOnly, policies),
}

function of(check: Check, ...names: readonly string[]): Readonly<Record<string, Check>> {
  return Object.fromEntries(names.map((name) => [name, check]))
}

/** Only where another one is there, and good. */
function beside(other: string): Check {
  return (_, around) => {
    const value = around.annotations[other]
    return value !== undefined && checks[other]?.(value, around) === null ? null : ['needs', other]
  }
}

/** Known, and taken whatever they hold. */
const unchecked = [
  ...['rate', 'zone-size', 'burst', 'delay', 'no-delay', 'dry-run', 'log-level', 'reject-code', 'scale'].map(
    (name) => `limit-req-${name}`,
  ),
  ...['ssl-ciphers', 'ssl-prefer-server-ciphers'],
].map((name) => `nginx.org/${name}`)

const known = [...Object.keys(checks), ...unchecked]

/** What ingress-nginx calls otherwise. */
const calledOtherwise: Readonly<Record<string, string>> = {
  'proxy-body-size': 'client-max-body-size',
  'force-ssl-redirect': 'redirect-to-https',
  'permanent-redirect-code': 'http-redirect-code',
  'use-regex': 'path-regex',
  'configuration-snippet': 'location-snippets',
  'server-snippet': 'server-snippets',
  'auth-secret': 'basic-auth-secret',
  'auth-realm': 'basic-auth-realm',
}

/** Which annotation is meant by one that nobody reads; null: it is read, or it is not known what is meant: a later release may have it. */
export function meantBy(annotation: string): string | null {
  const [, name] = /^nginx\.(?:org|com)\/(.+)$/.exec(annotation) ?? []
  if (name === undefined || known.includes(annotation)) return null
  const called = Object.hasOwn(calledOtherwise, name) ? `nginx.org/${calledOtherwise[name]}` : undefined
  return called ?? nearest(annotation, known, 1)[0] ?? null
}

/** Those that are wrong, by their names. */
export function* wrongAnnotations(
  { metadata, spec }: Ingress,
  settings: F5Settings,
): Generator<{ readonly name: string; readonly reason: RejectedFor; readonly value: string | null }> {
  const annotations = metadata.annotations ?? {}
  const rules = spec?.rules ?? []
  const backends = [spec?.defaultBackend, ...rules.flatMap(({ http }) => http?.paths?.map((one) => one.backend) ?? [])]
  const around: Around = {
    ...{ annotations, settings },
    services: new Set(backends.flatMap((backend) => backend?.service?.name ?? [])),
    isHostless: settings.allowsEmptyHost && rules.some(({ host }) => !host),
  }
  for (const name of Object.keys(annotations).sort()) {
    const value = annotations[name] ?? ''
    const found = Object.hasOwn(checks, name) ? (checks[name]?.(value, around) ?? null) : null
    const [reason, about] = typeof found === 'string' || found === null ? [found, value || null] : found
    if (reason !== null) yield { name, reason, value: about }
  }
}
