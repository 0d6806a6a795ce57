/** Proxies: by proxy-url, by environment, and where none is used. */
import type { World } from './support/both.js'
import { given, trusted, url } from './support/kubeconfig.js'
import { same } from './support/same.js'

const proxyUrl = (address: (w: World) => string, env: Readonly<Record<string, string>> = {}) =>
  given(
    (w) => ({ cluster: `${trusted(w, 'a', 'api.test')}, proxy-url: "${address(w)}"` }),
    () => ({ env }),
  )

/** A server with TLS whose name only a proxy can find. */
const environment = (env: (w: World) => Readonly<Record<string, string>>, host = 'api.test') =>
  given(
    (w) => ({ cluster: trusted(w, 'a', host) }),
    (w) => ({ env: env(w) }),
  )

const http = (w: World) => `127.0.0.1:${w.proxyPort.http}`
const socks = (w: World) => `127.0.0.1:${w.proxyPort.socks}`
const refused = /proxy-url/
const unfound = /cannot find the host api\.test/

same([
  ['proxy-url, http', proxyUrl((w) => `http://${http(w)}`)],
  ['proxy-url, http with name and password', proxyUrl((w) => `http://me:p%20w@${http(w)}`)],
  ['proxy-url, https', proxyUrl((w) => `https://localhost:${w.proxyPort.https}`)],
  ['proxy-url, socks5', proxyUrl((w) => `socks5://${socks(w)}`)],
  ['proxy-url, socks5h', proxyUrl((w) => `socks5h://${socks(w)}`), refused],
  ['proxy-url, ftp', proxyUrl(() => 'ftp://127.0.0.1'), refused],
  ['proxy-url without a scheme', proxyUrl(http), refused],
  ['proxy-url over the environment', proxyUrl((w) => `socks5://${socks(w)}`, { HTTPS_PROXY: 'http://127.0.0.1:9' })],
  ['proxy-url over NO_PROXY', proxyUrl((w) => `http://${http(w)}`, { NO_PROXY: '*' })],
  [
    'proxy-url to a server on the loopback',
    given((w) => ({ cluster: `${trusted(w, 'a')}, proxy-url: "http://${http(w)}"` })),
  ],
  [
    'proxy-url to a server without TLS',
    given((w) => ({ cluster: `server: "${url(w, 'plain', 'api.test')}", proxy-url: "http://${http(w)}"` })),
  ],
  ['HTTPS_PROXY', environment((w) => ({ HTTPS_PROXY: `http://${http(w)}` }))],
  ['HTTPS_PROXY without a scheme', environment((w) => ({ HTTPS_PROXY: http(w) }))],
  ['https_proxy', environment((w) => ({ https_proxy: http(w) }))],
  [
    'HTTPS_PROXY before https_proxy',
    environment((w) => ({ HTTPS_PROXY: http(w), https_proxy: `socks5://${socks(w)}` })),
  ],
  ['an empty HTTPS_PROXY is none', environment((w) => ({ HTTPS_PROXY: '', https_proxy: http(w) }))],
  ['HTTPS_PROXY, socks5', environment((w) => ({ HTTPS_PROXY: `socks5://${socks(w)}` }))],
  ['HTTPS_PROXY, socks5h', environment((w) => ({ HTTPS_PROXY: `socks5h://${socks(w)}` }))],
  ['HTTPS_PROXY that is no address, to an address', environment(() => ({ HTTPS_PROXY: 'ht!tp://%%' }), '127.0.0.1')],
  ['HTTPS_PROXY, but the server is on the loopback', environment(() => ({ HTTPS_PROXY: '127.0.0.1:9' }), '127.0.0.1')],
  ['HTTPS_PROXY, but the server is localhost', environment(() => ({ HTTPS_PROXY: '127.0.0.1:9' }), 'localhost')],
  ['HTTP_PROXY is not for TLS', environment((w) => ({ HTTP_PROXY: http(w) })), unfound],
  ['NO_PROXY', environment((w) => ({ HTTPS_PROXY: http(w), NO_PROXY: 'api.test' })), unfound],
  ['NO_PROXY, the domain', environment((w) => ({ HTTPS_PROXY: http(w), NO_PROXY: 'x, .test' })), unfound],
  ['NO_PROXY, everything', environment((w) => ({ HTTPS_PROXY: http(w), no_proxy: '*' })), unfound],
  ['NO_PROXY, another port', environment((w) => ({ HTTPS_PROXY: http(w), NO_PROXY: 'api.test:1' }))],
  ['NO_PROXY, only subdomains', environment((w) => ({ HTTPS_PROXY: http(w), NO_PROXY: '.api.test' }))],
  [
    'HTTP_PROXY for a server without TLS',
    given(
      (w) => ({ cluster: `server: "${url(w, 'plain', 'api.test')}"` }),
      (w) => ({ env: { HTTP_PROXY: http(w) } }),
    ),
  ],
  [
    'HTTP_PROXY inside a CGI program',
    given(
      (w) => ({ cluster: `server: "${url(w, 'plain', 'api.test')}"` }),
      (w) => ({ env: { HTTP_PROXY: http(w), REQUEST_METHOD: 'GET' } }),
    ),
    /HTTP_PROXY/,
  ],
])
