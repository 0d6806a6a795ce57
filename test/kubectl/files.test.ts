/** Which kubeconfig files are read, and how several of them are merged. */
import { beside, flags, given, kubeconfig, trusted, url } from './support/kubeconfig.js'
import { same } from './support/same.js'

const none = /no cluster is configured/
const list = (KUBECONFIG: string) => ({ env: { KUBECONFIG } })

same([
  ['the usual file', given(() => ({}))],
  [
    'KUBECONFIG instead of the usual file',
    beside((w) => ({ files: { k: kubeconfig(w, { user: 'token: other' }) }, ...list('$HOME/k') })),
  ],
  [
    '--kubeconfig instead of KUBECONFIG',
    (w) => ({
      files: { a: kubeconfig(w), b: kubeconfig(w, { user: 'token: other' }) },
      ...list('$HOME/a'),
      args: ['--kubeconfig', '$HOME/b'],
    }),
  ],
  ['--kubeconfig from the working directory', (w) => ({ files: { k: kubeconfig(w) }, args: ['--kubeconfig', 'k'] })],
  ['--kubeconfig "" is as good as none', flags('--kubeconfig=')],
  ['--kubeconfig does not exist', flags('--kubeconfig', '$HOME/no'), /does not exist/],
  [
    '--kubeconfig with a tilde, which nobody expands',
    (w) => ({ files: { k: kubeconfig(w) }, args: ['--kubeconfig', '~/k'] }),
    /does not exist/,
  ],
  ['--kubeconfig is a folder', () => ({ files: { 'd/x': '' }, args: ['--kubeconfig', '$HOME/d'] }), /it is a folder/],
  [
    'the first current-context wins',
    (w) => ({
      files: { a: kubeconfig(w), b: kubeconfig(w, { cluster: trusted(w, 'b'), current: 'q' }) },
      ...list('$HOME/a:$HOME/b'),
    }),
  ],
  [
    'the second current-context, where the first file has none',
    (w) => ({
      files: { a: kubeconfig(w, { current: '' }), b: kubeconfig(w, { cluster: trusted(w, 'b') }) },
      ...list('$HOME/a:$HOME/b'),
    }),
  ],
  [
    'an entry of the first file wins whole',
    (w) => ({
      files: { a: 'users: [{name: u, user: {as: ann}}]', b: kubeconfig(w, { user: 'token: tok, as-groups: [g]' }) },
      ...list('$HOME/a:$HOME/b'),
      args: ['--token', 'flag'],
    }),
  ],
  [
    'each file brings its own entries',
    (w) => ({
      files: {
        a: 'current-context: z\ncontexts: [{name: z, context: {cluster: k, user: v, namespace: ns}}]',
        b: 'users: [{name: v, user: {token: v}}]',
        c: kubeconfig(w),
      },
      ...list('$HOME/a:$HOME/b:$HOME/c'),
    }),
  ],
  ['a missing file of the list is passed over', (w) => ({ files: { b: kubeconfig(w) }, ...list('$HOME/a:$HOME/b') })],
  ['empty parts and repetitions', (w) => ({ files: { b: kubeconfig(w) }, ...list(':$HOME/b::$HOME/b:') })],
  ['relative files', (w) => ({ files: { b: kubeconfig(w) }, ...list('b') })],
  [
    'all files of the list are missing',
    beside(() => list('$HOME/a:$HOME/b')),
    /no file of KUBECONFIG exists[\s\S]*no cluster/,
  ],
  ['a list of nothing', beside(() => list(':')), none],
  [
    'a broken file beside a good one',
    (w) => ({ files: { a: 'x: [', b: kubeconfig(w) }, ...list('$HOME/a:$HOME/b') }),
    /not valid.*line 1/,
  ],
  [
    'a folder in the list',
    (w) => ({ files: { 'd/x': '', b: kubeconfig(w) }, ...list('$HOME/d:$HOME/b') }),
    /it is a folder/,
  ],
  ['a path through a file', (w) => ({ files: { b: kubeconfig(w) }, ...list('$HOME/b/x:$HOME/b') }), /is not a folder/],
  ['no HOME: from the working directory', beside(() => ({ env: { HOME: '' } }))],
  ['nothing at all', () => ({}), none],
  ['KUBERNETES_MASTER where nothing else names a server', (w) => ({ env: { KUBERNETES_MASTER: url(w, 'plain') } })],
  ['KUBERNETES_MASTER beside a kubeconfig', beside((w) => ({ env: { KUBERNETES_MASTER: url(w, 'plain') } }))],
  [
    'relative paths start from their own file, in a list too',
    (w) => ({
      files: {
        'x/a': `users: [{name: u, user: {tokenFile: t}}]`,
        'x/t': 'from x',
        'y/b': kubeconfig(w, { cluster: `server: "${url(w, 'a')}", certificate-authority: ../ca.pem` }),
        'y/t': 'from y',
        'ca.pem': w.certificates.ca.cert,
      },
      ...list('x/a:$HOME/y/b'),
    }),
  ],
])
