/** Which proxy stands before the server: the kubeconfig's proxy-url, else the environment's. */
import { problem } from '../../domain/problem.js'
import type { Surroundings } from '../wire/connection.js'
import { proxyFromEnvironment } from './proxy-environment.js'

const schemes = ['http:', 'https:', 'socks5:']

/**
 * @param proxyUrl of the kubeconfig: NO_PROXY and loopback addresses do not matter to it
 * @throws Problem `invalid-setting`
 */
export function proxyFor(server: URL, proxyUrl: string | undefined, env: Surroundings['env']): URL | null {
  if (proxyUrl === undefined) return proxyFromEnvironment(server, env)
  const url = URL.canParse(proxyUrl) ? new URL(proxyUrl) : null
  if (url !== null && schemes.includes(url.protocol)) return url
  const detail = url === null ? 'it is not a URL' : `${url.protocol} is none of ${schemes.join(' ')}`
  throw problem('invalid-setting', { setting: 'proxy-url', detail })
}
