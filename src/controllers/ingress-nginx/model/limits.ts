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

interface BodySize {
  /** as nginx writes it: `8m` */
  readonly size: string
  readonly isOfAll: boolean
}

/** null: nobody says it, and nginx takes 1m. (isValidByteSize) in template.go */
export function bodySize(
  owner: Kept | null,
  { annotationsPrefix, entries, validatesAnnotations }: Policy,
): BodySize | null {
  const said = owner?.ingress.metadata.annotations?.[`${annotationsPrefix}/proxy-body-size`]?.trim() ?? ''
  const isOfAll = said === '' || (validatesAnnotations && !valueKinds.size.accepts(said))
  const size = isOfAll ? (entries['proxy-body-size'] ?? '').trim() : said
  return /^\d+[kmg]?$/i.test(size) ? { size, isOfAll } : null
}
