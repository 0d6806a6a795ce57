/** Snippets and values that nginx may refuse, put among objects: some of them are right, or right in one place alone. */
import type { ClusterGenerator, WireObject } from '../generate-cluster.js'
import type { F5Custom } from './generate-custom.js'

const anywhere = [
  ...['add_header x y;', 'set $own 1;', 'x;', 'x', '}', '{', 'location /z { return 204; }', 'return 418;', 'deny all;'],
  ...[
    'proxy_read_timeout 300s;',
    'proxy_buffering off;',
    'client_max_body_size 20m;',
    'proxy_set_header X-A $own_not;',
  ],
  ...[
    'proxy_buffer_size 16k;',
    'add_header x;',
    'add_header "a b',
    'proxy_pass http://127.0.0.1:1;',
    'gzip on;',
    'gzip on',
  ],
  ...['proxy_http_version 1.0;', 'proxy_next_upstream off;', 'proxy_ssl_verify maybe;', 'if ($x) { return 403; }'],
  ...['if ($host = a { return 403; }', 'rewrite ^/( /x;', 'limit_req zone=nobody;', 'auth_request off;', 'allow x;'],
  ...[
    '} location /zz {',
    '} server { listen 127.0.0.1:9; server_name zz.test;',
    '# only a word',
    'proxy_intercept_errors on;',
  ],
  ...['map $host $y { default 1; }', 'upstream zz { server 127.0.0.1; }', 'server_tokens off;', 'real_ip_header X-Y;'],
  ...[
    'error_page 404 /x;',
    'error_page 404;',
    'root /tmp;',
    'root /tmp; root /tmp;',
    'listen 127.0.0.1:9;',
    'internal;',
  ],
  ...[
    'proxy_next_upstream_timeout 5s;',
    'expires 1h;',
    'expires;',
    'proxy_connect_timeout 5 s;',
    'proxy_cache nobody;',
  ],
  ...[
    'location = /zz { proxy_pass http://127.0.0.1:1/; }',
    'location /a { return 204; }',
    'location @x { return 204; }',
  ],
]
const ofHttp = [
  ...['map $host $z { default y; }', 'upstream u { }', 'upstream u { server 127.0.0.1; zone u 8k; }', 'sendfile off;'],
  ...[
    'keepalive_timeout 5s;',
    'limit_req_zone $host zone=z:1m rate=1r/s;',
    'server { listen 127.0.0.1:9; }',
    'location / { }',
  ],
  ...['log_format own $host;', 'log_format own $nobody;', 'gzip on;', 'events { }', 'proxy_buffering off;', '}', 'x'],
  ...['types_hash_max_size 4096;', 'map $host $z { default y; x }', 'default_type a;', 'map_hash_bucket_size 256;'],
]
const ofStream = [
  ...['log_format own $remote_addr;', 'x;', 'server { listen 127.0.0.1:9; return x; }', 'add_header x y;', '}', 'x'],
  ...['map_hash_max_size 64;', 'proxy_timeout 5s;', 'location / { }'],
]
const ofStreamServer = [
  'proxy_timeout 5s;',
  'x;',
  'allow all;',
  'deny x;',
  'return 1;',
  'location / { }',
  '}',
  'tcp_nodelay on;',
]
const ofMain = [
  'env A;',
  'worker_processes 1;',
  'x',
  'daemon on;',
  'events { }',
  'timer_resolution 100ms;',
  '}',
  'gzip on;',
]

/** Values of annotations of which the controller takes more than nginx. */
const values: Readonly<Record<string, readonly string[]>> = {
  'upstream-zone-size': ['16k', '64k', '1m', '0'],
  keepalive: ['-1', '0', '8'],
  'proxy-buffers': ['1 4k', '2 4k', '0 4k', '8 0', '4 8k'],
  'proxy-buffer-size': ['0', '64k', '8k'],
  'proxy-busy-buffers-size': ['4k', '1m', ''],
  'proxy-max-temp-file-size': ['1k', '0', '16k'],
  'max-fails': ['0', '99999999999'],
  'client-max-body-size': ['0', '10g'],
  'proxy-connect-timeout': ['1h 5m', '5s', '1d'],
  'lb-method': ['hash $nobody', 'hash', 'hash x consistent', 'random two'],
  'proxy-redirect-from': ['/a/', 'off'],
  'proxy-redirect-to': ['/b/', '$nobody'],
  'path-regex': ['case_sensitive'],
  rewrites: ['serviceName=web rewrite=/x', 'serviceName=api rewrite=/'],
}

/** … and of entries of the ConfigMap, which stand in each server, location or upstream. */
const entries: Readonly<Record<string, readonly string[]>> = {
  'server-snippets': anywhere,
  'location-snippets': anywhere,
  'http-snippets': ofHttp,
  'stream-snippets': ofStream,
  'main-snippets': ofMain,
  'proxy-connect-timeout': ['5s', 'x', '', '5 s'],
  'proxy-read-timeout': ['1m', 'x'],
  'proxy-send-timeout': ['1m', '-1'],
  'client-max-body-size': ['8m', 'x', '', '8 m'],
  'proxy-buffers': ['2 4k', '1 4k', '8 16k'],
  'proxy-buffer-size': ['64k', '8k', '0'],
  'proxy-busy-buffers-size': ['4k', '1m'],
  'proxy-max-temp-file-size': ['x', '1k', '0', ''],
  'upstream-zone-size': ['16k', 'x', '64k', '0', ''],
  'fail-timeout': ['x', '5s', '', '-1'],
  'max-fails': ['-1', '2'],
  keepalive: ['-1', '8', '0'],
  'set-real-ip-from': ['x', '10.0.0.0/33', '10.0.0.0/8 x', '127.0.0.0/8,', ''],
  'real-ip-header': ['X A', 'X-A', 'proxy_protocol'],
  'proxy-hide-headers': ['X A', 'X-A', 'X-A,', ''],
  'proxy-pass-headers': ['X A', 'Server'],
  'log-format': ["it's", '$nobody', '$host "$status"', '$host\n$status'],
  'log-format-escaping': ['x', 'json'],
  'stream-log-format': ['$host', '$remote_addr', "it's"],
  'access-log': ['syslog:server=127.0.0.1', 'syslog:x', 'x'],
  'default-server-return': ['x', '404', '302', '200 "a" b'],
}

export interface Broken {
  readonly ingresses: readonly WireObject[]
  readonly custom: Partial<F5Custom>
  readonly config: Readonly<Record<string, string>>
}

/** Some place of one of them. */
export function broken(all: Broken, generator: ClusterGenerator): Broken {
  const { ingresses, custom, config } = all
  const place = generator.one(['annotation', 'annotation', 'value', 'config', 'custom', 'custom', 'custom'])
  if (place === 'config') {
    const key = generator.one(Object.keys(entries))
    return { ...all, config: { ...config, [key]: generator.one(entries[key] ?? []) } }
  }
  if (place === 'custom' && Object.keys(custom).length > 0) return { ...all, custom: brokenCustom(custom, generator) }
  const at = generator.one(ingresses.map((_, i) => i))
  const own: Record<string, string> = {}
  if (place === 'value') {
    const name = generator.one(Object.keys(values))
    own[`nginx.org/${name}`] = generator.one(values[name] ?? [])
  } else own[`nginx.org/${generator.one(['server', 'location'])}-snippets`] = textOf(anywhere, generator)
  const changed = ingresses.map((one, i) =>
    i === at
      ? { ...one, metadata: { ...one.metadata, annotations: { ...(one.metadata.annotations as object), ...own } } }
      : one,
  )
  return { ...all, ingresses: changed }
}

/** Several lines often, of which one may be wrong. */
function textOf(texts: readonly string[], generator: ClusterGenerator): string {
  const lines = Array.from({ length: generator.one([1, 1, 2]) }, () => generator.one(texts))
  return lines.join('\n')
}

function brokenCustom(custom: Partial<F5Custom>, generator: ClusterGenerator): Partial<F5Custom> {
  const change = (
    kind: 'virtualServers' | 'virtualServerRoutes' | 'transportServers' | 'policies',
    of: (spec: Spec) => Spec,
  ) => {
    const found = custom[kind] ?? []
    if (found.length === 0) return custom
    const at = generator.one(found.map((_, i) => i))
    return { ...custom, [kind]: found.map((one, i) => (i === at ? { ...one, spec: of(one.spec as Spec) } : one)) }
  }
  const inRoute = (field: 'routes' | 'subroutes') => (spec: Spec) => ({
    ...spec,
    [field]: (spec[field] as Spec[]).map((one, i) =>
      i === 0 ? { ...one, 'location-snippets': textOf(anywhere, generator) } : one,
    ),
  })
  const inUpstream = (spec: Spec) => ({
    ...spec,
    upstreams: (spec.upstreams as Spec[]).map((one) => ({ ...one, ...generator.one(ofUpstream) })),
  })
  return generator.one<() => Partial<F5Custom>>([
    () => change('virtualServers', (spec) => ({ ...spec, 'server-snippets': textOf(anywhere, generator) })),
    () => change('virtualServers', (spec) => ({ ...spec, 'http-snippets': textOf(ofHttp, generator) })),
    () => change('virtualServers', inRoute('routes')),
    () => change('virtualServerRoutes', inRoute('subroutes')),
    () => change('virtualServers', inUpstream),
    () => change('transportServers', (spec) => ({ ...spec, serverSnippets: textOf(ofStreamServer, generator) })),
    () => change('transportServers', (spec) => ({ ...spec, streamSnippets: textOf(ofStream, generator) })),
    () =>
      change('policies', ({ externalAuth, ...spec }) => ({
        ...spec,
        ...(externalAuth !== undefined && {
          externalAuth: { ...(externalAuth as Spec), authSnippets: textOf(anywhere, generator) },
        }),
      })),
  ])()
}

type Spec = Readonly<Record<string, unknown>>

const ofUpstream: readonly Spec[] = [
  { buffers: { number: 1, size: '4k' } },
  { buffers: { number: 4, size: '8k' }, 'buffer-size': '64k' },
  { 'buffer-size': '16k' },
  { 'busy-buffers-size': '4k', 'buffer-size': '8k' },
  { buffers: { number: 8, size: '16k' } },
  { 'connect-timeout': '1h 5m' },
  { 'client-max-body-size': '10g' },
]
