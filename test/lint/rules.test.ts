/** The rules of `lint`, one by one: small clusters in which they find something, and such in which they must not. */
import { expect, it } from 'vitest'
import { pem } from '../support/cluster/tls-files.js'
import { ingress, pod, rule, service, slice } from '../support/objects.js'
import { annotated, config, found, haproxy, n, proxy, table, web } from '../support/why/lint-table.js'

const webhook = (more: object = {}, rules: object = {}) => ({
  metadata: { name: 'admission' },
  webhooks: [
    {
      name: 'validate.example',
      failurePolicy: 'Fail',
      clientConfig: { service: { namespace: 'default', name: 'hook' } },
      rules: [{ apiGroups: ['networking.k8s.io'], resources: ['ingresses'], ...rules }],
      ...more,
    },
  ],
})

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

table(
  ['snippets-on'],
  [
    [
      'both settings',
      { ConfigMap: config({ 'allow-snippet-annotations': 'true', 'annotations-risk-level': 'Critical' }) },
      [/^warning proxy: .*and no Ingress has a snippet$/],
    ],
    [
      'with Ingresses that have one',
      {
        ConfigMap: config({ 'allow-snippet-annotations': 'true', 'annotations-risk-level': 'Critical' }),
        Ingress: [annotated(n({ 'configuration-snippet': 'more_set_headers "A: b";' }))],
      },
      [/1 Ingress has a snippet$/],
    ],
    ['allowed, and too risky all the same', { ConfigMap: config({ 'allow-snippet-annotations': 'true' }) }, []],
    ['not allowed', { ConfigMap: config({ 'annotations-risk-level': 'Critical' }) }, []],
  ],
)

const withSnippets = {
  ConfigMap: config({ 'allow-snippet-annotations': 'true', 'annotations-risk-level': 'Critical' }),
}
const guarded = { 'auth-url': 'https://sso.test/auth' }

table(
  ['snippet-opens'],
  [
    [
      'satisfy any with a list of addresses',
      {
        ...withSnippets,
        Ingress: [annotated(n({ ...guarded, 'configuration-snippet': 'satisfy any;\nallow 10.0.0.0/8;' }))],
      },
      [/^error web: configuration-snippet has "satisfy any", which lets in who does not pass auth-url/],
    ],
    [
      'a location without authentication',
      {
        ...withSnippets,
        Ingress: [annotated(n({ ...guarded, 'configuration-snippet': 'location /api { auth_request off; }' }))],
      },
      [/"location \/api \{ auth_request off; \}"/],
    ],
    [
      'satisfy any where nothing else would satisfy',
      { ...withSnippets, Ingress: [annotated(n({ ...guarded, 'configuration-snippet': 'satisfy any;' }))] },
      [],
    ],
    [
      'no authentication beside it',
      { ...withSnippets, Ingress: [annotated(n({ 'configuration-snippet': 'satisfy any;\nallow 10.0.0.0/8;' }))] },
      [],
    ],
    [
      'a header',
      { ...withSnippets, Ingress: [annotated(n({ ...guarded, 'configuration-snippet': 'more_set_headers "A: b";' }))] },
      [],
    ],
    [
      'a snippet that is taken out',
      { Ingress: [annotated(n({ ...guarded, 'configuration-snippet': 'satisfy any;\nallow all;' }))] },
      [],
    ],
  ],
)

const onShop = (namespace: string, path: string, annotations: Readonly<Record<string, string>> = {}) =>
  ingress(
    'web',
    { ingressClassName: 'nginx', rules: [rule('shop.test', path, 'web')] },
    { metadata: { namespace, annotations } },
  )

table(
  ['snippet-of-host'],
  [
    [
      'with a path of another namespace',
      {
        ...withSnippets,
        Ingress: [onShop('a', '/', n({ 'server-snippet': 'deny 192.0.2.1;' })), onShop('b', '/blog')],
      },
      [/^warning web: server-snippet stands in the server of shop\.test, on which Ingress b\/web has paths, too/],
    ],
    [
      'alone on its host',
      { ...withSnippets, Ingress: [onShop('a', '/', n({ 'server-snippet': 'deny 192.0.2.1;' }))] },
      [],
    ],
    [
      'of its own paths',
      {
        ...withSnippets,
        Ingress: [onShop('a', '/', n({ 'configuration-snippet': 'deny 192.0.2.1;' })), onShop('b', '/b')],
      },
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

const answered = {
  Service: [service('web'), service('hook')],
  EndpointSlice: [slice('hook-1', { service: 'hook', endpoints: [pod('h', '10.0.0.9')] })],
}
const known = (caBundle: string) => ({
  clientConfig: { service: { namespace: 'default', name: 'hook' }, caBundle },
})

const old = { ...webhook(), metadata: { name: 'old' } }
const hook = (selector: object) => ({
  ...answered,
  Service: [service('web'), service('hook', { selector, ports: [{ port: 443 }] })],
  Pod: [proxy('1.15.1', { namespace: 'default', labels: { app: 'proxy' } })],
})

table(
  ['webhook-twice'],
  [
    [
      'of one controller',
      { ...hook({ app: 'proxy' }), ValidatingWebhookConfiguration: [webhook(), old] },
      [/^warning old: webhook validate\.example and those of admission .* a change must please both/],
    ],
    ['one alone', { ...hook({ app: 'proxy' }), ValidatingWebhookConfiguration: [webhook()] }, []],
    ['of something else', { ...hook({ app: 'policies' }), ValidatingWebhookConfiguration: [webhook(), old] }, []],
  ],
)

table(
  ['webhook-blocks'],
  [
    [
      'its Service is gone',
      { ValidatingWebhookConfiguration: [webhook()] },
      [/^error admission: .*default\/hook, which does not exist/],
    ],
    [
      'its Service has no endpoint',
      { ValidatingWebhookConfiguration: [webhook()], Service: [service('web'), service('hook')] },
      [/has no ready endpoint/],
    ],
    ['it answers', { ...answered, ValidatingWebhookConfiguration: [webhook()] }, []],
    [
      'its authorities have expired',
      { ...answered, ValidatingWebhookConfiguration: [webhook(known(btoa(pem('expired'))))] },
      [/default\/hook, and all certificates of its caBundle have expired/],
    ],
    [
      'it has none that can be read',
      { ...answered, ValidatingWebhookConfiguration: [webhook(known('bm90aGluZw=='))] },
      [/its caBundle has no certificate by which to know it/],
    ],
    ['they are good', { ...answered, ValidatingWebhookConfiguration: [webhook(known(btoa(pem('ca'))))] }, []],
    ['it may fail', { ValidatingWebhookConfiguration: [webhook({ failurePolicy: 'Ignore' })] }, []],
    [
      'it is asked about something else',
      { ValidatingWebhookConfiguration: [webhook({}, { resources: ['networkpolicies'] })] },
      [],
    ],
    [
      'it is no Service',
      { ValidatingWebhookConfiguration: [webhook({ clientConfig: { url: 'https://x.test/' } })] },
      [],
    ],
    [
      'all kinds are its own',
      { ValidatingWebhookConfiguration: [webhook({}, { apiGroups: ['*'], resources: ['*/*'] })] },
      [/hook/],
    ],
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
      { Pod: [haproxy], Ingress: [ofHaproxy(n({ 'proxy-body-size': '0', 'ssl-redirect': 'true' }))] },
      [/^info web: .*proxy-body-size, .*ssl-redirect are read by ingress-nginx alone/],
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
