/** Fixes of annotations that do nothing. */
import { proveCures } from '../../support/why/cures.js'
import { ingress } from '../../support/worlds/ingress-world.js'
import { a, at, authority, cure, moved, share, tls, verified, web } from './words.js'

const cors = { 'enable-cors': 'true', 'cors-allow-credentials': 'true' }
const sticky = { affinity: 'cookie', 'use-regex': 'true' }
const hashed = { 'upstream-hash-by': '$request_uri' }

const tried = { canary: 'true', 'canary-by-header': 'X-New' }
const legacy = { 'affinity-canary-behavior': 'legacy' }
const shown = { 'auth-tls-verify-client': 'optional' }

proveCures([
  cure(
    'no-effect',
    'or set force-ssl-redirect: "true"',
    a({ 'auth-tls-secret': 'shop/ca' }),
    a({ 'auth-tls-secret': 'shop/ca', 'force-ssl-redirect': 'true' }),
    { served: '308 https://a.test/x', more: { secrets: [authority] } },
  ),
  cure(
    'no-effect',
    'Set force-ssl-redirect: "false" on the Ingress, too',
    a({ 'ssl-redirect': 'false' }),
    a({ 'ssl-redirect': 'false', 'force-ssl-redirect': 'false' }),
    {
      url: 'http://a.test/',
      more: { configMap: { 'force-ssl-redirect': 'true' } },
    },
  ),
  cure(
    'no-effect',
    'Move affinity to the Ingress that the canary tries out',
    [a(), at('c', 'a.test', ['/ Prefix v2:80'], { ...tried, affinity: 'cookie' }, 1)],
    [a({ affinity: 'cookie' }), at('c', 'a.test', ['/ Prefix v2:80'], tried, 1)],
  ),
  cure(
    'no-effect',
    'Move affinity-canary-behavior to the canary',
    [a({ affinity: 'cookie', ...legacy }), at('c', 'a.test', ['/ Prefix v2:80'], tried, 1)],
    [a({ affinity: 'cookie' }), at('c', 'a.test', ['/ Prefix v2:80'], { ...tried, ...legacy }, 1)],
  ),
  cure('no-effect', 'Remove http2-push-preload', a({ 'http2-push-preload': 'true' }), a()),
  cure(
    'no-effect',
    'Remove proxy-cookie-path',
    a({ 'backend-protocol': 'GRPC', 'proxy-cookie-path': '/a /b', 'proxy-read-timeout': '90' }),
    a({ 'backend-protocol': 'GRPC', 'proxy-read-timeout': '90' }),
  ),
  cure(
    'no-effect',
    'Remove proxy-read-timeout',
    a({ 'backend-protocol': 'FCGI', 'proxy-read-timeout': '90' }),
    a({ 'backend-protocol': 'FCGI' }),
  ),
  cure(
    'no-effect',
    'Join auth-tls-match-cn into that of Ingress shop/b',
    [
      at('b', 'a.test', ['/b Prefix b:80'], { 'auth-tls-secret': 'shop/ca', ...shown }),
      at('a', 'a.test', web, { 'auth-tls-secret': 'shop/ca', 'auth-tls-match-cn': 'CN=x', ...shown }, 1),
    ],
    [
      at('b', 'a.test', ['/b Prefix b:80'], { 'auth-tls-secret': 'shop/ca', 'auth-tls-match-cn': 'CN=x', ...shown }),
      at('a', 'a.test', web, { 'auth-tls-secret': 'shop/ca', 'auth-tls-match-cn': 'CN=x', ...shown }, 1),
    ],
    { more: { secrets: [authority] }, served: '403' },
  ),
  cure(
    'no-effect',
    'Remove service-upstream',
    a({ affinity: 'cookie', 'service-upstream': 'true' }),
    a({ affinity: 'cookie' }),
  ),
  cure(
    'no-effect',
    'Give this one a Service of its own, or remove affinity from Ingress shop/b',
    [a(hashed), at('b', 'b.test', web, { affinity: 'cookie' }, 1)],
    [a(hashed, ['/ Prefix own:80']), at('b', 'b.test', web, { affinity: 'cookie' }, 1)],
    { served: 'shop/own:80 as /x by shop/a' },
  ),
  cure(
    'no-effect',
    'Set backend-protocol: "HTTPS" where the pods speak TLS',
    a({ ...verified, 'proxy-ssl-name': 'web.test', 'backend-protocol': 'HTTP' }),
    a({ ...verified, 'proxy-ssl-name': 'web.test' }),
    { more: { secrets: [authority] }, next: 'tls-to-plain' },
  ),
  cure(
    'no-effect',
    'gRPC over TLS is neither verified nor shown a certificate',
    a({ 'proxy-ssl-secret': 'shop/ca', 'backend-protocol': 'GRPCS' }),
    a({ 'backend-protocol': 'GRPCS' }),
    { more: { secrets: [authority] } },
  ),
  cure(
    'no-effect',
    'or give the Service a cluster IP',
    a({ 'service-upstream': 'true' }, ['/ Prefix tls:80']),
    a({ 'service-upstream': 'true' }, ['/ Prefix web:80']),
    { more: { services: [{ ...tls, spec: { ...tls.spec, clusterIP: 'None' } }] } },
  ),
  cure(
    'no-effect',
    'Set session-cookie-path: "/"',
    a(sticky, ['/(de|fr) ImplementationSpecific web:80']),
    a({ ...sticky, 'session-cookie-path': '/' }, ['/(de|fr) ImplementationSpecific web:80']),
    { url: 'http://a.test/de' },
  ),
  cure(
    'no-effect',
    'Write the origins that send cookies into cors-allow-origin',
    a(cors),
    a({ ...cors, 'cors-allow-origin': 'https://b.test' }),
  ),
  cure(
    'no-effect',
    'Write a variable into upstream-hash-by, as $request_uri',
    a({ 'upstream-hash-by': 'request_uri' }),
    a({ 'upstream-hash-by': '$request_uri' }),
  ),
  cure(
    'no-effect',
    'Give path / of a.test to the Service that ends TLS',
    a({ 'ssl-passthrough': 'true' }, ['/x Prefix web:80']),
    a({ 'ssl-passthrough': 'true' }),
    { more: { flags: ['--enable-ssl-passthrough'] }, next: 'tls-to-plain' },
  ),
  cure(
    'no-effect',
    'Give the rule a host',
    at('a', '', web, { 'ssl-passthrough': 'true' }),
    a({ 'ssl-passthrough': 'true' }),
    { more: { flags: ['--enable-ssl-passthrough'] }, next: 'tls-to-plain' },
  ),
  cure(
    'no-effect',
    "Set large-client-header-buffers in the controller's ConfigMap",
    a({ 'server-snippet': 'large_client_header_buffers 4 32k;' }),
    a(),
  ),
  cure(
    'no-effect',
    'Remove permanent-redirect',
    [a(), at('c', 'a.test', ['/ Prefix new:80'], { ...share, ...moved }, 1)],
    [a(), at('c', 'a.test', ['/ Prefix new:80'], share, 1)],
    { served: 'shop/web:80 as /x by shop/a 90% shop-web-80 10% shop-new-80' },
  ),
  cure(
    'no-effect',
    'a rule with path / in place of the default backend',
    ingress('shop/a', { default: 'web:80', annotations: moved }),
    at('a', '', web, moved),
    { url: 'http://any.test/', served: '301 https://b.test/' },
  ),
  cure(
    'no-effect',
    'or give this one a Service of its own',
    [a(), at('b', 'b.test', web, { 'upstream-hash-by': '$uri' }, 1)],
    [a(), at('b', 'b.test', ['/ Prefix own:80'], { 'upstream-hash-by': '$uri' }, 1)],
    { url: 'http://b.test/', served: 'shop/own:80 as / by shop/b' },
  ),
  cure(
    'no-effect',
    'Join server-snippet into that of Ingress shop/a',
    [
      a({ 'server-snippet': 'gzip on;' }),
      at('b', 'a.test', ['/x Prefix web:80'], { 'server-snippet': 'location = /y { return 410; }' }, 1),
    ],
    [
      a({ 'server-snippet': 'gzip on;\nlocation = /y { return 410; }' }),
      at('b', 'a.test', ['/x Prefix web:80'], {}, 1),
    ],
    { url: 'http://a.test/y', served: '410' },
  ),
  cure(
    'no-effect',
    'Remove upstream-hash-by, or affinity',
    a({ affinity: 'cookie', 'upstream-hash-by': '$remote_addr' }, ['/x Prefix web:80']),
    a({ 'upstream-hash-by': '$remote_addr' }, ['/x Prefix web:80']),
  ),
])
