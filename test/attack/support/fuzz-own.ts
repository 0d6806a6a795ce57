/** Readers of routes of controllers' own kinds, up to what becomes of a request, and of what people write about them. */
import { plainYaml } from '../../../src/capture/read/plain-yaml.js'
import { configIn, keptConfig } from '../../../src/controllers/contour/workload/config.js'
import { customKinds } from '../../../src/controllers/files.js'
import { masker } from '../../../src/controllers/masker.js'
import { projectCustom } from '../../../src/domain/objects/custom.js'
import { silent } from '../../support/why/sources.js'
import { contourWorld } from '../../support/worlds/contour-world.js'
import { f5Plan, f5Request } from '../../support/worlds/f5-world.js'
import { traefikPlan, traefikRequest } from '../../support/worlds/traefik-world.js'
import { jsonSigns, made, type Reader, spoilt } from './fuzzed.js'

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

export const readersOfOwnKinds: Readonly<Record<string, Reader>> = {
  'routes of own kinds': [() => spoilt(JSON.stringify(routes), words), asked],
  "Contour's file": [
    () => spoilt(contourYaml, ['  ', '\n', ': ', 'true', 'tls:', '- ', '&a ', '|']),
    (text) => [configIn(text), keptConfig(text), configIn(keptConfig(text))],
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
