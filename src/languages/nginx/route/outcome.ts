/** What comes of a request, as far as the configuration decides. */

import type { Refused } from '../servers/choose-server.js'
import type { CompiledServer } from '../servers/compile-server.js'
import type { NameMatch } from '../servers/select-server.js'
import { toText } from '../text/byte-text.js'
import type { Directive } from '../text/directive.js'
import type { LocationMatch, LocationPlace } from './location-table.js'
import { proxiedUri } from './proxied-uri.js'
import type { Result, Run, Step } from './run.js'

export interface Outcome {
  readonly server: Directive | null
  /** null: default server */
  readonly serverMatch: NameMatch | null
  /** the innermost one that was found last */
  readonly location: LocationMatch | null
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
