/** Fixes of how backends are spoken to, and how often. */
import type { Service } from '../../../src/domain/objects/objects.js'
import { proveCures } from '../../support/why/cures.js'
import { a, at, authority, cure, share, tls, verified, web } from './words.js'

const both: Service = {
  kind: 'Service',
  metadata: { namespace: 'shop', name: 'both' },
  spec: {
    ports: [
      { name: 'http', port: 80 },
      { name: 'grpc', port: 50051 },
    ],
  },
}
const outside: Service = {
  kind: 'Service',
  metadata: { namespace: 'shop', name: 'outside' },
  spec: { type: 'ExternalName', externalName: 'api.example.com', ports: [{ name: 'https', port: 443 }] },
}

proveCures([
  cure(
    'protocol-unsaid',
    'Set backend-protocol: "GRPC" on the Ingress',
    a({}, ['/ Prefix both:grpc']),
    a({ 'backend-protocol': 'GRPC' }, ['/ Prefix both:grpc']),
    { url: 'http://a.test/', served: 'shop/both:grpc as / by shop/a', more: { services: [both] } },
  ),
  cure(
    'protocol-unsaid',
    'or name the port of the Service that is for HTTP',
    a({}, ['/ Prefix both:grpc']),
    a({}, ['/ Prefix both:http']),
    { url: 'http://a.test/', served: 'shop/both:http as / by shop/a', more: { services: [both] } },
  ),
  cure(
    'plain-to-tls',
    'Set backend-protocol: "HTTPS" on the Ingress',
    a({}, ['/ Prefix tls:https']),
    a({ 'backend-protocol': 'HTTPS' }, ['/ Prefix tls:https']),
    { url: 'http://a.test/', served: 'shop/tls:https as / by shop/a', more: { services: [tls] } },
  ),
  cure(
    'plain-to-tls',
    'or name the port of the Service that is without TLS',
    a({}, ['/ Prefix tls:https']),
    a({}, ['/ Prefix tls:80']),
    { url: 'http://a.test/', served: 'shop/tls:80 as / by shop/a', more: { services: [tls] } },
  ),
  cure(
    'tls-passed-by',
    'or remove ssl-passthrough from Ingress shop/a',
    [a({ 'ssl-passthrough': 'true' }), at('b', 'a.test', ['/b Prefix tls:80'], {}, 1)],
    [a(), at('b', 'a.test', ['/b Prefix tls:80'], {}, 1)],
    {
      url: 'https://a.test/b',
      served: 'shop/tls:80 as /b by shop/b',
      more: { flags: ['--enable-ssl-passthrough'], services: [tls] },
    },
  ),
  cure(
    'tls-to-plain',
    'Take backend-protocol: "HTTPS" off the Ingress',
    a({ 'backend-protocol': 'HTTPS' }, ['/ Prefix tls:http']),
    a({}, ['/ Prefix tls:http']),
    { url: 'http://a.test/', served: 'shop/tls:http as / by shop/a', more: { services: [tls] } },
  ),
  cure(
    'tls-to-plain',
    'or name the port of the Service that is for TLS',
    a({ 'backend-protocol': 'HTTPS' }, ['/ Prefix tls:http']),
    a({ 'backend-protocol': 'HTTPS' }, ['/ Prefix tls:https']),
    { url: 'http://a.test/', served: 'shop/tls:https as / by shop/a', more: { services: [tls] } },
  ),
  cure(
    'verified-without-name',
    'Set proxy-ssl-name to a name that the certificate of the backend has',
    a(verified),
    a({ ...verified, 'proxy-ssl-name': 'web.test' }),
    { more: { secrets: [authority] } },
  ),
  cure(
    'verifies-others',
    'Give Ingress shop/b a proxy-ssl-secret of its own',
    [
      a({ ...verified, 'proxy-ssl-name': 'web.test' }),
      at('b', 'a.test', ['/b Prefix b:80'], { 'backend-protocol': 'HTTPS' }, 1),
    ],
    [
      a({ ...verified, 'proxy-ssl-name': 'web.test' }),
      at('b', 'a.test', ['/b Prefix b:80'], { 'backend-protocol': 'HTTPS', 'proxy-ssl-secret': 'shop/ca' }, 1),
    ],
    { url: 'http://a.test/b', served: 'shop/b:80 as /b by shop/b', more: { secrets: [authority] } },
  ),
  cure(
    'timeout-zero',
    'Write proxy-read-timeout: "60"',
    a({ 'proxy-read-timeout': '0' }),
    a({ 'proxy-read-timeout': '60' }),
  ),
  cure(
    'retries-endless',
    'Write grpc_next_upstream_tries 3; into http-snippet of the ConfigMap',
    a({ 'backend-protocol': 'GRPC' }),
    a({ 'backend-protocol': 'GRPC' }),
    { cured: { configMap: { 'http-snippet': 'grpc_next_upstream_tries 3;' } } },
  ),
  cure(
    'retries-endless',
    'Write proxy-next-upstream-tries: "3"',
    a({ 'proxy-next-upstream-tries': '0' }),
    a({ 'proxy-next-upstream-tries': '3' }),
  ),
  cure(
    'retries-endless',
    'or give proxy-next-upstream-timeout a number of seconds',
    a({ 'proxy-next-upstream-tries': '0' }),
    a({ 'proxy-next-upstream-tries': '0', 'proxy-next-upstream-timeout': '10' }),
  ),
  cure(
    'outside-host',
    'Set upstream-vhost: "api.example.com"',
    a({ 'backend-protocol': 'HTTPS' }, ['/ Prefix outside:443']),
    a(
      {
        'backend-protocol': 'HTTPS',
        'upstream-vhost': 'api.example.com',
      },
      ['/ Prefix outside:443'],
    ),
    { served: 'shop/outside:443 as /x by shop/a', more: { services: [outside] } },
  ),
  cure(
    'grpc-without-http2',
    'or use release 1.10.0 or later',
    a({ 'backend-protocol': 'GRPC' }),
    a({ 'backend-protocol': 'GRPC' }),
    {
      url: 'http://a.test/',
      more: { version: '1.9.6' },
      cured: { version: '1.10.0' },
    },
  ),
  cure(
    'grpc-without-http2',
    'take use-http2 out',
    a({ 'backend-protocol': 'GRPC' }),
    a({ 'backend-protocol': 'GRPC' }),
    {
      url: 'https://a.test/',
      more: { configMap: { 'use-http2': 'false' } },
      cured: { configMap: {} },
    },
  ),
  ...['upstream-hash-by', 'load-balance'].map((name) =>
    cure(
      'balanced-by-other',
      'Give this one a Service of its own',
      [a({ [name]: name === 'load-balance' ? 'ewma' : '$request_uri' }), at('b', 'b.test', web, {}, 1)],
      [a({ [name]: name === 'load-balance' ? 'ewma' : '$request_uri' }), at('b', 'b.test', ['/ Prefix own:80'], {}, 1)],
      { url: 'http://b.test/', served: 'shop/own:80 as / by shop/b' },
    ),
  ),
  cure(
    'canary-spreads',
    'a Service or a port of their own',
    [a(), at('b', 'b.test', web), at('c', 'a.test', ['/ Prefix new:80'], share, 1)],
    [a(), at('b', 'b.test', ['/ Prefix own:80']), at('c', 'a.test', ['/ Prefix new:80'], share, 1)],
    { url: 'http://b.test/', served: 'shop/own:80 as / by shop/b' },
  ),
])
