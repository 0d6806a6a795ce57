/** What people reported of snippets and values: what nginx refuses of them, and what the controller does. */
import { allowed, at, configured, one, open, type Told, web } from './words.js'

const allowing = { 'allow-snippet-annotations': 'true', 'annotations-risk-level': 'Critical' }
const denying = (location: string, paths: readonly string[], more = {}) =>
  one({ 'server-snippet': `location ${location} { deny all; }`, ...more }, paths, { configMap: allowing })

export const snippets: Told = {
  'a location of a snippet, and the paths': [
    ['rancher/rke2#4736', '1.9.6', denying('/ipaddr', ['/ Prefix web:80', '/ipaddr Prefix web:80']), 'yes no-effect'],
    [
      'nginx/kubernetes-ingress#1093',
      '1.11.5',
      denying('/base/path/v1/api/update', ['/base/path(/|$)(.*) ImplementationSpecific web:80'], {
        'rewrite-target': '/$2',
      }),
      'yes no-effect',
    ],
    ['#10113: where snippets are allowed', '1.8.1', denying('~* /test/admin', ['/test Prefix web:80']), 'yes'],
    [
      '#10569: as it stands in the ConfigMap, on the Ingress',
      '1.9.4',
      denying('~* "^/.*;.*$"', ['/admin.* ImplementationSpecific web:80', '/ Prefix web:80'], { 'use-regex': 'true' }),
      'yes',
    ],
    [
      '#8318',
      '1.1.1',
      one({ 'server-snippet': 'location /api { proxy_read_timeout 600s; }' }, web, { configMap: allowing }),
      'yes no-effect',
    ],
    [
      'docs: server-snippet, a pattern of another Ingress',
      '1.11.5',
      {
        ingresses: [
          at('m', { 'server-snippet': 'location ~ ^/api { return 403; }' }),
          at('a', { 'rewrite-target': '/$1' }, ['/api/(.*) ImplementationSpecific web:80'], 'a.test', 1),
        ],
        configMap: allowing,
      },
      'NO never-matches',
    ],
  ],
  'a name that the controller has': [
    [
      'nginx: a format of logs',
      '1.11.5',
      configured({ 'http-snippet': 'log_format upstreaminfo "$remote_addr";' }),
      '? reload-blocked',
    ],
    [
      'nginx: its balancer',
      '1.12.1',
      configured({ 'http-snippet': 'upstream upstream_balancer { server 127.0.0.1; }' }),
      '? reload-blocked',
    ],
    ['nginx: another name', '1.9.6', configured({ 'http-snippet': 'log_format mine "$remote_addr";' }), 'yes'],
  ],
  'buffers of a snippet, and those that each location has': [
    ['nginx: of the host', '1.11.5', open({ 'server-snippet': 'proxy_busy_buffers_size 64k;' }), '? snippet-breaks'],
    [
      'nginx: too few',
      '1.9.6',
      allowed({ 'configuration-snippet': 'proxy_busy_buffers_size 2k;' }),
      '? snippet-breaks',
    ],
    [
      'nginx: of all',
      '1.12.1',
      configured({ 'http-snippet': 'proxy_buffers 4 256k;\nproxy_busy_buffers_size 256k;' }),
      '? reload-blocked',
    ],
    [
      'nginx: as large as the annotation makes them',
      '1.11.5',
      open({ 'server-snippet': 'proxy_busy_buffers_size 64k;', 'proxy-buffer-size': '32k' }),
      'yes',
    ],
    ['nginx: three of four', '1.11.5', open({ 'server-snippet': 'proxy_busy_buffers_size 12k;' }), 'yes'],
  ],
  'a snippet breaks the configuration, or loses a line of it': [
    ['nginx: add_header', '1.11.5', allowed({ 'configuration-snippet': 'add_header A b' }), '? snippet-breaks'],
    [
      '#2275',
      '1.9.6',
      allowed({ 'server-snippet': 'if ($http_user_agent ~* "(Mobile)") {\n  proxy_pass https://m.test;\n}' }),
      '? snippet-breaks',
    ],
    ['#14051', '1.13.3', open({ 'server-snippet': 'location1 /invalid { return 200 "bad"; }' }), '? snippet-breaks'],
    ['#4771', '1.9.6', allowed({ 'configuration-snippet': 'proxy_http_version 1.1;' }), '? snippet-breaks'],
    [
      'source: what the location of auth-url has already',
      '1.11.5',
      allowed({ 'auth-url': 'http://auth.test/x', 'auth-snippet': 'proxy_http_version 1.0;' }),
      '? snippet-breaks',
    ],
    [
      'nginx: proxy_set_header, a value of two words',
      '1.9.6',
      allowed({ 'auth-url': 'http://auth.test/x', 'auth-snippet': 'proxy_set_header A b c;' }),
      '? snippet-breaks',
    ],
    [
      'docs: location-snippet, not for it',
      '1.9.6',
      configured({ 'location-snippet': 'listen 81;' }),
      '? reload-blocked',
    ],
    [
      'nginx: client_max_body_size, twice in one location',
      '1.11.5',
      configured({ 'location-snippet': 'client_max_body_size 8m;' }),
      '? reload-blocked',
    ],
    ['source: mirror, a blank in the URL', '1.7.0', one({ 'mirror-target': 'https://m.test/a b' }), '? value-breaks'],
    ['#1429', '1.9.6', allowed({ 'configuration-snippet': 'set $a $locations;' }), '? snippet-breaks'],
    ['docs: server-snippet', '1.15.1', open({ 'server-snippet': 'location / { return 403; }' }), '? snippet-breaks'],
    [
      'docs: auth-snippet',
      '1.15.1',
      open({ 'auth-url': 'http://auth.test/x', 'auth-snippet': 'proxy_set_headers A b;' }),
      '? snippet-breaks',
    ],
    [
      'headers-more: more_set_headers',
      '1.12.1',
      open({ 'configuration-snippet': 'more_set_headers "A: b"\nproxy_set_header X-A b;' }),
      'yes snippet-swallows',
    ],
    [
      'docs: location-snippet',
      '1.11.5',
      configured({ 'location-snippet': 'more_set_headers "A: b"' }),
      'NO snippet-swallows',
    ],
  ],
  'a snippet is not allowed': [
    ['#12648', '1.12.0', allowed({ 'server-snippet': 'client_header_buffer_size 32k;' }), 'NO annotation-risk'],
    [
      '#13003',
      '1.12.0',
      one({ 'server-snippet': 'set $a b;' }, web, {
        configMap: { 'allow-snippet-annotations': 'true', 'annotation-risk-level': 'Critical' },
        flags: ['--enable-annotation-validation=false'],
      }),
      'NO annotation-risk',
    ],
    ['#13156', '1.12.1', allowed({ 'configuration-snippet': 'more_set_headers "A : b";' }), 'NO annotation-risk'],
    ['#13910', '1.13.2', allowed({ 'server-snippet': 'set $a b;' }), 'NO annotation-risk'],
    ['#10543', '1.10.1', one({ 'configuration-snippet': 'set $a b;' }), 'yes snippet-not-allowed'],
  ],
  'ModSecurity and streams': [
    [
      '#11349',
      '1.10.0',
      one({ 'enable-modsecurity': 'true', 'modsecurity-snippet': 'SecRuleEngine On' }),
      'yes snippet-not-allowed',
    ],
    [
      '#11531',
      '1.10.1',
      allowed({ 'enable-modsecurity': 'true', 'modsecurity-snippet': 'SecRule ARGS "@contains x" "deny"' }),
      '? snippet-breaks',
    ],
    [
      'ministryofjustice/cloud-platform-infrastructure#433',
      '1.9.6',
      allowed({
        'enable-modsecurity': 'true',
        'modsecurity-snippet': 'SecRule ARGS "x" "id:7,deny"\nSecRule ARGS "y" "id:7,deny"',
      }),
      '? snippet-breaks',
    ],
    [
      'docs: modsecurity-snippet, a quote in it',
      '1.11.5',
      allowed({ 'enable-modsecurity': 'true', 'modsecurity-snippet': 'SecRule ARGS \'x\' "id:7,deny"' }),
      '? snippet-breaks',
    ],
    [
      '#8536',
      '1.4.0',
      allowed({ 'stream-snippet': 'server { listen 7788 proxy_protocol; proxy_passs a:1; }' }),
      '? snippet-breaks',
    ],
    [
      'docs: stream-snippet, with directives of streams',
      '1.11.5',
      allowed({
        'stream-snippet': 'proxy_connect_timeout 5s; server { listen 7788; proxy_pass 127.0.0.1:1; ssl_preread on; }',
      }),
      'yes',
    ],
    [
      'docs: stream-snippet, without its end',
      '1.11.5',
      allowed({ 'stream-snippet': 'server { listen 7788; proxy_pass a:1;' }),
      '? snippet-breaks',
    ],
    [
      'docs: stream-snippet, in a location',
      '1.11.5',
      allowed({ 'stream-snippet': 'location / { return 200; }' }),
      '? snippet-breaks',
    ],
  ],
  'what may be busy, by release': [
    ['#13598', '1.13.0', one({ 'proxy-buffer-size': '16k' }), '? value-breaks'],
    [
      '#13598: of annotations alone',
      '1.13.1',
      configured({ 'proxy-busy-buffers-size': '2k' }, { 'proxy-buffer-size': '16k' }),
      'yes',
    ],
    ['#13790', '1.13.2', one({ 'proxy-buffer-size': '16k' }), 'yes'],
    ['#13674', '1.13.2', one({ 'proxy-buffer-size': '16k', 'proxy-busy-buffers-size': '64k' }), '? value-breaks'],
  ],
}
