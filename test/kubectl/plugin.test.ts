/** Credential plugins: what they are told, how they are found, and what of their answer is used. */
import type { World } from './support/both.js'
import { given, trusted, url } from './support/kubeconfig.js'
import { same } from './support/same.js'

const v1 = 'client.authentication.k8s.io/v1'
const v1beta1 = 'client.authentication.k8s.io/v1beta1'

/** A plugin that notes what it is told and whether it can read anything. */
const script = (then: string) => `#!/bin/sh
printf '{"info": %s, "own": "%s", "input": "%s"}' "$KUBERNETES_EXEC_INFO" "$OWN" "$(cat)" > noted
${then}
`
const says = (text: string) => script(`cat <<'END'\n${text}\nEND`)
const credential = (status: object, apiVersion = v1) =>
  says(JSON.stringify({ apiVersion, kind: 'ExecCredential', status }))
const token = credential({ token: 'plugged' })

/** A plugin beside the kubeconfig. */
const plugin = (
  content: string | ((w: World) => string),
  exec = 'interactiveMode: Never',
  rest: { readonly apiVersion?: string; readonly user?: string; readonly cluster?: (w: World) => string } = {},
) =>
  given(
    (w) => ({
      user: `${rest.user ?? ''}exec: {apiVersion: ${rest.apiVersion ?? v1}, command: ./plugin, ${exec}}`,
      cluster: (rest.cluster ?? ((world) => trusted(world, 'a')))(w),
    }),
    (w) => ({ files: { '.kube/plugin': typeof content === 'string' ? content : content(w) } }),
  )

/** A plugin that PATH has to lead to. */
const onPath = (exec: string) =>
  given(
    () => ({ user: `exec: {apiVersion: ${v1}, command: my-plugin, interactiveMode: Never${exec}}` }),
    () => ({ files: { 'bin/my-plugin': token }, env: { PATH: '$HOME/bin:/usr/bin:/bin' } }),
  )

same([
  ['a token', plugin(token)],
  [
    'v1beta1, which needs no interactiveMode',
    plugin(credential({ token: 't' }, v1beta1), 'args: []', { apiVersion: v1beta1 }),
  ],
  [
    'arguments and variables of its own',
    plugin(
      script('echo "{\\"apiVersion\\": \\"$1\\", \\"kind\\": \\"$2\\", \\"status\\": {\\"token\\": \\"$OWN\\"}}"'),
      `interactiveMode: Never, args: [${v1}, ExecCredential], env: [{name: OWN, value: "a b"}, {name: KUBERNETES_EXEC_INFO, value: zz}]`,
    ),
  ],
  ['an answer in YAML', plugin(says(`apiVersion: ${v1}\nkind: ExecCredential\nstatus:\n  token: yaml`))],
  ['args and env that are null', plugin(token, 'interactiveMode: Never, env: null, args: ~')],
  [
    'a client certificate',
    plugin(({ certificates: { bob } }) => credential({ clientCertificateData: bob.cert, clientKeyData: bob.key })),
  ],
  [
    'a client certificate and a token',
    plugin(({ certificates: { bob } }) =>
      credential({ token: 't', clientCertificateData: bob.cert, clientKeyData: bob.key }),
    ),
  ],
  [
    'an answer that has expired is used',
    plugin(credential({ token: 'old', expirationTimestamp: '2020-01-01T00:00:00Z' })),
  ],
  ['IfAvailable without a terminal', plugin(token, 'interactiveMode: IfAvailable')],
  ['Always without a terminal', plugin(token, 'interactiveMode: Always'), /standard input is not a terminal/],
  [
    'provideClusterInfo, with everything',
    plugin(token, 'interactiveMode: Never, provideClusterInfo: true', {
      cluster: (w) =>
        `server: "${url(w, 'a')}", certificate-authority: ${w.certificates.ca.certFile}, tls-server-name: api.test, disable-compression: true, proxy-url: "http://127.0.0.1:${w.proxyPort.http}", extensions: [{name: other, extension: {}}, {name: client.authentication.k8s.io/exec, extension: {audience: x, n: [1]}}]`,
    }),
  ],
  [
    'provideClusterInfo, with little',
    plugin(credential({ token: 't' }, v1beta1), 'provideClusterInfo: true', {
      apiVersion: v1beta1,
      cluster: (w) => `server: "${url(w, 'a')}/x/?y=1", insecure-skip-tls-verify: true`,
    }),
  ],
  ['a token makes it unnecessary', plugin(token, 'interactiveMode: Never', { user: 'token: t, ' })],
  ['a password makes it unnecessary', plugin(token, 'interactiveMode: Never', { user: 'username: a, ' })],
  [
    'a server without TLS makes it unnecessary',
    plugin(token, 'interactiveMode: Never', { cluster: (w) => `server: "${url(w, 'plain')}"` }),
  ],
  ['a command of PATH', onPath('')],
  ["a command of our PATH, not of the plugin's", onPath(', env: [{name: PATH, value: /usr/bin}]')],
  [
    'a command that is not there',
    given(() => ({
      user: `exec: {apiVersion: ${v1}, command: nope-x, interactiveMode: Never, installHint: "get it"}`,
    })),
    /nope-x.*no such program[\s\S]*get it/,
  ],
  [
    'a command that is no program',
    given(() => ({ user: `exec: {apiVersion: ${v1}, command: /etc/passwd, interactiveMode: Never}` })),
    /may not be executed/,
  ],
  ['it fails', plugin(script('echo "log in first" >&2; exit 3')), /log in first[\s\S]*exit code 3/],
  ['it is killed', plugin(script('kill -9 $$')), /SIGKILL/],
  ['it says nothing', plugin(script('')), /not an ExecCredential/],
  ['it says something else', plugin(says('hello')), /not an ExecCredential/],
  ['another kind', plugin(token.replace('"ExecCredential"', '"Other"')), /not an ExecCredential/],
  ['another version', plugin(credential({ token: 't' }, v1beta1)), /v1beta1, and .*v1 was asked for/],
  ['no status', plugin(says(`{"apiVersion":"${v1}","kind":"ExecCredential"}`)), /no status/],
  ['an empty status', plugin(credential({})), /neither a token nor/],
  ['a certificate without its key', plugin(credential({ token: 't', clientCertificateData: 'x' })), /only one of/],
  ['a token that is a number', plugin(credential({ token: 1 })), /not a text/],
  [
    'an expirationTimestamp that is none',
    plugin(credential({ token: 't', expirationTimestamp: 'soon' })),
    /not a time/,
  ],
  ['v1 without interactiveMode', plugin(token, 'args: []'), /no interactiveMode/],
  ['an interactiveMode that nobody knows', plugin(token, 'interactiveMode: Foo'), /interactiveMode Foo/],
  ['v1alpha1', plugin(token, 'args: []', { apiVersion: 'client.authentication.k8s.io/v1alpha1' }), /v1alpha1/],
  ['no apiVersion', plugin(token, 'interactiveMode: Never', { apiVersion: '""' }), /no apiVersion/],
  ['no command', given(() => ({ user: `exec: {apiVersion: ${v1}, interactiveMode: Never}` })), /no command/],
  ['a variable without a name', plugin(token, 'interactiveMode: Never, env: [{value: x}]'), /without a name/],
  [
    'beside an auth-provider',
    plugin(token, 'interactiveMode: Never', { user: 'auth-provider: {name: gcp}, ' }),
    /both set/,
  ],
])
