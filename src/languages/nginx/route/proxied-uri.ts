/** The target that goes upstream: ngx_http_proxy_create_request in src/http/modules/ngx_http_proxy_module.c */

import { readTemplate, type Template } from '../rewrite/template.js'
import { Unknown } from '../rewrite/variables.js'
import { escapeUri, toText } from '../text/byte-text.js'
import type { Directive } from '../text/directive.js'
import type { LocationPlace } from './location-table.js'
import type { Run } from './run.js'

/** What a `proxy_pass` of a block says. */
export interface Pass {
  /** null: nginx refuses it */
  readonly template: Template | null
  /** is it made of variables: then its path is sent as it is */
  readonly varies: boolean
}

export function readPass(block: readonly Directive[]): Pass | null {
  const written = block.find(({ name }) => name === 'proxy_pass')?.byteArgs[0]
  return written === undefined ? null : { template: readTemplate(written), varies: written.includes('$') }
}

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
