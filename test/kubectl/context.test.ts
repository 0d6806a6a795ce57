/** Context, cluster, user and namespace: by flag, by kubeconfig, and where one of them is missing. */
import type { World } from './support/both.js'
import { flags, given, trusted, url } from './support/kubeconfig.js'
import { same } from './support/same.js'

/** Two of everything: c is current and joins k and u; d joins l and v in the namespace `team`. */
const two = (args: (w: World) => string[], current = 'c') =>
  given(
    (w) => ({
      current,
      cluster: `${trusted(w, 'a')}}}\n- {name: l, cluster: {${trusted(w, 'b')}`,
      user: 'token: tok}}\n- {name: v, user: {token: vtok',
      context: 'cluster: k, user: u}}\n- {name: d, context: {cluster: l, user: v, namespace: team',
    }),
    (w) => ({ args: args(w) }),
  )

same([
  ['--context', two(() => ['--context', 'd'])],
  ['--context ""', two(() => ['--context='])],
  ['--cluster', two(() => ['--cluster', 'l'])],
  ['--user', two(() => ['--user', 'v'])],
  ['--context, --cluster and --user together', two(() => ['--context', 'd', '--cluster', 'k', '--user', 'u'])],
  ['-n over the context', two(() => ['--context', 'd', '-n', 'x'])],
  ['--namespace= leaves the context', two(() => ['--context', 'd', '--namespace='])],
  ['-A', two(() => ['--context', 'd', '-A'])],
  ['-A with -n', two(() => ['-A', '-n', 'x'])],
  ['flags after a value with "="', two(() => ['--context=d', '--namespace=y'])],
  ['--context that does not exist', two(() => ['--context', 'x']), /context "x" does not exist.*c, d/s],
  ['--cluster that does not exist', two(() => ['--cluster', 'x']), /cluster "x" does not exist/],
  ['--user that does not exist', two(() => ['--user', 'x']), /user "x" does not exist/],
  ['current-context that does not exist', two(() => [], 'x'), /context "x" does not exist/],
  ['that, with --cluster and --user', two(() => ['--cluster', 'k', '--user', 'u'], 'x'), /context "x" does not exist/],
  ['that, with --server', two((w) => ['--server', url(w, 'plain')], 'x'), /context "x" does not exist/],
  ['that, with --context', two(() => ['--context', 'd'], 'x')],
  ['no current-context, though there are two', two(() => [], '""'), /no cluster.*no current-context/],
  ['no current-context, with --cluster and --user', two(() => ['--cluster', 'k', '--user', 'u'], '""')],
  ['no current-context, with --server alone', two((w) => ['--server', url(w, 'plain')], '""')],
  [
    'an empty name is a name',
    given(() => ({ current: '""', context: 'cluster: k, user: u}}\n- {name: "", context: {cluster: k, user: u' })),
  ],
  ['the context names no cluster', given(() => ({ context: 'user: u' })), /names no cluster/],
  ['the context is null', given(() => ({ context: '<<: {}' })), /names no cluster/],
  ['the cluster does not exist', given(() => ({ context: 'cluster: x, user: u' })), /cluster "x" does not exist/],
  ['the cluster has no server', given(() => ({ cluster: 'tls-server-name: x' })), /cluster "k": it has no server/],
  [
    'the context names no cluster, with --server',
    given(
      () => ({ context: 'user: u, namespace: ns' }),
      (w) => ({ args: ['--server', url(w, 'b'), '--insecure-skip-tls-verify'] }),
    ),
  ],
  [
    'the cluster does not exist, with --server',
    given(
      () => ({ context: 'cluster: x, user: u' }),
      (w) => ({ args: ['--server', url(w, 'plain')] }),
    ),
  ],
  ['the user does not exist', given(() => ({ context: 'cluster: k, user: x' })), /user "x" does not exist/],
  ['the context names no user', given(() => ({ context: 'cluster: k' })), /no credentials .*context "c" names no user/],
  [
    'the context names no user, with --token',
    given(
      () => ({ context: 'cluster: k' }),
      () => ({ args: ['--token', 'flag'] }),
    ),
  ],
  [
    'a server without TLS asks nobody for a user',
    given((w) => ({ context: 'cluster: k, user: x', cluster: `server: "${url(w, 'plain')}"` })),
  ],
  ['a namespace with a slash', flags('-n', 'a/b'), /namespace/],
  ['a namespace of two dots', flags('-n', '..'), /namespace/],
])
