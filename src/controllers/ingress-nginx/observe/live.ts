/**
 * Asks one replica what it serves: by HTTP on its loopback first, else by a program of the image. GET only, and no
 * program but those written here: /configuration answers POST too, and would then rewrite the routing.
 */

import { createGate } from '../../../domain/at-once/side-by-side.js'
import type { PodAccess } from '../../../domain/controllers/pod-access.js'
import { wholeConf } from '../../shared/nginx/conf/whole-conf.js'
import { processWays } from '../../shared/nginx/processes.js'
import { containerOf } from '../../shared/reach.js'
import { output, page, stream } from '../../shared/read.js'
import { firstAnswer, Unusable, type Way } from '../../shared/ways.js'
import type { NginxReplica } from '../workload/settings.js'
import { parseBuild, parseProcesses } from './processes.js'
import type { Said } from './said.js'

/** At a time, where many things are asked for of which each starts a program. */
const mostPrograms = 8

const confPath = '/etc/nginx/nginx.conf'

export function saidLive(pods: PodAccess, replica: NginxReplica): Said {
  const { namespace, name, node } = replica
  const { statusPort, healthPort } = replica.settings
  const container = containerOf(replica)
  const oneOfFew = createGate(mostPrograms)
  const ask = <T>(what: string, ways: readonly Way<T>[]) => firstAnswer(what, replica, ways, pods.may)
  return {
    backends: () =>
      ask('the backends', [
        byPort('/configuration/backends', ({ text }) => text),
        {
          by: 'exec',
          name: 'exec /dbg',
          source: 'live',
          // It ends with 0 whatever happens, and writes its errors where the answer should be.
          ask: async () => afterNoise(await output(pods, container, dbg('backends', 'all'), 'list')),
        },
        ...byLoopback('/configuration/backends', afterNoise, 'list'),
      ]),

    conf: ({ whole } = { whole: false }) => {
      const cat = () => stream(pods, container, ['cat', confPath])
      return ask('nginx.conf', [
        {
          by: 'exec',
          name: `exec cat ${confPath}`,
          source: 'disk',
          ask: async () => (whole ? wholeConf(await cat(), `${namespace}/${name}`, cat) : cat()),
        },
        {
          by: 'exec',
          name: 'exec /dbg conf',
          source: 'disk',
          // It ends with 0 whatever happens: a configuration begins with a comment, or has a block.
          ask: () => stream(pods, container, dbg('conf'), (start) => /^\s*#|\{/.test(start)),
        },
      ])
    },

    certificate: (registered) => {
      const path = `/configuration/certs?hostname=${encodeURIComponent(registered)}`
      return ask(`the certificate of ${registered}`, [
        byPort(path, ({ status, text }) => (status === 404 ? null : certificatesOf(text)), [200, 404]),
        ...byLoopback(path, certificatesOf),
      ])
    },

    metrics: () => ask('/metrics', [byPort('/metrics', ({ text }) => text, [200], healthPort)]),

    version: () =>
      ask(
        'the version',
        ['/nginx-ingress-controller', 'nginx-ingress-controller'].map((program) => ({
          by: 'exec' as const,
          name: `exec ${program} --version`,
          source: 'live' as const,
          ask: async () => parseBuild(await output(pods, container, [program, '--version'])),
        })),
      ),

    processes: () =>
      ask(
        'the processes',
        processWays((argv) => output(pods, container, argv), parseProcesses),
      ),

    failedConf: () =>
      ask('the configuration that failed', [
        {
          by: 'exec',
          name: 'exec ls /tmp/nginx',
          source: 'disk',
          ask: async () => {
            const names = (await output(pods, container, ['ls', '-t', '/tmp/nginx'])).split('\n')
            const name = names.find((one) => /^nginx-cfg\d+$/.test(one))
            if (name === undefined) return null
            const file = `/tmp/nginx/${name}`
            return { name: file, bytes: await stream(pods, container, ['cat', file]) }
          },
        },
      ]),
  }

  function byPort<T>(
    path: string,
    read: (reply: { status: number; text: string }) => T,
    expected?: readonly number[],
    port = statusPort,
  ): Way<T> {
    return {
      by: 'port-forward',
      name: `port-forward to ${port}`,
      source: 'live',
      ask: async () => read(await page(pods, { namespace, name, node, port }, path, expected)),
    }
  }

  /** curl left the image in 1.9; wget is busybox', and bash can open a port by itself. */
  function byLoopback<T>(path: string, read: (text: string) => T, what: 'list' | 'lines' = 'lines'): Way<T>[] {
    const request = `GET ${path} HTTP/1.0\\r\\nHost: 127.0.0.1\\r\\n\\r\\n`
    const script = `exec 3<>/dev/tcp/127.0.0.1/${statusPort}; printf '${request}' >&3; cat <&3`
    // A name in a path is percent-encoded, so that it holds no quote; a script takes none that has an escape of printf.
    const canScript = !/[%'\\]/.test(path)
    return [
      {
        by: 'exec',
        name: 'exec wget',
        source: 'live',
        ask: () =>
          oneOfFew(async () =>
            read(await output(pods, container, ['wget', '-qO-', `http://127.0.0.1:${statusPort}${path}`], what)),
          ),
      },
      ...(canScript
        ? [
            {
              by: 'exec' as const,
              name: 'exec bash',
              source: 'live' as const,
              ask: () =>
                oneOfFew(async () => read(bodyOf(await output(pods, container, ['bash', '-c', script], what)))),
            },
          ]
        : []),
    ]
  }

  /** `--status-port` exists since 0.44; where the port is the usual one it need not be said. */
  function dbg(...command: readonly string[]): readonly string[] {
    return ['/dbg', ...command, ...(statusPort === 10246 ? [] : [`--status-port=${statusPort}`])]
  }
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

/** The answer of /configuration/certs, which ends with a private key → its certificates and nothing else. */
const certificate = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]*-----END CERTIFICATE-----/g

/** @throws Unusable where it holds none */
function certificatesOf(answer: string): string {
  const found = answer.match(certificate) ?? []
  if (found.length === 0) throw new Unusable('the answer holds no certificate')
  return found.map((one) => `${one}\n`).join('')
}
