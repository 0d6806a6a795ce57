/** What the text of a kubeconfig means: the YAML of Go, and the types of client-go. */
import type { World } from './support/both.js'
import { base64, caData, given, kubeconfig, trusted, url } from './support/kubeconfig.js'
import { same } from './support/same.js'

const none = /no cluster is configured/
const file = (content: (world: World) => string) => (world: World) => ({ files: { '.kube/config': content(world) } })
/** The working kubeconfig with one change in its text. */
const changed = (before: string | RegExp, after: string) => file((w) => kubeconfig(w).replace(before, after))

same([
  ['an empty file', file(() => ''), none],
  ['only a comment', file(() => '# nothing\n'), none],
  ['lists that are null', file(() => 'clusters: null\nusers:\ncontexts: ~\n'), none],
  ['a text, not a mapping', file(() => 'hello\n'), /not valid/],
  ['contexts as a mapping', changed(/contexts:[\s\S]*/, 'contexts: {}'), /contexts should be of type list/],
  ['without apiVersion and kind', changed(/^apiVersion.*\nkind.*\n/, '')],
  ['another kind', changed('kind: Config', 'kind: Secret'), /v1 Secret/],
  ['another apiVersion', changed('apiVersion: v1', 'apiVersion: v2'), /v2 Config/],
  ['a second document is not read', given(() => ({ more: '---\nx: [' }))],
  [
    'JSON',
    file((w) =>
      JSON.stringify({
        'current-context': 'c',
        clusters: [
          {
            name: 'k',
            cluster: { server: url(w, 'a'), 'certificate-authority-data': base64(w.certificates.ca.cert) },
          },
        ],
        users: [{ name: 'u', user: { token: 'j' } }],
        contexts: [{ name: 'c', context: { cluster: 'k', user: 'u', namespace: 'ns' } }],
      }),
    ),
  ],
  [
    'merge keys',
    file((w) => `base: &b {${trusted(w, 'a')}}\n${kubeconfig(w, { cluster: '<<: *b, tls-server-name: api.test' })}`),
  ],
  ['a byte order mark and Windows line ends', file((w) => `\ufeff${kubeconfig(w).replaceAll('\n', '\r\n')}`)],
  ['tabs', file(() => 'clusters:\n\t- name: x\n'), /line 2, column 1/],
  ['an unknown anchor', given(() => ({ user: 'token: *nope' })), /not valid/],
  ['the last of two equal keys', given(() => ({ user: 'token: one, token: two' }))],
  [
    'two users with one name',
    changed('users:', 'users:\n- {name: u, user: {token: z}}'),
    /two entries with the name "u"/,
  ],
  ['yes is true', given((w) => ({ cluster: `server: "${url(w, 'a')}", insecure-skip-tls-verify: yes` }))],
  [
    '"true" is not',
    given((w) => ({ cluster: `server: "${url(w, 'a')}", insecure-skip-tls-verify: "true"` })),
    /insecure-skip-tls-verify should be of type boolean/,
  ],
  ['a number for a text', given(() => ({ user: 'token: 123' })), /users\[0\]\.user\.token should be of type string/],
  ['a date is a text', given(() => ({ context: 'cluster: k, user: u, namespace: 2020-01-01' }))],
  ['1:30 is a text', given(() => ({ context: 'cluster: k, user: u, namespace: 1:30' }))],
  [
    'a context named e2',
    given(() => ({ current: 'e2', context: 'cluster: k, user: u}}\n- {name: e2, context: {cluster: k, user: u' })),
  ],
  ['an unknown tag', given(() => ({ user: 'token: !secret abc' }))],
  ['unknown fields', given((w) => ({ cluster: `${trusted(w, 'a')}, foo: bar`, more: 'zzz: 1' }))],
  [
    'a key in another case is another key',
    given(() => ({ user: 'Token: t' })),
    /no credentials for .*user "u" of the kubeconfig has none/,
  ],
  ['unused entries that are null or empty', changed('clusters:', 'clusters:\n- null\n- {name: z}')],
  [
    'an unused entry whose files are missing',
    changed('users:', 'users:\n- {name: z, user: {client-certificate: /no, exec: {}}}'),
  ],
  [
    'an unused entry of the wrong type',
    changed('clusters:', 'clusters:\n- {name: z, cluster: foo}'),
    /clusters\[0\]\.cluster should be of type object/,
  ],
  [
    'an unused entry with bad base64',
    changed('clusters:', 'clusters:\n- {name: z, cluster: {certificate-authority-data: "%%%"}}'),
    /is not base64/,
  ],
  [
    'base64 in several lines',
    file((w) => {
      const lines = base64(w.certificates.ca.cert).replaceAll(/(.{64})/g, '$1\\n')
      return kubeconfig(w).replace(caData(w), `certificate-authority-data: "${lines}"`)
    }),
  ],
])
