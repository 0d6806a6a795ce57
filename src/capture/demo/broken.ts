/** The built-in capture on a bad day: ten faults, a replica that lags behind, a reload that failed, logs and processes. */
import type { SourceFile } from '../text-of.js'
import { text as faults } from './broken.yaml'
import { type Backend, demoBackends, demoConf, type Server } from './conf.js'
import { text as controller } from './controller.yaml'
import * as lab from './lab.js'
import { text as routes } from './routes.yaml'

/** Who asks for a path of a host, and the Service that shall answer. */
function served(
  name: string,
  ingress: string,
  ...answers: (readonly [path: string, service: string, port?: string])[]
): Server {
  const [namespace = '', own = ''] = ingress.split('/')
  return {
    name,
    answers: answers.map(([path, service, port = 80]) => ({ namespace, ingress: own, service, port, path })),
  }
}

const servers: readonly Server[] = [
  ...lab.servers,
  served('old.example.com', 'shop/old', ['/', 'web']),
  served('pay.example.com', 'shop/typo', ['/', 'pya']),
  served('search.example.com', 'shop/search', ['/', 'search']),
  served('secure.example.com', 'shop/secure', ['/', 'web']),
  served('shop.example.com', 'shop/web', ['/cart', 'cart', 'http'], ['/', 'web']),
  served('upload.example.com', 'team/upload', ['/', 'landing']),
]

function of(name: string, clusterIP: string | null, addresses: readonly string[], port: number | string = 80): Backend {
  const [namespace = '', service = ''] = name.split('/')
  return { namespace, service, port, clusterIP, addresses }
}

const backends: readonly Backend[] = [
  ...lab.backends,
  of('shop/cart', '10.96.1.2', [], 'http'),
  of('shop/pya', null, []),
  of('shop/search', '10.96.1.4', []),
  of('shop/web', '10.96.1.1', ['10.244.1.1', '10.244.1.2']),
  of('team/landing', '10.96.1.6', ['10.244.1.7']),
]

const expired = `-----BEGIN CERTIFICATE-----
MIIBUzCB+qADAgECAhQ3w8Ljtb53/v6ryoGzvvmGJ4a+wTAKBggqhkjOPQQDAjAa
MRgwFgYDVQQDDA9vbGQuZXhhbXBsZS5jb20wHhcNMjUxMDAxMDAwMDAwWhcNMjYx
MTAxMDAwMDAwWjAaMRgwFgYDVQQDDA9vbGQuZXhhbXBsZS5jb20wWTATBgcqhkjO
PQIBBggqhkjOPQMBBwNCAAQ+JPdRNUM4wsHMWiNvwQE3luvniXMO7Np5gVYcsJB+
YliCwrfE3i0W0cXe5QmEDMLCBrdqFslijIUZcr0n4GyXox4wHDAaBgNVHREEEzAR
gg9vbGQuZXhhbXBsZS5jb20wCgYIKoZIzj0EAwIDSAAwRQIhAIhQYiBch7ahLbCq
v1AWvMYUqYm77k56jpz8Nm8iawL5AiBj0tGxemx+6dJnhi14GZJa17dlWhvJX2PC
vVLBC/975Q==
-----END CERTIFICATE-----
`

const certificates = lab.certificates([...servers.map(({ name }) => name), 'headers.example.com', '*.example.com'], {
  'old.example.com': expired,
})

/** In the format that is usual: https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/log-format/ */
function request(second: number, host: string, path: string, status: number, upstream: string, took: string): string {
  const at = `23/Nov/2026:08:49:${String(second).padStart(2, '0')} +0000`
  const answered = upstream.endsWith('-') ? '-' : '10.244.1.1:8080'
  return `192.0.2.7 - - [${at}] "GET ${path} HTTP/1.1" ${status} 512 "-" "curl/8.5.0" 310 ${took} [${upstream}] [] ${answered} 512 ${took} ${status} ${host}`
}

const log = `I1123 08:49:14.102938       7 controller.go:216] "Configuration changes detected, backend reload required"
I1123 08:49:14.334421       7 controller.go:228] "Backend successfully reloaded"
${request(15, 'shop.example.com', '/', 200, 'shop-web-80', '0.012')}
W1123 08:49:15.871245       7 controller.go:1171] Service "shop/search" does not have any active Endpoint.
${request(16, 'search.example.com', '/?q=ingress', 503, 'shop-search-80', '0.000')}
W1123 08:49:16.120011       7 controller.go:1110] Error obtaining Endpoints for Service "shop/pya": no object matching key "shop/pya" in local store
${request(17, 'shop.example.com', '/cart', 503, 'shop-cart-http', '0.000')}
W1123 08:49:18.441202       7 controller.go:1421] Error getting SSL certificate "shop/secure-tls": local SSL certificate shop/secure-tls was not found. Using default certificate
${request(20, 'shop.example.com', '/slow', 200, 'shop-web-80', '2.381')}
2026/11/23 08:49:21 [error] 31#31: *42 connect() failed (111: Connection refused) while connecting to upstream, client: 192.0.2.7, server: shop.example.com, request: "GET /api HTTP/1.1", upstream: "http://10.244.1.2:8080/api", host: "shop.example.com"
${request(21, 'shop.example.com', '/api', 502, 'shop-web-80', '0.004')}
`

const refused = `E1123 08:49:31.002133       7 controller.go:230] Unexpected failure reloading the backend:
2026/11/23 08:49:31 [emerg] 57#57: could not build server_names_hash, you should increase server_names_hash_bucket_size: 32
nginx: configuration file /tmp/nginx/nginx-cfg2871 test failed
`

const processes = `PID   USER     TIME  ELAPSED COMMAND
    1 www-data  0:00 1h02    /usr/bin/dumb-init -- /nginx-ingress-controller
    7 www-data  0:12 1h02    /nginx-ingress-controller --publish-service=kube-system/ingress-controller-ingress-nginx-controller --ingress-class=nginx
   26 www-data  0:00 1h02    nginx: master process /usr/bin/nginx -c /etc/nginx/nginx.conf
   31 www-data  0:01 12:04   nginx: worker process is shutting down
   58 www-data  0:00 2:17    nginx: worker process
   59 www-data  0:00 2:17    nginx: worker process
`

const texts = {
  'nginx.conf': demoConf(lab.hostless, servers),
  'backends.json': demoBackends(backends),
  'metrics.txt': lab.metrics(true),
  'certificates.json': certificates,
  'processes.txt': processes,
  'log.txt': log,
  // None failed.
  'failed.conf': '',
}

/** Since its reload failed, it serves what it served before. */
const behind = {
  ...texts,
  'nginx.conf': demoConf(
    lab.hostless,
    servers.filter(({ name }) => name !== 'upload.example.com'),
  ),
  'metrics.txt': lab.metrics(false),
  'log.txt': `${log}${refused}`,
  'failed.conf': demoConf(lab.hostless, servers).replace('http {', 'http {\n    server_names_hash_bucket_size 32;'),
}

export const brokenFiles: readonly SourceFile[] = [
  {
    path: 'demo:broken',
    text: routes
      .replace('source: demo', 'source: demo:broken')
      .replace('      Secret: all', '      Secret: all\n      Event: all'),
  },
  { path: 'demo:broken', text: controller },
  { path: 'demo:broken', text: faults },
  ...lab.replicas.flatMap((replica, i) => lab.saidBy('demo:broken', replica, i === 0 ? texts : behind)),
]
