/** For how long answers are good: src/http/modules/ngx_http_headers_filter_module.c, ngx_http_file_cache_valid_set_slot. */
import type { Directive } from '../text/directive.js'
import type { FaultText } from './fault.js'

const time = /^(?=.*\d)[\dyMwdhms ]+$/

export function expiresFault({ args: [first = '', second] }: Directive): FaultText {
  const value = second ?? first
  if (value.includes('$')) return null
  const isRight =
    second === undefined
      ? /^(?:off|epoch|max)$/.test(first) || time.test(first.replace(/^[-+@]/, ''))
      : first === 'modified' && time.test(second.replace(/^[-+]/, ''))
  if (!isRight) return '"expires" directive invalid value'
  const [, hours] = /^@(\d+)h/.exec(value) ?? []
  return Number(hours ?? 0) >= 24 ? '"expires" directive daily time value must be less than 24 hours' : null
}

export function cacheValidFault({ args }: Directive): FaultText {
  const last = args.at(-1) ?? ''
  if (!time.test(last)) return `invalid time value "${last}"`
  const strange = args
    .slice(0, -1)
    .find((one) => one !== 'any' && !(/^\d+$/.test(one) && Number(one) >= 100 && Number(one) <= 599))
  return strange === undefined ? null : `invalid status "${strange}"`
}
