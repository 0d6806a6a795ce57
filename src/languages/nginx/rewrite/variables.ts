/** The variables that nginx has without being told: https://nginx.org/en/docs/http/ngx_http_core_module.html#variables */

import type { Run } from '../route/run.js'
import { lower, toBytes, trimBlanks } from '../text/byte-text.js'
import { Unknown, type Value } from './value.js'

/** What the configuration says of variables, beside `set`. */
export interface Declared {
  /** the value of a `map`, or why it is unknown; undefined: it is no map's variable */
  map(run: Run, name: string): Value | undefined
  /** is there a `set`, or a capture of this name, anywhere */
  has(name: string): boolean
}

export class Variables {
  readonly #declared: Declared
  /** how often the query of a request was looked at, or a part of it */
  queryReads = 0
  /** the same of its path, beside the comparison with names of locations */
  pathReads = 0

  constructor(declared: Declared) {
    this.#declared = declared
  }

  /** @param name in lower case, without `$` */
  read(run: Run, name: string): Value {
    if (ofQuery.has(name) || name.startsWith('arg_')) this.queryReads++
    if (ofPath.has(name)) this.pathReads++
    return (
      run.values.get(name) ??
      builtIns[name]?.(run) ??
      ofRequest(run, name) ??
      this.#declared.map(run, name) ??
      // Nothing has set it on the way of this request.
      (this.#declared.has(name) ? '' : new Unknown(`$${name} is not known from the configuration`))
    )
  }
}

const ofQuery = new Set(['args', 'query_string', 'is_args', 'request_uri'])
const ofPath = new Set(['uri', 'document_uri', 'request_uri'])

const builtIns: Readonly<Record<string, (run: Run) => string>> = {
  args: (run) => run.args,
  query_string: (run) => run.args,
  is_args: (run) => (run.args === '' ? '' : '?'),
  uri: (run) => run.uri,
  document_uri: (run) => run.uri,
  request_uri: (run) => run.target.raw,
  request_method: (run) => run.request.method,
  scheme: (run) => run.request.scheme,
  https: (run) => (run.request.scheme === 'https' ? 'on' : ''),
  server_port: (run) => String(run.request.port),
  server_name: (run) => run.settings.serverName,
  host: (run) => (run.host === '' ? run.settings.serverName : run.host),
  http_host: (run) => trimBlanks(toBytes(run.request.host ?? '')),
  content_type: (run) => header(run, 'content-type'),
  content_length: (run) => header(run, 'content-length'),
  ssl_client_s_dn: (run) => toBytes(run.request.clientName ?? ''),
  ssl_client_i_dn: () => '',
  ssl_client_verify: (run) =>
    run.request.clientName !== undefined ? 'SUCCESS' : run.request.scheme === 'https' ? 'NONE' : '',
}

function ofRequest(run: Run, name: string): string | undefined {
  if (name.startsWith('http_')) return headerByVariable(run, name.slice(5))
  if (name.startsWith('arg_')) return argument(run.args, name.slice(4))
  if (name.startsWith('cookie_')) return cookieValue(header(run, 'cookie'), name.slice(7)) ?? ''
  return undefined
}

function header(run: Run, name: string): string {
  return trimBlanks(toBytes(run.request.headers.get(name) ?? ''))
}

/** Headers with other characters than letters, digits and hyphens are dropped, unless the server says otherwise. */
function headerByVariable(run: Run, wanted: string): string {
  const { underscoresInHeaders, ignoreInvalidHeaders } = run.headerSettings
  for (const [name] of run.request.headers) {
    if (name.replaceAll('-', '_') !== wanted) continue
    if (/^[a-z\d-]+$/.test(name) || (underscoresInHeaders && /^[\w-]+$/.test(name)) || !ignoreInvalidHeaders)
      return header(run, name)
  }
  return ''
}

/** As it was sent: nothing is decoded. The name's case is nothing to it. */
function argument(args: string, name: string): string {
  for (const pair of args.split('&')) {
    if (lower(pair.slice(0, name.length + 1)) === `${name}=`) return pair.slice(name.length + 1)
  }
  return ''
}

/**
 * ngx_http_parse_multi_header_lines in src/http/ngx_http_parse.c: the name's case is nothing to it.
 * @param name in lower case
 * @returns null: it was not sent
 */
export function cookieValue(sent: string, name: string): string | null {
  let rest = sent
  while (rest !== '') {
    if (lower(rest.slice(0, name.length)) === name) {
      const found = /^ *= *([^;]*)/.exec(rest.slice(name.length))
      if (found !== null) return found[1] ?? ''
    }
    const next = /[;,] */.exec(rest)
    if (next === null) return null
    rest = rest.slice(next.index + next[0].length)
  }
  return null
}
