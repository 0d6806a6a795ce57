/** Who we are: tokens, certificates, passwords, auth-providers, and whom we act as. */
import { base64, flags, given, url } from './support/kubeconfig.js'
import { same } from './support/same.js'

/** An id-token that ends then, in seconds since the epoch; who signed it is the server's question. */
const idToken = (exp: number) => `e30.${Buffer.from(JSON.stringify({ exp })).toString('base64url')}.s`
const nextYear = Math.round(Date.now() / 1000) + 365 * 86_400
const oidc = (more: string) =>
  `auth-provider: {name: oidc, config: {idp-issuer-url: "http://127.0.0.1:9", client-id: x${more}}}`

const tokenFile = (user: string, content: string, ...args: readonly string[]) =>
  given(
    () => ({ user }),
    () => ({ files: { '.kube/t': content }, args }),
  )

same([
  ['a token file of its folder, trimmed', tokenFile('tokenFile: t', ' from file \n')],
  ['the token file stands before the token', tokenFile('token: literal, tokenFile: t', 'from file\n')],
  ['the token file stands before --token', tokenFile('tokenFile: t', 'from file\n', '--token', 'flag')],
  ['the token, where the file is missing', tokenFile('token: literal, tokenFile: nope', '')],
  ['the token, where the file is empty', tokenFile('token: literal, tokenFile: t', '\n')],
  ['a token file that is missing', tokenFile('tokenFile: nope', ''), /token file .*nope: it does not exist/],
  ['a token file that is empty', tokenFile('tokenFile: t', '\n'), /token file .*: it is empty/],
  ['--token over the token', flags('--token', 'flag')],
  ['--token="" changes nothing', flags('--token=')],
  ['name and password', given(() => ({ user: 'username: a, password: "b:c"' }))],
  ['a name without a password', given(() => ({ user: 'username: a' }))],
  ['a password without a name', given(() => ({ user: 'password: a' })), /no credentials .*a password, but no username/],
  ['token beside name', given(() => ({ user: 'token: t, username: a' })), /a token and a name with password/],
  ['--token beside name', tokenFile('username: a', '', '--token', 't'), /a token and a name with password/],
  ['--username and --password', tokenFile('as: x', '', '--username', 'a', '--password', 'b')],
  ['nobody', given(() => ({ user: '' })), /no credentials for https.*user "u" .* has none/],
  [
    'nobody, with a server and nothing else',
    (w) => ({ args: ['-s', url(w, 'a'), '--insecure-skip-tls-verify'] }),
    /no credentials for https:\/\/127.*no context is chosen[\s\S]*--token/,
  ],
  [
    'nobody, but a name and password in the server',
    given((w) => ({ cluster: `server: "https://me:pw@127.0.0.1:${w.port.a}"`, user: '' })),
    /no credentials for https:\/\/127/,
  ],
  [
    'a client certificate from files of its folder',
    given(
      () => ({ user: 'client-certificate: c.pem, client-key: ./k.pem' }),
      ({ certificates: { ann } }) => ({ files: { '.kube/c.pem': ann.cert, '.kube/k.pem': ann.key } }),
    ),
  ],
  [
    'a client certificate as data, with a token',
    given(({ certificates: { ann } }) => ({
      user: `client-certificate-data: ${base64(ann.cert)}, client-key-data: ${base64(ann.key)}, token: t`,
    })),
  ],
  [
    'a certificate from a file, its key as data',
    given(({ certificates: { ann } }) => ({
      user: `client-certificate: ${ann.certFile}, client-key-data: ${base64(ann.key)}`,
    })),
  ],
  [
    'a client certificate both as file and as data',
    given(({ certificates: { ann, bob } }) => ({
      user: `client-certificate-data: ${base64(ann.cert)}, client-certificate: ${bob.certFile}, client-key: ${bob.keyFile}`,
    })),
    /client-certificate and client-certificate-data are both set/,
  ],
  [
    'a certificate without its key',
    given((w) => ({ user: `client-certificate: ${w.certificates.ann.certFile}` })),
    /no client key/,
  ],
  ['a key without its certificate', given(() => ({ user: 'client-key: nope, token: t' }))],
  [
    'a client certificate that is not there',
    given((w) => ({ user: `client-certificate: nope, client-key: ${w.certificates.ann.keyFile}` })),
    /client certificate .*nope: it does not exist/,
  ],
  [
    "a certificate with another's key",
    given((w) => ({
      user: `client-certificate: ${w.certificates.ann.certFile}, client-key: ${w.certificates.bob.keyFile}`,
    })),
    /client-certificate or client-key/,
  ],
  [
    '--client-certificate and --client-key over data, from the working directory',
    given(
      ({ certificates: { ann } }) => ({
        user: `client-certificate-data: ${base64(ann.cert)}, client-key-data: ${base64(ann.key)}`,
      }),
      ({ certificates: { bob } }) => ({
        files: { 'c.pem': bob.cert, 'k.pem': bob.key },
        args: ['--client-certificate', 'c.pem', '--client-key', 'k.pem'],
      }),
    ),
    // https://github.com/kubernetes/kubernetes/pull/133917
    { since: 35, why: 'the flags replace the data', before: /client-cert-data and client-cert are both specified/ },
  ],
  ['gcp', given(() => ({ user: 'auth-provider: {name: gcp}' })), /gcp.*removed[\s\S]*gke-gcloud-auth-plugin/],
  ['azure', given(() => ({ user: 'auth-provider: {name: azure}' })), /azure.*removed[\s\S]*kubelogin/],
  ['gcp beside --token', tokenFile('auth-provider: {name: gcp}', '', '--token', 't'), /gcp.*removed/],
  ['an auth-provider that nobody knows', given(() => ({ user: 'auth-provider: {name: x}' })), /no auth-provider "x"/],
  ['oidc with a valid id-token', given(() => ({ user: oidc(`, id-token: ${idToken(nextYear)}`) }))],
  ['oidc with an expired id-token', given(() => ({ user: oidc(`, id-token: ${idToken(1)}`) })), /has expired/],
  ['oidc with what is no JWT', given(() => ({ user: oidc(', id-token: zz') })), /not a JWT/],
  ['oidc without an id-token', given(() => ({ user: oidc('') })), /log in again/],
  ['oidc without an issuer', given(() => ({ user: 'auth-provider: {name: oidc}' })), /idp-issuer-url/],
  ['oidc beside a token', given(() => ({ user: `token: t, ${oidc('')}` }))],
  [
    'as, with everything',
    given(() => ({ user: 'token: t, as: j, as-uid: "7", as-groups: [a, b], as-user-extra: {k: [v, w]}' })),
  ],
  ['as, without TLS', given((w) => ({ cluster: `server: "${url(w, 'plain')}"`, user: 'as: j, as-groups: [a]' }))],
  ['--as over as keeps the groups', tokenFile('token: t, as: j, as-groups: [a, b]', '', '--as', 'k')],
  [
    '--as-group over as-groups',
    tokenFile('token: t, as: j, as-groups: [a, b]', '', '--as-group', 'c', '--as-group', 'd,e'),
  ],
  [
    '--as-user-extra beside as-user-extra',
    tokenFile(
      'token: t, as: j, as-user-extra: {one: [a], two: [b]}',
      '',
      ...['--as-user-extra', 'one=x', '--as-user-extra', 'one=y=z', '--as-user-extra', 'none', '--as-user-extra', '=e'],
    ),
    // https://github.com/kubernetes/kubernetes/pull/134378
    { since: 35, why: 'there is such a flag', before: /unknown flag: --as-user-extra/ },
  ],
  ['--as-uid', flags('--as', 'j', '--as-uid', '7')],
  ['names and values beyond ASCII', given(() => ({ user: 'token: t, as: "é", as-user-extra: {"a.b/c%d é": ["ü"]}' }))],
  ['groups without a user', given(() => ({ user: 'token: t, as-groups: [a]' })), /need a user/],
  ['--as-uid without a user', flags('--as-uid', '7'), /need a user/],
  ['extras without a user', given(() => ({ user: 'token: t, as-user-extra: {k: []}' })), /need a user/],
  [
    'credentials are for servers with TLS only',
    given((w) => ({ cluster: `server: "${url(w, 'plain')}"`, user: 'tokenFile: nope' })),
  ],
])
