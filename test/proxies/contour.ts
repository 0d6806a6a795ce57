/** A real Contour that reads an API server of ours, and the Envoy that it steers, on the loopback alone. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePorts } from '../support/free-ports.js'

const contour = process.env.TKNG_CONTOUR ?? ''
const envoy = process.env.TKNG_ENVOY ?? 'envoy'

/** Kinds that it lists and watches, without those of the Gateway API. */
export const contourKinds: Readonly<Record<string, string>> = {
  '/v1/namespaces': 'Namespace',
  '/v1/services': 'Service',
  '/v1/secrets': 'Secret',
  '/v1/configmaps': 'ConfigMap',
  'discovery.k8s.io/v1/endpointslices': 'EndpointSlice',
  'networking.k8s.io/v1/ingresses': 'Ingress',
  'projectcontour.io/v1/httpproxies': 'HTTPProxy',
  'projectcontour.io/v1/tlscertificatedelegations': 'TLSCertificateDelegation',
  'projectcontour.io/v1alpha1/extensionservices': 'ExtensionService',
  'projectcontour.io/v1alpha1/contourconfigurations': 'ContourConfiguration',
  'projectcontour.io/v1alpha1/contourdeployments': 'ContourDeployment',
}

export interface RunningContour {
  readonly http: number
  readonly https: number
  /** the answer of its Envoy's admin API to `/config_dump?include_eds`, or another path */
  page(path?: string): Promise<Uint8Array>
  /** asks again and again, until it is so */
  until(isThere: () => Promise<boolean>): Promise<void>
}

/**
 * @param api where the API server is
 * @param config its configuration file
 * @param isServed asked again and again: are its first routes there
 * @throws where one of the two ends by itself
 */
export async function runContour<T>(
  api: string,
  config: string,
  isServed: (http: number) => Promise<boolean>,
  use: (running: RunningContour) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'tkng-contour-'))
  const [xds = 0, admin = 0, health = 0, debug = 0, metrics = 0, stats = 0, http = 0, https = 0] = await freePorts(8)
  const file = (name: string, content: string) => {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }
  const contexts = [{ name: 'x', context: { cluster: 'c', user: 'u' } }]
  const kubeconfig = file(
    'kubeconfig',
    JSON.stringify({
      ...{ apiVersion: 'v1', kind: 'Config', users: [{ name: 'u', user: {} }], 'current-context': 'x' },
      ...{ clusters: [{ name: 'c', cluster: { server: api } }], contexts },
    }),
  )
  const loopback = ['xds', 'health', 'http', 'stats', 'envoy-service-http', 'envoy-service-https']
  const ports = { xds, health, http: metrics, stats, 'envoy-service-http': http, 'envoy-service-https': https }
  const argv = [
    ...[
      'serve',
      '--insecure',
      '--disable-leader-election',
      '--kubernetes-client-qps=500',
      '--kubernetes-client-burst=500',
      `--kubeconfig=${kubeconfig}`,
    ],
    ...[`--config-path=${file('contour.yaml', config)}`, `--debug-http-port=${debug}`],
    ...['--envoy-http-access-log=/dev/null', '--envoy-https-access-log=/dev/null'],
    ...loopback.map((name) => `--${name}-address=127.0.0.1`),
    ...Object.entries(ports).map(([name, port]) => `--${name}-port=${port}`),
  ]
  const children: ChildProcess[] = []
  const ends: Promise<never>[] = []
  const start = (program: string, words: readonly string[]) => {
    const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        said = (said + chunk).slice(-4000)
      })
    const ended = new Promise<never>((_, reject) => {
      child.on('error', (cause) => reject(new Error(`${program} cannot be run`, { cause })))
      child.on('exit', (code) => reject(new Error(`${program} ended with ${code}: ${said}`)))
    })
    ended.catch(() => {})
    children.push(child)
    ends.push(ended)
  }
  const until = async (isThere: () => Promise<boolean>) => {
    // What is asked may be of this process alone, which has to get to what it is sent.
    while (!(await Promise.race([isThere(), ...ends]))) await new Promise(setImmediate)
  }
  try {
    start(contour, argv)
    await until(() => answers(`http://127.0.0.1:${health}/healthz`, 200))
    const bootstrap = join(folder, 'envoy.json')
    const words = ['--xds-address=127.0.0.1', `--xds-port=${xds}`, `--admin-address=${join(folder, 'admin.sock')}`]
    execFileSync(contour, ['bootstrap', bootstrap, ...words, '--xds-resource-version=v3'], { stdio: 'ignore' })
    // Ours is asked over TCP.
    const made = JSON.parse(readFileSync(bootstrap, 'utf8')) as object
    const own = { address: { socket_address: { address: '127.0.0.1', port_value: admin } } }
    writeFileSync(bootstrap, JSON.stringify({ ...made, admin: own }))
    start(envoy, [
      '-c',
      bootstrap,
      '--concurrency',
      '1',
      '--disable-hot-restart',
      '-l',
      'error',
      '--service-node',
      'x',
      '--service-cluster',
      'x',
    ])
    await until(() => answers(`http://127.0.0.1:${admin}/ready`, 200))
    // Its listener comes with the first routes.
    await until(() => isServed(http))
    const page = async (path = '/config_dump?include_eds') => {
      const answer = await fetch(`http://127.0.0.1:${admin}${path}`)
      return new Uint8Array(await answer.arrayBuffer())
    }
    return await Promise.race([use({ http, https, page, until }), ...ends])
  } finally {
    for (const child of children) child.kill('SIGKILL')
    rmSync(folder, { recursive: true })
  }
}

async function answers(url: string, wanted: number): Promise<boolean> {
  try {
    const { status } = await fetch(url)
    return status === wanted
  } catch {
    return false
  }
}
