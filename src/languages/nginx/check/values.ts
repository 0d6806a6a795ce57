/** What the arguments of simple directives must be: src/core/ngx_conf_file.c, ngx_parse_size, ngx_parse_time. */
import type { Kind } from './directives.js'
import type { FaultText } from './fault.js'

const forms: { readonly [K in Exclude<Kind, 'any' | 'once' | 'flag' | 'buffers'>]: RegExp } = {
  size: /^\d+[kKmM]?$/,
  offset: /^\d+[kKmMgG]?$/,
  number: /^\d+$/,
  // Which units may follow each other is not judged.
  time: /^(?=.*\d)[\dyMwdhms ]+$/,
  seconds: /^(?=.*\d)[\dyMwdhms ]+$/,
}

export function valueFault(name: string, kind: Kind, args: readonly string[]): FaultText {
  const [first = '', second = ''] = args
  if (kind === 'any' || kind === 'once') return null
  if (kind === 'flag')
    return /^(?:on|off)$/i.test(first)
      ? null
      : `invalid value "${first}" in "${name}" directive, it must be "on" or "off"`
  if (kind === 'buffers')
    return /^[1-9]\d*$/.test(first) && /^\d+[kKmM]?$/.test(second) && Number.parseInt(second, 10) > 0
      ? null
      : `"${name}" directive invalid value`
  if (forms[kind].test(first)) return null
  return kind === 'number' ? `"${name}" directive invalid number` : `"${name}" directive invalid value`
}
