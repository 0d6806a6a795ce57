/** What people asked of what nginx says to a backend, and what `trace` says of a request. `#NUMBER` is an issue of kubernetes/ingress-nginx. */
import { type Annotations, type Answered, allowed, one, type Sent, secret, service } from './words.js'

const socket: Sent = { sent: { upgrade: 'websocket', connection: 'Upgrade' } }
const preflight: Sent = {
  method: 'OPTIONS',
  sent: { origin: 'https://www.b.test', 'access-control-request-method': 'POST' },
}
const before = (annotations: Annotations, port: number, name: string) =>
  one(annotations, [`/ Prefix other:${port}`], { services: [service('other', port, name)] })
const asked = { 'auth-url': 'https://sso.example.com/auth' }

export const spoken: Answered = {
  'another protocol than the port says': [
    [
      'kubernetes-retired/dashboard#9601',
      '1.11.5',
      before({}, 443, 'https'),
      /gist: Service shop\/other has port 443 named https, and without backend-protocol it is spoken to without TLS/,
    ],
    [
      'aws/eks-anywhere#5780',
      '1.9.6',
      before({ 'backend-protocol': 'HTTPS' }, 80, 'http'),
      /gist: Service shop\/other has port 80 named http[\s\S]*clients get 502/,
    ],
    ['docs: gRPC', '1.12.1', before({}, 50051, 'grpc'), /gist: Service shop\/other has port 50051 named grpc/],
    ['docs: as it says', '1.12.1', before({ 'backend-protocol': 'HTTPS' }, 443, 'https'), /^served(?![\s\S]*gist)/],
  ],
  'a header that is sent twice': [
    [
      'docs: Host',
      '1.11.5',
      allowed({ 'configuration-snippet': 'proxy_set_header Host backend.example.com;' }),
      /gist: configuration-snippet sets Host, which the controller sends, too: [\s\S]*most answer 400/,
    ],
    [
      'docs: X-Forwarded-Proto',
      '1.9.6',
      allowed({ 'configuration-snippet': 'proxy_set_header X-Forwarded-Proto https;' }),
      /gist: configuration-snippet sets X-Forwarded-Proto/,
    ],
    [
      'docs: of TLS, for gRPC',
      '1.11.5',
      allowed({ 'backend-protocol': 'GRPC', 'configuration-snippet': 'grpc_set_header Host a.test;' }),
      /gist: configuration-snippet sets Host/,
    ],
    [
      'docs: one of its own',
      '1.11.5',
      allowed({ 'configuration-snippet': 'proxy_set_header X-Tenant a;' }),
      /^served(?![\s\S]*gist)/,
    ],
  ],
  'a WebSocket that is never asked for': [
    [
      'docs: connection-proxy-header',
      '1.11.5',
      one({ 'connection-proxy-header': 'keep-alive' }),
      /gist: connection-proxy-header sends "Connection: keep-alive": the backend is not asked for a WebSocket/,
      socket,
    ],
    [
      'docs: proxy-http-version',
      '1.9.6',
      one({ 'proxy-http-version': '1.0' }),
      /gist: proxy-http-version is 1\.0/,
      socket,
    ],
    [
      'docs: … of all',
      '1.9.6',
      { ...one({}), configMap: { 'proxy-http-version': '1.0' } },
      /gist: proxy-http-version is 1\.0/,
      socket,
    ],
    ['docs: upgrade', '1.11.5', one({ 'connection-proxy-header': 'upgrade' }), /gist: a silent WebSocket/, socket],
  ],
  'a preflight, where somebody asks who the client is': [
    [
      'oauth2-proxy/oauth2-proxy#735',
      '1.11.5',
      one(asked),
      /^guarded[\s\S]*gist: browsers send a preflight without cookies/,
      preflight,
    ],
    [
      '#625',
      '1.9.6',
      one({ 'auth-type': 'basic', 'auth-secret': 'shop/users' }, undefined, {
        secrets: [
          { kind: 'Secret', metadata: { namespace: 'shop', name: 'users' }, data: { auth: btoa('a:$apr1$x$y') } },
        ],
      }),
      /^guarded[\s\S]*gist: browsers send a preflight/,
      preflight,
    ],
    [
      '#5129: certificates, and enable-cors does not help',
      '1.11.5',
      one({ 'auth-tls-secret': 'shop/ca', 'enable-cors': 'true' }, undefined, {
        secrets: [secret('shop', 'ca', { 'ca.crt': 'eA==' })],
      }),
      /gist: browsers send a preflight without a certificate: nginx refuses it with 400/,
      preflight,
      'https://a.test/',
    ],
    ['docs: enable-cors', '1.11.5', one({ ...asked, 'enable-cors': 'true' }), /^served 204(?![\s\S]*gist)/, preflight],
    ['docs: any other request', '1.11.5', one(asked), /^guarded(?![\s\S]*gist)/],
  ],
}
