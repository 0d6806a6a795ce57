/**
 * Entries of the controller's ConfigMap that stand in nginx.conf as they are written, and are refused there. The controller
 * reads numbers and switches of others itself, and passes over what it cannot read.
 * https://github.com/nginx/kubernetes-ingress/blob/main/internal/configs/configmaps.go
 */
import { told } from '../../../domain/findings/finding.js'
import { maskText } from '../../../domain/masking/text.js'
import { faultIn } from '../../../languages/nginx/check/check.js'
import type { Context } from '../../../languages/nginx/check/directives.js'
import type { Fault } from '../../../languages/nginx/check/fault.js'
import type { ConfFlaw } from '../../shared/nginx/breaks.js'
import type { Policy } from '../workload/policy.js'

type Row = readonly [key: string, statement: (value: string) => string, context: Context]

const named =
  (directive: string, before = '') =>
  (value: string) =>
    `${directive} ${before}${value};`
const asItIs = (value: string) => value

const rows: readonly Row[] = [
  ...directives('m', 'worker-cpu-affinity worker-shutdown-timeout worker-rlimit-nofile'),
  ...directives('e', 'worker-connections'),
  ...directives('h', 'server-names-hash-bucket-size server-names-hash-max-size map-hash-bucket-size map-hash-max-size'),
  ...directives('h', 'ssl-protocols keepalive-timeout'),
  ['ssl-ciphers', (value) => `ssl_ciphers "${value}";`, 'h'],
  ['error-log-level', named('error_log', 'stderr '), 'm'],
  ['default-server-return', named('return'), 's'],
  ['main-snippets', asItIs, 'm'],
  ['http-snippets', asItIs, 'h'],
  ['stream-snippets', asItIs, 't'],
]

/** Keys that are the names of their directives. */
function directives(context: Context, keys: string): Row[] {
  return keys.split(' ').map((key) => [key, named(key.replaceAll('-', '_')), context])
}

export function configBreaks({ entries, settings }: Policy): ConfFlaw[] {
  return rows.flatMap(([key, statement, context]) => {
    const value = entries[key]?.trim() ?? ''
    const fault = value === '' ? null : faultOf(statement(value), context)
    if (fault === null) return []
    const { text, line } = fault
    const refusal = maskText(text).slice(0, 300)
    const facts = { key, configMap: settings.configMap, refusal, line, instead: null, others: [] }
    return [{ found: told('snippet-breaks', facts), host: '', path: null, ingresses: [] }]
  })
}

function faultOf(text: string, context: Context): Fault | null {
  const around = { ...alone, context }
  const fault = faultIn(text, around)
  // What has no end goes on with the next line of the template.
  return fault?.text === 'unexpected "}"' ? (faultIn(`${text};`, around) ?? fault) : fault
}

/** Of what stands around it nothing is known. */
const alone = {
  beside: new Set<string>(),
  location: null,
  locations: new Set<string>(),
  declared: null,
  zones: null,
} as const
