/** A real F5 NGINX Ingress Controller that reads an API server of ours, and a real nginx that serves what it writes. */
import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer } from 'node:tls'
import { pem } from '../../support/cluster/tls-files.js'
import { freePorts } from '../../support/free-ports.js'
import { nginxBinary } from '../ingress-nginx/controller.js'

/** A folder with `nginx-ingress` and its four templates, as they stand in / of its image. */
const home = process.env.TKNG_F5_NGINX ?? ''

const place = 'k8s.nginx.org/v1'

/** Kinds that it lists and watches, and those that it writes. */
export const f5Kinds: Readonly<Record<string, string>> = {
  ...{ '/v1/namespaces': 'Namespace', '/v1/services': 'Service', '/v1/secrets': 'Secret', '/v1/events': 'Event' },
  ...{ '/v1/configmaps': 'ConfigMap', '/v1/pods': 'Pod', '/v1/nodes': 'Node' },
  'discovery.k8s.io/v1/endpointslices': 'EndpointSlice',
  'networking.k8s.io/v1/ingresses': 'Ingress',
  'networking.k8s.io/v1/ingressclasses': 'IngressClass',
  [`${place}/virtualservers`]: 'VirtualServer',
  [`${place}/virtualserverroutes`]: 'VirtualServerRoute',
  [`${place}/transportservers`]: 'TransportServer',
  [`${place}/policies`]: 'Policy',
  [`${place}/globalconfigurations`]: 'GlobalConfiguration',
}

export interface RunningF5 {
  /** port at which an object has it listen → port at which it does so here */
  readonly ports: ReadonlyMap<number, number>
  /** all files of its configuration, as `nginx -T` prints them */
  dump(): string
  /** what its nginx refused so far */
  refused(): readonly string[]
  /** Events that it has written so far, in their order */
  events(): readonly WrittenEvent[]
}

export interface WrittenEvent {
  /** `KIND NAMESPACE/NAME` */
  readonly of: string
  readonly reason: string
  readonly message: string
}

/**
 * Stands in nginx' place: the nginx of this machine, with what an nginx of Debian lacks taken out, at ports that are free.
 * Certificates are read for each handshake, by those of the user who may read them.
 */
const standIn = `#!/bin/sh
case "$*" in *-v*|*-V*) exec /nginx "$@" ;; esac
rm -rf /translated && cp -r /etc/nginx /translated
find /translated -name '*.conf' | while read -r file; do
  sed -i -E -f /translate.sed "$file"
done
exec /nginx -p /etc/nginx/ -c /translated/nginx.conf "$@"
`

const lines = [
  's#^load_module .*#user root;\\nload_module /usr/lib/nginx/modules/ngx_stream_module.so;#',
  ...['/^ *js_(import|set) /d', '/^[[:space:]]*(http2 on;|sticky )/d'],
  ...['s#include +/etc/nginx/#include /translated/#', 's#/dev/stdout#/dev/null#'],
]

const folders = [
  ...['conf.d', 'stream-conf.d', 'oidc-conf.d', 'secrets', 'state_files', 'njs'].map((name) => `etc/nginx/${name}`),
  ...['etc/ssl/certs', 'var/lib/nginx', 'var/log/nginx', 'run', 'tmp'],
  'var/run/secrets/kubernetes.io/serviceaccount',
]

function makeRoot(root: string, ports: ReadonlyMap<number, number>): void {
  const write = (name: string, text: string, mode = 0o644) => writeFileSync(join(root, name), text, { mode })
  for (const folder of folders) mkdirSync(join(root, folder), { recursive: true })
  for (const name of readdirSync(home)) cpSync(join(home, name), join(root, name))
  cpSync('/etc/nginx/mime.types', join(root, 'etc/nginx/mime.types'))
  cpSync(nginxBinary, join(root, 'nginx'))
  write('etc/passwd', 'root:x:0:0::/:/bin/sh\nnobody:x:65534:65534::/:/bin/sh\n')
  write('etc/group', 'root:x:0:\nnogroup:x:65534:\n')
  write('etc/ssl/certs/ca-certificates.crt', pem('ca'))
  write('var/run/secrets/kubernetes.io/serviceaccount/token', 'x')
  write('var/run/secrets/kubernetes.io/serviceaccount/ca.crt', pem('ca'))
  write('stand-in', standIn, 0o755)
  const moved = [...ports].map(([from, to]) => `s#^([[:space:]]*listen )${from}( |;)#\\1127.0.0.1:${to}\\2#`)
  write('translate.sed', `${[...lines, ...moved].join('\n')}\n`)
}

/** Needs root: mounts that nobody else sees, and a root folder of its own. */
const enter = `
for folder in bin sbin lib lib64 usr proc dev sys; do
  [ ! -e /$folder ] || { mkdir -p "$0/$folder" && mount --rbind /$folder "$0/$folder"; }
done
mount --bind "$0/stand-in" "$0/usr/sbin/nginx"
exec chroot "$0" /nginx-ingress "$@"
`

/**
 * @param api where the API server is
 * @param pod `NAMESPACE/NAME` of its own
 * @param flags those of the pod
 * @param listening ports at which objects have it listen
 * @param use once it has read all objects
 * @throws where it ends by itself
 */
export async function runF5<T>(
  api: string,
  pod: string,
  flags: readonly string[],
  listening: readonly number[],
  use: (running: RunningF5) => Promise<T>,
): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), 'tkng-f5-'))
  const [ready = 0, secure = 0, ...free] = await freePorts(listening.length + 2)
  const ports = new Map(listening.map((port, i) => [port, free[i] ?? 0]))
  makeRoot(root, ports)
  // It speaks to API servers by TLS alone.
  const door = createServer({ key: pem('server-key'), cert: pem('server') }, (socket) => {
    const inner = connect(Number(new URL(api).port), '127.0.0.1')
    for (const one of [socket, inner]) one.on('error', () => [socket, inner].map((each) => each.destroy()))
    socket.pipe(inner).pipe(socket)
  })
  await new Promise<void>((resolve) => door.listen(secure, '127.0.0.1', resolve))
  const argv = [
    ...flags,
    ...['-disable-ipv6', '-nginx-status=false', '-enable-leader-election=false', '-enable-telemetry-reporting=false'],
    `-ready-status-port=${ready}`,
  ]
  const [namespace, name] = pod.split('/')
  const own = ['--mount', '--pid', '--fork', '--kill-child', '--propagation', 'private']
  const child = spawn('unshare', [...own, 'sh', '-c', enter, root, ...argv], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...{ PATH: process.env.PATH, POD_NAMESPACE: namespace, POD_NAME: name },
      ...{ KUBERNETES_SERVICE_HOST: '127.0.0.1', KUBERNETES_SERVICE_PORT: `${secure}` },
    },
  })
  let said = ''
  for (const out of [child.stdout, child.stderr])
    out.on('data', (chunk: Buffer) => {
      said = (said + chunk).slice(-1_000_000)
    })
  const ended = new Promise<never>((_, reject) => {
    child.on('error', (cause) => reject(new Error('the controller cannot be run', { cause })))
    child.on('exit', (code) => reject(new Error(`the controller ended with ${code}: ${said.slice(-5000)}`)))
  })
  ended.catch(() => {})
  const isReady = () =>
    fetch(`http://127.0.0.1:${ready}/nginx-ready`).then(
      ({ ok }) => ok,
      () => false,
    )
  try {
    const refused = () => said.match(/^.*\[emerg\].*$/gm) ?? []
    // With a file that nginx refuses from the beginning on it gives up after a minute.
    while (refused().length === 0 && !(await Promise.race([isReady(), ended])));
    const running = {
      ports,
      dump: () => dumpOf(join(root, 'etc/nginx')),
      events: () => eventsIn(said),
      refused,
    }
    return await Promise.race([use(running), ended])
  } finally {
    child.kill('SIGKILL')
    door.close()
    rmSync(root, { recursive: true, force: true })
  }
}

function eventsIn(log: string): readonly WrittenEvent[] {
  const line = /Event\(v1\.ObjectReference\{Kind:"(\w+)", Namespace:"([^"]*)", Name:"([^"]*)".*?reason: '(\w+)' (.*)/g
  return [...log.matchAll(line)].map(([, kind, namespace, name, reason = '', message = '']) => ({
    ...{ of: `${kind} ${namespace}/${name}`, reason, message },
  }))
}

/** In the order in which they are included. */
function dumpOf(folder: string): string {
  const inside = (name: string) =>
    readdirSync(join(folder, name))
      .filter((one) => one.endsWith('.conf'))
      .sort()
      .map((one) => `${name}/${one}`)
  const files = ['nginx.conf', 'mime.types', 'config-version.conf', ...inside('conf.d'), 'tls-passthrough-hosts.conf']
  return [...files, ...inside('stream-conf.d')]
    .filter((file) => existsSync(join(folder, file)))
    .map((file) => `# configuration file /etc/nginx/${file}:\n${readFileSync(join(folder, file), 'utf8')}\n`)
    .join('')
}
