/** A real controller of ingress-nginx that reads an API server of ours, and what it tells its nginx. */
import { execFileSync, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePorts } from '../../support/free-ports.js'

/** A folder with `nginx-ingress-controller`, and `template` and `lua` as they stand in /etc/nginx of its image. */
const home = process.env.TKNG_INGRESS_NGINX ?? ''
const controller = join(home, 'nginx-ingress-controller')
/** The nginx of this machine. */
export const nginxBinary = execFileSync('sh', ['-c', `command -v "${process.env.TKNG_NGINX ?? 'nginx'}"`], {
  encoding: 'utf8',
}).trim()

/** Kinds that it lists and watches. */
export const ingressNginxKinds: Readonly<Record<string, string>> = {
  ...{ '/v1/namespaces': 'Namespace', '/v1/services': 'Service', '/v1/secrets': 'Secret' },
  ...{ '/v1/configmaps': 'ConfigMap', '/v1/pods': 'Pod', '/v1/nodes': 'Node' },
  'discovery.k8s.io/v1/endpointslices': 'EndpointSlice',
  'networking.k8s.io/v1/ingresses': 'Ingress',
  'networking.k8s.io/v1/ingressclasses': 'IngressClass',
}

/** `1.15.1` */
export function releaseOfController(): string {
  const said = execFileSync(controller, ['--version'], { encoding: 'utf8' })
  const release = /Release: *v(\S+)/.exec(said)?.[1]
  if (release === undefined) throw new Error(`${controller} does not say its release: ${said}`)
  return release
}

/** What a controller made of the objects when it first looked at them. */
export interface Made {
  /** the folder that it has for its root */
  readonly root: string
  /** `http`, `https`, … → where it listens here; all texts have the ports that it would have in a cluster */
  readonly ports: ReadonlyMap<string, number>
  /** null: nginx refused it */
  readonly conf: string | null
  /** what nginx said of it */
  readonly said: string
  /** the body of /configuration/backends */
  readonly backends: string
  /** server name → the certificate that is registered for it, without its key; null: none */
  readonly certificates: Readonly<Record<string, string | null>>
  /** what it told its nginx, with the ports of here */
  readonly bodies: Bodies | null
}

/** Of /configuration/backends and /configuration/servers. */
interface Bodies {
  readonly backends: string
  readonly servers: string
}

/**
 * Stands in nginx' place: it tests for real, what an nginx of Debian lacks taken out, and serves nothing. What was tested
 * last and what came of it are kept in /tmp/tested.
 */
const standIn = `#!/bin/sh
conf=/etc/nginx/nginx.conf
while [ $# -gt 0 ]; do
  case "$1" in
    -c) conf=$2; shift ;;
    -t) tests=1 ;;
    -s) exit 0 ;;
  esac
  shift
done
[ -n "$tests" ] || exec tail -f /dev/null
{
  for name in ndk_http ngx_http_lua ngx_http_headers_more_filter ngx_http_brotli_filter; do
    [ ! -e /usr/lib/nginx/modules/\${name}_module.so ] || echo "load_module /usr/lib/nginx/modules/\${name}_module.so;"
  done
  sed -E -e '/^[[:space:]]*(http2 (on|off);|load_module |auth_digest|opentelemetry|modsecurity)/d' -e 's/set_escape_uri/set/' -e '/^stream \\{/,$d' "$conf"
} >/tmp/translated.conf
rm -rf /tmp/tested && mkdir /tmp/testing && cp "$conf" /tmp/testing/conf
${nginxBinary} -t -c /tmp/translated.conf >/tmp/testing/said 2>&1
code=$?
echo $code >/tmp/testing/code
mv /tmp/testing /tmp/tested
cat /tmp/tested/said
exit $code
`

const plain = ['etc/nginx', 'tmp/nginx', 'var/log/nginx', 'var/lib/nginx', 'run']
const folders = [...plain, ...['ssl', 'auth', 'telemetry'].map((name) => `etc/ingress-controller/${name}`)]
const ofDebian = ['mime.types', 'fastcgi_params', 'scgi_params', 'uwsgi_params']

/** A root for it, in which it may write where it likes. */
function makeRoot(root: string, nameserver: string): void {
  const write = (name: string, text: string, mode = 0o644) => writeFileSync(join(root, name), text, { mode })
  for (const folder of folders) mkdirSync(join(root, folder), { recursive: true })
  for (const name of ['template', 'lua']) cpSync(join(home, name), join(root, 'etc/nginx', name), { recursive: true })
  for (const name of ofDebian) cpSync(join('/etc/nginx', name), join(root, 'etc/nginx', name))
  cpSync(controller, join(root, 'controller'))
  write('etc/passwd', 'root:x:0:0::/:/bin/sh\nwww-data:x:33:33::/:/bin/sh\nnobody:x:65534:65534::/:/bin/sh\n')
  write('etc/group', 'root:x:0:\nwww-data:x:33:\nnogroup:x:65534:\n')
  write('etc/resolv.conf', `nameserver ${nameserver}\noptions timeout:1 attempts:1\n`)
  write('etc/nginx/nginx.conf', '')
  write('nginx', standIn, 0o755)
}

/** Needs root: mounts that nobody else sees, and a root folder of its own. */
const enter = `
for folder in bin sbin lib lib64 usr proc dev sys; do
  [ ! -e /$folder ] || { mkdir -p "$0/$folder" && mount --rbind /$folder "$0/$folder"; }
done
exec chroot "$0" "$@"
`

/** @returns a program that has that folder for its root, and what it starts ends with it */
export function spawnIn(root: string, argv: readonly string[], env: Readonly<Record<string, string | undefined>> = {}) {
  const own = ['--mount', '--pid', '--fork', '--kill-child', '--propagation', 'private']
  const { PATH } = process.env
  return spawn('unshare', [...own, 'sh', '-c', enter, root, ...argv], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH, ...env },
  })
}

/** Ports that it listens on, by the words of its flags, and where it does so in a cluster. */
const usual: Readonly<Record<string, number>> = {
  ...{ http: 80, https: 443, healthz: 10254, 'default-server': 8181, 'ssl-passthrough-proxy': 442, profiler: 10245 },
  ...{ status: 10246, stream: 10247 },
}

/**
 * @param api where the API server is
 * @param pod `NAMESPACE/NAME` of its own
 * @param flags those of the pod
 * @param nameserver its address
 * @param use as long as it lasts, the controller runs, and where it has found what nginx refuses, too
 * @throws where it ends by itself
 */
export async function withMade<T>(
  api: string,
  pod: string,
  flags: readonly string[],
  nameserver: string,
  use: (made: Made) => Promise<T>,
): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), 'tkng-ingress-nginx-'))
  makeRoot(root, nameserver)
  const free = await freePorts(Object.keys(usual).length)
  const ports = new Map(Object.keys(usual).map((name, i) => [name, free[i] ?? 0]))
  const { status, stream, posted } = ofNginx()
  const argv = [
    ...[`--apiserver-host=${api}`, '--update-status=false', '--sync-rate-limit=100'],
    ...[...ports].map(([name, port]) => `--${name}-port=${port}`),
    ...flags.filter((flag) => !/^--https?-port=/.test(flag)),
  ]
  const [namespace, name] = pod.split('/')
  const child = spawnIn(root, ['/controller', ...argv], {
    ...{ POD_NAMESPACE: namespace, POD_NAME: name, NGINX_BINARY: '/nginx' },
  })
  let log = ''
  let isStarted = false
  const refused = new Promise<void>((resolve) => {
    for (const out of [child.stdout, child.stderr])
      out.on('data', (chunk: Buffer) => {
        log = (log + chunk).slice(-100_000)
        // Before this it looks whether its ports are free.
        if (!isStarted && log.includes('Starting NGINX process')) {
          isStarted = true
          status.listen(ports.get('status'), '127.0.0.1')
          stream.listen(ports.get('stream'), '127.0.0.1')
        }
        if (/unexpected failure reloading/i.test(log)) resolve()
      })
  })
  const ended = new Promise<never>((_, reject) => {
    child.on('error', (cause) => reject(new Error('the controller cannot be run', { cause })))
    child.on('exit', (code) => reject(new Error(`the controller ended with ${code}: ${log.slice(-5000)}`)))
  })
  try {
    const bodies = await Promise.race([posted, refused.then(() => null), ended])
    const tested = (file: string) => readFileSync(join(root, 'tmp/tested', file), 'utf8')
    if (!existsSync(join(root, 'tmp/tested'))) throw new Error(`the controller tested nothing: ${log.slice(-5000)}`)
    const back = (text: string) =>
      [...ports].reduce((all, [name, port]) => {
        const set = flags.find((flag) => flag.startsWith(`--${name}-port=`))
        return all.replace(new RegExp(`\\b${port}\\b`, 'g'), set?.replace(/.*=/, '') ?? `${usual[name]}`)
      }, text)
    const made: Made = {
      ...{ root, ports },
      conf: bodies === null ? null : back(tested('conf')),
      said: tested('said'),
      backends: back(bodies?.backends ?? '[]'),
      certificates: bodies === null ? {} : registeredIn(bodies.servers),
      bodies,
    }
    return await Promise.race([use(made), ended])
  } finally {
    ended.catch(() => {})
    child.kill('SIGKILL')
    for (const server of [status, stream]) server.close()
    // What it started may still write.
    rmSync(root, { recursive: true, force: true, maxRetries: 10 })
  }
}

/** What nginx' Lua code would be told: backends, and certificates with their servers. */
function ofNginx() {
  const bodies = new Map<string, string>()
  let done: (said: Bodies) => void
  const posted = new Promise<Bodies>((resolve) => {
    done = resolve
  })
  const status = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      if (request.method === 'POST') bodies.set(request.url ?? '', Buffer.concat(chunks).toString())
      response.writeHead(request.method === 'POST' ? 201 : 200, { connection: 'close' }).end('ok')
      const [backends, servers] = ['backends', 'servers'].map((name) => bodies.get(`/configuration/${name}`))
      if (backends !== undefined && servers !== undefined) done({ backends, servers })
    })
  })
  const stream = createTcpServer((socket) => socket.resume().on('error', () => {}))
  return { status, stream, posted }
}

function registeredIn(body: string): Made['certificates'] {
  const { servers = {}, certificates = {} }: Record<string, Record<string, string>> = JSON.parse(body)
  const whole = /-----BEGIN CERTIFICATE-----[\s\S]*-----END CERTIFICATE-----\n?/
  return Object.fromEntries(
    Object.entries(servers).map(([name, id]) => [name, whole.exec(certificates[id] ?? '')?.[0] ?? null]),
  )
}
