/** Some annotations of Ingresses, each with a value that its kind has, good or odd. */
import fc from 'fast-check'
import { known } from '../../../src/controllers/ingress-nginx/annotations/known/catalogue.js'

/** Kind of a value → values. */
const values: Readonly<Record<string, readonly string[]>> = {
  boolean: ['true', 'false', 'True', '1', 'yes', '', 'T'],
  integer: ['0', '1', '5', '10', '301', '302', '308', '399', '400', '-1', '1.5', 'x', '', '99999999999'],
  list: ['200 202 401 5m', '200', '5m', 'x', '200 202 10m, 401 5m'],
  networks: ['10.0.0.0/8', '0.0.0.0/0', '127.0.0.1', '10.0.0.0/8,x', '', '10.0.0.0/8, ::/0', '10.0.0.1/33'],
  cookieDomain: ['a.example b.example', 'off', '~\\.(.+)\\.com$ $1', 'x'],
  variable: ['$request_id', '$remote_user$http_authorization', 'x', '$a-$b', '$cookie_a'],
  operation: ['HTTP $request_method $service_name', 'x', 'a;b'],
  words: ['Authentication Required', 'x"y', "it's", 'a;b', ''],
  trimmedOnOff: ['on', 'off', ' on ', 'true', ''],
  onOff: ['on', 'off', 'true', '', 'ON'],
  commonName: ['CN=somebody', 'CN=a b', 'CN=(a|b)', 'O=x', 'CN=', 'CN=a.example'],
  sameSite: ['None', 'Lax', 'Strict', 'none', ''],
  hash: ['$request_uri', '$binary_remote_addr', '$host$request_uri', 'x', ''],
  looseUrl: [
    '/x',
    'https://a.example/',
    '/x/ /y/',
    'a b',
    'http://a.example:80/x?y=$z',
    'off',
    'default',
    '~*^/a(.*) /b$1',
  ],
  errorPage: ['https://elsewhere.example/', '/error', 'x', '503', 'http://a b/'],
  exposed: ['*', 'X-A, X-B', 'X A', ''],
  headers: ['X-A, X-B', 'X-A,X-B', '*', 'X A', ''],
  verifyClient: ['on', 'off', 'optional', 'optional_no_ca', 'On', ''],
  nextUpstream: ['error timeout', 'off', 'http_500 non_idempotent', 'x', ''],
  affinityMode: ['balanced', 'persistent', 'x'],
  affinity: ['cookie', 'ip', ''],
  canaryBehavior: ['sticky', 'legacy', 'x'],
  httpVersion: ['1.0', '1.1', '2', ''],
  urlWithVariables: [
    'http://auth.example/',
    'https://auth.example/start?rd=$escaped_request_uri',
    '/auth',
    'http://web.default.svc.cluster.local/',
    'http://a b/',
    'none',
    'https://auth.example:8443/x',
    'http://auth.example/;',
    '',
    'http://a.example/auth$request_uri',
  ],
  url: [
    'https://elsewhere.example/',
    'https://elsewhere.example$request_uri',
    '/x',
    'https://a.example/',
    'x',
    'http://a b/',
    '',
    'https://elsewhere.example/?a=b&c=d#e',
    '//b.a.example/',
  ],
  authType: ['basic', 'digest', 'x', 'Basic'],
  secretType: ['auth-file', 'auth-map', 'x'],
  size: ['8k', '1m', '0', '1g', '8', 'x', '1M', '', '8 k', '1.5m'],
  proxyProtocols: ['TLSv1.2', 'TLSv1.2 TLSv1.3', 'x', 'TLSv1'],
  proxyCiphers: ['HIGH:!aNULL', 'x', 'a b'],
  ciphers: ['HIGH:!aNULL', 'ALL:!aNULL:!EXPORT56:RC4+RSA', 'a b', 'x;y'],
  name: [
    'users',
    'default/users',
    'ca',
    'default/ca',
    'good',
    'none',
    'team/ca',
    'X-Canary',
    'beta',
    '',
    'a b',
    'default/config',
    'always',
    'never',
  ],
  fileName: ['index.php', 'x y', '/x'],
  strictSeconds: ['3600', '-1', 'x', '0'],
  seconds: ['3600', '-1', 'x', '0'],
  method: ['GET', 'POST', 'get', 'X'],
  origins: ['*', 'https://a.example', 'https://*.a.example', 'https://a.example, https://b.example:8443', 'x', ''],
  protocol: ['HTTP', 'HTTPS', 'GRPC', 'GRPCS', 'FCGI', 'https', 'AUTO_HTTP', 'x', ''],
  path: ['/a', '/', 'a', '/a b', 'https://x/', '/a?b=c', ''],
  anything: ['deny all;', 'proxy_set_header X-A b;', '}', 'x'],
  regex: ['y.*', '^(a|b)$', '(', 'a{2}', '.*'],
  serverName: [
    'mirror.example',
    'https://mirror.example$request_uri',
    'http://a.example',
    'a.example:8080',
    'https://mirror.example/x',
    'a b',
    '$host',
  ],
  methods: ['GET, POST', 'PUT', '*', 'x y', 'GET POST'],
}

/** For what has a kind of its own, right or not. */
const others = ['true', 'x', '/a', 'a.example', '404', '$1', '/x/$1', '503,404', 'round_robin', 'ewma', 'some; words']

/** What they load, and streams, an nginx of Debian lacks. */
const names = [...known.keys()].filter((name) => !/modsecurity|owasp|opentelemetry|stream/.test(name))

const annotation = fc
  .constantFrom(...names)
  .chain((name) => fc.tuple(fc.constant(name), fc.constantFrom(...(values[known.get(name)?.kind ?? ''] ?? others))))

/** Whole names → values. */
export const anyAnnotations: fc.Arbitrary<Readonly<Record<string, string>>> = fc
  .array(annotation, { maxLength: 3 })
  .map((all) => Object.fromEntries(all.map(([name, value]) => [`nginx.ingress.kubernetes.io/${name}`, value])))
