/** The phases that decide what a request becomes: rewriting of the server, search for a location, rewriting of the location, again. */

import type { FoundLocation, LocationPlace } from '../route/location-table.js'
import type { Run } from '../route/run.js'
import type { CompiledServer } from '../servers/compile-server.js'
import { toText } from '../text/byte-text.js'
import type { Directive } from '../text/directive.js'
import { runAll } from './compile-rewrite.js'
import { slashRedirect } from './redirect.js'
import { Unknown } from './value.js'

/** Runs until `run.result` is there; @returns the last location found */
export function runPhases(run: Run, server: CompiledServer): LocationPlace | null {
  runAll(server.code.operations, run)
  let place: LocationPlace | null = null
  while (run.result === null) {
    run.uriChanged = false
    run.escapes = true
    const found = find(run, server)
    if (run.result !== null) return place
    place = found?.place ?? null
    enter(run, server, found)
    if (run.result !== null || !run.uriChanged) break
    if (--run.changesLeft === 0) run.result = { kind: 'status', status: 500, location: null, line: run.block.line }
  }
  run.result ??= { kind: 'content', block: run.block }
  return place
}

function find(run: Run, server: CompiledServer): FoundLocation | null {
  const found = server.locations.find(run.uri, (candidate, path) => {
    const matches =
      candidate.pcre === null
        ? new Unknown(`the pattern ${candidate.pattern} of a location cannot be tried here`)
        : run.match(candidate.pcre, path, false)
    if (!(matches instanceof Unknown)) return matches
    run.untried(candidate.location.line, matches)
    return null
  })
  return found === 'unknown' ? null : found
}

const how = {
  exact: 'is the path itself',
  prefix: 'is the longest prefix',
  'prefix-final': 'is the longest prefix, before any regex',
  regex: 'is the first regex that matches',
}

function enter(run: Run, server: CompiledServer, found: FoundLocation | null): void {
  if (found === null) {
    run.block = server.directive
    run.settings = server.code.settings
    run.pass = null
    run.step('location', server.directive.line, '', `no location matches ${toText(run.uri)}`)
    return
  }
  const { place, kind } = found
  const { location, by, pattern } = place
  const code = server.codeOf(place)
  run.block = location
  run.settings = code.settings
  run.pass = code.pass
  const detail = `${kind === 'slash' ? 'has a slash more' : how[by]}: ${toText(run.uri)}`
  run.step('location', location.line, `location ${pattern}`, detail)
  if (code.settings.isInternal && !run.internal) {
    run.result = { kind: 'status', status: 404, location: null, line: location.line }
  } else if (isTooMuch(run)) {
    const { longestBody, request } = { ...run.settings, ...run }
    const detail = `${request.headers.get('content-length')} is more than the ${longestBody} bytes of client_max_body_size`
    run.step('refused', location.line, 'Content-Length', detail)
    run.result = { kind: 'status', status: 413, location: null, line: location.line }
  } else if (kind === 'slash') {
    const target = slashRedirect(run, place.path)
    if (target instanceof Unknown) run.unknown(location.line, target.why)
    else run.result = { kind: 'status', status: 301, location: toText(target), line: location.line }
  } else if (code.forOthers !== null && !names(code.forOthers, run.request.method)) {
    // Nothing of the location is run: no `set`, no `return`, no `if`.
    run.block = code.forOthers
    const detail = `${run.request.method} is none of them, and what the location sets, rewrites or returns does not count`
    run.step('if', code.forOthers.line, `limit_except ${code.forOthers.args.join(' ')}`, detail)
    runLocation(run, [])
  } else runLocation(run, code.operations)
}

/** https://nginx.org/en/docs/http/ngx_http_core_module.html#limit_except */
function names({ args }: Directive, method: string): boolean {
  const named = args.map((one) => one.toUpperCase())
  return named.includes(method) || (method === 'HEAD' && named.includes('GET'))
}

/** What a client is about to send is measured before anything else of the location. ngx_http_core_find_config_phase */
function isTooMuch({ request, settings: { longestBody } }: Run): boolean {
  const length = request.headers.get('content-length') ?? ''
  return longestBody > 0 && /^\d+$/.test(length) && Number(length) > longestBody
}

function runLocation(run: Run, operations: Parameters<typeof runAll>[0]): void {
  runAll(operations, run)
  const lua = run.settings.rewriteByLua
  // It comes when the phase is over: not after an answer, and not when the search begins anew.
  if (lua !== null && run.result === null && !run.uriChanged)
    run.step('lua', lua.line, lua.name, 'runs, and may do anything')
}
