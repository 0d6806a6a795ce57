/** Fixes of what Traefik makes of names, priorities and annotations. */
import { describe, expect, it } from 'vitest'
import { fixOf } from '../../src/findings/catalogue.js'
import { ingress, rule } from '../support/objects.js'
import { silent } from '../support/why/sources.js'
import { type TraefikWords, traefikLine, traefikPlan } from '../support/worlds/traefik-world.js'
import {
  besideTls,
  child,
  doing,
  middleware,
  named,
  nginxArgs,
  ofKind,
  ofNginx,
  one,
  own,
  path,
  paths,
  plainPorts,
  rewritten,
  route,
  routed,
  router,
  secured,
  sliceOf,
  takenBy,
  tcpOf,
  ts,
  twoOf,
  web,
  web80,
  withClients,
  withM,
} from './priority-words.js'

const former = 'traefik.containo.us/v1alpha1'
const middlewareM = { metadata: { namespace: 'default', name: 'm' }, spec: { compress: {} } }

interface Cure {
  readonly code: string
  readonly fix: string
  readonly before: TraefikWords
  readonly after: TraefikWords
  readonly url?: string
  readonly served: string
}

const cures: readonly Cure[] = [
  {
    code: 'undefined-winner',
    fix: 'or give the one that is meant a priority above 33',
    before: { ingresses: [own('a', [web]), own('b', [web])] },
    after: { ingresses: [own('a', [web]), own('b', [web], router('priority', '34'))] },
    served: 'served b /',
  },
  {
    code: 'longer-rule',
    fix: 'Move it to an object of its own, and give that the priority 37',
    before: { ingresses: [own('a', [paths(path('/foo', 'Exact'), path('/foo', 'Prefix'))])] },
    after: {
      ingresses: [
        own('b', [paths(path('/foo', 'Exact'))], router('priority', '37')),
        own('a', [paths(path('/foo', 'Prefix'))]),
      ],
    },
    url: 'http://a.test/foo',
    served: 'served b /foo',
  },
  {
    code: 'longer-rule',
    fix: 'Give it the priority 43',
    before: {
      ingresses: [
        own('a', [rule('a.test', '/one', 'web')]),
        own('b', [rule(undefined, '/one', 'web')], router('priority', '42')),
      ],
    },
    after: {
      ingresses: [
        own('a', [rule('a.test', '/one', 'web')], router('priority', '43')),
        own('b', [rule(undefined, '/one', 'web')], router('priority', '42')),
      ],
    },
    url: 'http://a.test/one',
    served: 'served a /one',
  },
  ...([{ more: router('priority', '39') }, { host: 'b.test' }] as const).map(
    ({ more = {}, host }: { more?: object; host?: string }) => {
      const long = (name?: string) => own('b', [rule(name, '/a-long-path-of-somebody', 'other')])
      return {
        code: 'hostless-first' as const,
        fix: 'Give it the priority 39, or the rule of Ingress default/b the hosts',
        before: {
          ingresses: [own('a', [rule('a.test', '/', 'web')]), long()],
          services: [named('default', 'web'), named('default', 'other')],
        },
        after: {
          ingresses: [own('a', [rule('a.test', '/', 'web')], more), long(host)],
          services: [named('default', 'web'), named('default', 'other')],
        },
        url: 'http://a.test/a-long-path-of-somebody',
        served: 'served a /a-long-path-of-somebody',
      }
    },
  ),
  {
    code: 'connection-taken',
    fix: 'Give IngressRouteTCP default/t an entry point of its own',
    before: takenBy('web'),
    after: takenBy('websecure'),
    url: 'http://a.test/',
    served: 'served r /',
  },
  {
    code: 'entry-point-tls',
    fix: 'Give it TLS',
    before: { ...routed({}, {}, { entryPoints: ['websecure'] }), args: plainPorts },
    after: { ...routed({}, {}, { entryPoints: ['websecure'], tls: {} }), args: plainPorts },
    url: 'https://a.test/',
    served: 'served r /',
  },
  {
    code: 'resolver-missing',
    fix: 'Start the controller with --certificatesresolvers.le.acme',
    before: { ...routed({}, {}, { tls: { certResolver: 'le' } }), args: plainPorts },
    after: {
      ...routed({}, {}, { tls: { certResolver: 'le' } }),
      args: [...plainPorts, '--certificatesresolvers.le.acme.tlschallenge=true'],
    },
    url: 'https://a.test/',
    served: 'served r /',
  },
  {
    // https://github.com/developmentseed/eoapi-k8s/pull/540
    code: 'tls-unheard',
    fix: 'router.entrypoints: web,websecure',
    before: secured('web'),
    after: secured('web,websecure'),
    url: 'https://a.test/',
    served: 'served a /',
  },
  {
    code: 'tls-passed',
    fix: 'Take ssl-passthrough out, or the path',
    before: besideTls({ 'nginx.ingress.kubernetes.io/ssl-passthrough': 'true' }),
    after: besideTls({}),
    url: 'http://a.test/app',
    served: 'served a /app',
  },
  {
    code: 'slash-twice',
    fix: 'Write path: /app(/|$)(.*) with pathType: ImplementationSpecific, and rewrite-target: /$2',
    before: rewritten('/app', 'Prefix', '/'),
    after: rewritten('/app(/|$)(.*)', 'ImplementationSpecific', '/$2'),
    url: 'http://a.test/app/x',
    served: 'served a /x',
  },
  {
    code: 'client-certificate-unasked',
    fix: 'Give the rule a host',
    before: withClients(rule(undefined, '/app', 'web')),
    after: withClients(rule('a.test', '/app', 'web')),
    url: 'https://a.test/app',
    served: 'guarded c /app',
  },
  {
    code: 'router-collision',
    fix: 'Give Ingress team-b/x, or this one, another name',
    before: {
      args: nginxArgs,
      ingresses: [ofNginx('team', 'b-x', 'a.test'), ofNginx('team-b', 'x', 'b.test')],
      services: [named('team', 'web')],
      slices: [sliceOf('team', 'web', '10.0.1.1')],
    },
    after: {
      args: nginxArgs,
      ingresses: [ofNginx('team', 'b-x', 'a.test'), ofNginx('team-b', 'other', 'b.test')],
      services: [named('team', 'web')],
      slices: [sliceOf('team', 'web', '10.0.1.1')],
    },
    served: 'served b-x /',
  },
  {
    code: 'service-collision',
    fix: 'Give Service team/b-svc, or Service team-b/svc, another name',
    before: twoOf('svc'),
    after: twoOf('other'),
    served: 'served a /',
  },
  {
    code: 'no-middleware',
    fix: 'Create the Middleware that default-add@kubernetescrd stands for',
    before: one(router('middlewares', 'default-add@kubernetescrd')),
    after: {
      ...one(router('middlewares', 'default-add@kubernetescrd')),
      custom: { 'middlewares.traefik.io': [middleware] },
    },
    served: 'served a /v1/',
  },
  {
    // https://github.com/traefik/traefik/issues/11510
    code: 'no-middleware',
    fix: 'Start Traefik with --providers.kubernetescrd',
    before: {
      ...one(router('middlewares', 'default-add@kubernetescrd')),
      custom: { 'middlewares.traefik.io': [middleware] },
      args: ['--entryPoints.web.address=:80', '--providers.kubernetesingress'],
    },
    after: {
      ...one(router('middlewares', 'default-add@kubernetescrd')),
      custom: { 'middlewares.traefik.io': [middleware] },
      args: ['--entryPoints.web.address=:80', '--providers.kubernetesingress', '--providers.kubernetescrd'],
    },
    served: 'served a /v1/',
  },
  {
    code: 'rule-invalid',
    fix: 'Write each text of the rule between backticks',
    before: { custom: { 'ingressroutes.traefik.io': [route('Host(a.test)')] } },
    after: { custom: { 'ingressroutes.traefik.io': [route('Host(`a.test`)')] } },
    served: 'served r /',
  },
  {
    code: 'rule-invalid',
    fix: 'Write tls beside the routes',
    before: {
      custom: ofKind('ingressroutetcps', 't', { routes: [{ match: 'HostSNI(`a.test`)', services: [web80] }] }),
    },
    after: {
      custom: ofKind('ingressroutetcps', 't', {
        tls: { passthrough: true },
        routes: [{ match: 'HostSNI(`a.test`)', services: [web80] }],
      }),
    },
    url: 'https://a.test/',
    served: 'served',
  },
  {
    code: 'rule-invalid',
    fix: 'Write a path: / is for all of them',
    before: { ingresses: [own('a', [{ http: { paths: [path('', 'ImplementationSpecific')] } }])] },
    after: { ingresses: [own('a', [paths(path('/', 'Prefix'))])] },
    served: 'served a /',
  },
  ...['m@kubernetescrd', 'default-m'].map((name) => ({
    code: 'no-middleware' as const,
    fix: `Write default-m@kubernetescrd in the place of ${name}`,
    before: { ...one(router('middlewares', name)), custom: doing({ compress: {} }) },
    after: { ...one(router('middlewares', 'default-m@kubernetescrd')), custom: doing({ compress: {} }) },
    served: 'served a /',
  })),
  {
    code: 'rule-template',
    fix: 'Write a regular expression without braces into HostRegexp',
    before: { custom: { 'ingressroutes.traefik.io': [route('HostRegexp(`{sub:[a-z]}.test`)')] } },
    after: { custom: { 'ingressroutes.traefik.io': [route('HostRegexp(`^[a-z]\\.test$`)')] } },
    served: 'served r /',
  },
  {
    code: 'rule-invalid',
    fix: 'Write a matcher for each text, with || between them',
    before: { custom: { 'ingressroutes.traefik.io': [route('Host(`a.test`, `b.test`)')] } },
    after: { custom: { 'ingressroutes.traefik.io': [route('Host(`a.test`) || Host(`b.test`)')] } },
    served: 'served r /',
  },
  {
    code: 'default-beside-rules',
    fix: 'Write it as a rule without a host, for path / of type Prefix',
    before: {
      ingresses: [
        ingress('a', {
          ingressClassName: 'traefik',
          rules: [rule('a.test', '/x', 'web')],
          defaultBackend: { service: { name: 'web', port: { number: 80 } } },
        }),
      ],
    },
    after: { ingresses: [own('a', [rule('a.test', '/x', 'web'), rule(undefined, '/', 'web')])] },
    served: 'served a /',
  },
  ...(
    [
      ['Write a whole number', router('priority', 'high'), router('priority', '5')],
      ['Remove the annotation, or correct its name', router('entrypoint', 'web'), router('entrypoints', 'web')],
      ['Write "true" or "false"', router('observability.metrics', 'no'), router('observability.metrics', 'false')],
      ['Write Path, PathPrefix or PathRegexp', router('pathmatcher', 'Host'), router('pathmatcher', 'Path')],
      ['Remove the annotation', router('tls.domains', 'x'), {}],
    ] as const
  ).map(([fix, before, after]) => ({
    code: 'annotation-refused',
    fix,
    before: one(before),
    after: one(after),
    served: 'served a /',
  })),
  ...(
    [
      ['Write what default-m@kubernetescrd is to do', doing({}), doing({ compress: {} })],
      ['Make a Middleware of its own', doing({ compress: {}, addPrefix: { prefix: '/' } }), doing({ compress: {} })],
      ['Write what default-m@kubernetescrd lacks', doing({ redirectScheme: {} }), doing({ compress: {} })],
      [
        'Write addresses and networks',
        doing({ ipAllowList: { sourceRange: ['x'] } }),
        doing({ ipAllowList: { sourceRange: ['0.0.0.0/0'] } }),
      ],
      [
        'name those of its own namespace alone',
        doing({ chain: { middlewares: [{ name: 'm', namespace: 'shop' }] } }),
        doing({ chain: { middlewares: [] } }),
      ],
      [
        'Write apiVersion: traefik.io/v1alpha1 into default-m@kubernetescrd',
        { 'middlewares.traefik.io': [{ ...middlewareM, apiVersion: former }] },
        doing({ compress: {} }),
      ],
      [
        'Write each that default-m@kubernetescrd names as an object',
        doing({ chain: { middlewares: ['x'] } }),
        doing({ chain: { middlewares: [] } }),
      ],
      ['out of the chain', doing({ chain: { middlewares: [{ name: 'm' }] } }), doing({ chain: { middlewares: [] } })],
    ] as const
  ).map(([fix, before, after]) => ({
    code: 'no-middleware',
    fix,
    before: routed(withM, before),
    after: routed(withM, after),
    served: fix.startsWith('Write addresses') ? 'guarded r /' : 'served r /',
  })),
  ...(
    [
      ['Name one of the same namespace', routed({ services: [{ ...web80, namespace: 'shop' }] }), routed({})],
      [
        'Create TraefikService default/w',
        routed(ts('w')),
        routed(ts('w'), ofKind('traefikservices', 'w', { weighted: { services: [web80] } })),
      ],
      [
        'Write weighted, mirroring',
        routed(ts('w'), ofKind('traefikservices', 'w', {})),
        routed(ts('w'), ofKind('traefikservices', 'w', { mirroring: web80 })),
      ],
      [
        'out of what it leads to',
        routed(ts('w'), ofKind('traefikservices', 'w', { weighted: { services: [ts('w').services[0]] } })),
        routed(ts('w'), ofKind('traefikservices', 'w', { weighted: { services: [web80] } })),
      ],
      ['Write a service', routed({ services: [] }), routed({})],
      [
        'Write apiVersion: traefik.io/v1alpha1',
        { custom: { 'ingressroutes.traefik.io': [{ ...route('Host(`a.test`)'), apiVersion: former }] } },
        routed({}),
      ],
      ['Write each as an object', routed({ services: ['web'] }), routed({})],
      ['Write a match', routed({ match: '' }), routed({})],
      ['Name a Service or a TraefikService', routed({ services: [{ ...web80, kind: 'Pod' }] }), routed({})],
      ['Write http, https or h2c', routed({ services: [{ ...web80, scheme: 'ftp' }] }), routed({})],
      ['Write wrr, p2c', routed({ services: [{ ...web80, strategy: 'best' }] }), routed({})],
      ['Take the health check out', routed({ services: [{ ...web80, healthCheck: { path: '/' } }] }), routed({})],
      [
        'Name an entry point that its flags have',
        routed({}, {}, { entryPoints: ['nobody'] }),
        routed({}, {}, { entryPoints: ['web'] }),
      ],
      ['Write the services of IngressRouteTCP', routed({}, tcpOf([web80], [web80, web80])), routed({}, tcpOf([web80]))],
    ] as const
  ).map(([fix, before, after]) => ({ code: 'route-refused', fix, before, after, served: 'served r /' })),
  {
    code: 'route-refused',
    fix: 'Name one of a namespace that is watched',
    before: {
      ...routed({ services: [{ ...web80, namespace: 'shop' }] }),
      args: ['--providers.kubernetescrd.namespaces=default', '--providers.kubernetescrd.allowcrossnamespace=true'],
    },
    after: { ...routed({}), args: ['--providers.kubernetescrd.namespaces=default'] },
    served: 'served r /',
  },
  {
    code: 'route-refused',
    fix: 'Take the entry points and the TLS section out',
    before: child({ entryPoints: ['web'] }),
    after: child({}),
    served: 'served s /',
  },
  {
    code: 'middleware-collision',
    fix: 'Give Middleware default/b-m, or Middleware default-b/m, another name',
    before: routed(
      { middlewares: [{ name: 'b-m' }] },
      {
        'middlewares.traefik.io': [
          ...(ofKind('middlewares', 'b-m', { compress: {} })['middlewares.traefik.io'] ?? []),
          ...(ofKind('middlewares', 'm', { compress: {} }, 'default-b')['middlewares.traefik.io'] ?? []),
        ],
      },
    ),
    after: routed({ middlewares: [{ name: 'b-m' }] }, ofKind('middlewares', 'b-m', { compress: {} })),
    served: 'served r /',
  },
  {
    code: 'asked-twice',
    fix: 'Remove this one',
    before: { ingresses: [own('a', [paths(path('/', 'Prefix'), path('/', 'Prefix'))])] },
    after: one(),
    served: 'served a /',
  },
]

describe.each(cures)('$code: $fix', ({ code, fix, before, after, url = 'http://a.test/', served }) => {
  const found = async (words: TraefikWords) =>
    (await traefikPlan(words).why(silent, () => true)).flatMap(({ causes }) =>
      causes.filter((one) => one.code === code),
    )

  it('is offered', async () => {
    expect((await found(before)).map(fixOf).join('\n')).toContain(fix)
  })

  it('cures', async () => {
    expect([await found(after), traefikLine(traefikPlan(after), url)]).toEqual([[], served])
  })
})
