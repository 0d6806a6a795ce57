/** The server: its address, what of TLS is trusted, the name it must have, and compression. */
import { beside, caData, flags, given, trusted, url } from './support/kubeconfig.js'
import { same } from './support/same.js'

const bothTrusts = /certificate authority and insecure-skip-tls-verify are both set/
const unknownAuthority = /unknown authority/

same([
  ['a name instead of an address', given((w) => ({ cluster: trusted(w, 'a', 'localhost') }))],
  ['no TLS, no credentials', given((w) => ({ cluster: `server: "${url(w, 'plain')}"` }))],
  ['no scheme means no TLS', given((w) => ({ cluster: `server: "127.0.0.1:${w.port.plain}"` }))],
  ['a name and no scheme', given((w) => ({ cluster: `server: "localhost:${w.port.plain}"` }))],
  ['a path and no scheme', given((w) => ({ cluster: `server: "127.0.0.1:${w.port.plain}/x"` })), /neither a URL/],
  ['a scheme in capitals', given((w) => ({ cluster: trusted(w, 'a').replace('https', 'HTTPS') }))],
  ['another scheme', given((w) => ({ cluster: `server: "ftp://127.0.0.1:${w.port.a}"` })), /neither http nor https/],
  ['only a scheme', given(() => ({ cluster: 'server: "https://"' })), /neither a URL/],
  ['a space', given((w) => ({ cluster: `server: " ${url(w, 'plain')}"` })), /neither a URL/],
  ['a trailing slash', given((w) => ({ cluster: `server: "${url(w, 'a')}/", ${caData(w)}` }))],
  ['a path, query and fragment', given((w) => ({ cluster: `server: "${url(w, 'a')}/pre/fix/?q=1#f", ${caData(w)}` }))],
  ['slashes in the path', given((w) => ({ cluster: `server: "${url(w, 'a')}//x//y/", ${caData(w)}` }))],
  [
    'name and password inside',
    given((w) => ({ cluster: `server: "https://me:p%20w@127.0.0.1:${w.port.a}", ${caData(w)}` })),
  ],
  [
    'name and password inside, without TLS',
    given((w) => ({ cluster: `server: "http://me:pw@127.0.0.1:${w.port.plain}"` })),
  ],
  ['--server, with the authority of the kubeconfig', beside((w) => ({ args: ['-s', url(w, 'b')] }))],
  ['no authority: the system decides', given((w) => ({ cluster: `server: "${url(w, 'a')}"` })), unknownAuthority],
  [
    'an authority from a file of its folder',
    given(
      (w) => ({ cluster: `server: "${url(w, 'a')}", certificate-authority: ca.pem` }),
      (w) => ({ files: { '.kube/ca.pem': w.certificates.ca.cert } }),
    ),
  ],
  [
    'an authority that is not there',
    given((w) => ({ cluster: `server: "${url(w, 'a')}", certificate-authority: no.pem` })),
    /certificate authority .*no\.pem: it does not exist/,
  ],
  [
    'an authority that is not one',
    given(
      (w) => ({ cluster: `server: "${url(w, 'a')}", certificate-authority: ca.pem` }),
      () => ({ files: { '.kube/ca.pem': 'junk' } }),
    ),
    /./,
  ],
  [
    'the authority both as file and as data',
    given((w) => ({ cluster: `${trusted(w, 'a')}, certificate-authority: ${w.certificates.ca.certFile}` })),
    /both set/,
  ],
  [
    'authority data that is empty',
    given((w) => ({ cluster: `server: "${url(w, 'a')}", certificate-authority-data: ""` })),
    unknownAuthority,
  ],
  [
    '--certificate-authority over data, from the working directory',
    given(
      (w) => ({ cluster: trusted(w, 'a') }),
      (w) => ({ files: { 'f.pem': w.certificates.foreignCa.cert }, args: ['--certificate-authority', 'f.pem'] }),
    ),
    unknownAuthority,
  ],
  [
    '--certificate-authority over insecure-skip-tls-verify',
    given(
      (w) => ({ cluster: `server: "${url(w, 'a')}", insecure-skip-tls-verify: true` }),
      (w) => ({ args: ['--certificate-authority', w.certificates.ca.certFile] }),
    ),
  ],
  ['--certificate-authority="" changes nothing', flags('--certificate-authority=')],
  ['insecure-skip-tls-verify', given((w) => ({ cluster: `server: "${url(w, 'a')}", insecure-skip-tls-verify: true` }))],
  [
    'insecure-skip-tls-verify beside an authority',
    given((w) => ({ cluster: `${trusted(w, 'a')}, insecure-skip-tls-verify: true` })),
    bothTrusts,
  ],
  ['--insecure-skip-tls-verify over an authority', flags('--insecure-skip-tls-verify')],
  [
    '--insecure-skip-tls-verify beside --certificate-authority',
    beside((w) => ({ args: ['--insecure-skip-tls-verify', '--certificate-authority', w.certificates.ca.certFile] })),
    bothTrusts,
  ],
  ['tls-server-name', given((w) => ({ cluster: `${trusted(w, 'a')}, tls-server-name: api.test` }))],
  [
    'tls-server-name that is not in the certificate',
    given((w) => ({ cluster: `${trusted(w, 'a')}, tls-server-name: wrong.test` })),
    /another name/,
  ],
  [
    '--server clears tls-server-name',
    given(
      (w) => ({ cluster: `${trusted(w, 'a')}, tls-server-name: wrong.test` }),
      (w) => ({ args: ['--server', url(w, 'b')] }),
    ),
  ],
  [
    '--tls-server-name over tls-server-name',
    given(
      (w) => ({ cluster: `${trusted(w, 'a')}, tls-server-name: wrong.test` }),
      () => ({ args: ['--tls-server-name', 'other.test'] }),
    ),
  ],
  [
    '--tls-server-name with --server',
    beside((w) => ({ args: ['--server', url(w, 'b'), '--tls-server-name', 'other.test'] })),
  ],
  ['disable-compression', given((w) => ({ cluster: `${trusted(w, 'a')}, disable-compression: true` }))],
  ['--disable-compression', flags('--disable-compression')],
  ['--request-timeout of 5', flags('--request-timeout', '5')],
  ['--request-timeout of 1m30s', flags('--request-timeout=1m30s')],
  ['--request-timeout that is no time', flags('--request-timeout', 'soon'), /request-timeout/],
])
