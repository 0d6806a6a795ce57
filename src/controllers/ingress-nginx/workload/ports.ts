/** Where the nginx of a controller itself listens for clients. */
import type { Settings } from './settings.js'

export type Ports = Pick<Settings, 'httpPort' | 'httpsPort' | 'sslProxyPort' | 'enableSslPassthrough'>

/** While TLS may be passed through, the port of https belongs to a proxy before nginx, which hands on what it does not pass. */
export function nginxPorts(settings: Ports): { readonly http: number; readonly https: number } {
  const { httpPort, httpsPort, sslProxyPort, enableSslPassthrough } = settings
  return { http: httpPort, https: enableSslPassthrough ? sslProxyPort : httpsPort }
}
