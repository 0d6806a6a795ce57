/** A Traefik with objects of its own kinds, and what its API says. */
import { canary } from '../../../support/worlds/canary-world.js'
import { traefikPod } from '../../../support/worlds/traefik-world.js'
import { planted } from './plant.js'

const own = (kind: string, name: string, spec: object) => ({
  apiVersion: 'traefik.io/v1alpha1',
  kind,
  metadata: { namespace: 'shop', name, annotations: { token: canary }, labels: { token: canary } },
  spec,
})

/** What a middleware does, of each kind that there is. */
const works: Readonly<Record<string, object>> = {
  basicAuth: { secret: 'users', users: ['ann:$apr1$'], realm: 'x', headerField: 'X' },
  digestAuth: { secret: 'users', users: ['ann:x:'] },
  headers: {
    customRequestHeaders: { 'X-Api-Key': 'key', Authorization: 'Basic ' },
    customResponseHeaders: { 'Set-Cookie': 'a=' },
  },
  plugin: { auth: { token: 'x', keys: ['x'] } },
  forwardAuth: {
    address: `https://u:${canary}@auth.example/?token=${canary}`,
    tls: { caSecret: 'x' },
    authRequestHeaders: ['x'],
  },
  redirectRegex: { regex: '^http://(.*)', replacement: `https://u:${canary}@$1/?token=${canary}` },
  errors: { query: `/?token=`, service: { name: 'web', port: 80 } },
  rateLimit: { sourceCriterion: { requestHeaderName: 'x' } },
  passTLSClientCert: { info: { x: 'y' } },
}

/** What answers are made of stays as it was written, since it holds the canary where it may. */
const middlewareOf = (work: string): object => {
  const said = works[work] ?? {}
  return { [work]: work === 'forwardAuth' || work === 'redirectRegex' ? said : planted(said) }
}

const rule = [
  'Host(`traefik.example`) && PathPrefix(`/`)',
  `Header(\`X-Api-Key\`, \`${canary}\`)`,
  `HeaderRegexp(\`Authorization\`, \`^Bearer ${canary}\`)`,
  `Query(\`token\`, \`${canary}\`)`,
]

export const traefikObjects: readonly object[] = [
  {
    apiVersion: 'v1',
    kind: 'Pod',
    ...traefikPod([
      '--entryPoints.web.address=:8000/tcp',
      '--providers.kubernetesingress',
      '--providers.kubernetescrd',
      '--api.insecure',
      `--certificatesresolvers.le.acme.eab.hmacEncoded=${canary}`,
      `--providers.redis.password=${canary}`,
      `--tracing.otlp.http.headers.Authorization=${canary}`,
    ]),
  },
  ...Object.keys(works).map((work) => own('Middleware', work.toLowerCase(), middlewareOf(work))),
  ...rule.map((match, index) =>
    own('IngressRoute', `route-${index}`, {
      entryPoints: ['web'],
      routes: [
        {
          kind: 'Rule',
          match: index === 0 ? match : `${rule[0]} && ${match}`,
          services: [{ name: 'web', port: 80, sticky: { cookie: { name: canary } } }],
          middlewares: Object.keys(works).map((name) => ({ name: name.toLowerCase() })),
        },
      ],
      tls: { secretName: 'tls', options: { name: 'strict', note: canary } },
    }),
  ),
  own('TraefikService', 'weighted', {
    weighted: { services: [{ name: 'web', port: 80, weight: 1 }], sticky: { cookie: { name: canary } } },
  }),
  own('IngressRouteTCP', 'tcp', {
    ...planted({ note: '', tls: { domains: [{ main: '' }], certResolver: '', store: { name: 'x', note: '' } } }),
    entryPoints: ['web'],
    routes: [
      {
        match: 'HostSNI(`tcp.example`)',
        ...planted({ note: '', middlewares: [{ name: 'x', note: '' }] }),
        services: [
          { name: 'web', port: 80, serversTransport: 'transport', ...planted({ proxyProtocol: { note: '' } }) },
        ],
      },
    ],
  }),
  own('IngressRouteUDP', 'udp', {
    entryPoints: ['web'],
    routes: [{ services: [{ name: 'web', port: 80, note: canary }] }],
  }),
  own(
    'TLSStore',
    'default',
    planted({ defaultCertificate: { secretName: 'tls' }, defaultGeneratedCert: { resolver: '' } }),
  ),
  own('ServersTransport', 'transport', planted({ serverName: '', rootCAsSecrets: [''], certificatesSecrets: [''] })),
  own('ServersTransportTCP', 'transport', planted({ tls: { serverName: '', rootCAsSecrets: [''] } })),
  own('TLSOption', 'strict', planted({ sniStrict: true, clientAuth: { clientAuthType: '' }, cipherSuites: [''] })),
]

const of = (name: string) => ({
  observability: { metadata: { ingress: { kind: 'IngressRoute', namespace: 'shop', name } } },
})

const rawData = {
  routers: Object.fromEntries(
    rule.map((match, index) => [
      `shop-route-${index}@kubernetescrd`,
      {
        entryPoints: ['web'],
        rule: index === 0 ? match : `${rule[0]} && ${match}`,
        priority: 40 + index,
        service: 'shop-web@kubernetescrd',
        middlewares: Object.keys(works).map((name) => `shop-${name.toLowerCase()}@kubernetescrd`),
        tls: { options: canary, certResolver: canary },
        error: [`the password ${canary} is wrong`],
        status: 'enabled',
        ...of(`route-${index}`),
      },
    ]),
  ),
  middlewares: Object.fromEntries(
    Object.keys(works).map((work) => [
      `shop-${work.toLowerCase()}@kubernetescrd`,
      { ...middlewareOf(work), status: 'enabled', usedBy: [canary], error: [canary] },
    ]),
  ),
  services: {
    'shop-web@kubernetescrd': {
      loadBalancer: {
        servers: [{ url: `http://u:${canary}@10.0.0.1:8080/?token=${canary}` }],
        sticky: { cookie: { name: canary } },
      },
      serverStatus: { [`http://u:${canary}@10.0.0.1:8080`]: 'UP' },
      observability: { metadata: { kubernetes: { namespace: 'shop', name: 'web', port: '80' } } },
      error: [canary],
    },
  },
  tcpRouters: { a: { rule: `HostSNI(\`${canary}\`)`, service: canary } },
}

export const traefikPages: Readonly<Record<string, string>> = {
  '/api/rawdata': JSON.stringify(rawData),
  '/api/certificates': JSON.stringify([
    { commonName: 'traefik.example', sans: ['traefik.example'], serialNumber: '1', note: canary, privateKey: canary },
  ]),
  '/api/version': JSON.stringify({ Version: '3.7.15', Codename: canary, startDate: canary }),
}
