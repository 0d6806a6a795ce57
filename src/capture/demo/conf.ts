/**
 * What a demo's controller serves: an nginx.conf of our own, in the structure that ingress-nginx 1.15 gives to one
 * (servers by name, each Prefix path twice, the route's Ingress and upstream in variables), and its list of backends.
 */

/** A path of a server, and who asks for it. */
export interface DemoPath {
  readonly namespace: string
  readonly ingress: string
  readonly service: string
  readonly port: number | string
  /** of the rule */
  readonly path: string
}

export interface Server {
  readonly name: string
  readonly answers: readonly DemoPath[]
}

const indented = (lines: string) => lines.replaceAll(/^(?=.)/gm, '    ')
const block = (head: string, body: string) => `${head} {\n${indented(body)}}\n`
const nobody: DemoPath = { namespace: '', ingress: '', service: '', port: '', path: '' }

function location(head: string, { namespace, ingress, service, port, path }: DemoPath): string {
  const upstream = service === '' ? 'upstream-default-backend' : `${namespace}-${service}-${port}`
  return block(
    `location ${head}`,
    `set $namespace      "${namespace}";
set $ingress_name   "${ingress}";
set $service_name   "${service}";
set $service_port   "${port}";
set $location_path  "${path}";
set $proxy_upstream_name "${upstream}";
set $proxy_alternative_upstream_name "";
rewrite_by_lua_file /etc/nginx/lua/nginx/ngx_rewrite.lua;
proxy_set_header Host $host;
proxy_pass http://upstream_balancer;
`,
  )
}

function prefix(answer: DemoPath): string {
  const { path } = answer
  return path === '/' ? location('"/"', answer) : `${location(`"${path}/"`, answer)}${location(`= "${path}"`, answer)}`
}

function server(name: string, isDefault: boolean, locations: string): string {
  const more = isDefault ? ' default_server' : ''
  const listen = `listen 80${more};\nlisten [::]:80${more};\nlisten 443${more} ssl;\nlisten [::]:443${more} ssl;\n`
  const body = `server_name "${name}";\n${listen}set $proxy_upstream_name "-";\n${locations}`
  return `## start server ${name}\n${block('server', body)}## end server ${name}\n`
}

/** Longer paths come first, as the controller sorts them; `/` that not asked for is the default backend's. */
function ofHost({ name, answers }: Server): string {
  const last = answers.some(({ path }) => path === '/') ? '' : location('"/"', nobody)
  return server(name, false, `${answers.map(prefix).join('')}${last}`)
}

/** @param hostless answers of rules without a host */
export function demoConf(hostless: readonly DemoPath[], servers: readonly Server[]): string {
  return `# the demo's configuration: written for kubectl tkng, not recorded
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
${server('_', true, `${hostless.map(prefix).join('')}${location('"/"', nobody)}location /healthz {\n    return 200;\n}\n`)}${servers.map(ofHost).join('')}server {
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
}

/** One of the controller's own list, as it writes it. */
export interface Backend {
  readonly namespace: string
  readonly service: string
  readonly port: number | string
  /** null: the Service is not there */
  readonly clusterIP: string | null
  readonly addresses: readonly string[]
}

function backend({ namespace, service, port, clusterIP, addresses }: Backend): object {
  return {
    name: `${namespace}-${service}-${port}`,
    service:
      clusterIP === null
        ? undefined
        : {
            metadata: {},
            spec: {
              ports: [{ protocol: 'TCP', port, targetPort: 8080 }],
              selector: { app: service },
              clusterIP,
              type: 'ClusterIP',
              sessionAffinity: 'None',
            },
            status: { loadBalancer: {} },
          },
    port,
    sslPassthrough: false,
    endpoints: addresses.map((address) => ({ address, port: '8080' })),
    sessionAffinityConfig: { name: '', mode: '', cookieSessionAffinity: { name: '' } },
    upstreamHashByConfig: { 'upstream-hash-by-subset-size': 3 },
    noServer: false,
    trafficShapingPolicy: { weight: 0, weightTotal: 0, header: '', headerValue: '', headerPattern: '', cookie: '' },
  }
}

export function demoBackends(backends: readonly Backend[]): string {
  return JSON.stringify([
    ...backends.map(backend),
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
}
