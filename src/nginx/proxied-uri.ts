/** The target that goes upstream: ngx_http_proxy_create_request in src/http/modules/ngx_http_proxy_module.c */
import { escapeUri, toText } from './byte-text.js'
import type { Directive } from './directive.js'
import type { Place } from './location-table.js'
import type { Run } from './run.js'
import { readTemplate } from './template.js'
import { Unknown } from './variables.js'

/** @returns null: unknown */
export function proxiedUri(run: Run, place: Place | null): string | null {
  // An `if` passes on as the location does that it stands in.
  const pass = passIn(run.block) ?? (place === null ? null : passIn(place.location))
  const written = pass?.byteArgs[0] ?? ''
  const template = readTemplate(written)
  const target = template === null ? null : run.fill(template, false).path
  if (target === null || target instanceof Unknown) return null
  const path = /^https?:\/\/[^/?]*([/?][\s\S]*)?$/.exec(target)?.[1] ?? ''
  // What is made of variables is sent as it is.
  if (path !== '' && written.includes('$')) return toText(path.startsWith('?') ? `/${path}` : path)
  if (path === '' && run.rawIsValid) return toText(run.target.raw)
  const replaces = path !== '' && run.validLocation
  const rest = replaces ? run.uri.slice(place?.path.length ?? 0) : run.uri
  const escaped = run.target.hasPercent || run.internal ? escapeUri(rest) : rest
  return toText(`${replaces ? path : ''}${escaped}${run.args === '' ? '' : `?${run.args}`}`)
}

function passIn({ block }: Directive): Directive | null {
  return block?.find(({ name }) => name === 'proxy_pass') ?? null
}
