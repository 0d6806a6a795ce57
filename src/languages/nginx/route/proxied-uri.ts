/** The target that goes upstream: ngx_http_proxy_create_request in src/http/modules/ngx_http_proxy_module.c */

import { Unknown } from '../rewrite/value.js'
import { escapeUri, toText } from '../text/byte-text.js'
import type { LocationPlace } from './location-table.js'
import type { Run } from './run.js'

/** @returns null: unknown */
export function proxiedUri(run: Run, place: LocationPlace | null): string | null {
  const path = passedPath(run)
  if (path === null) return null
  if (path !== '' && run.pass?.varies) return toText(path.startsWith('?') ? `/${path}` : path)
  if (path === '' && run.rawIsValid) return toText(run.target.raw)
  const replaces = path !== '' && run.validLocation
  const rest = replaces ? run.uri.slice(place?.path.length ?? 0) : run.uri
  const escaped = run.target.hasPercent || run.internal ? escapeUri(rest) : rest
  return toText(`${replaces ? path : ''}${escaped}${run.args === '' ? '' : `?${run.args}`}`)
}

/** The path of the `proxy_pass` in force; '' where it has none. */
function passedPath(run: Run): string | null {
  if (run.pass === null) return ''
  const target = run.pass.template === null ? null : run.fill(run.pass.template, false).path
  if (target === null || target instanceof Unknown) return null
  return /^https?:\/\/[^/?]*([/?][\s\S]*)?$/.exec(target)?.[1] ?? ''
}
