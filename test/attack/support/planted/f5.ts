/** An F5 NGINX Ingress Controller with objects of its own kinds, and what it prints. */
import { canary } from '../../../support/worlds/canary-world.js'
import { f5Pod } from '../../../support/worlds/f5-world.js'
import { planted } from './plant.js'

const own = (kind: string, name: string, spec: object) => ({
  apiVersion: 'k8s.nginx.org/v1',
  kind,
  metadata: { namespace: 'shop', name, annotations: { token: canary }, labels: { token: canary } },
  spec,
  status: { state: 'Warning', reason: 'x', message: canary },
})

const snippets = {
  'http-snippets': `proxy_set_header X-Api-Key "${canary}";`,
  'server-snippets': `set $token "${canary}";`,
}
const action = { redirect: { url: `https://u:${canary}@elsewhere.example/?token=${canary}`, code: 302 } }
const matches = [
  {
    conditions: [
      { header: 'X-Api-Key', value: canary },
      { cookie: 'session', value: canary },
      { argument: 'token', value: canary },
    ],
    action: { pass: 'web' },
  },
]

export const f5Objects: readonly object[] = [
  {
    apiVersion: 'v1',
    kind: 'Pod',
    ...f5Pod([`-nginx-status-allow-cidrs=${canary}`, '-enable-snippets', `-license-token=${canary}`]),
  },
  own('VirtualServer', 'vs', {
    host: 'f5.example',
    ingressClassName: 'nginx',
    ...snippets,
    tls: { secret: 'tls' },
    policies: [{ name: 'jwt' }],
    upstreams: [
      {
        name: 'web',
        service: 'web',
        port: 80,
        sessionCookie: { name: canary },
        healthCheck: planted({ headers: [{ name: 'x', value: 'x' }] }),
      },
    ],
    routes: [
      { path: '/', matches, action: { pass: 'web' }, 'location-snippets': `# passwd ${canary}` },
      { path: '/old', action },
      { path: '/said', action: { return: { code: 200, body: canary, headers: [{ name: 'x', value: canary }] } } },
      {
        path: '/proxy',
        action: { proxy: { upstream: 'web', requestHeaders: { set: [{ name: 'Authorization', value: canary }] } } },
      },
      { path: '/sub', route: 'shop/vsr' },
    ],
  }),
  own('VirtualServerRoute', 'vsr', {
    host: 'f5.example',
    upstreams: [{ name: 'web', service: 'web', port: 80 }],
    subroutes: [{ path: '/sub', matches, action: { pass: 'web' }, errorPages: [{ return: { body: canary } }] }],
  }),
  own('GlobalConfiguration', 'global', { listeners: [{ name: 'tcp', port: 5353, protocol: 'TCP', note: canary }] }),
  own('TransportServer', 'ts', {
    ...{ ingressClassName: 'nginx', listener: { name: 'tcp', protocol: 'TCP' }, host: 'tcp.example', ...snippets },
    ...{ streamSnippets: `set $token "${canary}";`, serverSnippets: `set $token "${canary}";` },
    upstreams: [{ name: 'web', service: 'web', port: 80, healthCheck: { match: { send: canary, expect: canary } } }],
    action: { pass: 'web', note: canary },
    sessionParameters: { timeout: canary },
  }),
  own('Policy', 'key', { apiKey: { clientSecret: 'tls', suppliedIn: { header: [canary], query: [canary] } } }),
  own('Policy', 'limit', { rateLimit: { rate: '1r/s', zoneSize: '10M', key: `\${http_x}${canary}` } }),
  own('Policy', 'ask', {
    externalAuth: { authURI: `/x?token=${canary}`, authServiceName: 'web', authSnippets: `set $token "${canary}";` },
  }),
  own('Policy', 'idp', {
    oidc: {
      ...{ clientID: canary, clientSecret: 'tls', authEndpoint: `https://u:${canary}@idp.example/?token=${canary}` },
      ...{ tokenEndpoint: canary, jwksURI: canary, authExtraArgs: [canary] },
    },
  }),
  own('Policy', 'jwt', {
    jwt: { realm: canary, secret: canary, token: canary },
    apiKey: { clientSecret: canary, suppliedIn: { header: [canary] } },
    oidc: { clientID: canary, clientSecret: canary, authEndpoint: canary },
  }),
]

const conf = `# configuration file /etc/nginx/nginx.conf:
events {}
http {
  map $http_x_api_key $client { default ""; "${canary}" "ann"; }
  upstream vs_shop_vs_web { server 10.0.0.1:8080; sticky cookie srv expires=1h; }
  include /etc/nginx/conf.d/*.conf;
}
# configuration file /etc/nginx/conf.d/vs_shop_vs.conf:
server {
  listen 80; server_name f5.example;
  set $resource_type "virtualserver"; set $resource_name "vs"; set $resource_namespace "shop";
  auth_jwt "${canary}" token=$cookie_session;
  auth_jwt_key_file /etc/nginx/secrets/x;
  proxy_set_header X-Api-Key "${canary}";
  js_var $apikey_client_name "${canary}";
  location / { set $service "web"; proxy_set_header Authorization "Bearer ${canary}"; proxy_pass http://vs_shop_vs_web; }
  location /old { return 302 "https://u:${canary}@h/?token=${canary}"; }
  location /said { return 200 "${canary}"; }
}
`

export const f5Programs = {
  nginx: { out: conf, err: 'nginx version: nginx/1.29.0\n' },
  '/nginx-ingress': { out: `NGINX Ingress Controller Version=5.5.4 Commit=abc Date=${canary}\n` },
  ps: {
    out: `PID ELAPSED COMMAND\n1 1d /nginx-ingress -token=${canary}\n7 1d nginx: master process nginx -g ${canary}\n`,
  },
}
