/** Fixes that are offered cure: each is done as its words say, and then the finding is gone and the rule is served. */
import { expect, it } from 'vitest'
import type { FindingCode } from '../../src/domain/findings/facts.js'
import type { Ingress, Secret, Service } from '../../src/domain/objects/objects.js'
import { fixOf } from '../../src/findings/catalogue.js'
import { rows } from '../support/why/told.js'
import { ingress, line, request, tracer, type WorldWords } from '../support/worlds/ingress-world.js'

type Annotations = Readonly<Record<string, string>>

const at = (name: string, host: string, paths: readonly string[], annotations: Annotations = {}, age = 0) =>
  ingress(`shop/${name}`, { rules: { [host]: paths }, annotations, age })
const web = ['/ Prefix web:80']
const snippets = { 'allow-snippet-annotations': 'true', 'annotations-risk-level': 'Critical' }
const guard = { 'auth-url': 'http://auth.test/x', 'auth-signin': 'https://$host/oauth2/start' }
const cors = { 'enable-cors': 'true', 'cors-allow-credentials': 'true' }
const share = { canary: 'true', 'canary-weight': '10' }
const tls: Service = {
  kind: 'Service',
  metadata: { namespace: 'shop', name: 'tls' },
  spec: {
    ports: [
      { name: 'http', port: 80 },
      { name: 'https', port: 443, targetPort: 8443 },
    ],
  },
}
const both: Service = {
  kind: 'Service',
  metadata: { namespace: 'shop', name: 'both' },
  spec: {
    ports: [
      { name: 'http', port: 80 },
      { name: 'grpc', port: 50051 },
    ],
  },
}
const outside: Service = {
  kind: 'Service',
  metadata: { namespace: 'shop', name: 'outside' },
  spec: { type: 'ExternalName', externalName: 'api.example.com', ports: [{ name: 'https', port: 443 }] },
}
/** Of a load balancer that ends TLS. */
const entry: Service = {
  kind: 'Service',
  metadata: { namespace: 'shop', name: 'entry' },
  spec: { type: 'LoadBalancer', ports: [{ name: 'https', port: 443, targetPort: 'http' }] },
}
const annotatedEntry = (annotations: Annotations): Service => ({
  ...entry,
  metadata: { ...entry.metadata, annotations },
})
const behind = (externalTrafficPolicy: string): Service => ({
  ...entry,
  spec: { type: 'LoadBalancer', externalTrafficPolicy, ports: [{ name: 'https', port: 443, targetPort: 'https' }] },
})
const authority: Secret = {
  kind: 'Secret',
  metadata: { namespace: 'shop', name: 'ca' },
  data: { 'ca.crt': 'eA==' },
}
const verified = { 'backend-protocol': 'HTTPS', 'proxy-ssl-secret': 'shop/ca', 'proxy-ssl-verify': 'on' }
const sticky = { affinity: 'cookie', 'use-regex': 'true' }
const hashed = { 'upstream-hash-by': '$request_uri' }
const moved = { 'permanent-redirect': 'https://b.test/' }
const snippet = (text: string) => ({ 'configuration-snippet': text })

interface Case {
  readonly code: FindingCode
  /** part of the words of the fix, which `after` does */
  readonly fix: string
  readonly before: readonly Ingress[]
  readonly after: readonly Ingress[]
  /** absent: http://a.test/x */
  readonly url?: string
  /** absent: by the Ingress that is looked at, as it is asked for */
  readonly served?: string
  readonly more?: Omit<WorldWords, 'ingresses'>
}

const cases: readonly Case[] = [
  {
    code: 'glob-path',
    fix: 'path: /api with pathType: Prefix',
    before: [at('a', 'a.test', ['/api/* ImplementationSpecific web:80'])],
    after: [at('a', 'a.test', ['/api Prefix web:80'])],
    url: 'http://a.test/api/users',
  },
  {
    code: 'glob-path',
    fix: 'path: / with pathType: Prefix',
    before: [at('a', 'a.test', ['/* Prefix web:80'])],
    after: [at('a', 'a.test', web)],
  },
  {
    code: 'glob-path',
    fix: '.* in place of the star. Set use-regex: "true" on the Ingress',
    before: [at('a', 'a.test', ['/*.png Prefix web:80'])],
    after: [at('a', 'a.test', ['/.*.png ImplementationSpecific web:80'], { 'use-regex': 'true' })],
    url: 'http://a.test/x.png',
  },
  {
    code: 'glob-path',
    fix: 'Set use-regex: "true" on the Ingress',
    before: [at('a', 'a.test', ['/v[0-9]+/x ImplementationSpecific web:80'])],
    after: [at('a', 'a.test', ['/v[0-9]+/x ImplementationSpecific web:80'], { 'use-regex': 'true' })],
    url: 'http://a.test/v1/x',
  },
  {
    code: 'trailing-slash',
    fix: 'Write path: /x, if',
    before: [at('a', 'a.test', ['/x/ Prefix web:80'])],
    after: [at('a', 'a.test', ['/x Prefix web:80'])],
    url: 'http://a.test/x',
    served: 'shop/web:80 as /x by shop/a',
  },
  {
    code: 'rewrite-all',
    fix: '/api(/|$)(.*) with pathType: ImplementationSpecific, and rewrite-target: /$2',
    before: [at('a', 'a.test', ['/api Prefix web:80'], { 'rewrite-target': '/' })],
    after: [at('a', 'a.test', ['/api(/|$)(.*) ImplementationSpecific web:80'], { 'rewrite-target': '/$2' })],
    url: 'http://a.test/api/users',
    served: 'shop/web:80 as /users by shop/a',
  },
  {
    code: 'rewrite-all',
    fix: 'Write rewrite-target: /$2.',
    before: [at('a', 'a.test', ['/api(/|$)(.*) ImplementationSpecific web:80'], { 'rewrite-target': '/$1' })],
    after: [at('a', 'a.test', ['/api(/|$)(.*) ImplementationSpecific web:80'], { 'rewrite-target': '/$2' })],
    url: 'http://a.test/api/users',
    served: 'shop/web:80 as /users by shop/a',
  },
  {
    code: 'rewrite-all',
    fix: 'Write rewrite-target: /v1/$1.',
    before: [at('a', 'a.test', ['/api/(.+) ImplementationSpecific web:80'], { 'rewrite-target': '/v1/' })],
    after: [at('a', 'a.test', ['/api/(.+) ImplementationSpecific web:80'], { 'rewrite-target': '/v1/$1' })],
    url: 'http://a.test/api/users',
    served: 'shop/web:80 as /v1/users by shop/a',
  },
  {
    code: 'rewrite-all',
    fix: 'Move the path to an Ingress of its own',
    before: [at('a', 'a.test', ['/api Prefix web:80', '/ Prefix game:80'], { 'rewrite-target': '/' })],
    after: [
      at('a', 'a.test', ['/api(/|$)(.*) ImplementationSpecific web:80'], { 'rewrite-target': '/$2' }),
      at('b', 'a.test', ['/ Prefix game:80'], {}, 1),
    ],
    url: 'http://a.test/x.js',
    served: 'shop/game:80 as /x.js by shop/b',
  },
  {
    code: 'protocol-unsaid',
    fix: 'Set backend-protocol: "GRPC" on the Ingress',
    before: [at('a', 'a.test', ['/ Prefix both:grpc'])],
    after: [at('a', 'a.test', ['/ Prefix both:grpc'], { 'backend-protocol': 'GRPC' })],
    url: 'http://a.test/',
    served: 'shop/both:grpc as / by shop/a',
    more: { services: [both] },
  },
  {
    code: 'protocol-unsaid',
    fix: 'or name the port of the Service that is for HTTP',
    before: [at('a', 'a.test', ['/ Prefix both:grpc'])],
    after: [at('a', 'a.test', ['/ Prefix both:http'])],
    url: 'http://a.test/',
    served: 'shop/both:http as / by shop/a',
    more: { services: [both] },
  },
  {
    code: 'plain-to-tls',
    fix: 'Set backend-protocol: "HTTPS" on the Ingress',
    before: [at('a', 'a.test', ['/ Prefix tls:https'])],
    after: [at('a', 'a.test', ['/ Prefix tls:https'], { 'backend-protocol': 'HTTPS' })],
    url: 'http://a.test/',
    served: 'shop/tls:https as / by shop/a',
    more: { services: [tls] },
  },
  {
    code: 'plain-to-tls',
    fix: 'or name the port of the Service that is without TLS',
    before: [at('a', 'a.test', ['/ Prefix tls:https'])],
    after: [at('a', 'a.test', ['/ Prefix tls:80'])],
    url: 'http://a.test/',
    served: 'shop/tls:80 as / by shop/a',
    more: { services: [tls] },
  },
  {
    code: 'no-effect',
    fix: 'or set force-ssl-redirect: "true"',
    before: [at('a', 'a.test', web, { 'auth-tls-secret': 'shop/ca' })],
    after: [at('a', 'a.test', web, { 'auth-tls-secret': 'shop/ca', 'force-ssl-redirect': 'true' })],
    served: '308 https://a.test/x',
    more: { secrets: [authority] },
  },
  {
    code: 'no-effect',
    fix: 'Set force-ssl-redirect: "false" on the Ingress, too',
    before: [at('a', 'a.test', web, { 'ssl-redirect': 'false' })],
    after: [at('a', 'a.test', web, { 'ssl-redirect': 'false', 'force-ssl-redirect': 'false' })],
    url: 'http://a.test/',
    served: 'shop/web:80 as / by shop/a',
    more: { configMap: { 'force-ssl-redirect': 'true' } },
  },
  {
    code: 'tls-passed-by',
    fix: 'or remove ssl-passthrough from Ingress shop/a',
    before: [at('a', 'a.test', web, { 'ssl-passthrough': 'true' }), at('b', 'a.test', ['/b Prefix tls:80'], {}, 1)],
    after: [at('a', 'a.test', web), at('b', 'a.test', ['/b Prefix tls:80'], {}, 1)],
    url: 'https://a.test/b',
    served: 'shop/tls:80 as /b by shop/b',
    more: { flags: ['--enable-ssl-passthrough'], services: [tls] },
  },
  {
    code: 'no-effect',
    fix: 'Remove service-upstream',
    before: [at('a', 'a.test', web, { affinity: 'cookie', 'service-upstream': 'true' })],
    after: [at('a', 'a.test', web, { affinity: 'cookie' })],
  },
  {
    code: 'no-effect',
    fix: 'Give this one a Service of its own, or remove affinity from Ingress shop/b',
    before: [at('a', 'a.test', web, hashed), at('b', 'b.test', web, { affinity: 'cookie' }, 1)],
    after: [at('a', 'a.test', ['/ Prefix own:80'], hashed), at('b', 'b.test', web, { affinity: 'cookie' }, 1)],
    served: 'shop/own:80 as /x by shop/a',
  },
  {
    code: 'tls-to-plain',
    fix: 'Take backend-protocol: "HTTPS" off the Ingress',
    before: [at('a', 'a.test', ['/ Prefix tls:http'], { 'backend-protocol': 'HTTPS' })],
    after: [at('a', 'a.test', ['/ Prefix tls:http'])],
    url: 'http://a.test/',
    served: 'shop/tls:http as / by shop/a',
    more: { services: [tls] },
  },
  {
    code: 'tls-to-plain',
    fix: 'or name the port of the Service that is for TLS',
    before: [at('a', 'a.test', ['/ Prefix tls:http'], { 'backend-protocol': 'HTTPS' })],
    after: [at('a', 'a.test', ['/ Prefix tls:https'], { 'backend-protocol': 'HTTPS' })],
    url: 'http://a.test/',
    served: 'shop/tls:https as / by shop/a',
    more: { services: [tls] },
  },
  ...[{ 'session-cookie-secure': 'true' }, { 'session-cookie-samesite': 'Lax' }].map(
    (cure): Case => ({
      code: 'cookie-not-secure',
      fix: Object.entries(cure)
        .map(([name, value]) => `${name}: "${value}"`)
        .join(),
      before: [at('a', 'a.test', web, { affinity: 'cookie', 'session-cookie-samesite': 'None' })],
      after: [at('a', 'a.test', web, { affinity: 'cookie', 'session-cookie-samesite': 'None', ...cure })],
    }),
  ),
  {
    code: 'verified-without-name',
    fix: 'Set proxy-ssl-name to a name that the certificate of the backend has',
    before: [at('a', 'a.test', web, verified)],
    after: [at('a', 'a.test', web, { ...verified, 'proxy-ssl-name': 'web.test' })],
    more: { secrets: [authority] },
  },
  {
    code: 'verifies-others',
    fix: 'Give Ingress shop/b a proxy-ssl-secret of its own',
    before: [
      at('a', 'a.test', web, { ...verified, 'proxy-ssl-name': 'web.test' }),
      at('b', 'a.test', ['/b Prefix b:80'], { 'backend-protocol': 'HTTPS' }, 1),
    ],
    after: [
      at('a', 'a.test', web, { ...verified, 'proxy-ssl-name': 'web.test' }),
      at('b', 'a.test', ['/b Prefix b:80'], { 'backend-protocol': 'HTTPS', 'proxy-ssl-secret': 'shop/ca' }, 1),
    ],
    url: 'http://a.test/b',
    served: 'shop/b:80 as /b by shop/b',
    more: { secrets: [authority] },
  },
  {
    code: 'no-effect',
    fix: 'Set backend-protocol: "HTTPS" where the pods speak TLS',
    before: [at('a', 'a.test', web, { ...verified, 'proxy-ssl-name': 'web.test', 'backend-protocol': 'HTTP' })],
    after: [at('a', 'a.test', web, { ...verified, 'proxy-ssl-name': 'web.test' })],
    more: { secrets: [authority] },
  },
  {
    code: 'no-effect',
    fix: 'gRPC over TLS is neither verified nor shown a certificate',
    before: [at('a', 'a.test', web, { 'proxy-ssl-secret': 'shop/ca', 'backend-protocol': 'GRPCS' })],
    after: [at('a', 'a.test', web, { 'backend-protocol': 'GRPCS' })],
    more: { secrets: [authority] },
  },
  {
    code: 'errors-without-pages',
    fix: 'Name a Service with pages for errors in annotation default-backend',
    before: [at('a', 'a.test', web, { 'custom-http-errors': '404,503' })],
    after: [at('a', 'a.test', ['/x Prefix web:80'], { 'custom-http-errors': '404,503', 'default-backend': 'tls' })],
    more: { services: [tls] },
  },
  {
    code: 'timeout-zero',
    fix: 'Write proxy-read-timeout: "60"',
    before: [at('a', 'a.test', web, { 'proxy-read-timeout': '0' })],
    after: [at('a', 'a.test', web, { 'proxy-read-timeout': '60' })],
  },
  {
    code: 'retries-endless',
    fix: 'Write grpc_next_upstream_tries 3; into http-snippet of the ConfigMap',
    before: [at('a', 'a.test', web, { 'backend-protocol': 'GRPC' })],
    after: [at('a', 'a.test', web, { 'backend-protocol': 'GRPC' })],
  },
  {
    code: 'retries-endless',
    fix: 'Write proxy-next-upstream-tries: "3"',
    before: [at('a', 'a.test', web, { 'proxy-next-upstream-tries': '0' })],
    after: [at('a', 'a.test', web, { 'proxy-next-upstream-tries': '3' })],
  },
  {
    code: 'retries-endless',
    fix: 'or give proxy-next-upstream-timeout a number of seconds',
    before: [at('a', 'a.test', web, { 'proxy-next-upstream-tries': '0' })],
    after: [at('a', 'a.test', web, { 'proxy-next-upstream-tries': '0', 'proxy-next-upstream-timeout': '10' })],
  },
  {
    code: 'snippet-swallows',
    fix: 'Write a ";" at the end of line 1 of configuration-snippet',
    before: [at('a', 'a.test', web, snippet('more_set_headers "A: b"\nproxy_set_header X-A b;'))],
    after: [at('a', 'a.test', web, snippet('more_set_headers "A: b";\nproxy_set_header X-A b;'))],
  },
  {
    code: 'snippet-swallows',
    fix: 'Write a ";" at the end of line 2 of configuration-snippet',
    before: [at('a', 'a.test', web, snippet('# a note\nmore_set_headers "A: b"'))],
    after: [at('a', 'a.test', web, snippet('# a note\nmore_set_headers "A: b";'))],
  },
  {
    code: 'outside-host',
    fix: 'Set upstream-vhost: "api.example.com"',
    before: [at('a', 'a.test', ['/ Prefix outside:443'], { 'backend-protocol': 'HTTPS' })],
    after: [
      at('a', 'a.test', ['/ Prefix outside:443'], {
        'backend-protocol': 'HTTPS',
        'upstream-vhost': 'api.example.com',
      }),
    ],
    served: 'shop/outside:443 as /x by shop/a',
    more: { services: [outside] },
  },
  {
    code: 'balancer-loop',
    fix: 'or force-ssl-redirect: "false"',
    before: [at('a', 'a.test', web, { 'force-ssl-redirect': 'true' })],
    after: [at('a', 'a.test', web, { 'force-ssl-redirect': 'false' })],
    more: { services: [entry], flags: ['--publish-service=shop/entry'] },
  },
  {
    code: 'balancer-loop',
    fix: 'and let the load balancer redirect',
    before: [at('a', 'a.test', web, { 'force-ssl-redirect': 'true' })],
    after: [at('a', 'a.test', web, { 'force-ssl-redirect': 'false' })],
    more: {
      services: [annotatedEntry({ 'service.beta.kubernetes.io/aws-load-balancer-type': 'nlb' })],
      flags: ['--publish-service=shop/entry'],
      configMap: { 'use-forwarded-headers': 'true' },
    },
  },
  {
    code: 'header-twice',
    fix: 'Write upstream-vhost: "b.test" in place of that line of configuration-snippet',
    before: [at('a', 'a.test', web, snippet('proxy_set_header Host b.test;'))],
    after: [at('a', 'a.test', web, { 'upstream-vhost': 'b.test' })],
  },
  {
    code: 'header-twice',
    fix: 'Take that line out of configuration-snippet',
    before: [at('a', 'a.test', web, snippet('proxy_set_header X-Forwarded-Proto https;'))],
    after: [at('a', 'a.test', web)],
  },
  {
    code: 'no-effect',
    fix: 'or give the Service a cluster IP',
    before: [at('a', 'a.test', ['/ Prefix tls:80'], { 'service-upstream': 'true' })],
    after: [at('a', 'a.test', ['/ Prefix web:80'], { 'service-upstream': 'true' })],
    more: { services: [{ ...tls, spec: { ...tls.spec, clusterIP: 'None' } }] },
  },
  {
    code: 'no-effect',
    fix: 'Set session-cookie-path: "/"',
    before: [at('a', 'a.test', ['/(de|fr) ImplementationSpecific web:80'], sticky)],
    after: [at('a', 'a.test', ['/(de|fr) ImplementationSpecific web:80'], { ...sticky, 'session-cookie-path': '/' })],
    url: 'http://a.test/de',
  },
  {
    code: 'no-effect',
    fix: 'Write the origins that send cookies into cors-allow-origin',
    before: [at('a', 'a.test', web, cors)],
    after: [at('a', 'a.test', web, { ...cors, 'cors-allow-origin': 'https://b.test' })],
  },
  {
    code: 'no-effect',
    fix: 'Write a variable into upstream-hash-by, as $request_uri',
    before: [at('a', 'a.test', web, { 'upstream-hash-by': 'request_uri' })],
    after: [at('a', 'a.test', web, { 'upstream-hash-by': '$request_uri' })],
  },
  {
    code: 'no-effect',
    fix: 'Give path / of a.test to the Service that ends TLS',
    before: [at('a', 'a.test', ['/x Prefix web:80'], { 'ssl-passthrough': 'true' })],
    after: [at('a', 'a.test', web, { 'ssl-passthrough': 'true' })],
    more: { flags: ['--enable-ssl-passthrough'] },
  },
  {
    code: 'no-effect',
    fix: 'Give the rule a host',
    before: [at('a', '', web, { 'ssl-passthrough': 'true' })],
    after: [at('a', 'a.test', web, { 'ssl-passthrough': 'true' })],
    more: { flags: ['--enable-ssl-passthrough'] },
  },
  {
    code: 'auth-loop',
    fix: 'Move path /oauth2 to an Ingress of its own',
    before: [at('a', 'a.test', [...web, '/oauth2 Prefix auth:80'], guard)],
    after: [at('a', 'a.test', web, guard), at('b', 'a.test', ['/oauth2 Prefix auth:80'], {}, 1)],
    url: 'http://a.test/oauth2/start',
    served: 'shop/auth:80 as /oauth2/start by shop/b',
  },
  {
    code: 'auth-loop',
    fix: 'Give https://a.test/oauth2/start an Ingress of its own',
    before: [at('a', 'a.test', web, guard)],
    after: [at('a', 'a.test', web, guard), at('b', 'a.test', ['/oauth2 Prefix auth:80'], {}, 1)],
    url: 'http://a.test/oauth2/start',
    served: 'shop/auth:80 as /oauth2/start by shop/b',
  },
  {
    code: 'auth-loop',
    fix: 'with enable-global-auth: "false"',
    before: [at('a', 'a.test', [...web, '/oauth2 Prefix tls:80'])],
    after: [at('a', 'a.test', web), at('b', 'a.test', ['/oauth2 Prefix tls:80'], { 'enable-global-auth': 'false' }, 1)],
    url: 'http://a.test/oauth2/start',
    served: 'shop/tls:80 as /oauth2/start by shop/b',
    more: {
      services: [tls],
      configMap: {
        'global-auth-url': 'http://auth.example.com/auth',
        'global-auth-signin': 'http://a.test/oauth2/start',
      },
    },
  },
  ...(
    [
      ['http://auth/x', 'Write auth.shop.svc.cluster.local in place of auth', 'http://auth.shop.svc.cluster.local/x'],
      ['http://auth.shop/x', 'Write auth.shop.svc.cluster.local', 'http://auth.shop.svc.cluster.local/x'],
      ['http://auth.shop.svc/x', 'Write auth.shop.svc.cluster.local', 'http://auth.shop.svc.cluster.local/x'],
      [
        'http://auth.shop.svc.cluster.local:4180/x',
        'Write port 80 in auth-url',
        'http://auth.shop.svc.cluster.local:80/x',
      ],
      ['http://gone.shop.svc.cluster.local/x', 'correct its name', 'http://auth.shop.svc.cluster.local/x'],
      ['http://empty.shop.svc.cluster.local/x', 'have a ready endpoint', 'http://auth.shop.svc.cluster.local/x'],
    ] as const
  ).map(([wrong, fix, right]): Case => {
    const others = at('b', 'b.test', ['/ Prefix auth:80', '/empty Prefix empty:80'])
    return {
      code: 'auth-unreachable',
      fix,
      before: [at('a', 'a.test', web, { 'auth-url': wrong }), others],
      after: [at('a', 'a.test', web, { 'auth-url': right }), others],
      url: 'http://a.test/x',
      served: 'shop/web:80 as /x by shop/a or 401, 403, 500',
      more: { empty: ['shop/empty'] },
    }
  }),
  ...['a.test/new', 'https://a.test/new', '/new'].map((target): Case => {
    const from = (url: string) => at('a', 'a.test', ['/ Prefix web:80'], { 'permanent-redirect': url })
    return {
      code: 'redirect-endless',
      fix: 'Write a whole URL, with scheme and host, that other rules answer',
      before: [from(target), at('b', 'b.test', web, {}, 1)],
      after: [from('https://b.test/new'), at('b', 'b.test', web, {}, 1)],
      url: 'http://a.test/x',
      served: '301 https://b.test/new',
    }
  }),
  {
    code: 'redirect-endless',
    fix: 'Write a whole URL, with scheme and host, that other rules answer',
    before: [at('a', 'a.test', web, { 'permanent-redirect': 'https://a.test$request_uri' })],
    after: [
      at('a', 'a.test', web, { 'permanent-redirect': 'https://b.test$request_uri' }),
      at('b', 'b.test', web, {}, 1),
    ],
    served: '301 https://b.test/x',
  },
  {
    code: 'grpc-without-http2',
    fix: 'or use release 1.10.0 or later',
    before: [at('a', 'a.test', web, { 'backend-protocol': 'GRPC' })],
    after: [at('a', 'a.test', web, { 'backend-protocol': 'GRPC' })],
    url: 'http://a.test/',
    served: 'shop/web:80 as / by shop/a',
    more: { version: '1.9.6' },
  },
  {
    code: 'grpc-without-http2',
    fix: 'take use-http2 out',
    before: [at('a', 'a.test', web, { 'backend-protocol': 'GRPC' })],
    after: [at('a', 'a.test', web, { 'backend-protocol': 'GRPC' })],
    url: 'https://a.test/',
    served: 'shop/web:80 as / by shop/a',
    more: { configMap: { 'use-http2': 'false' } },
  },
  ...['whitelist-source-range', 'limit-rps'].map((annotation): Case => {
    const own = { [annotation]: annotation === 'limit-rps' ? '5' : '192.0.2.0/24' }
    return {
      code: 'allowlist-behind-proxy',
      fix: 'Set externalTrafficPolicy: Local in Service shop/entry',
      before: [at('a', 'a.test', web, own)],
      after: [at('a', 'a.test', web, own)],
      url: 'http://a.test/',
      served: annotation === 'limit-rps' ? 'shop/web:80 as / by shop/a' : 'shop/web:80 as / by shop/a or 403',
      more: { services: [behind('Cluster')], flags: ['--publish-service=shop/entry'] },
    }
  }),
  {
    code: 'modsecurity-logs',
    fix: 'Write SecRuleEngine On into modsecurity-snippet of the Ingress',
    before: [at('a', 'a.test', web, { 'enable-modsecurity': 'true' })],
    after: [at('a', 'a.test', web, { 'enable-modsecurity': 'true', 'modsecurity-snippet': 'SecRuleEngine On' })],
  },
  {
    code: 'no-effect',
    fix: "Set large-client-header-buffers in the controller's ConfigMap",
    before: [at('a', 'a.test', web, { 'server-snippet': 'large_client_header_buffers 4 32k;' })],
    after: [at('a', 'a.test', web)],
  },
  {
    code: 'redirect-without-tls',
    fix: 'or write force-ssl-redirect: "true"',
    before: [at('a', 'a.test', web, { 'ssl-redirect': 'true' })],
    after: [at('a', 'a.test', web, { 'ssl-redirect': 'true', 'force-ssl-redirect': 'true' })],
    served: '308 https://a.test/x',
  },
  {
    code: 'redirect-spreads',
    fix: 'path / of a.test to another Ingress',
    before: [at('a', 'a.test', ['/old Exact web:80'], moved)],
    after: [at('a', 'a.test', ['/old Exact web:80'], moved), at('b', 'a.test', web, {}, 1)],
    url: 'http://a.test/new',
    served: 'shop/web:80 as /new by shop/b',
  },
  {
    code: 'app-root-elsewhere',
    fix: 'Set app-root on the Ingress that has path /',
    before: [at('a', 'a.test', ['/x Prefix web:80'], { 'app-root': '/x' }), at('b', 'a.test', web, {}, 1)],
    after: [at('a', 'a.test', ['/x Prefix web:80']), at('b', 'a.test', web, { 'app-root': '/x' }, 1)],
    url: 'http://a.test/',
    served: '302 http://a.test/x',
  },
  {
    code: 'canary-spreads',
    fix: 'a Service or a port of their own',
    before: [at('a', 'a.test', web), at('b', 'b.test', web), at('c', 'a.test', ['/ Prefix new:80'], share, 1)],
    after: [
      at('a', 'a.test', web),
      at('b', 'b.test', ['/ Prefix own:80']),
      at('c', 'a.test', ['/ Prefix new:80'], share, 1),
    ],
    url: 'http://b.test/',
    served: 'shop/own:80 as / by shop/b',
  },
  {
    code: 'no-effect',
    fix: 'Remove permanent-redirect',
    before: [at('a', 'a.test', web), at('c', 'a.test', ['/ Prefix new:80'], { ...share, ...moved }, 1)],
    after: [at('a', 'a.test', web), at('c', 'a.test', ['/ Prefix new:80'], share, 1)],
    served: 'shop/web:80 as /x by shop/a 90% shop-web-80 10% shop-new-80',
  },
  {
    code: 'no-effect',
    fix: 'a rule with path / in place of the default backend',
    before: [ingress('shop/a', { default: 'web:80', annotations: moved })],
    after: [at('a', '', web, moved)],
    url: 'http://any.test/',
    served: '301 https://b.test/',
  },
  {
    code: 'no-effect',
    fix: 'or give this one a Service of its own',
    before: [at('a', 'a.test', web), at('b', 'b.test', web, { 'upstream-hash-by': '$uri' }, 1)],
    after: [at('a', 'a.test', web), at('b', 'b.test', ['/ Prefix own:80'], { 'upstream-hash-by': '$uri' }, 1)],
    url: 'http://b.test/',
    served: 'shop/own:80 as / by shop/b',
  },
  {
    code: 'no-effect',
    fix: 'Join server-snippet into that of Ingress shop/a',
    before: [
      at('a', 'a.test', web, { 'server-snippet': 'gzip on;' }),
      at('b', 'a.test', ['/x Prefix web:80'], { 'server-snippet': 'location = /y { return 410; }' }, 1),
    ],
    after: [
      at('a', 'a.test', web, { 'server-snippet': 'gzip on;\nlocation = /y { return 410; }' }),
      at('b', 'a.test', ['/x Prefix web:80'], {}, 1),
    ],
    url: 'http://a.test/y',
    served: '410',
  },
  {
    code: 'regex-mode',
    fix: 'to a host of their own',
    before: [
      at('a', 'a.test', ['/r[0-9] ImplementationSpecific web:80'], { 'use-regex': 'true' }),
      at('b', 'a.test', ['/x Prefix own:80'], {}, 1),
    ],
    after: [
      at('a', 'r.test', ['/r[0-9] ImplementationSpecific web:80'], { 'use-regex': 'true' }),
      at('b', 'a.test', ['/x Prefix own:80'], {}, 1),
    ],
    url: 'http://a.test/xy',
    served: '404',
  },
  {
    code: 'snippet-breaks',
    fix: 'Write annotation proxy-read-timeout in place of that line',
    before: [at('a', 'a.test', web, snippet('proxy_read_timeout 300s;'))],
    after: [at('a', 'a.test', web, { 'proxy-read-timeout': '300' })],
    url: 'http://a.test/',
  },
  {
    code: 'snippet-breaks',
    fix: 'or take it out',
    before: [at('a', 'a.test', web, { 'server-snippet': 'location / { }' })],
    after: [at('a', 'a.test', web)],
    url: 'http://a.test/',
  },
  {
    code: 'value-breaks',
    fix: 'Set mirror-host to the host of the target',
    before: [at('a', 'a.test', web, { 'mirror-target': 'http://m.test:8080$request_uri' })],
    after: [at('a', 'a.test', web, { 'mirror-target': 'http://m.test:8080$request_uri', 'mirror-host': 'm.test' })],
    url: 'http://a.test/',
    more: { version: '1.7.0' },
  },
  {
    code: 'value-breaks',
    fix: 'or put a slash before the first variable',
    before: [at('a', 'a.test', web, { 'mirror-target': 'http://m.test:8080$request_uri' })],
    after: [at('a', 'a.test', web, { 'mirror-target': 'http://m.test:8080/$request_uri' })],
    url: 'http://a.test/',
    more: { version: '1.7.0' },
  },
  {
    // https://github.com/kubernetes/ingress-nginx/issues/13598
    code: 'value-breaks',
    fix: 'Write proxy-busy-buffers-size, too: that size, or twice it',
    before: [at('a', 'a.test', web, { 'proxy-buffer-size': '16k' })],
    after: [at('a', 'a.test', web, { 'proxy-buffer-size': '16k', 'proxy-busy-buffers-size': '16k' })],
    url: 'http://a.test/',
    more: { version: '1.13.0' },
  },
  {
    code: 'no-effect',
    fix: 'Remove upstream-hash-by, or affinity',
    before: [at('a', 'a.test', ['/x Prefix web:80'], { affinity: 'cookie', 'upstream-hash-by': '$remote_addr' })],
    after: [at('a', 'a.test', ['/x Prefix web:80'], { 'upstream-hash-by': '$remote_addr' })],
  },
  {
    code: 'value-breaks',
    fix: 'Write proxy-buffers-number: "4"',
    before: [at('a', 'a.test', web, { 'proxy-buffers-number': '2' })],
    after: [at('a', 'a.test', web, { 'proxy-buffers-number': '4' })],
    url: 'http://a.test/',
  },
  {
    code: 'regex-breaks',
    fix: 'close what is open',
    before: [at('a', 'a.test', ['/(a|b - web:80'], { 'use-regex': 'true' })],
    after: [at('a', 'a.test', ['/(a|b) - web:80'], { 'use-regex': 'true' })],
    url: 'http://a.test/b',
  },
  {
    code: 'reload-blocked',
    fix: 'Cure Ingress shop/a first',
    before: [at('a', 'a.test', web, snippet('proxy_pass http://10.0.0.1;')), at('b', 'b.test', web, {}, 1)],
    after: [at('a', 'a.test', web), at('b', 'b.test', web, {}, 1)],
    url: 'http://b.test/',
    served: 'shop/web:80 as / by shop/b',
  },
  {
    code: 'path-refused',
    fix: 'Use release 1.6.4 or later',
    before: [at('a', 'a.test', ['/v1/(.*) Prefix web:80'], { 'rewrite-target': '/$1' })],
    after: [at('a', 'a.test', ['/v1/(.*) Prefix web:80'], { 'rewrite-target': '/$1' })],
    url: 'http://a.test/v1/x',
    served: 'shop/web:80 as /x by shop/a',
    more: { version: '1.5.2' },
  },
]

/** What cures stands outside of the Ingress. */
const elsewhere: Partial<Record<FindingCode, Omit<WorldWords, 'ingresses'>>> = {
  'retries-endless': { configMap: { ...snippets, 'http-snippet': 'grpc_next_upstream_tries 3;' } },
  'path-refused': { version: '1.6.4' },
  'grpc-without-http2': { configMap: {}, version: '1.10.0' },
  'allowlist-behind-proxy': { services: [behind('Local')] },
}

it('a load balancer that speaks the proxy protocol: use-proxy-protocol cures', async () => {
  const words = (configMap: Annotations) => ({
    ingresses: [at('a', 'a.test', web)],
    services: [annotatedEntry({ 'service.beta.kubernetes.io/do-loadbalancer-enable-proxy-protocol': 'true' })],
    flags: ['--publish-service=shop/entry'],
    configMap,
  })
  const codes = async (configMap: Annotations) =>
    (await rows(words(configMap))).flatMap(({ causes }) => causes.map((cause) => ({ code: cause.code })))
  expect(await codes({})).toEqual([{ code: 'proxy-protocol-unread' }])
  expect(await codes({ 'use-proxy-protocol': 'true' })).toEqual([])
})

it('one that nobody asks for the proxy protocol: nginx need not await it', async () => {
  const found = async (service: Service, configMap: Annotations) =>
    (
      await rows({
        ingresses: [at('a', 'a.test', web)],
        services: [service],
        flags: ['--publish-service=shop/entry'],
        configMap,
      })
    ).flatMap(({ causes }) => causes)
  const awaited = { 'use-proxy-protocol': 'true' }
  const [one] = await found(behind('Local'), awaited)
  expect(one?.code).toBe('proxy-protocol-unread')
  expect(one && fixOf(one)).toContain(
    'Take use-proxy-protocol out of the ConfigMap, or ask for the protocol in Service shop/entry',
  )
  expect(await found(behind('Local'), {})).toEqual([])
  const asked = ['a/enable-features', 'proxy-protocol']
  expect(
    await found(
      { ...behind('Local'), metadata: { ...entry.metadata, annotations: Object.fromEntries([asked]) } },
      awaited,
    ),
  ).toEqual([])
  expect(await found({ ...behind('Local'), spec: { type: 'NodePort', ports: [] } }, awaited)).toEqual([])
})

it.each(cases.map((one) => [`${one.code}: ${one.fix}`, one] as const))('%s', async (_, one) => {
  const { code, fix, before, after, url = 'http://a.test/x', more } = one
  const { served = `shop/web:80 as ${new URL(url).pathname} by shop/a` } = one
  const under = { version: '1.11.8', configMap: snippets, ...more }
  const found = (await rows({ ...under, ingresses: before })).flatMap(({ causes }) => causes)
  const fixes = found.flatMap((cause) => (cause.code === code ? (fixOf(cause) ?? []) : []))
  expect(fixes.join(' ')).toContain(fix)
  const cured = { ...under, ...elsewhere[code] }
  const left = (await rows({ ...cured, ingresses: after })).flatMap(({ causes }) => causes)
  expect(left.map((cause) => cause.code)).not.toContain(code)
  expect(line(tracer({ ...cured, ingresses: after }).answer(request(url), false))).toBe(served)
})
