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
    const own = parseInteger(owner?.ingress.metadata.annotations?.[`${annotationsPrefix}/${setting}`] ?? '')
    const seconds = own ?? parseInteger(entries[setting] ?? '')
    return seconds === 0 ? [{ setting, isOfAll: own === null }] : []
  })
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
