/**
 * The shapes that charts of the world render: nothing is wrong with them, and nothing is said of them. Each is what such a
 * chart asks for in our own words: its annotations, its TLS by an issuer, its ports by name, its own Secrets beside.
 */
import { expect, it } from 'vitest'
import { furtherCharts } from '../support/charts/further.js'
import { routedCharts, routedManifests, sharedGateway } from '../support/charts/gateways.js'
import { charts } from '../support/charts/known.js'
import { moreCharts } from '../support/charts/more.js'
import { installed, onCluster } from '../support/charts/on-cluster.js'
import { optionCharts } from '../support/charts/options.js'
import { manifestsOf } from '../support/charts/shape.js'
import { valuedCharts } from '../support/charts/valued.js'
import { session } from '../support/program/session.js'

const all = Object.entries({ ...charts, ...moreCharts, ...furtherCharts, ...valuedCharts, ...optionCharts })

/** Each in a namespace with hosts of its own, as if it stood in a folder alone. */
const own = ([name, shape]: (typeof all)[number]) => {
  const namespace = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
  return manifestsOf(shape, namespace).replaceAll('.example.com', `.${namespace}.example.com`)
}
const hasClass = (text: string) => text.includes('kind: IngressClass')

it.each([
  ['that bring a class along', all.map(own).filter(hasClass)],
  ['that take a class for granted', all.map(own).filter((text) => !hasClass(text))],
  ['of one namespace', [all.map(own).join('---\n')]],
])('the charts %s', async (_, texts) => {
  const { stdout, stderr, code } = await session(['lint', '-f', '-'], { stdin: texts.join('---\n') })
  expect([stdout, code], stderr).toEqual(['', 0])
})

it.each(all)('the chart of %s alone', async (_, shape) => {
  const { stdout, code } = await session(['lint', '-f', '-'], { stdin: manifestsOf(shape, 'charts') })
  expect([stdout, code]).toEqual(['', 0])
})

interface Fault {
  readonly code: string
  /** the line that is spoilt, in which the first part is replaced */
  readonly line: RegExp
  readonly by: string
}

const faults: readonly Fault[] = [
  { code: 'no-service', line: /(?<=^ {16}name: )\S+/m, by: 'gone' },
  { code: 'no-port', line: /(?<=^ {16}port:\n {18})(?:name|number): \S+/m, by: 'number: 4321' },
  {
    code: 'unknown-annotation',
    line: /(?<=nginx\.ingress\.kubernetes\.io\/)(?:proxy-(?!bu)|ssl-|backend-)/,
    by: 'x$&',
  },
]

it.each(
  Object.entries(charts).flatMap(([name, shape]) => faults.map((fault) => [fault.code, name, shape, fault] as const)),
)('%s in the chart of %s is told on its line, and nothing else', async (code, _name, shape, { line, by }) => {
  const text = manifestsOf(shape, 'charts')
  const at = text.search(line)
  if (at === -1) return
  const words = ['lint', '-f', '-', '-o', 'custom-columns=C:.code,L:.line', '--no-headers']
  const { stdout } = await session(words, { stdin: text.replace(line, by) })
  const told = stdout
    .trim()
    .split('\n')
    .map((one) => one.split(/\s+/).join(' '))
  const there = text.slice(0, at).split('\n').length - (code === 'no-port' ? 1 : 0)
  // Whoever asks it who comes in gets no answer any more.
  expect(told.filter((one) => !one.startsWith('auth-unreachable '))).toEqual([`${code} ${there}`])
})

const routed = Object.entries(routedCharts).map(
  ([name, shape]) => [name, routedManifests(shape, name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'))] as const,
)

it.each(routed)('the chart of %s, by a Gateway of others', async (_, text) => {
  const { stdout, code } = await session(['lint', '-f', '-'], { stdin: text })
  expect([stdout, code]).toEqual(['', 0])
})

/** Trust that is said in a word of the platform is none of Contour's: TLS behind is passed over there. */
const unmet = ['argo-cd-with-tls-behind', 'kubernetes-dashboard']

it.each([
  ['gateway.envoyproxy.io/gatewayclass-controller', []],
  ['traefik.io/gateway-controller', []],
  ['projectcontour.io/gateway-controller', unmet.map((one) => `tls-passed-over ${one}`)],
  // Expressions come after all prefixes there, and the chart has one for all paths.
  ['istio.io/gateway-controller', ['match-taken sentry-whose-paths-are-patterns']],
  ['gateway.example.com/own', []],
])('all of them by a Gateway of %s', async (controllerName, told) => {
  const columns = 'custom-columns=C:.code,N:.source.namespace'
  const stdin = [sharedGateway(controllerName), ...routed.map(([, text]) => text)].join('---\n')
  const { stdout, stderr } = await session(['lint', '-f', '-', '-o', columns, '--no-headers'], { stdin })
  const said = stdout.split('\n').filter((line) => line !== '')
  expect(said.map((line) => line.replaceAll(/\s+/g, ' ')).sort(), stderr).toEqual(told)
})

/** A cloud alone reads its path and its annotation. */
const ofCloud = ['glob-path grafana-on-gke', 'annotation-of-other grafana-on-gke']

/** Whose paths are patterns by annotations that nobody else reads, or by those of a cloud. */
const patterns = [
  ...['grafana-below-a-path', 'kubernetes-dashboard-below-a-path', 'longhorn-below-a-path'],
  'sentry-whose-paths-are-patterns',
]
  .map((one) => `glob-path ${one}`)
  .concat(ofCloud)

/** What a chart needs that a controller with defaults does not give: said of these, and of nothing else. */
const untrue: Readonly<Record<string, readonly string[]>> = {
  'ingress-nginx': [
    ...['uptime-kuma', 'nextcloud-with-its-headers', 'mattermost-with-its-cache'].flatMap((one) => [
      `annotation-risk ${one}`,
      `snippet-not-allowed ${one}`,
    ]),
    'annotation-risk an-application-behind-oauth2-proxy-with-nothing-said-of-its-snippet',
    ...['argo-cd-with-tls-passed-through', 'vault-with-tls-of-its-own'].map((one) => `passthrough-disabled ${one}`),
    'tls-no-secret harbor-behind-the-default-certificate',
    ...ofCloud,
    'errors-without-pages gitlab-its-agents',
    'auth-loop an-application-behind-authentik',
  ],
  // A host is one Ingress' there, and TLS without a Secret is refused.
  F5: [
    ...[
      ...['oauth2-proxy', 'airflow', 'oauth2-proxy-for-two-hosts', 'an-application-behind-oauth2-proxy'],
      ...['argo-cd-with-grpc-and-its-applicationsets', 'nextcloud-and-its-addresses-of-old'],
    ].flatMap((one) => [`host-tied ${one}`, `host-tied ${one}`]),
    'handshake-refused harbor-behind-the-default-certificate',
    // It takes no body above 1 MiB, and an image is larger.
    ...['harbor-its-core-and-portal', 'harbor-without-tls'].map((one) => `annotation-of-other ${one}`),
    ...patterns,
  ],
  Traefik: patterns,
  // It has no certificate for all.
  Contour: ['tls-no-secret harbor-behind-the-default-certificate', ...ofCloud],
}

it.each(Object.entries(installed))('all of them on a cluster with %s', async (name, controller) => {
  const texts = all.filter(([, shape]) => (shape.class ?? 'nginx') === 'nginx').map(own)
  const columns = 'custom-columns=C:.code,N:.source.namespace'
  const words = ['lint', '-f', '-', '--ignore', 'end-of-life,vulnerable', '-o', columns, '--no-headers']
  const { stdout, stderr } = await session(words, { stdin: onCluster(texts, controller) })
  const said = stdout.split('\n').filter((line) => line !== '')
  expect(said.map((line) => line.replaceAll(/\s+/g, ' ')).sort(), stderr).toEqual([...(untrue[name] ?? [])].sort())
})
