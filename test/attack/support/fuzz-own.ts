/** Readers of routes of controllers' own kinds, up to what becomes of a request, and of what people write about them. */
import { endOfValue } from '../../../src/capture/read/json-values.js'
import { plainYaml } from '../../../src/capture/read/plain-yaml.js'
import { configIn, keptConfig } from '../../../src/controllers/contour/workload/config.js'
import { customKinds } from '../../../src/controllers/files.js'
import { masker } from '../../../src/controllers/masker.js'
import { projectCustom } from '../../../src/domain/objects/custom.js'
import { cutAt, groupsOf } from '../../../src/domain/text/json-pieces.js'
import { silent } from '../../support/why/sources.js'
import { contourWorld } from '../../support/worlds/contour-world.js'
import { f5Plan, f5Request } from '../../support/worlds/f5-world.js'
import { traefikPlan, traefikRequest } from '../../support/worlds/traefik-world.js'
import { jsonSigns, made, pick, type Reader, spoilt } from './fuzzed.js'

type Wire = Readonly<Record<string, unknown>>

const metadata = (name: string) => ({ namespace: 'default', name })
const services = [{ name: 'web', port: 80, weight: 1 }]
const routes = {
  HTTPProxy: [
    {
      metadata: metadata('root'),
      spec: {
        virtualhost: { fqdn: 'a.example', tls: { secretName: 'x/y' } },
        includes: [{ name: 'part', conditions: [{ prefix: '/part' }] }],
        routes: [
          { conditions: [{ exact: '/one' }, { header: { name: 'x', regex: '(a+)+$' } }], services },
          { conditions: [{ regex: '/o.*' }], services, pathRewritePolicy: { replacePrefix: [{ replacement: '/v1' }] } },
          { conditions: [{ prefix: '/' }], requestRedirectPolicy: { hostname: 'b.example', statusCode: 301 } },
        ],
      },
    },
    { metadata: metadata('part'), spec: { includes: [{ name: 'root' }], routes: [{ services }] } },
  ],
  IngressRoute: [
    {
      metadata: metadata('web'),
      spec: {
        entryPoints: ['web'],
        routes: [
          { match: 'Host(`a.example`) && PathRegexp(`^/(a+)+$`)', priority: 3, services, middlewares: [{ name: 'm' }] },
        ],
        tls: { secretName: 'x', options: { name: 'o' } },
      },
    },
  ],
  IngressRouteTCP: [
    {
      metadata: metadata('tcp'),
      spec: { routes: [{ match: 'HostSNI(`a.example`)', services }], tls: { passthrough: true } },
    },
  ],
  IngressRouteUDP: [{ metadata: metadata('udp'), spec: { entryPoints: ['web'], routes: [{ services }] } }],
  Middleware: [
    {
      metadata: metadata('m'),
      spec: { replacePathRegex: { regex: '^/(.*)', replacement: '/$1$1' }, chain: { middlewares: [{ name: 'm' }] } },
    },
  ],
  TraefikService: [
    { metadata: metadata('t'), spec: { weighted: { services: [{ name: 't', kind: 'TraefikService' }] } } },
  ],
  VirtualServer: [
    {
      metadata: metadata('vs'),
      spec: {
        host: 'a.example',
        policies: [{ name: 'p' }, { name: 'q' }],
        upstreams: [{ name: 'web', service: 'web', port: 80 }],
        routes: [
          { path: '~ ^/(a+)+$', action: { proxy: { upstream: 'web', rewritePath: '/$1' } } },
          {
            path: '/',
            matches: [{ conditions: [{ header: 'x', value: '!y' }], action: { pass: 'web' } }],
            action: { pass: 'web' },
          },
          { path: '/sub', route: 'vsr' },
        ],
      },
    },
  ],
  TransportServer: [
    {
      metadata: metadata('ts'),
      spec: {
        listener: { name: 'tls-passthrough', protocol: 'TLS_PASSTHROUGH' },
        host: 'a.example',
        upstreams: [{ name: 'web', service: 'web', port: 80 }],
        action: { pass: 'web' },
      },
    },
  ],
  Policy: [
    { metadata: metadata('p'), spec: { rateLimit: { rate: '10r/s', key: '$x', zoneSize: '1M' } } },
    { metadata: metadata('q'), spec: { accessControl: { deny: ['10.0.0.0/8'] }, jwt: { secret: 'x', realm: '$y' } } },
  ],
  VirtualServerRoute: [
    {
      metadata: metadata('vsr'),
      spec: { host: 'a.example', subroutes: [{ path: '/sub', action: { return: { code: 200 } } }] },
    },
  ],
}
const words = [...jsonSigns, '"', '`', '&&', '(a+)+', '$1', '"__proto__":{}', '{}', '[]']

const plural = new Map(customKinds.map((one) => [one.kind, `${one.plural}.${one.group}`]))
const listOf = (value: unknown): readonly object[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'object' && one !== null) : []

async function asked(text: string): Promise<void> {
  const given = JSON.parse(text) as Wire | null
  const custom = Object.fromEntries(Object.entries(given ?? {}).map(([kind, items]) => [kind, listOf(items)]))
  for (const kind of customKinds) for (const one of custom[kind.kind] ?? []) masker.custom(projectCustom(kind, one))
  const { plan } = contourWorld({ custom })
  const url = 'http://a.example/one?x=y'
  const f5 = f5Plan({
    ingresses: [],
    virtualServers: custom.VirtualServer ?? [],
    virtualServerRoutes: custom.VirtualServerRoute ?? [],
    transportServers: custom.TransportServer ?? [],
    policies: custom.Policy ?? [],
  })
  const traefik = traefikPlan({
    custom: Object.fromEntries(Object.entries(custom).map(([kind, items]) => [plural.get(kind) ?? kind, items])),
  })
  plan.answer(f5Request(url), true)
  f5.answer(f5Request(url), true)
  traefik.answer(traefikRequest(url), true)
  for (const one of [plan, traefik]) await one.why(silent, () => true)
}

const contourYaml =
  'disablePermitInsecure: true\nnetwork:\n  strip-trailing-host-dot: true\ntls:\n  fallback-certificate:\n    name: a\n'

/** Items of a long list, some at a time. */
function inGroups(text: string): void {
  const list = cutAt(text, 0)?.list
  if (list) for (const _ of groupsOf(text, list, 20));
}

/** It takes what JSON.parse takes, and nothing else. */
function jsonEnds(text: string): void {
  const scan = endOfValue(text, 0)
  const parses = (part: string) => {
    try {
      JSON.parse(part)
      return true
    } catch {
      return false
    }
  }
  if ('brokenAt' in scan ? parses(text) : !parses(text.slice(0, scan.end))) throw new Error('JSON.parse does not agree')
}

export const readersOfOwnKinds: Readonly<Record<string, Reader>> = {
  'routes of own kinds': [() => spoilt(JSON.stringify(routes), words), asked],
  "Contour's file": [
    () => spoilt(contourYaml, ['  ', '\n', ': ', 'true', 'tls:', '- ', '&a ', '|']),
    (text) => [configIn(text), keptConfig(text), configIn(keptConfig(text))],
  ],
  'JSON in pieces': [
    () => spoilt('{"kind":"List","items":[{"a":[1,"]"]},{"b":{}}],"metadata":{"c":[]}}', words),
    inGroups,
  ],
  'where JSON ends': [
    () => spoilt(pick([JSON.stringify(routes), '[1e5, -0.5, {"a\\u00e9": [true, null, "\\n"]}]']), words),
    jsonEnds,
  ],
  'plain YAML': [
    () =>
      made([
        'a: ',
        '- ',
        '  ',
        '\n',
        '# x',
        '|\n',
        '"b"',
        "'c'",
        '[x, y]',
        '{z: 1}',
        '1.5',
        'true',
        'host.name/x: ',
        '- - ',
      ]),
    plainYaml,
  ],
}
