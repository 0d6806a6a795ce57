/**
 * Asks one replica what it serves: by HTTP on its loopback first, else by a program of the image. GET only, and no
 * program but those written here: /configuration answers POST too, and would then rewrite the routing.
 */
import type { Observer, Replica } from '../../../domain/controllers/controller.js'
import type { PodAccess } from '../../../domain/controllers/pod-access.js'
import { output, page, stream } from '../../shared/read.js'
import { firstAnswer, Unusable, type Way } from '../../shared/ways.js'
import { certificatesOf } from './certificates.js'
import { parseBuild, parseProcesses } from './processes.js'
import { wholeConf } from './whole-conf.js'

const confPath = '/etc/nginx/nginx.conf'

export function observeIngressNginx(pods: PodAccess): Observer {
  const ask = <T>(what: string, replica: Replica, ways: readonly Way<T>[]) => firstAnswer(what, replica, ways, pods.may)
  return {
    backends: (replica) =>
      ask('the backends', replica, [
        byPort(replica, '/configuration/backends', ({ text }) => text),
        {
          by: 'exec',
          name: 'exec /dbg',
          source: 'live',
          // It ends with 0 whatever happens, and writes its errors where the answer should be.
          ask: async () => afterNoise(await output(pods, replicaContainer(replica), dbg(replica, 'backends', 'all'))),
        },
        ...byLoopback(replica, '/configuration/backends', afterNoise),
      ]),

    conf: (replica, { whole } = { whole: false }) => {
      const cat = () => stream(pods, replicaContainer(replica), ['cat', confPath])
      return ask('nginx.conf', replica, [
        {
          by: 'exec',
          name: `exec cat ${confPath}`,
          source: 'disk',
          ask: async () => (whole ? wholeConf(await cat(), `${replica.namespace}/${replica.name}`, cat) : cat()),
        },
        {
          by: 'exec',
          name: 'exec /dbg conf',
          source: 'disk',
          // It ends with 0 whatever happens: a configuration begins with a comment, or has a block.
          ask: () => stream(pods, replicaContainer(replica), dbg(replica, 'conf'), (start) => /^\s*#|\{/.test(start)),
        },
      ])
    },

    certificate: (replica, name) => {
      const path = `/configuration/certs?hostname=${encodeURIComponent(name)}`
      return ask(`the certificate of ${name}`, replica, [
        byPort(replica, path, ({ status, text }) => (status === 404 ? null : certificatesOf(text)), [200, 404]),
        ...byLoopback(replica, path, certificatesOf),
      ])
    },

    page: (replica, path) => {
      const port = path === '/metrics' ? replica.settings.healthPort : replica.settings.statusPort
      return ask(path, replica, [byPort(replica, path, ({ text }) => text, [200], port)])
    },

    logs: (replica, query) => pods.logs(replicaContainer(replica), query),

    request: ({ namespace, name, node, settings }, { scheme, method, host, target, headers, sni }) =>
      pods.request(
        { namespace, name, node, port: scheme === 'https' ? settings.httpsPort : settings.httpPort },
        {
          method: method === 'HEAD' ? 'HEAD' : 'GET',
          target,
          headers: { ...(host === null ? {} : { host }), ...Object.fromEntries(headers) },
          tls: scheme === 'https' ? { servername: sni } : null,
        },
      ),

    handshake: ({ namespace, name, node, settings }, servername) =>
      pods.handshake({ namespace, name, node, port: settings.httpsPort }, servername),

    version: (replica) =>
      ask(
        'the version',
        replica,
        ['/nginx-ingress-controller', 'nginx-ingress-controller'].map((program) => ({
          by: 'exec' as const,
          name: `exec ${program} --version`,
          source: 'live' as const,
          ask: async () => parseBuild(await output(pods, replicaContainer(replica), [program, '--version'])),
        })),
      ),

    processes: (replica) =>
      ask(
        'the processes',
        replica,
        [['ps', '-o', 'pid,etime,args'], ['ps']].map((argv) => ({
          by: 'exec' as const,
          name: `exec ${argv.join(' ')}`,
          source: 'live' as const,
          ask: async () => {
            const found = parseProcesses(await output(pods, replicaContainer(replica), argv))
            if (found.length === 0) throw new Unusable('it shows no process of nginx')
            return found
          },
        })),
      ),

    attach: (replica, argv, terminal) => pods.attach(replicaContainer(replica), argv, terminal),

    failedConf: (replica) =>
      ask('the configuration that failed', replica, [
        {
          by: 'exec',
          name: 'exec ls /tmp/nginx',
          source: 'disk',
          ask: async () => {
            const names = (await output(pods, replicaContainer(replica), ['ls', '-t', '/tmp/nginx'])).split('\n')
            const name = names.find((one) => /^nginx-cfg\d+$/.test(one))
            if (name === undefined) return null
            return { name, bytes: await stream(pods, replicaContainer(replica), ['cat', `/tmp/nginx/${name}`]) }
          },
        },
      ]),
  }

  function byPort<T>(
    replica: Replica,
    path: string,
    read: (reply: { status: number; text: string }) => T,
    expected?: readonly number[],
    port = replica.settings.statusPort,
  ): Way<T> {
    const { namespace, name, node } = replica
    const target = { namespace, name, node, port }
    return {
      by: 'port-forward',
      name: `port-forward to ${port}`,
      source: 'live',
      ask: async () => read(await page(pods, target, path, expected)),
    }
  }

  /** curl left the image in 1.9; wget is busybox', and bash can open a port by itself. */
  function byLoopback<T>(replica: Replica, path: string, read: (text: string) => T): Way<T>[] {
    const { statusPort } = replica.settings
    const container = replicaContainer(replica)
    const request = `GET ${path} HTTP/1.0\\r\\nHost: 127.0.0.1\\r\\n\\r\\n`
    const script = `exec 3<>/dev/tcp/127.0.0.1/${statusPort}; printf '${request}' >&3; cat <&3`
    // A name in a path is percent-encoded, so that it holds no quote; a script takes none that has an escape of printf.
    const canScript = !/[%'\\]/.test(path)
    return [
      {
        by: 'exec',
        name: 'exec wget',
        source: 'live',
        ask: async () => read(await output(pods, container, ['wget', '-qO-', `http://127.0.0.1:${statusPort}${path}`])),
      },
      ...(canScript
        ? [
            {
              by: 'exec' as const,
              name: 'exec bash',
              source: 'live' as const,
              ask: async () => read(bodyOf(await output(pods, container, ['bash', '-c', script]))),
            },
          ]
        : []),
    ]
  }
}

function replicaContainer({ namespace, name, node, container }: Replica) {
  return { namespace, name, node, container }
}

/** `--status-port` exists since 0.44; where the port is the usual one it need not be said. */
function dbg({ settings: { statusPort } }: Replica, ...command: readonly string[]): readonly string[] {
  return ['/dbg', ...command, ...(statusPort === 10246 ? [] : [`--status-port=${statusPort}`])]
}

/** Programs in front of the answer (LD_PRELOAD, a wrapper) may have said something first. */
function afterNoise(text: string): string {
  const start = text.search(/^(?:\[|null)/m)
  if (start === -1 && text.trim() !== '') throw new Unusable(text.trim().slice(0, 200))
  return start === -1 ? '' : text.slice(start)
}

function bodyOf(reply: string): string {
  const [head = '', ...rest] = reply.split('\r\n\r\n')
  const [, status] = /^HTTP\/1\.[01] (\d+)/.exec(head) ?? []
  if (status !== '200') throw new Unusable(`it answered ${status ?? head.slice(0, 100)}`)
  return rest.join('\r\n\r\n')
}
