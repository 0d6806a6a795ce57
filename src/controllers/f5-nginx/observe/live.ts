/**
 * Asks one replica what it serves: by programs of the image that only read. There is no interface of the running nginx that
 * would tell, so the configuration is that of the disk. Nothing below /etc/nginx/secrets is ever read: keys are kept there.
 */
import type { PodAccess } from '../../../domain/controllers/pod-access.js'
import { Problem } from '../../../domain/problem.js'
import { wholeConf } from '../../shared/nginx/conf/whole-conf.js'
import { processWays } from '../../shared/nginx/processes.js'
import { containerOf } from '../../shared/reach.js'
import { output, page, stream } from '../../shared/read.js'
import { firstAnswer, Unusable, type Way } from '../../shared/ways.js'
import { type F5Replica, usualPorts } from '../workload/settings.js'
import { metricsText } from './metrics.js'
import type { Said } from './said.js'
import { processesOf } from './said.js'

/** In the form of `nginx -T`, for where that cannot open its logs and prints nothing. */
const printFiles =
  'for f in /etc/nginx/nginx.conf /etc/nginx/conf.d/*.conf /etc/nginx/stream-conf.d/*.conf; do if [ -f "$f" ]; then echo "# configuration file $f:"; cat "$f"; echo; fi; done'

export function saidLive(pods: PodAccess, replica: F5Replica): Said {
  const { namespace, name, node, settings } = replica
  const container = containerOf(replica)
  const ask = <T>(what: string, ways: readonly Way<T>[]) => firstAnswer(what, replica, ways, pods.may)
  const isDump = (start: string) => start.startsWith('# configuration file ')
  return {
    conf: ({ whole } = { whole: false }) => {
      const way = (argv: readonly string[], words: string) => {
        const read = () => stream(pods, container, argv, isDump)
        return {
          by: 'exec' as const,
          name: words,
          source: 'disk' as const,
          ask: async () => (whole ? wholeConf(await read(), `${namespace}/${name}`, read) : read()),
        }
      }
      return ask('its configuration', [
        way(['nginx', '-T'], 'exec nginx -T'),
        way(['sh', '-c', printFiles], 'exec cat /etc/nginx/conf.d/*.conf'),
      ])
    },

    certificate: (servername) =>
      ask(`the certificate of ${servername}`, [
        {
          by: 'port-forward',
          name: `TLS handshake with port ${usualPorts.https}`,
          source: 'live',
          ask: async () => {
            try {
              const { chain } = await pods.handshake({ namespace, name, node, port: usualPorts.https }, servername)
              return chain.length === 0 ? null : chain.map(pemOf).join('')
            } catch (error) {
              if (error instanceof Problem && error.value.reason === 'tls-other') return null
              throw error
            }
          },
        },
      ]),

    metrics: async () => {
      const { metricsPort } = settings
      return ask(
        '/metrics',
        metricsPort === null
          ? [
              {
                by: 'exec',
                name: 'exec curl of its version socket',
                source: 'live',
                ask: async () => {
                  const loaded = await output(pods, container, versionLoaded)
                  return metricsOf(loaded, await output(pods, container, ['cat', versionFile]))
                },
              },
            ]
          : [
              {
                by: 'port-forward',
                name: `port-forward to ${metricsPort}`,
                source: 'live',
                ask: async () => (await page(pods, { namespace, name, node, port: metricsPort }, '/metrics')).text,
              },
            ],
      )
    },

    version: () =>
      ask('the version', [
        {
          by: 'exec',
          name: 'exec /nginx-ingress -version',
          source: 'live',
          ask: async () => {
            const said = await output(pods, container, ['/nginx-ingress', '-version'])
            const of = (word: string) =>
              new RegExp(`\\b${word}=(\\S+)`).exec(said.slice(0, longestVersion))?.[1] ?? null
            if (of('Version') === null) throw new Unusable('it says no version')
            return { release: of('Version'), build: of('Commit'), repository: null, proxy: await proxyVersion() }
          },
        },
      ]),

    processes: () =>
      ask(
        'the processes',
        processWays((argv) => output(pods, container, argv), processesOf),
      ),
  }

  /** It says so on stderr. null: it does not */
  async function proxyVersion(): Promise<string | null> {
    const process = await pods.exec(container, ['nginx', '-v'])
    for await (const _ of process.stdout);
    await process.exit
    const version = /nginx version: \S+\/([\w.+-]{1,40})/.exec((await process.stderr).slice(0, longestVersion))?.[1]
    return version === undefined ? null : `nginx ${version}`
  }
}

const longestVersion = 4096

const versionFile = '/etc/nginx/config-version.conf'

/** Each configuration that is written has a number, and the nginx that runs says which it has. The image for Alpine has curl. */
const versionLoaded = ['curl', '-s', '-m', '2', '--unix-socket', '/var/lib/nginx/nginx-config-version.sock'].concat(
  'http://config-version/configVersion',
)

/** In the words of its metrics. */
function metricsOf(loaded: string, written: string): string {
  const version = /\breturn 200 (\d+);/.exec(written)?.[1]
  if (!/^\d+\s*$/.test(loaded) || version === undefined) throw new Unusable('it says no version')
  return metricsText({ successful: loaded.trim() === version })
}

/** A certificate as it came over the wire → PEM: https://www.rfc-editor.org/rfc/rfc7468 */

function pemOf(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}
