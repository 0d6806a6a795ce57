/**
 * What people reported, by kind: each row is a small cluster of a public thread, documentation or source, at a release at
 * which it shows, and what the first line of `why` says of it: is it served, and the cause. The objects are told in our own names.
 */
import { expect, it } from 'vitest'
import type { Secret, Service } from '../../src/domain/objects/objects.js'
import { told } from '../support/why/told.js'
import { ingress, type WorldWords } from '../support/worlds/ingress-world.js'

type Annotations = Readonly<Record<string, string>>

const web = ['/ Prefix web:80']
const at = (name: string, annotations: Annotations = {}, paths: readonly string[] = web, host = 'a.test', age = 0) =>
  ingress(`shop/${name}`, { rules: { [host]: paths }, annotations, age })
const one = (annotations: Annotations, paths?: readonly string[], more: Omit<WorldWords, 'ingresses'> = {}) => ({
  ingresses: [at('a', annotations, paths)],
  ...more,
})
const open = { configMap: { 'allow-snippet-annotations': 'true', 'annotations-risk-level': 'Critical' } }
const allowed = { configMap: { 'allow-snippet-annotations': 'true' } }
const canary = { canary: 'true', 'canary-weight': '50' }
const secret = (namespace: string, name: string, data: Readonly<Record<string, string>>): Secret => ({
  kind: 'Secret',
  metadata: { namespace, name },
  data,
})
const service = (name: string, port: number, portName: string): Service => ({
  kind: 'Service',
  metadata: { namespace: 'shop', name },
  spec: { clusterIP: '10.96.0.9', ports: [{ name: portName, port, targetPort: portName }] },
})

type Row = readonly [source: string, release: string, words: WorldWords, says: string]

const kinds: Readonly<Record<string, readonly Row[]>> = {
  'a snippet breaks the configuration, or loses a line of it': [
    [
      'nginx: add_header',
      '1.11.5',
      one({ 'configuration-snippet': 'add_header A b' }, web, allowed),
      '? snippet-breaks',
    ],
    [
      'kubernetes/ingress-nginx#1429',
      '1.9.6',
      one({ 'configuration-snippet': 'set $a $locations;' }, web, allowed),
      '? snippet-breaks',
    ],
    [
      'docs: server-snippet',
      '1.15.1',
      one({ 'server-snippet': 'location / { return 403; }' }, web, open),
      'NO snippet-breaks',
    ],
    [
      'docs: auth-snippet',
      '1.15.1',
      one({ 'auth-url': 'http://auth.test/x', 'auth-snippet': 'proxy_set_headers A b;' }, web, open),
      '? snippet-breaks',
    ],
    [
      'headers-more: more_set_headers',
      '1.12.1',
      one({ 'configuration-snippet': 'more_set_headers "A: b"\nproxy_set_header X-A b;' }, web, open),
      'yes snippet-swallows',
    ],
    [
      'docs: location-snippet',
      '1.11.5',
      one({}, web, { configMap: { 'location-snippet': 'more_set_headers "A: b"' } }),
      'NO snippet-swallows',
    ],
  ],
  'a snippet is not allowed': [
    [
      'kubernetes/ingress-nginx#12648',
      '1.12.0',
      one({ 'server-snippet': 'client_header_buffer_size 32k;' }, web, allowed),
      'NO annotation-risk',
    ],
    [
      'kubernetes/ingress-nginx#13003',
      '1.12.0',
      one({ 'server-snippet': 'set $a b;' }, web, {
        configMap: { ...allowed.configMap, 'annotation-risk-level': 'Critical' },
        flags: ['--enable-annotation-validation=false'],
      }),
      'NO annotation-risk',
    ],
    [
      'kubernetes/ingress-nginx#13156',
      '1.12.1',
      one({ 'configuration-snippet': 'more_set_headers "A : b";' }, web, allowed),
      'NO annotation-risk',
    ],
    [
      'kubernetes/ingress-nginx#13910',
      '1.13.2',
      one({ 'server-snippet': 'set $a b;' }, web, allowed),
      'NO annotation-risk',
    ],
    [
      'kubernetes/ingress-nginx#10543',
      '1.10.1',
      one({ 'configuration-snippet': 'set $a b;' }),
      'yes snippet-not-allowed',
    ],
  ],
  'an annotation does nothing where it stands': [
    [
      'kubernetes/ingress-nginx#11085',
      '1.10.0',
      { ingresses: [at('m'), at('a', { canary: 'true', 'canary-header': 'x' }, ['/ Prefix v2:80'], 'a.test', 1)] },
      'NO unknown-annotation',
    ],
    [
      'kubernetes/ingress-nginx#844',
      '1.11.5',
      one({ 'ingress.kubernetes.io/affinity': 'cookie' }),
      'yes foreign-annotation',
    ],
    [
      'kubernetes/ingress-nginx#8303',
      '1.4.0',
      one({ 'nginx.org/location-snippets': 'deny all;' }),
      'yes foreign-annotation',
    ],
    [
      'kubernetes/ingress-nginx#9745',
      '1.6.4',
      { ingresses: [at('m'), at('a', { ...canary, 'canary-weight-total': '1000' }, ['/ Prefix v2:80'], 'a.test', 1)] },
      'yes unknown-annotation',
    ],
    ['argoproj/argo-helm#491', '1.11.5', one({ 'ssl-passthrough': 'true' }), 'yes passthrough-disabled'],
    [
      'docs: permanent-redirect',
      '1.12.1',
      {
        ingresses: [
          at('m'),
          at('a', { ...canary, 'permanent-redirect': 'https://b.test/' }, ['/ Prefix v2:80'], 'a.test', 1),
        ],
      },
      'yes no-effect',
    ],
  ],
  'an annotation acts further than it reads': [
    [
      'docs: permanent-redirect',
      '1.15.1',
      one({ 'permanent-redirect': 'https://b.test/' }, ['/old Prefix web:80']),
      'yes redirect-spreads',
    ],
    ['kubernetes/ingress-nginx#4712', '1.11.5', one({ 'custom-http-errors': '404,503' }), 'yes errors-without-pages'],
    ['docs: app-root', '1.10.1', one({ 'app-root': '/ui' }, ['/x Prefix web:80']), 'yes app-root-elsewhere'],
    [
      'docs: use-regex',
      '1.12.1',
      {
        ingresses: [
          at('m', { 'use-regex': 'true' }, ['/v[0-9] ImplementationSpecific web:80']),
          at('a', {}, ['/a.b Exact web:80'], 'a.test', 1),
        ],
      },
      'yes regex-mode',
    ],
  ],
  'a common trap': [
    [
      'kubernetes/ingress-nginx#9241',
      '1.4.0',
      one({ 'rewrite-target': '/' }, ['/shop Prefix web:80']),
      'yes rewrite-all',
    ],
    [
      'kubernetes/ingress-nginx#10108',
      '1.8.1',
      one({ 'rewrite-target': '/$1' }, ['/ui Prefix web:80']),
      'yes rewrite-group-missing',
    ],
    ['kubernetes/ingress-nginx#4680', '1.12.1', one({}, ['/images/* ImplementationSpecific web:80']), 'yes glob-path'],
    [
      'oauth2-proxy/oauth2-proxy#3201',
      '1.12.1',
      one(
        {
          'auth-url': 'http://oauth2-proxy.shop.svc.cluster.local/oauth2/auth',
          'auth-signin': 'https://$host/oauth2/start',
        },
        ['/ Prefix web:80', '/oauth2 Prefix oauth2-proxy:80'],
      ),
      'yes auth-loop',
    ],
    [
      'kubernetes/ingress-nginx#2831',
      '1.12.1',
      one({ 'auth-url': 'http://oauth2-proxy/oauth2/auth' }, web, { services: [service('oauth2-proxy', 80, 'http')] }),
      'NO auth-unreachable',
    ],
    [
      'argoproj/argo-cd#2953',
      '1.12.1',
      one({}, ['/ Prefix argocd:443'], { services: [service('argocd', 443, 'https')] }),
      'yes plain-to-tls',
    ],
  ],
  'a Secret that an annotation names': [
    ['docs: auth-secret', '1.15.1', one({ 'auth-type': 'basic', 'auth-secret': 'users' }), 'NO secret-missing'],
    [
      'docs: auth-secret',
      '1.12.1',
      one({ 'auth-type': 'basic', 'auth-secret': 'users' }, web, {
        secrets: [secret('shop', 'users', { htpasswd: 'eA==' })],
      }),
      'NO secret-incomplete',
    ],
    [
      'docs: allow-cross-namespace-resources',
      '1.12.1',
      one({ 'auth-type': 'basic', 'auth-secret': 'ops/users' }, web, {
        secrets: [secret('ops', 'users', { auth: 'eA==' })],
      }),
      'NO cross-namespace',
    ],
    [
      'docs: auth-tls-secret',
      '1.12.1',
      one({ 'auth-tls-secret': 'shop/ca' }, web, { secrets: [secret('shop', 'ca', { 'tls.crt': 'eA==' })] }),
      'yes secret-incomplete',
    ],
  ],
  'the release decides': [
    ['kubernetes/ingress-nginx#12637', '1.12.0', one({}, ['/v1/auth:check Prefix web:80']), 'yes path-type'],
    [
      'kubernetes-sigs/kind#3764',
      '1.12.0',
      one({ 'use-regex': 'true' }, ['/foo(/|$)(.*) Prefix web:80']),
      'yes path-type',
    ],
    ['kubernetes/ingress-nginx#10281', '1.8.1', one({ 'use-regex': 'true' }, ['/db(.*) Prefix web:80']), 'yes'],
    [
      'changelog of 1.7.0, #9729',
      '1.7.0',
      { ingresses: [at('m'), at('a', { ...canary, 'canary-weight-total': '1000' }, ['/ Prefix v2:80'], 'a.test', 1)] },
      'yes',
    ],
  ],
  'another rule, or none, decides': [
    ['kubernetes/ingress-nginx#7896', '1.1.1', one(canary), 'NO canary-no-primary'],
    ['kubernetes/ingress-nginx#8972', '1.3.0', { ingresses: [at('m'), at('a', {}, web, 'a.test', 1)] }, 'NO duplicate'],
    ['vmware-archive/kube-prod-runtime#733', '1.11.5', one({}, web, { empty: ['shop/web'] }), 'NO no-endpoints'],
    ['kubernetes/ingress-nginx#3253', '1.11.5', one({}, web, { missing: ['shop/web'] }), 'NO no-service'],
  ],
}

const rows = Object.entries(kinds).flatMap(([kind, members]) => members.map((row) => [kind, ...row] as const))

it.each(rows)('%s: %s at %s', async (_, __, version, words, says) => {
  const lines = Object.entries(await told({ ...words, version })).flatMap(([name, line]) =>
    name.startsWith('shop/a') && line !== 'yes' ? [line] : [],
  )
  expect(lines[0]?.split(' ', 2).join(' ') ?? 'yes').toBe(says)
})
