/**
 * What the demo's controller serves: an nginx.conf of our own, in the structure that ingress-nginx 1.15 gives to one
 * (servers by name, each Prefix path twice, the route's Ingress and upstream in variables), and its list of backends.
 */

interface Answer {
  readonly ingress: string
  readonly service: string
  /** of the rule */
  readonly path: string
}

const indented = (lines: string) => lines.replaceAll(/^(?=.)/gm, '    ')
const block = (head: string, body: string) => `${head} {\n${indented(body)}}\n`

function location(head: string, answer: Answer | null): string {
  const upstream = answer === null ? 'upstream-default-backend' : `default-${answer.service}-8080`
  return block(
    `location ${head}`,
    `set $namespace      "${answer === null ? '' : 'default'}";
set $ingress_name   "${answer?.ingress ?? ''}";
set $service_name   "${answer?.service ?? ''}";
set $service_port   "${answer === null ? '' : '8080'}";
set $location_path  "${answer?.path ?? ''}";
set $proxy_upstream_name "${upstream}";
set $proxy_alternative_upstream_name "";
proxy_set_header Host $host;
proxy_pass http://upstream_balancer;
`,
  )
}

function prefix(answer: Answer): string {
  const { path } = answer
  return path === '/' ? location('"/"', answer) : `${location(`"${path}/"`, answer)}${location(`= "${path}"`, answer)}`
}

function server(name: string, isDefault: boolean, locations: string): string {
  const more = isDefault ? ' default_server' : ''
  const listen = `listen 80${more};\nlisten [::]:80${more};\nlisten 443${more} ssl;\nlisten [::]:443${more} ssl;\n`
  const body = `server_name "${name}";\n${listen}set $proxy_upstream_name "-";\n${locations}`
  return `## start server ${name}\n${block('server', body)}## end server ${name}\n`
}

const hostless = ['prod', 'dev'].map((service) => prefix({ ingress: 'tkng-1', service, path: `/${service}` })).join('')
const ofHost = (service: string) => server(service, false, prefix({ ingress: 'tkng-2', service, path: '/' }))

export const demoConf = `# the demo's configuration: written for kubectl tkng, not recorded
pid /tmp/nginx/nginx.pid;
worker_processes 2;
events {
    worker_connections 16384;
}
${block(
  'http',
  `upstream upstream_balancer {
    server 0.0.0.1;
    balancer_by_lua_file /etc/nginx/lua/nginx/ngx_conf_balancer.lua;
}
${server('_', true, `${hostless}${location('"/"', null)}location /healthz {\n    return 200;\n}\n`)}${ofHost('dev')}${ofHost('prod')}server {
    listen 8181 default_server;
    location / {
        return 404;
    }
}
server {
    listen 127.0.0.1:10246;
    location /configuration {
        content_by_lua_file /etc/nginx/lua/nginx/ngx_conf_configuration.lua;
    }
}
`,
)}stream {
    upstream upstream_balancer {
        server 0.0.0.1:1234;
    }
}
`

function backend(service: string, clusterIP: string, addresses: readonly string[]): object {
  return {
    name: `default-${service}-8080`,
    service: {
      metadata: {},
      spec: {
        ports: [{ protocol: 'TCP', port: 8080, targetPort: 8080 }],
        selector: { app: service },
        clusterIP,
        type: 'ClusterIP',
        sessionAffinity: 'None',
      },
      status: { loadBalancer: {} },
    },
    port: 8080,
    sslPassthrough: false,
    endpoints: addresses.map((address) => ({ address, port: '8080' })),
    sessionAffinityConfig: { name: '', mode: '', cookieSessionAffinity: { name: '' } },
    upstreamHashByConfig: { 'upstream-hash-by-subset-size': 3 },
    noServer: false,
    trafficShapingPolicy: { weight: 0, weightTotal: 0, header: '', headerValue: '', headerPattern: '', cookie: '' },
  }
}

export const demoBackends = JSON.stringify([
  backend('dev', '10.96.173.9', ['10.244.0.5', '10.244.0.4']),
  backend('prod', '10.96.106.162', ['10.244.0.2', '10.244.0.1', '10.244.0.6']),
  {
    name: 'upstream-default-backend',
    port: 0,
    sslPassthrough: false,
    endpoints: [{ address: '127.0.0.1', port: '8181' }],
    sessionAffinityConfig: { name: '', mode: '', cookieSessionAffinity: { name: '' } },
    upstreamHashByConfig: {},
    noServer: false,
    trafficShapingPolicy: { weight: 0, weightTotal: 0, header: '', headerValue: '', headerPattern: '', cookie: '' },
  },
])
