/** A live cluster with ingress-nginx, F5 and Traefik, which answer when they are looked into, and with others beside them. */
import { type FakeApi, fakeApi } from '../cluster/fake-api.js'
import { on, raw } from '../cluster/fake-api-faults.js'
import { insideOf } from '../cluster/fake-controller.js'
import { ingress, pod, rule, service, slice } from '../objects.js'

/** By the name of each: its image, its words, and the controller of its class. */
const all: Readonly<Record<string, readonly [image: string, words: readonly string[], controller: string]>> = {
  community: ['ingress-nginx/controller:v1.15.1', ['/nginx-ingress-controller'], 'k8s.io/ingress-nginx'],
  f5: ['nginx/nginx-ingress:5.5.4', ['-ingress-class=f5'], 'nginx.org/ingress-controller'],
  traefik: [
    'traefik:v3.7.15',
    ['--providers.kubernetesingress', '--api.insecure=true', '--entryPoints.web.address=:80'],
    'traefik.io/ingress-controller',
  ],
  kong: ['kong/kubernetes-ingress-controller:3.5.9', [], 'ingress-controllers.konghq.com/kong'],
  haproxy: ['haproxytech/kubernetes-ingress:3.2.11', [], 'haproxy.org/ingress-controller'],
}
/** Those whose rules are read. */
export const lookedInto = ['community', 'f5', 'traefik']

const block = (lines: readonly string[]) => ['server {', ...lines.map((line) => `    ${line}`), '}']
const own = (name: string) => ['set $namespace "default";', `set $ingress_name "${name}";`, 'set $location_path "/";']
const conf = [
  ...['events {}', 'http {'],
  ...block(['server_name "_";', 'listen 80 default_server;', 'location "/" { return 404; }']),
  ...block([
    ...['server_name "community.test";', 'listen 80;', 'location "/" {', ...own('community')],
    ...['set $proxy_upstream_name "default-web-80";', 'proxy_pass http://upstream_balancer;', '}'],
  ]),
  '}',
]
const list = [
  { name: 'default-web-80', port: 80, endpoints: [{ address: '10.0.0.1', port: '8080' }] },
  { name: 'upstream-default-backend', endpoints: [{ address: '127.0.0.1', port: '8181' }] },
]
const dump = [
  ...['# configuration file /etc/nginx/nginx.conf:', 'http {', '    include /etc/nginx/conf.d/*.conf;', '}'],
  ...['# configuration file /etc/nginx/conf.d/default-f5.conf:', '# configuration for default/f5'],
  ...['upstream default-f5-f5.test-web-80 {', '    server 10.0.0.1:8080;', '}'],
  ...block([
    ...['listen 80;', 'server_name f5.test;', 'set $resource_type "ingress";', 'set $resource_name "f5";'],
    ...['set $resource_namespace "default";', 'location / {', 'set $service "web";'],
    ...['proxy_pass http://default-f5-f5.test-web-80;', '}'],
  ]),
]
const origin = { metadata: { ingress: { kind: 'Ingress', namespace: 'default', name: 'traefik' } } }
const routers = {
  'default-traefik-traefik-test@kubernetes': {
    ...{ entryPoints: ['web'], rule: 'Host("traefik.test") && PathPrefix("/")', priority: 39 },
    ...{ service: 'default-web-80', status: 'enabled', observability: origin },
  },
}
const services = {
  'default-web-80@kubernetes': {
    loadBalancer: { servers: [{ url: 'http://10.0.0.1:8080' }] },
    observability: { metadata: { kubernetes: { namespace: 'default', name: 'web', port: '80' } } },
  },
}
const processes = (...commands: readonly string[]) => ({
  out: ['PID   ELAPSED COMMAND', ...commands.map((one, i) => `${i + 1} 1d  ${one}`), ''].join('\n'),
})
const pages = (all: object) => Object.fromEntries(Object.entries(all).map(([path, one]) => [path, JSON.stringify(one)]))
const closed = insideOf({ port: 1 })
const insides: Readonly<Record<string, ReturnType<typeof insideOf>>> = {
  community: insideOf({
    pages: pages({ '/configuration/backends': list }),
    programs: { cat: { out: conf.join('\n') }, ps: processes('nginx: master process nginx') },
    metrics: 'nginx_ingress_controller_config_last_reload_successful 1\n',
  }),
  f5: insideOf({
    ...{ port: 9113, pages: { '/metrics': 'nginx_ingress_controller_nginx_last_reload_status{class="f5"} 1\n' } },
    programs: { nginx: { out: dump.join('\n') }, ps: processes('/nginx-ingress', 'nginx: master process nginx') },
  }),
  traefik: insideOf({
    ...{ port: 8080, headers: { 'Content-Type': 'application/json' } },
    pages: pages({
      ...{ '/api/rawdata': { routers, middlewares: {}, services } },
      ...{ '/api/version': { Version: '3.7.15' }, '/api/certificates': [] },
    }),
  }),
}
const line = '10.9.9.9 - - [24/Nov/2026:08:48:05 +0000] "GET /'
const logs: Readonly<Record<string, string>> = {
  community: `${line}community HTTP/1.1" 502 157 "-" "curl/8" 100 0.001 [default-web-80] [] 10.0.0.1:8080 0 0.001 502 a\n`,
  f5: `${line}f5 HTTP/1.1" 502 157 "-" "curl/8" "-"\n`,
  traefik: `${line}traefik HTTP/1.1" 502 5 "-" "-" 1 "default-traefik-traefik-test@kubernetes" "http://10.0.0.1:8080" 1ms\n`,
}

const objects = {
  Namespace: ['default', ...Object.keys(all)].map((name) => ({ metadata: { name } })),
  Pod: Object.entries(all).map(([namespace, [image, args]]) => ({
    metadata: { namespace, name: 'proxy-0' },
    spec: { containers: [{ name: 'proxy', image: `registry.example/${image}`, args }] },
    status: { phase: 'Running', podIP: '10.9.0.1', conditions: [{ type: 'Ready', status: 'True' }] },
  })),
  IngressClass: Object.entries(all).map(([name, [, , controller]]) => ({ metadata: { name }, spec: { controller } })),
  Ingress: Object.keys(all).map((name) =>
    ingress(name, { ingressClassName: name, rules: [rule(`${name}.test`, '/', 'web')] }),
  ),
  Service: [service('web', { ports: [{ port: 80, targetPort: 8080 }] })],
  EndpointSlice: [slice('web-1', { ports: [{ port: 8080 }], endpoints: [pod('web-a', '10.0.0.1', { ready: true })] })],
}

/** An API server with all of them; each Ingress has the host `NAME.test`. */
export function threeLookedInto(): Promise<FakeApi> {
  const faults = Object.entries(logs).map(([name, text]) => on(`/${name}/pods/proxy-0/log`, raw(200, text)))
  return fakeApi({
    objects: objects as never,
    faults,
    upgrade: (seen, ...rest) => {
      const name = /namespaces\/([^/]+)/.exec(seen.path)?.[1] ?? ''
      return (insides[name] ?? closed)(seen, ...rest)
    },
  })
}
