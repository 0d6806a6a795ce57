/** Connections and datagrams to TCP and UDP services: https://kubernetes.github.io/ingress-nginx/user-guide/exposing-tcp-udp-services/ */
import { describe, expect, it } from 'vitest'
import { planOf } from '../../../../src/controllers/ingress-nginx/plan.js'
import type { EndpointSlice, Service, ServicePort } from '../../../../src/domain/objects/objects.js'
import type { ConfigMap } from '../../../../src/domain/objects/workloads.js'
import { fixOf, sentenceOf } from '../../../../src/findings/catalogue.js'
import { rows } from '../../../support/why/told.js'
import { plan, request, type WorldWords, world } from '../../../support/worlds/ingress-world.js'

const service = (name: string, ports: readonly ServicePort[], spec: Service['spec'] = {}): Service => ({
  kind: 'Service',
  metadata: { namespace: 'data', name },
  spec: { ...spec, ports },
})

/** Of both protocols at one port, each at a port of its own in the pods. */
const dns: readonly ServicePort[] = [
  { name: 'dns-tcp', port: 53, targetPort: 5301, protocol: 'TCP' },
  { name: 'dns', port: 53, targetPort: 5302, protocol: 'UDP' },
]
const dnsSlice: EndpointSlice = {
  kind: 'EndpointSlice',
  metadata: { namespace: 'data', name: 'dns-x1', labels: { 'kubernetes.io/service-name': 'dns' } },
  addressType: 'IPv4',
  endpoints: [{ addresses: ['10.1.0.3'] }, { addresses: ['10.1.0.4'], conditions: { ready: false } }],
  ports: [
    { name: 'dns-tcp', port: 5301, protocol: 'TCP' },
    { name: 'dns', port: 5302, protocol: 'UDP' },
  ],
}

const configMap = (name: string, data: Readonly<Record<string, string>>): ConfigMap => ({
  kind: 'ConfigMap',
  metadata: { namespace: 'edge', name },
  data,
})

const words = (more: Partial<WorldWords> = {}, tcp: Readonly<Record<string, string>> = {}): WorldWords => ({
  ingresses: [],
  services: [
    service('pg', [{ name: 'sql', port: 5432, targetPort: 'sql' }]),
    service('dns', dns),
    service('empty', [{ port: 80 }]),
    service('out', [{ name: 'sql', port: 5432, targetPort: 6432 }], {
      type: 'ExternalName',
      externalName: 'db.example.com',
    }),
    service('front', [
      { port: 9000, targetPort: '9000-tcp' },
      { port: 9001, targetPort: 'a-9000-tcp' },
      { port: 9002, targetPort: 9000 },
      { port: 9000, targetPort: '53-udp', protocol: 'UDP' },
    ]),
  ],
  slices: [dnsSlice],
  empty: ['data/empty'],
  configMaps: [configMap('tcp', { 9000: 'data/pg:sql', ...tcp }), configMap('udp', { 53: 'data/dns:53' })],
  flags: ['--tcp-services-configmap=edge/tcp', '--udp-services-configmap=edge/udp'],
  ...more,
})

const asked = (url: string) => {
  const [, stream = '', host = ''] = /^(tcp|udp):\/\/(.*)$/.exec(url) ?? []
  return request(`http://${host}/`, { stream: stream as 'tcp' | 'udp' })
}

const told = (given: WorldWords, url: string) => {
  const made = plan(given)
  const { verdict, upstream, endpoints, hops } = made.answer(asked(url), true)
  const behind = upstream === null ? [] : [upstream, ...(endpoints ?? ['?'])]
  return {
    line: [made.takesStream?.(asked(url)), verdict, ...behind].join(' '),
    why: hops.map(({ subject, detail }) => `${subject}: ${detail}`).join('\n'),
  }
}

/** Of a cluster in which it does not lead there, and of the same one once the fix is done. */
interface Broken {
  readonly what: string
  readonly before: WorldWords
  readonly after: WorldWords
  readonly says: string
  readonly fix: string
}

const stream = (tcp: Readonly<Record<string, string>>, more: Partial<WorldWords> = {}) =>
  words({
    configMaps: [configMap('tcp-services', tcp)],
    flags: ['--tcp-services-configmap=edge/tcp-services'],
    ...more,
  })
const good = stream({ 7000: 'data/pg:5432' })
const front = (ports: readonly ServicePort[]) => ({
  services: [...(words().services ?? []), service('lb', ports)],
  flags: ['--tcp-services-configmap=edge/tcp-services', '--publish-service=data/lb'],
})
const http: ServicePort = { name: 'http', port: 80, targetPort: 'http' }
const broken: readonly Broken[] = [
  {
    what: 'no such Service',
    before: stream({ 7000: 'data/pgg:5432' }),
    after: good,
    says: 'its key 7000 leads to data/pgg:5432: Service data/pgg does not exist, so nobody listens at tcp port 7000',
    fix: 'Create Service data/pgg, or correct data/pgg:5432.',
  },
  {
    what: 'no such port',
    before: stream({ 7000: 'data/pg:1' }),
    after: good,
    says: 'Service data/pg has no port 1',
    fix: 'Write port number 5432.',
  },
  {
    what: 'a port of the other protocol',
    before: stream({ 7000: 'data/udp:514' }, { services: [service('udp', [{ port: 514, protocol: 'UDP' }])] }),
    after: stream({ 7000: 'data/udp:514' }, { services: [service('udp', [{ port: 514 }])] }),
    says: 'Service data/udp has no port 514',
    fix: 'Name a port that the Service has.',
  },
  {
    what: 'nothing ready',
    before: stream({ 7000: 'data/empty:80' }),
    after: stream({ 7000: 'data/empty:80' }, { empty: [] }),
    says: 'Service data/empty has no endpoint on port 80',
    fix: 'Let the selector of Service data/empty match',
  },
  {
    what: 'a value of another form',
    before: stream({ 7000: 'pg:5432' }),
    after: good,
    says: 'the value of its key 7000, "pg:5432", is not NAMESPACE/SERVICE:PORT',
    fix: 'Write NAMESPACE/SERVICE:PORT as the value',
  },
  {
    what: 'a port of the controller',
    before: stream({ 8181: 'data/pg:5432' }),
    after: good,
    says: "port 8181 is the controller's own",
    fix: 'Take another number for the key',
  },
  {
    what: 'a key that is no port',
    before: stream({ postgres: 'data/pg:5432' }),
    after: good,
    says: 'its key "postgres" is no number of a port',
    fix: 'Write the number of the port as the key',
  },
  {
    what: 'no ConfigMap of that name',
    before: { ...good, flags: ['--tcp-services-configmap=edge/tcp-service'] },
    after: good,
    says: '--tcp-services-configmap names it, and it does not exist: no port is led to a Service',
    fix: 'or correct --tcp-services-configmap.',
  },
  {
    // https://github.com/kubernetes/ingress-nginx/issues/6907
    what: 'a flag without a namespace',
    before: { ...good, flags: ['--tcp-services-configmap=tcp-services'] },
    after: good,
    says: '--tcp-services-configmap says no namespace, and is passed over: no port is led to a Service',
    fix: 'Write NAMESPACE/NAME into --tcp-services-configmap.',
  },
  {
    what: 'no flag',
    before: { ...good, flags: [] },
    after: good,
    says: 'the controller has no --tcp-services-configmap, and reads none of its entries',
    fix: 'Start the controller with --tcp-services-configmap=$(POD_NAMESPACE)/tcp-services',
  },
  {
    what: 'a namespace that is not watched',
    before: { ...good, flags: [...(good.flags ?? []), '--watch-namespace=data'] },
    after: good,
    says: 'the controller watches namespace data alone and sees nothing of edge',
    fix: 'take --watch-namespace out',
  },
  {
    what: 'a Service before the controller without the port',
    before: stream({ 7000: 'data/pg:5432' }, front([http])),
    after: stream({ 7000: 'data/pg:5432' }, front([http, { name: 'tcp-7000', port: 7000, targetPort: 7000 }])),
    says: 'Service data/lb, by which clients come in, has no port that leads to tcp port 7000',
    fix: 'Add {name: tcp-7000, port: 7000, targetPort: 7000, protocol: TCP} to the ports of Service data/lb.',
  },
  {
    what: 'a port before the controller that leads elsewhere',
    before: stream({ 7000: 'data/pg:5432' }, front([http, { name: 'sql', port: 7000, targetPort: 5432 }])),
    after: stream({ 7000: 'data/pg:5432' }, front([http, { name: 'sql', port: 7000, targetPort: 7000 }])),
    says: 'Service data/lb, by which clients come in, leads its port 7000 to 5432 of the pods, and none to tcp port 7000',
    fix: 'Write targetPort: 7000 at port 7000 of Service data/lb.',
  },
]

describe.each(broken)('nothing comes of it: $what', ({ before, after, says, fix }) => {
  const found = async (given: WorldWords) => (await rows(given)).flatMap(({ causes }) => causes)

  it('why says so and what cures, and trace agrees', async () => {
    const causes = await found(before)
    expect(causes.map(({ code }) => code)).toEqual(['stream-service'])
    expect(causes.map(sentenceOf).join()).toContain(says)
    expect(causes.map(fixOf).join()).toContain(fix)
    expect(told(before, 'tcp://db.test:7000').line).toMatch(
      says.includes('has no port that leads') ? / served/ : /not-found|unavailable/,
    )
  })

  it('the fix cures', async () => {
    expect(await found(after)).toEqual([])
    expect(told(after, 'tcp://db.test:7000').line).toMatch(/^true served/)
    expect((await rows(after)).map(({ source, served }) => `${source.name} ${served}`)).toEqual(['tcp-services true'])
  })
})

describe('a TCP or UDP service', () => {
  it.each<[value: string, line: string, why: RegExp]>([
    ['data/pg:5432', 'true served tcp-data-pg-5432 10.1.0.1:8080', /ConfigMap edge\/tcp: its key 7000 leads there/],
    ['data/pg:sql', 'true served tcp-data-pg-sql 10.1.0.1:8080', /whatever comes is passed on/],
    ['data/dns:53', 'true served tcp-data-dns-53 10.1.0.3:5301', /1 endpoint/],
    ['data/dns:dns', 'true unavailable tcp-data-dns-dns', /no port/],
    // The number of the pods is none of the Service, as it is of an Ingress.
    ['data/dns:5301', 'true unavailable tcp-data-dns-5301', /no port/],
    ['data/out:sql', 'true served tcp-data-out-sql db.example.com:6432', /passed on/],
    ['data/out:1', 'true unavailable tcp-data-out-1', /no port/],
    ['data/gone:1', 'true unavailable tcp-data-gone-1', /data\/gone/],
    ['data/empty:80', 'true unavailable tcp-data-empty-80', /nobody listens there/],
    ['data/pg', 'true unavailable', /is not NAMESPACE\/SERVICE:PORT/],
    ['pg:5432', 'true unavailable', /is not NAMESPACE\/SERVICE:PORT/],
    ['data/pg/x:5432', 'true unavailable', /is not NAMESPACE\/SERVICE:PORT/],
    ['data/pg:sql:proxy', 'true served tcp-data-pg-sql 10.1.0.1:8080', /has to begin with it(?![\s\S]*gets it before)/],
    [
      'data/pg:sql::PROXY',
      'true served tcp-data-pg-sql 10.1.0.1:8080',
      /^(?![\s\S]*has to begin)[\s\S]*gets it before/,
    ],
    ['data/pg:sql:PROXY:PROXY:x', 'true served tcp-data-pg-sql 10.1.0.1:8080', /^(?![\s\S]*gets it before)/],
  ])('%s', (value, line, why) => {
    const found = told(words({}, { 7000: value }), 'tcp://db.test:7000')
    expect(found.line).toBe(line)
    expect(found.why).toMatch(why)
  })

  it.each<[what: string, given: WorldWords, url: string, line: string]>([
    ['datagrams', words(), 'udp://db.test:53', 'true served udp-data-dns-53 10.1.0.3:5302'],
    ['connections are no datagrams', words(), 'tcp://db.test:53', 'false not-found'],
    ['a port that nobody asks for', words(), 'tcp://db.test:9009', 'false not-found'],
    ['without the flag', words({ flags: [] }), 'tcp://db.test:9000', 'false not-found'],
    ['without the ConfigMap', words({ configMaps: [] }), 'tcp://db.test:9000', 'false not-found'],
    ...[80, 443, 442, 8181, 10245, 10246, 10247, 10254].map((port): [string, WorldWords, string, string] => [
      `port ${port} is the controller's own`,
      words({}, { [port]: 'data/pg:sql' }),
      `tcp://db.test:${port}`,
      'true unavailable',
    ]),
    [
      '… unless it is set otherwise',
      words({ flags: [...(words().flags ?? []), '--http-port=8080'] }, { 80: 'data/pg:sql' }),
      'tcp://db.test:80',
      'true served tcp-data-pg-sql 10.1.0.1:8080',
    ],
  ])('%s', (_what, given, url, line) => {
    expect(told(given, url).line).toBe(line)
  })

  it.each<[url: string, line: string, isShut: boolean]>([
    ['tcp://db.test:9000', 'true served tcp-data-pg-sql 10.1.0.1:8080', false],
    ['tcp://db.test:9001', 'true served tcp-data-pg-sql 10.1.0.1:8080', false],
    ['tcp://db.test:9002', 'true served tcp-data-pg-sql 10.1.0.1:8080', false],
    ['udp://db.test:9000', 'true served udp-data-dns-53 10.1.0.3:5302', false],
    ['udp://db.test:53', 'true served udp-data-dns-53 10.1.0.3:5302', true],
  ])('by the Service in front: %s', (url, line, isShut) => {
    const found = told(words({ flags: [...(words().flags ?? []), '--publish-service=data/front'] }), url)
    expect(found.line).toBe(line)
    expect(/Service data\/front has no such port/.test(found.why)).toBe(isShut)
  })

  it('is unknown where the ConfigMap may not be looked at', () => {
    const { controller, facts } = world(words())
    const { verdict, source } = planOf(controller, { ...facts, configMapOf: () => null }).answer(
      asked('tcp://db.test:9000'),
      false,
    )
    expect([verdict, source?.name]).toEqual(['unknown', 'tcp'])
  })
})

// https://github.com/kubernetes/ingress-nginx/issues/4213
it.each<[what: string, more: Partial<WorldWords>, says: RegExp]>([
  ['no flag', { flags: [] }, /^has no --tcp-services-configmap, which names the ConfigMap/],
  ['another name', { flags: ['--tcp-services-configmap=edge/tpc'] }, /ConfigMap edge\/tpc .*does not exist$/],
  ['another port', {}, /ConfigMap edge\/tcp .*has no such port among its keys$/],
])('why nobody listens is said: %s', (_, more, says) => {
  expect(plan(words(more)).whyNoStream?.(request('http://db.test:7001', { stream: 'tcp' }))).toMatch(says)
})
