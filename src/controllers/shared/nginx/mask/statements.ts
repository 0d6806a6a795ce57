/** One statement of nginx.conf → its words as they may be shown: by what the directive means, not by what they look like. */
import { isHarmlessHeader } from '../../../../domain/masking/headers.js'
import { isSecretName } from '../../../../domain/masking/words.js'
import { address, anyText, meant, secret, unknown } from './literals.js'
import { maskLua } from './lua.js'

/** The words of a statement as they are written, without their quotes. */
export type Words = readonly string[]

/** @param words the arguments alone */
type Rule = (words: Words) => Words

const all =
  (change: (word: string) => string): Rule =>
  (words) =>
    words.map(change)

/** The first argument says what the others are. */
const named =
  (ruleOf: (first: string) => (word: string) => string): Rule =>
  (words) =>
    words.map((word, index) => (index === 0 ? meant(word) : ruleOf(words[0] ?? '')(word)))

/** Directives whose arguments are names, patterns, addresses, sizes, times and switches: what nginx does with them. */
const meantNames = new Set([
  ...[
    'server',
    'server_name',
    'listen',
    'location',
    'upstream',
    'http',
    'stream',
    'events',
    'map',
    'geo',
    'split_clients',
  ],
  ...['limit_except', 'types', 'include', 'user', 'pid', 'daemon', 'load_module', 'root', 'alias', 'index', 'internal'],
  ...[
    'try_files',
    'error_log',
    'access_log',
    'allow',
    'deny',
    'satisfy',
    'resolver',
    'resolver_timeout',
    'default_type',
  ],
  ...['charset', 'etag', 'expires', 'if_modified_since', 'recursive_error_pages', 'log_not_found', 'log_subrequest'],
  ...['merge_slashes', 'msie_padding', 'post_action', 'random_index', 'stub_status', 'tcp_nodelay', 'tcp_nopush'],
  ...['valid_referers', 'zone', 'hash', 'ip_hash', 'least_conn', 'random', 'balancer', 'break', 'aio', 'autoindex'],
  ...['rewrite_log', 'reset_timedout_connection', 'uninitialized_variable_warn', 'underscores_in_headers', 'pcre_jit'],
  ...['disable_symlinks', 'chunked_transfer_encoding', 'connection_pool_size', 'request_pool_size', 'preread_timeout'],
  ...['server_tokens', 'server_name_in_redirect', 'port_in_redirect', 'absolute_redirect', 'ignore_invalid_headers'],
  ...[
    'real_ip_header',
    'real_ip_recursive',
    'set_real_ip_from',
    'multi_accept',
    'use',
    'timer_resolution',
    'worker_rlimit_nofile',
  ],
  ...['more_clear_headers', 'more_clear_input_headers', 'auth_basic_user_file'],
])

const meantFamilies =
  /^(?:worker|client|send|keepalive|gzip|brotli|zstd|ssl|limit|lingering|large|open|output|types_hash|server_names_hash|variables_hash|map_hash|http2|http3|quic|aio|directio|sendfile|lua_(?:package|shared|code|socket|max|malloc|check|use|regex|transform|ssl)|proxy|grpc|fastcgi|uwsgi|scgi|memcached|thread|vhost_traffic)_[a-z0-9_]+$|_by_lua_file$/

/** Directives that lead a request somewhere. */
const addresses =
  /^(?:(?:proxy|grpc|fastcgi|uwsgi|scgi|memcached|redis|drizzle)_(?:pass|redirect|cookie_path|cookie_domain)|mirror|auth_request|error_page|rewrite|return)$/

const headers = /^(?:add_header|add_trailer|(?:proxy|grpc)_set_header)$/
const parameters = /^(?:fastcgi|uwsgi|scgi)_param$/
const bodies =
  /^(?:(?:proxy|grpc|fastcgi|uwsgi|scgi)_set_body|secure_link\w*|auth_jwt\w*|\w+_password\w*|\w+_secret\w*)$/

/** What the templates of controllers set, for their own use: names of objects, ports, paths, addresses and switches. */
const ownVariables =
  /^\$\{?(?:namespace|ingress_name|resource_(?:type|name|namespace)|service|service_name|service_port|location_path|proxy_(?:upstream_name|host|alternative_upstream_name)|pass_(?:access_scheme|server_port|port)|best_http_host|(?:force_(?:no_)?)?ssl_redirect|preserve_trailing_slash|use_port_in_redirects|balancer_ewma_score|global_rate_limit_exceeding|cors|target)\}?$/

const rules: Readonly<Record<string, Rule>> = {
  set: named(ruleOfVariable),
  auth_request_set: named(ruleOfVariable),
  if: maskCondition,
  env: all((word) => word.replace(/=[\s\S]*$/, (value) => `=${secret(value.slice(1))}`)),
  auth_basic: all(anyText),
  log_format: named(() => anyText),
  return: (words) =>
    words.map((word, index) => (index === 1 && !/^(?:\$|\/|\w+:\/\/)/.test(word) ? anyText(word) : address(word))),
  rewrite: named(() => address),
  more_set_headers: all(maskHeaderLine),
  more_set_input_headers: all(maskHeaderLine),
}

/** Blocks that hold entries instead of directives. */
const tables = new Set(['map', 'geo', 'split_clients', 'types', 'charset_map'])

/**
 * @param words of the statement, its name first
 * @param parent the words of the block that it stands in; null: of none that is known
 */
export function maskStatement(words: Words, parent: Words | null): Words {
  const [name = '', ...rest] = words
  if (parent !== null && tables.has(parent[0] ?? '')) return maskEntry(words, parent)
  if (!/^[a-z][a-z\d_]*$/.test(name)) return words.map(unknown)
  return [name, ...ruleOf(name)(rest)]
}

function ruleOf(name: string): Rule {
  const own = Object.hasOwn(rules, name) ? rules[name] : undefined
  if (own !== undefined) return own
  if (name.endsWith('_by_lua')) return all(maskLua)
  if (bodies.test(name)) return all(secret)
  // Both in one word is wrong, and hides nothing.
  if (headers.test(name))
    return (words) => (words[0]?.includes(':') ? words.map(maskHeaderLine) : named(ruleOfHeader)(words))
  if (parameters.test(name)) return named(ruleOfVariable)
  if (addresses.test(name)) return all(address)
  return all(meantNames.has(name) || meantFamilies.test(name) ? meant : unknown)
}

function ruleOfHeader(name: string): (word: string) => string {
  if (isHarmlessHeader(name)) return address
  return isSecretName(name) ? secret : anyText
}

function ruleOfVariable(name: string): (word: string) => string {
  if (ownVariables.test(name)) return address
  return isSecretName(name) ? secret : anyText
}

/** `X-Name: value` in one word; before it may stand options of the directive. */
function maskHeaderLine(word: string): string {
  const colon = word.indexOf(':')
  if (colon === -1) return unknown(word)
  const name = word.slice(0, colon)
  const blanks = /^:\s*/.exec(word.slice(colon))?.[0] ?? ''
  return `${meant(name)}${blanks}${ruleOfHeader(name.trim())(word.slice(colon + blanks.length))}`
}

/** `($name = "text")`, in as many words as somebody liked. */
function maskCondition(words: Words): Words {
  const name = /^\(?\s*\$\{?(\w+)/.exec(words.join(' '))?.[1] ?? ''
  const change = ruleOfCompared(name)
  let isValue = false
  return words.map((word) => {
    if (isValue) return change(word)
    isValue = /^(?:!?=|!?~\*?|!?-[fdex])$/.test(word)
    return isValue || /^\(?\s*(?:!\s*)?\$\{?\w+\}?\)?$/.test(word) ? word : change(word)
  })
}

/** What a client sends may be a key that only those who have it can send. */
function ruleOfCompared(name: string): (word: string) => string {
  const sent = /^(http|sent_http|cookie|arg)_(\w+)$/.exec(name)
  if (sent === null) return isSecretName(name) || name === 'remote_user' ? secret : conditionOf(name)
  const [, kind = '', part = ''] = sent
  if (kind === 'cookie') return secret
  if (kind === 'arg') return isSecretName(part) ? secret : anyText
  return isHarmlessHeader(part.replaceAll('_', '-')) ? meant : secret
}

const requestVariables = new Set([
  ...[
    'host',
    'scheme',
    'uri',
    'request_uri',
    'document_uri',
    'request_method',
    'request_filename',
    'server_port',
    'server_name',
  ],
  ...[
    'remote_addr',
    'realip_remote_addr',
    'the_real_ip',
    'https',
    'ssl_protocol',
    'ssl_client_verify',
    'status',
    'content_type',
  ],
])

function conditionOf(name: string): (word: string) => string {
  return requestVariables.has(name) || ownVariables.test(`$${name}`) ? meant : anyText
}

/** `key value` within `map $source $target`: a table of keys is a table of secrets, where its source may be one. */
function maskEntry(words: Words, [table = '', source = '', target = '']: Words): Words {
  const compared = table === 'map' ? ruleOfCompared(source.replace(/^\$\{?(\w+)\}?$/, '$1')) : meant
  const value = table === 'map' && isSecretName(target) && !isOwnTarget(target) ? secret : anyText
  const isSwitch = /^(?:default|hostnames|volatile|include|)$/.test(words[0] ?? '')
  return words.map((word, index) =>
    index === 0 ? (isSwitch ? word : compared(word)) : /^\d{0,6}$/.test(word) ? word : value(word),
  )
}

/** Of the template: https://github.com/kubernetes/ingress-nginx/blob/main/rootfs/etc/nginx/template/nginx.tmpl */
function isOwnTarget(target: string): boolean {
  return /^\$(?:ssl_redirect|pass_|the_real_ip|connection_upgrade|req_id|full_x_forwarded_for)/.test(target)
}
