/** Rules of lint about snippets: who may write them, and what they do that nobody means. */
import { ingress, rule } from '../support/objects.js'
import { annotated, config, n, table } from '../support/why/lint-table.js'
import { guarded } from './rule-words.js'

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
