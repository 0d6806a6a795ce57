/** What comes of a request, as far as the configuration decides. */
import { Unknown } from '../rewrite/value.js'
import type { Refused } from '../servers/choose-server.js'
import type { CompiledServer } from '../servers/compile-server.js'
import type { NameMatch } from '../servers/select-server.js'
import { escapeUri, toText } from '../text/byte-text.js'
import type { Directive } from '../text/directive.js'
import type { LocationMatch, LocationPlace } from './location-table.js'
import type { Result, Run, Step } from './run.js'

export interface Outcome {
  readonly server: Directive | null
  /** null: default server */
  readonly serverMatch: NameMatch | null
  /** the innermost one that was found last */
  readonly location: LocationMatch | null
  /** the path that was sent, as locations see it; '' where none was read */
  readonly path: string
  /** the path after all rewriting, without query */
  readonly uri: string
  /** the query without `?`, '' if none */
  readonly args: string
  /** what a `proxy_pass` in force sends as target; without one, what one without a path would send; null: unknown */
  readonly upstreamUri: string | null
  /**
   * What `set` or a capture of a name has made of a variable; undefined: nothing did, or it is unknown.
   * @param name with `$`, in lower case
   */
  readonly variable: (name: string) => string | undefined
  /** the `rewrite_by_lua*` that nginx runs now; the outcome is as if it did nothing */
  readonly lua: Directive | null
  readonly steps: readonly Step[]
  readonly result: Result
  /** where nginx itself answers, why, in words */
  readonly ownAnswer: string
}

export function outcomeOf(
  run: Run,
  server: CompiledServer,
  serverMatch: NameMatch | null,
  location: LocationPlace | null,
): Outcome {
  const result = run.result ?? { kind: 'content', block: run.block }
  return {
    server: server.directive,
    serverMatch,
    location: location === null ? null : { location: location.location, by: location.by, pattern: location.pattern },
    path: toText(run.target.path),
    uri: toText(run.uri),
    args: toText(run.args),
    upstreamUri: proxiedUri(run, location),
    variable: (name) => {
      const value = run.values.get(name.slice(1))
      return typeof value === 'string' ? toText(value) : undefined
    },
    lua: result.kind === 'content' && location !== null ? run.settings.rewriteByLua : null,
    steps: run.steps,
    result,
    ownAnswer: 'nginx answers it itself',
  }
}

/** Nothing was looked at but its first line and its host. */
export function refused({ server: compiled, result, why }: Refused): Outcome {
  const server = compiled?.directive ?? null
  const detail = result.kind === 'status' ? `refused with ${result.status}: ${why}` : why
  return {
    server,
    serverMatch: null,
    location: null,
    path: '',
    uri: '',
    args: '',
    upstreamUri: null,
    variable: () => undefined,
    lua: null,
    steps: [{ kind: 'refused', line: server?.line ?? 0, subject: '', detail }],
    result,
    ownAnswer: why,
  }
}

/** The target that goes upstream: ngx_http_proxy_create_request in src/http/modules/ngx_http_proxy_module.c. @returns null: unknown */
function proxiedUri(run: Run, place: LocationPlace | null): string | null {
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
