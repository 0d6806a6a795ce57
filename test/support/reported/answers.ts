/**
 * What people asked, by kind: each row is a small cluster of a public thread, documentation or source, at a release at which
 * it shows, and what `trace` says of a request. `#NUMBER` is an issue of kubernetes/ingress-nginx.
 */
import {
  type Annotations,
  type Answered,
  at,
  aws,
  before,
  cdn,
  configured,
  one,
  open,
  type Sent,
  secret,
  service,
  web,
} from './words.js'

const listed = { 'whitelist-source-range': '203.0.113.0/24' }
const from = (address: string, clientAddress = '198.51.100.7'): Sent => ({
  sent: { 'x-forwarded-for': address },
  clientAddress,
})
const tls = (annotations: Annotations) => one({ 'backend-protocol': 'HTTPS', ...annotations })

const fcgi = (annotations: Annotations, more = {}) => one({ 'backend-protocol': 'FCGI', ...annotations }, web, more)
const fcgiWith = (name: string, snippet: string) => ({ ...open({ 'backend-protocol': 'FCGI', [name]: snippet }) })
const params = {
  kind: 'ConfigMap' as const,
  metadata: { namespace: 'shop', name: 'php' },
  data: { SCRIPT_FILENAME: '/i.php' },
}
const authority = { secrets: [secret('shop', 'ca', { 'ca.crt': 'eA==' })] }
const clients = (annotations: Annotations = {}) => one({ 'auth-tls-secret': 'shop/ca', ...annotations }, web, authority)
const refused = (codes: string) =>
  configured(
    { 'custom-http-errors': codes },
    { 'auth-url': 'https://sso.example.com/', 'auth-signin': 'https://sso.example.com/start' },
  )
const unruled = (protocol: string) => one({ 'backend-protocol': protocol }, ['/api Prefix web:80'])
const nope = 'http://a.test/nope'
const https = 'https://a.test/'
const socket: Sent = { sent: { upgrade: 'websocket', connection: 'Upgrade' } }

export const answers: Answered = {
  'what no rule takes goes to the default backend as the first Ingress of the host has it': [
    ['#4323', '0.26.2', unruled('GRPC'), /^unavailable 502[\s\S]*not spoken to over HTTP/, {}, nope],
    ['docs: HTTPS', '0.26.2', unruled('HTTPS'), /^unavailable 502[\s\S]*of Ingress shop\/a/, {}, nope],
    ['#4870', '1.14.3', unruled('GRPC'), /^not-found 404/, {}, nope],
    ['#4870: HTTPS', '0.27.0', unruled('HTTPS'), /^not-found 404/, {}, nope],
    ['docs: AUTO_HTTP', '1.14.3', unruled('AUTO_HTTP'), /^not-found 404/, {}, nope],
  ],
  'forwarded headers': [
    ['#2257', '1.11.5', one(listed), /^denied 403[\s\S]*not trusted/, from('203.0.113.9')],
    [
      '#1000',
      '1.9.6',
      configured({ 'use-forwarded-headers': 'true' }, listed),
      /^served[\s\S]*whoever sends it/,
      from('203.0.113.9'),
    ],
    [
      '#11994',
      '1.11.2',
      configured({ 'enable-real-ip': 'true', 'proxy-real-ip-cidr': '10.20.30.40/32' }, listed),
      /^served[\s\S]*counts as 203\.0\.113\.9/,
      from('203.0.113.9', '10.20.30.40'),
    ],
    [
      '#12702',
      '1.11.3',
      configured({ 'use-proxy-protocol': 'true' }, listed),
      /^denied 403[\s\S]*proxy protocol/,
      from('203.0.113.9'),
    ],
    [
      '#9163',
      '1.2.1',
      configured(
        { 'use-forwarded-headers': 'true', 'proxy-real-ip-cidr': '10.0.0.0/8' },
        { 'force-ssl-redirect': 'true' },
      ),
      /^redirect 308 https:\/\/evil\.test/,
      { sent: { 'x-forwarded-host': 'evil.test' }, clientAddress: '198.51.100.7' },
    ],
  ],
  'what stands before the controller': [
    [
      'bitnami/charts#6411',
      '1.4.0',
      {
        ...one({ 'force-ssl-redirect': 'true' }),
        ...before(
          { [`${aws}-type`]: 'nlb', [`${aws}-ssl-cert`]: 'arn:x', [`${aws}-backend-protocol`]: 'http' },
          'http',
        ),
      },
      /^served[\s\S]*gist: force-ssl-redirect redirects to https, and Service edge\/entry .*again and again/,
      {},
      'https://a.test/',
    ],
    [
      'docs: one that passes TLS on',
      '1.11.5',
      { ...one({ 'force-ssl-redirect': 'true' }), ...before({}, 'https') },
      /^served(?![\s\S]*again and again)/,
      {},
      'https://a.test/',
    ],
  ],
  'a WebSocket that is closed': [
    [
      '#2917',
      '1.5.1',
      one({}),
      /gist: a silent WebSocket is closed after 60 s \(proxy-read-timeout, the default/,
      socket,
    ],
    [
      '#5830: after a quarter of an hour, which is not nginx',
      '1.11.5',
      configured({}, { 'proxy-read-timeout': '3600' }),
      /gist: .* after 3600 s \(proxy-read-timeout of the Ingress\), any one 240 s \(worker-shutdown-timeout, the default\) after a reload/,
      socket,
    ],
    [
      '#8977: after each reload',
      '1.3.0',
      configured({ 'worker-shutdown-timeout': '10s' }),
      /any one 10 s \(worker-shutdown-timeout of the ConfigMap\) after a reload/,
      socket,
    ],
    [
      '#5167: by the load balancer',
      '1.12.1',
      { ...one({ 'proxy-read-timeout': '3600' }), ...before({ [`${aws}-backend-protocol`]: 'tcp' }, 'https') },
      /closed after 60 s by the load balancer of Service edge\/entry, before nginx does after 3600 s/,
      socket,
    ],
    ['docs: no request for one', '1.12.1', one({}), /^served(?![\s\S]*WebSocket)/],
  ],
  'answers with long headers': [
    [
      '#7946',
      '1.0.5',
      one({}),
      /limits: headers of an answer 4k \(proxy-buffer-size\), silence 60 s \(proxy-read-timeout\)/,
    ],
    [
      'oauth2-proxy/oauth2-proxy#676',
      '1.9.6',
      one({ 'proxy-buffer-size': '16k' }),
      /headers of an answer 16k \(proxy-buffer-size of the Ingress\)/,
    ],
    [
      'cnoe-io/idpbuilder#151',
      '1.11.5',
      configured({ 'proxy-buffer-size': '32k' }),
      /headers of an answer 32k \(proxy-buffer-size of the ConfigMap\)/,
    ],
  ],
  'the last hop': [
    [
      '#4928',
      '1.11.5',
      {
        ...tls({ 'proxy-ssl-secret': 'shop/ca', 'proxy-ssl-verify': 'on' }),
        secrets: [secret('shop', 'ca', { 'ca.crt': 'eA==' })],
      },
      /^unavailable 502[\s\S]*upstream_balancer/,
    ],
    [
      '#11170',
      '1.10.0',
      { ingresses: [at('a', { 'backend-protocol': 'HTTPS', 'upstream-vhost': 'cdn.example.com' })], services: [cdn] },
      /^served[\s\S]*cdn\.example\.com:443, over HTTPS, with Host: cdn\.example\.com, without SNI/,
    ],
    ['docs: GRPCS', '1.12.1', one({ 'backend-protocol': 'GRPCS' }), /^served[\s\S]*over gRPC with TLS/],
    [
      'docs: service-upstream',
      '1.9.6',
      one({ 'service-upstream': 'true' }),
      /10\.96\.0\.1:80, the address of the Service/,
    ],
    ['docs: upstream-vhost', '1.11.5', one({ 'upstream-vhost': 'b.test' }), /with Host: b\.test/],
  ],
  'FastCGI, and files of the image': [
    [
      'docs: fcgi-services',
      '1.11.5',
      fcgi({ 'fastcgi-index': 'index.php', 'fastcgi-params-configmap': 'php' }, { configMaps: [params] }),
      /^served[\s\S]*over FastCGI/,
    ],
    ['#8207', '1.9.6', fcgiWith('configuration-snippet', 'include /etc/nginx/fastcgi_params;'), /^served/],
    [
      'nginx: fastcgi.conf',
      '1.12.1',
      fcgiWith('configuration-snippet', 'include fastcgi.conf; fastcgi_read_timeout 300;'),
      /^served/,
    ],
    ['nginx: mime.types', '1.4.0', fcgiWith('configuration-snippet', 'include /etc/nginx/mime.types;'), /^served/],
    ['nginx: uwsgi_params', '1.15.1', fcgiWith('server-snippet', 'include uwsgi_params;'), /^served/],
    [
      'opnsense/plugins#791',
      '1.11.5',
      fcgiWith(
        'server-snippet',
        'location ~ \\.php$ { include fastcgi_params; fastcgi_pass web.shop.svc.cluster.local:9000; }',
      ),
      /^unknown[\s\S]*fastcgi_pass sends it to web\.shop\.svc\.cluster\.local:9000, which is no upstream of the controller/,
      {},
      'http://a.test/x.php',
    ],
    [
      'Debian: snippets/fastcgi-php.conf, which the image has not',
      '1.11.5',
      fcgiWith('configuration-snippet', 'include snippets/fastcgi-php.conf;'),
      /^unknown[\s\S]*what the included file snippets\/fastcgi-php\.conf says is not known/,
    ],
  ],
  'an answer of the service that knows who may pass': [
    [
      'oauth2-proxy/oauth2-proxy#2111',
      '1.7.0',
      refused('401'),
      /^unavailable 500[\s\S]*sso\.example\.com\/ answers 401, which custom-http-errors hands to upstream-default-backend, and that answers 404/,
      { auth: 'deny' },
    ],
    ['oauth2-proxy/oauth2-proxy#2111: who is signed in', '1.7.0', refused('401'), /^served/, { auth: 'pass' }],
    ['#14496', '1.13.7', refused('401'), /^redirect 302/, { auth: 'deny' }],
    ['docs: of 403 alone', '1.13.6', refused('403'), /^guarded[\s\S]*it answers 401: 302[\s\S]*answers 403, which/],
    [
      'docs: a default backend with pages',
      '1.13.6',
      { ...refused('401'), flags: ['--default-backend-service=shop/pages'], services: [service('pages', 80, 'http')] },
      /^redirect 302/,
      { auth: 'deny' },
    ],
  ],
  'client certificates': [
    ['#7176', '1.5.1', clients(), /^guarded[\s\S]*or another: 400/, {}, https],
    ['#1573: over http, with no TLS section', '1.11.5', clients(), /^served/],
    ['#5110', '1.4.0', clients({ 'auth-tls-verify-client': 'optional' }), /^served/, {}, https],
    ['docs: optional_no_ca', '1.12.1', clients({ 'auth-tls-verify-client': 'optional_no_ca' }), /^served/, {}, https],
    [
      'docs: auth-tls-match-cn',
      '1.11.5',
      clients({ 'auth-tls-match-cn': 'CN=me' }),
      /with a name like CN=me/,
      {},
      https,
    ],
    [
      'docs: auth-tls-error-page',
      '1.9.6',
      clients({ 'auth-tls-error-page': 'https://b.test/' }),
      /or another: 302 https:\/\/b\.test\//,
      {},
      https,
    ],
    [
      '#7133: of one path, for the whole host',
      '1.11.5',
      {
        ingresses: [at('b', { 'auth-tls-secret': 'shop/ca' }, ['/b Prefix b:80']), at('a', {}, web, 'a.test', 1)],
        ...authority,
      },
      /^guarded[\s\S]*\(auth-tls-secret of Ingress shop\/b\)/,
      {},
      https,
    ],
    [
      '#2287: the prefix of other releases',
      '1.11.5',
      one({ 'ingress.kubernetes.io/auth-tls-secret': 'shop/ca' }, web, authority),
      /^served/,
      {},
      https,
    ],
    ['docs: --auth deny', '1.15.1', clients(), /^denied 400/, { auth: 'deny' }, https],
  ],
}
