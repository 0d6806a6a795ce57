/** The rules of `lint`, one by one: small clusters in which they find something, and such in which they must not. */
import { expect, it } from 'vitest'
import { ingress, pod, rule, service, slice } from '../support/objects.js'
import { annotated, config, found, haproxy, n, proxy, table, web } from '../support/why/lint-table.js'
import { f5Class, f5Pod } from '../support/worlds/f5-world.js'
import { guarded, webhook } from './rule-words.js'

table(
  ['end-of-life'],
  [
    ['a build of upstream', {}, [/^warning proxy: ingress-nginx 1\.15\.1 has had no fixes since 2026-03-31/]],
    [
      'a build that ends soon',
      { Pod: [proxy('', { image: 'mcr.microsoft.com/oss/kubernetes/ingress/nginx-ingress-controller:v1.13.1' })] },
      [/^info proxy: ingress-nginx 1\.13\.1, as aks builds it, gets its last fixes on 2026-11-30/],
    ],
    [
      'a fork of which nothing is known',
      { Pod: [proxy('', { image: 'cgr.dev/chainguard/ingress-nginx-controller:1.15.1' })] },
      [],
    ],
    [
      'another controller',
      { Pod: [haproxy] },
      [/^warning haproxy: HAProxy .* 3\.1\.0 has had no fixes since 2026-02-28/],
    ],
    ['nobody was seen', { Pod: [] }, []],
  ],
)

table(
  ['vulnerable'],
  [
    ['the last release has none', {}, []],
    [
      'an old one with a webhook',
      { Pod: [proxy('1.11.3', { args: ['--validating-webhook=:8443'] })] },
      [/^error proxy: ingress-nginx 1\.11\.3 has CVE-2025-1974 \(score 9\.8\).*listens on :8443.*CVE-2026-24512/],
    ],
    ['the same without one', { Pod: [proxy('1.11.3')] }, [/^error proxy: (?!.*CVE-2025-1974).*CVE-2026-4342/]],
    [
      'what no annotation may lead to is not told',
      { Pod: [proxy('1.14.4')], ConfigMap: config({ 'annotations-risk-level': 'Low' }) },
      [],
    ],
    [
      'a fork numbers its releases by itself',
      { Pod: [proxy('', { image: 'rancher/nginx-ingress-controller:v1.11.3' })] },
      [],
    ],
  ],
)

const limited = annotated(n({ 'limit-rps': '10' }))

table(
  ['limit-per-replica'],
  [
    [
      'with two replicas',
      { Ingress: [limited], Pod: [proxy(), proxy('1.15.1', { name: 'proxy-2' })] },
      [/^info web: limit-rps is counted by each of 2 replicas/],
    ],
    ['with one', { Ingress: [limited] }, []],
    ['without a limit', { Pod: [proxy(), proxy('1.15.1', { name: 'proxy-2' })] }, []],
  ],
)

const elsewhere = (name: string, className: string, to = 'web', path = '/', more: object = {}) =>
  ingress(name, { ingressClassName: className, rules: [rule('shop.test', path, to)] }, { metadata: more })

table(
  ['host-two-classes'],
  [
    [
      'with other backends',
      {
        Ingress: [
          elsewhere('a', 'nginx'),
          elsewhere('b', 'haproxy', 'next', '/', { creationTimestamp: '2026-12-01T00:00:00Z' }),
        ],
      },
      [/^warning b: shop\.test is asked for by class haproxy here and by class nginx of Ingress default\/a/],
    ],
    ['the same on both, as for a move', { Ingress: [elsewhere('a', 'nginx'), elsewhere('b', 'haproxy')] }, []],
    ['two of one class', { Ingress: [elsewhere('a', 'nginx'), elsewhere('b', 'nginx', 'next', '/b')] }, []],
    [
      'the one that a certificate is asked for with',
      {
        Ingress: [
          elsewhere('a', 'nginx'),
          elsewhere('s', 'haproxy', 'solver', '/x', { labels: { 'acme.cert-manager.io/http01-solver': 'true' } }),
        ],
      },
      [],
    ],
  ],
)

const ofHaproxy = (annotations: Readonly<Record<string, string>>) =>
  web({ ingressClassName: 'haproxy' }, { annotations })

table(
  ['auth-lost', 'annotation-of-other'],
  [
    [
      'authentication of another controller',
      { Pod: [haproxy], Ingress: [ofHaproxy(n(guarded))] },
      [/^error web: nginx\.ingress\.kubernetes\.io\/auth-url is read by ingress-nginx alone.*open to everybody$/],
    ],
    [
      'sizes and times, which charts write for several controllers',
      {
        Pod: [haproxy],
        Ingress: [ofHaproxy(n({ 'proxy-body-size': '0', 'ssl-redirect': 'true', 'service-upstream': 'true' }))],
      },
      [/^info web: .*proxy-body-size, .*ssl-redirect, .*service-upstream are read by ingress-nginx alone/],
    ],
    [
      'one of them beside another one',
      { Pod: [haproxy], Ingress: [ofHaproxy(n({ 'proxy-body-size': '0', 'app-root': '/x' }))] },
      [/^warning web: .*app-root are read by ingress-nginx alone/],
    ],
    [
      'another annotation of it',
      { Pod: [haproxy], Ingress: [ofHaproxy(n({ 'rewrite-target': '/' }))] },
      [/^warning web: .*rewrite-target is read by ingress-nginx alone/],
    ],
    [
      'both, and its own beside them',
      { Pod: [haproxy], Ingress: [ofHaproxy({ ...n(guarded), 'haproxy.org/auth-type': 'basic-auth' })] },
      [/^warning web: .*auth-url is read by ingress-nginx alone/],
    ],
    ['its own', { Pod: [haproxy], Ingress: [ofHaproxy({ 'haproxy.org/auth-type': 'basic-auth' })] }, []],
    ['of the controller that takes it', { Ingress: [annotated(n(guarded))] }, []],
    [
      'of a controller whose class has the same name',
      {
        Pod: [f5Pod()],
        IngressClass: [f5Class],
        Ingress: [
          web({}, { annotations: { ...n({ 'rewrite-target': '/$2' }), 'kubernetes.io/ingress.class': 'nginx' } }),
        ],
      },
      [/^warning web: .*rewrite-target is read by ingress-nginx alone, and F5 NGINX/],
    ],
    ['nobody takes it', { Pod: [proxy()], Ingress: [ofHaproxy(n(guarded))] }, []],
    ['nobody was seen', { Pod: [], Ingress: [ofHaproxy(n(guarded))] }, []],
    [
      'of nobody',
      { Pod: [haproxy], Ingress: [ofHaproxy({ 'example.com/auth-url': 'x', 'cert-manager.io/issuer': 'y' })] },
      [],
    ],
  ],
)

const external = (externalName: string) => ({ Service: [service('web', { type: 'ExternalName', externalName })] })

table(
  ['external-inside'],
  [
    ['the secrets of a machine', external('metadata.google.internal'), [/^error web: .*own secrets/]],
    ['the API server', external('kubernetes.default.svc.cluster.local'), [/^error web: .*which is the API server/]],
    [
      'a Service of another namespace',
      external('db.payments.svc.cluster.local.'),
      [/^warning web: .*another namespace/],
    ],
    ['a Service of its own', external('other.default.svc.cluster.local'), []],
    ['the outside', external('www.example.com'), []],
    ['no such Service', {}, []],
  ],
)

table(
  ['single-endpoint'],
  [
    [
      'one',
      { EndpointSlice: [slice('web-1', { endpoints: [pod('a', '10.0.0.1')] })] },
      [/^info web: Service default\/web has a single/],
    ],
    ['two', {}, []],
    ['none', { EndpointSlice: [] }, []],
  ],
)

table(
  ['single-replica'],
  [
    ['one', {}, [/^info proxy: ingress-nginx runs in a single pod/]],
    ['two', { Pod: [proxy(), proxy('1.15.1', { name: 'proxy-2' })] }, []],
  ],
)

it.each([
  ['annotation-risk', { 'configuration-snippet': 'more_set_headers "X-A: b";' }],
  ['cross-namespace', { 'auth-secret': 'other/users', 'auth-type': 'basic' }],
])('%s is an assumption where no controller is seen', async (code, annotations) => {
  const Ingress = [annotated(n(annotations))]
  const unseen = await found([code], { Ingress }, ['Pod'])
  expect(unseen.told).toEqual([expect.stringMatching(/^info web: /)])
  expect(unseen.gaps).toContainEqual(expect.stringMatching(`^an Ingress needs settings .*${code}`))
  const seen = await found([code], { Ingress, ConfigMap: config({}) })
  expect(seen.told).toEqual([expect.stringMatching(/^error web: /)])
})

it('a rule that lacks what it needs is a gap by its name, and no finding', async () => {
  const { told, gaps } = await found(['webhook-blocks'], { ValidatingWebhookConfiguration: [webhook()] }, [
    'ValidatingWebhookConfiguration',
  ])
  expect(told).toEqual([])
  expect(gaps).toContain('webhook-blocks, webhook-twice cannot be told: ValidatingWebhookConfiguration is forbidden')
})

it('opinions are told only where they are asked for', async () => {
  const { told } = await found(['end-of-life', 'snippets-on'], {})
  expect(told.filter((one) => one.includes('single'))).toEqual([])
})
