/**
 * How long nginx waits for a backend, and how much it takes of a client.
 * https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_read_timeout
 */
import { parseInteger } from '../../shared/go/values.js'
import { valueKinds } from '../annotations/values.js'
import type { Policy } from '../workload/policy.js'
import type { Kept } from './types.js'

const waits = ['proxy-connect-timeout', 'proxy-read-timeout'] as const

export interface ZeroWait {
  /** the annotation, or the entry of the ConfigMap: they have one name */
  readonly setting: (typeof waits)[number]
  /** is it the ConfigMap's */
  readonly isOfAll: boolean
}

/**
 * Those that are 0, which is not "for ever": the time is over before anybody can answer.
 * @param owner whose location it is; null: the controller's own
 */
export function zeroWaits(owner: Kept | null, { annotationsPrefix, entries }: Policy): readonly ZeroWait[] {
  return waits.flatMap((setting) => {
    const own = numberIn(owner?.ingress.metadata.annotations?.[`${annotationsPrefix}/${setting}`])
    const seconds = own ?? numberIn(entries[setting])
    return seconds === 0 ? [{ setting, isOfAll: own === null }] : []
  })
}

/** null: nobody says one */
function numberIn(text: string | undefined): number | null {
  return text === undefined ? null : parseInteger(text)
}

/** What the controller writes where nobody says more. */
const usual = {
  'proxy-buffer-size': '4k',
  'proxy-body-size': '1m',
  'proxy-read-timeout': '60',
  'proxy-send-timeout': '60',
  'keep-alive': '75',
  'worker-shutdown-timeout': '240s',
} as const

export interface Limit {
  readonly setting: keyof typeof usual
  /** as nginx writes it, or a number of seconds */
  readonly value: string
  /** null: nobody says it */
  readonly by: 'Ingress' | 'ConfigMap' | null
}

/** @param owner whose annotation of that name comes before the entry; null: nobody's does */
export function limitOf(
  owner: Kept | null,
  { annotationsPrefix, entries, validatesAnnotations }: Policy,
  setting: Limit['setting'],
): Limit {
  const isSize = usual[setting].endsWith('k') || usual[setting].endsWith('m')
  const read = (text = '') => {
    const value = text.trim()
    return (isSize ? /^\d+[kmg]?$/i : /^\d+s?$/).test(value) ? value : null
  }
  const said = owner?.ingress.metadata.annotations?.[`${annotationsPrefix}/${setting}`]
  const own = isSize && validatesAnnotations && !valueKinds.size.accepts(said?.trim() ?? '') ? null : read(said)
  if (own !== null) return { setting, value: own, by: 'Ingress' }
  const ofAll = read(entries[setting])
  return { setting, value: ofAll ?? usual[setting], by: ofAll === null ? null : 'ConfigMap' }
}

/** Of which the controller writes the timeouts, and not how often nginx asks again. */
const unlimited: Readonly<Record<string, string>> = { GRPC: 'grpc', GRPCS: 'grpc', FCGI: 'fastcgi' }

export interface EndlessRetries {
  readonly protocol: string
  /** of nginx, which says how often */
  readonly directive: string
  /** the annotation, or the entry of the ConfigMap, which says 0; null: none could */
  readonly setting: 'proxy-next-upstream-tries' | null
  readonly isOfAll: boolean
}

/**
 * Whether nginx asks again until the client goes where no endpoint can be reached: its balancer always has one more, and
 * nothing says how often is enough. https://github.com/kubernetes/ingress-nginx/issues/12090
 */
export function endlessRetries(
  { ingress: { metadata }, annotations: { backendProtocol: protocol, snippets } }: Kept,
  { annotationsPrefix, entries }: Policy,
): EndlessRetries | null {
  const family = unlimited[protocol] ?? 'proxy'
  const setting = 'proxy-next-upstream-tries'
  const said = (name: string) => {
    const own = metadata.annotations?.[`${annotationsPrefix}/${name}`]
    return own === undefined ? entries[name] : own
  }
  // Of nginx' own counting only whoever says 0 asks for no end.
  if (family === 'proxy' && numberIn(said(setting)) !== 0) return null
  const texts = [
    ...snippets.values(),
    ...['http-snippet', 'server-snippet', 'location-snippet'].map((one) => entries[one]),
  ]
  if (texts.some((text) => text?.includes(`${family}_next_upstream`))) return null
  const directive = `${family}_next_upstream_tries`
  if (family !== 'proxy') return { protocol, directive, setting: null, isOfAll: true }
  const isLimited = (numberIn(said('proxy-next-upstream-timeout')) ?? 0) > 0
  if (isLimited || said('proxy-next-upstream')?.trim() === 'off') return null
  return {
    protocol,
    directive,
    setting,
    isOfAll: metadata.annotations?.[`${annotationsPrefix}/${setting}`] === undefined,
  }
}
