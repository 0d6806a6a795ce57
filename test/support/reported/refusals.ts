/**
 * What is refused, redirected or replaced before a client sees it, by kind: each row is a small cluster of a public thread, documentation or source, at a release at which
 * it shows, and what `trace` says of a request. `#NUMBER` is an issue of kubernetes/ingress-nginx.
 */
import { type Answered, at, configured, one, open, type Sent, service, web } from './words.js'

const sends = (bytes: number): Sent => ({ sent: { 'content-length': String(bytes) } })
const listed = { 'whitelist-source-range': '203.0.113.0/24' }
const cors = (origin: string) => one({ 'enable-cors': 'true', 'cors-allow-origin': origin })
const preflight: Sent = {
  method: 'OPTIONS',
  sent: { origin: 'https://www.b.test', 'access-control-request-method': 'POST' },
}

export const refusals: Answered = {
  'what a page of elsewhere may read (CORS)': [
    [
      '#9762: another origin than the one that is listed',
      '1.6.4',
      cors('http://www.b.test'),
      /gist: cors-allow-origin of Ingress shop\/a is http:\/\/www\.b\.test, which https:\/\/www\.b\.test is not: the preflight/,
      preflight,
    ],
    [
      'docs: a listed one',
      '1.11.5',
      cors('https://www.b.test, https://c.test'),
      /^served 204(?![\s\S]*gist)/,
      preflight,
    ],
    [
      'docs: not the host above the wildcard',
      '1.12.1',
      cors('https://*.www.b.test'),
      /gist: cors-allow-origin[\s\S]*its answer has no CORS headers/,
      { sent: { origin: 'https://www.b.test' } },
    ],
    [
      'docs: a slash at its end, and so none',
      '1.11.5',
      cors('https://b.test/'),
      /gist: cors-allow-origin of Ingress shop\/a names none that counts: its answer has no CORS headers/,
      { sent: { origin: 'https://b.test' } },
    ],
    ['#10267', '1.9.6', cors('*.b.test'), /gist: [\s\S]*: the preflight goes to the backend/, preflight],
    [
      '#7959: * and cookies',
      '1.11.5',
      cors('*'),
      /gist: cors-allow-origin of Ingress shop\/a is \*, which browsers refuse for a request with credentials/,
      { sent: { origin: 'https://www.b.test', cookie: 'a=b' } },
    ],
    [
      'docs: * without cookies',
      '1.15.1',
      cors('*'),
      /^served(?![\s\S]*gist)/,
      { sent: { origin: 'https://www.b.test' } },
    ],
  ],
  'pages in the place of errors': [
    [
      '#12446: of the ConfigMap',
      '1.11.5',
      {
        ...configured({ 'custom-http-errors': '404,503' }),
        flags: ['--default-backend-service=shop/pages'],
        services: [service('pages', 80, 'http')],
      },
      /gist: custom-http-errors of the controller's ConfigMap: the default backend \(Service shop\/pages\) answers in place of its 404, 503/,
    ],
    [
      'docs: the annotation alone counts',
      '1.9.6',
      {
        ...configured({ 'custom-http-errors': '404' }, { 'custom-http-errors': '502', 'default-backend': 'pages' }),
        services: [service('pages', 80, 'http')],
      },
      /gist: custom-http-errors of Ingress shop\/a: the default backend \(Service shop\/pages\) answers in place of its 502\n/,
    ],
    [
      'docs: disable-proxy-intercept-errors, or none',
      '1.11.5',
      one({ 'default-backend': 'pages' }, web, { services: [service('pages', 80, 'http')] }),
      /^served(?![\s\S]*gist)/,
    ],
    [
      '#10834: where no rule is',
      '1.11.5',
      one({ 'custom-http-errors': '404', 'default-backend': 'pages' }, ['/login Prefix web:80'], {
        services: [service('pages', 80, 'http')],
      }),
      /^not-found[\s\S]*gist: default-backend of Ingress shop\/a counts for the paths of its rules alone/,
    ],
  ],
  'no host': [
    ['#6888', '1.11.5', one({}), /^denied 400[\s\S]*HTTP\/1\.1 without a Host/, { host: null }],
    ['#9921: an empty one', '1.6.4', one({}), /^denied 400[\s\S]*its host is no host name/, { host: '' }],
    [
      'HTTP/1.0: of a rule for all hosts',
      '1.12.1',
      { ingresses: [at('a', { 'ssl-redirect': 'false' }, web, '')] },
      /^served/,
      { host: null, httpVersion: '1.0' },
    ],
  ],
  'more than it takes (Content-Length)': [
    [
      '#4825: an annotation on the ConfigMap',
      '1.11.5',
      {
        ...one({}),
        flags: ['--configmap=edge/settings'],
        configMaps: [
          {
            kind: 'ConfigMap',
            metadata: {
              namespace: 'edge',
              name: 'settings',
              annotations: { 'nginx.ingress.kubernetes.io/proxy-body-size': '10m' },
            },
            data: {},
          },
        ],
      },
      /413: .* annotation nginx\.ingress\.kubernetes\.io\/proxy-body-size of the ConfigMap does nothing/,
      sends(2_000_000),
    ],
    [
      'docs: a key that is nearly one',
      '1.9.6',
      configured({ 'proxy-bodysize': '10m' }),
      /413: .* key proxy-bodysize of the ConfigMap does nothing/,
      sends(2_000_000),
    ],
    ['#4825: 413, of a size that nobody set', '1.11.5', one({}), /^denied 413/, sends(2_000_000)],
    ['docs: proxy-body-size', '1.9.6', one({ 'proxy-body-size': '8m' }), /^served/, sends(8 * 1024 ** 2)],
    ['docs: proxy-body-size, one byte more', '1.9.6', one({ 'proxy-body-size': '8m' }), /^denied 413/, sends(8388609)],
    ['docs: the ConfigMap', '1.5.1', configured({ 'proxy-body-size': '1024' }), /^denied 413/, sends(1025)],
    ['#9283: 0, as much as it likes', '1.5.1', one({ 'proxy-body-size': '0' }), /^served/, sends(10 ** 12)],
    [
      'nginx: before a redirect to https',
      '1.12.1',
      one({ 'force-ssl-redirect': 'true' }),
      /^denied 413/,
      sends(2_000_000),
    ],
    [
      'docs: a size that is none counts for nothing',
      '1.11.5',
      one({ 'proxy-body-size': '50MB' }),
      /^denied 413/,
      sends(2_000_000),
    ],
  ],
  'who redirects, and who refuses': [
    [
      '#8713',
      '1.2.1',
      one({ 'permanent-redirect': 'https://b.test/' }),
      /redirect[\s\S]*permanent-redirect of Ingress shop\/a/,
    ],
    [
      '#12874',
      '1.12.0',
      one({ 'from-to-www-redirect': 'true' }),
      /redirect 308 http:\/\/a\.test:80\/x[\s\S]*from-to-www-redirect of Ingress shop\/a/,
      {},
      'http://www.a.test/x',
    ],
    [
      '#3210',
      '1.11.5',
      one(listed),
      /denied 403[\s\S]*whitelist-source-range of Ingress shop\/a/,
      { clientAddress: '198.51.100.7' },
    ],
    [
      'docs: denylist-source-range',
      '1.11.5',
      one({ 'denylist-source-range': '198.51.100.0/24' }),
      /denied 403[\s\S]*denylist-source-range of Ingress shop\/a/,
      { clientAddress: '198.51.100.7' },
    ],
    [
      'docs: block-user-agents',
      '1.11.5',
      configured({ 'block-user-agents': 'curl' }),
      /denied 403[\s\S]*block-user-agents/,
      { sent: { 'user-agent': 'curl' } },
    ],
    ['docs: app-root', '1.9.6', one({ 'app-root': '/ui' }, web), /redirect 302[\s\S]*app-root of Ingress shop\/a/],
    [
      'docs: server-snippet',
      '1.11.5',
      open({ 'server-snippet': 'location /x { return 403; }' }),
      /denied 403[\s\S]*server-snippet of Ingress shop\/a/,
      {},
      'http://a.test/x',
    ],
    [
      'docs: no-tls-redirect-locations',
      '1.11.5',
      one({ 'force-ssl-redirect': 'true' }, ['/.well-known/acme-challenge/x Exact web:80']),
      /^served/,
      {},
      'http://a.test/.well-known/acme-challenge/x',
    ],
  ],
}
