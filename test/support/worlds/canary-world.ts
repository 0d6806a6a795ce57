/** A cluster with a secret in every place where people put some, each with the same word in it. */
import type { FakeApiOptions } from '../cluster/fake-api.js'
import { on, raw } from '../cluster/fake-api-faults.js'
import { controllerPod, type FakeInside, insideOf } from '../cluster/fake-controller.js'
import { pem } from '../cluster/tls-files.js'
import { ingress, pod, rule, service, slice } from '../objects.js'

/** As no name, host or path has it, and as keys and tokens look. */
export const canary = 'CANARY7x9Q2'

/** It where a name, a host, a path or a word should stand: no field takes such a text for what it is. */
export const misplaced = [
  `Bearer ${canary}`,
  `password=${canary}`,
  `https://ann:${canary}@db.example/x`,
  `${canary}b9Zk3+Xw8/qLm2Tv5Yp0Rs7Un4Jh`,
  `correct horse battery staple ${canary}`,
]

export const privateKey = `-----BEGIN RSA PRIVATE KEY-----\n${canary}\n-----END RSA PRIVATE KEY-----\n`
const base64 = (text: string) => Buffer.from(text).toString('base64')
const everywhere = {
  labels: { pw: canary, 'team-token': canary },
  annotations: {
    'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({ token: canary }),
    'example.com/x-api-key': canary,
    'example.com/note': `password is ${canary}`,
    'example.com/pem': privateKey,
    'example.com/encoded': base64(privateKey),
  },
}
const ours = 'nginx.ingress.kubernetes.io'
const snippet = `
  proxy_set_header X-Api-Key "${canary}";
  proxy_set_header Cookie "a=${canary}";
  set $auth_token "${canary}";
  # passwd ${canary}
  if ($http_x_key != "${canary}") { return 403 "${canary}"; }
  proxy_pass http://u:${canary}@h/?access_key=${canary};
  access_by_lua_block { red:auth('${canary}') }
`

const backends = [
  {
    name: 'default-web-80',
    service: { metadata: { name: 'web', namespace: 'default', ...everywhere }, spec: { note: canary } },
    port: 80,
    endpoints: [{ address: '10.0.0.1', port: '8080' }],
    note: canary,
  },
]

const conf = `events {}
http {
  map $http_authorization $known { default 0; "Bearer ${canary}" 1; }
  upstream upstream_balancer { server 0.0.0.1; }
  server {
    server_name "a.example";
    listen 80;
    location "/" {
      set $namespace "default"; set $ingress_name "web"; set $location_path "/";
      set $proxy_upstream_name "default-web-80";
      ${snippet}
    }
  }
}
`

const args = [
  '--controller-class=k8s.io/ingress-nginx',
  '--configmap=$(POD_NAMESPACE)/settings',
  `--apiserver-host=https://u:${canary}@h`,
  '--x-token=$(DB_PASSWORD)',
  `--maxmind-license-key=${canary}`,
  canary,
]

export const inside: FakeInside = {
  pages: {
    '/configuration/backends': JSON.stringify(backends),
    '/configuration/certs?hostname=_': pem('server') + privateKey,
    '/configuration/certs?hostname=a.example': pem('server') + privateKey,
  },
  programs: {
    cat: { out: conf },
    ps: {
      out: `PID ELAPSED COMMAND\n1 1d /nginx-ingress-controller ${args.join(' ')}\n7 1d nginx: master process nginx\n`,
    },
    '/nginx-ingress-controller': {
      out: `NGINX Ingress controller\n  Release: v1.15.1\n  Build: ${canary}\n  Repository: https://u:${canary}@h/x\n  nginx version: nginx/1.27\n`,
    },
  },
  metrics: `nginx_ingress_controller_requests{path="${canary}"} 1\nnginx_ingress_controller_config_last_reload_successful{note="${canary}"} 1\n`,
}

const controller = controllerPod({ name: 'proxy-1', owner: ['DaemonSet', 'proxy'], args, metadata: everywhere }) as {
  spec: { containers: { env?: object[] }[] }
}
for (const one of controller.spec.containers)
  one.env = [
    { name: 'POD_NAMESPACE', value: 'edge' },
    { name: 'DB_PASSWORD', value: canary },
  ]

const log = [
  `192.0.2.7 - - [24/Nov/2026:03:00:00 +0000] "GET /?token=${canary} HTTP/1.1" 200 1 "-" "-" 1 0.001 [default-web-80] [] 10.0.0.1:8080 1 0.001 200 id`,
  `W1124 03:00:00.000001      7 controller.go:1] "Error reading ${canary}" ingress="default/web" err="secret ${canary} of default/web"`,
  `E1124 03:00:00.000001      7 store.go:1] skipping ingress default/web: annotation group Auth contains risky annotation ${canary}`,
  `2026/11/24 03:00:00 [emerg] 30#30: host not found in upstream "${canary}" in /tmp/nginx/nginx-cfg1:7`,
].join('\n')

export const canaryWorld: FakeApiOptions = {
  faults: [on('/log', raw(200, log))],
  upgrade: insideOf(inside),
  objects: {
    Ingress: [
      ingress(
        'web',
        {
          ingressClassName: 'nginx',
          rules: [rule('a.example', '/', 'web')],
          tls: [{ hosts: ['a.example'], secretName: 'web-tls' }],
        },
        {
          metadata: {
            ...everywhere,
            annotations: {
              ...everywhere.annotations,
              [`${ours}/auth-url`]: `http://u:${canary}@auth.default.svc/?token=${canary}`,
              [`${ours}/configuration-snippet`]: snippet,
              [`${ours}/server-snippet`]: snippet,
              [`${ours}/auth-realm`]: `{${canary}}`,
              [`${ours}/proxy-body-size`]: canary,
              [`${ours}/unheard-of`]: canary,
            },
          },
        },
      ),
    ] as never,
    IngressClass: [
      { metadata: { name: 'nginx', ...everywhere }, spec: { controller: 'k8s.io/ingress-nginx' } },
    ] as never,
    Service: [
      {
        ...service('web', { ports: [{ port: 80, targetPort: 8080 }] }),
        metadata: { namespace: 'default', name: 'web', ...everywhere },
      },
    ] as never,
    EndpointSlice: [slice('web-1', { ports: [{ port: 8080 }], endpoints: [pod('web-a', '10.0.0.1')] })] as never,
    Namespace: [{ metadata: { name: 'default', ...everywhere } }, { metadata: { name: 'edge' } }] as never,
    Pod: [controller] as never,
    DaemonSet: [
      {
        metadata: { namespace: 'edge', name: 'proxy', ...everywhere },
        status: { desiredNumberScheduled: 1, numberReady: 1 },
      },
    ] as never,
    ConfigMap: [
      {
        metadata: { namespace: 'edge', name: 'settings', ...everywhere },
        data: {
          'ssl-session-ticket-key': canary,
          'log-format-upstream': `$host ${canary}`,
          'http-snippet': snippet,
          'global-auth-url': `https://u:${canary}@h/?token=${canary}`,
          'global-rate-limit-memcached-host': canary,
          'annotation-value-word-blocklist': `load_module,${canary}`,
        },
      },
    ] as never,
    Secret: [
      {
        metadata: { namespace: 'default', name: 'web-tls', ...everywhere },
        type: 'kubernetes.io/tls',
        data: {
          'tls.crt': base64(`${pem('server')}${privateKey}`),
          'tls.key': base64(privateKey),
          password: base64(canary),
        },
      },
    ] as never,
    Event: [
      {
        metadata: { namespace: 'default', name: 'e', ...everywhere },
        type: 'Warning',
        reason: 'Sync',
        message: `password=${canary} and ${privateKey}`,
        involvedObject: { kind: 'Ingress', namespace: 'default', name: 'web' },
      },
      {
        metadata: { namespace: 'edge', name: 'f', ...everywhere },
        type: 'Warning',
        reason: 'RELOAD',
        message: `Error reloading NGINX: invalid value ${canary} in /etc/nginx/nginx.conf:7`,
        involvedObject: { kind: 'Pod', namespace: 'edge', name: 'proxy-1' },
      },
    ] as never,
  },
}
