/** The API server's address: what kubectl makes of `host:port`, paths, and names inside a URL. */
import { type Problem, problem } from '../../domain/problem.js'
import { basic } from '../credentials/credentials.js'
import type { ChosenContext } from './choose.js'
import type { Loaded } from './load.js'

/**
 * Without a scheme it is http, as in https://github.com/kubernetes/client-go/blob/master/rest/url_utils.go; query and
 * fragment mean nothing; slashes in the path are tidied. User and password, if any, stay in the result.
 * @throws Problem `invalid-setting`
 */
export function parseServer(server: string): URL {
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]/i.test(server)
  const url = parse(hasScheme ? server : `http://${server}`)
  if (url === null || (!hasScheme && url.pathname !== '/'))
    throw invalid(`"${withoutPassword(server)}" is neither a URL nor host:port`)
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw invalid(`${url.protocol}// is neither http nor https`)
  url.pathname = url.pathname.split('/').filter(Boolean).join('/')
  url.search = ''
  url.hash = ''
  return url
}

/** User and password in the URL are sent as Go's net/http sends them, in place of any other credentials. */
export function takeUserInfo(address: URL): { readonly server: URL; readonly authorization: string | undefined } {
  const { username, password } = address
  const server = new URL(address)
  server.username = ''
  server.password = ''
  const given = username !== '' || password !== ''
  return {
    server,
    authorization: given ? basic(decodeURIComponent(username), decodeURIComponent(password)) : undefined,
  }
}

/** Why there is no server: kubectl would try http://localhost:8080, which helps nobody. */
export function noServer({ looked, clusters }: Loaded, { contextName, cluster, lacks }: ChosenContext): Problem {
  if (lacks.cluster !== undefined)
    return problem('cluster-missing', { cluster: lacks.cluster, known: [...clusters.keys()] })
  if (cluster.name !== '')
    return problem('invalid-setting', { setting: `cluster "${cluster.name}"`, detail: 'it has no server' })
  if (contextName !== null)
    return problem('invalid-setting', { setting: `context "${contextName}"`, detail: 'it names no cluster' })
  const files = looked.map((path) => (clusters.size > 0 ? `${path} (which has no current-context)` : path))
  return problem('no-cluster', { looked: [...files, "the pod's service account"] })
}

/** The URL class would trim what kubectl refuses. */
function parse(text: string): URL | null {
  return /[\s\p{Cc}]/u.test(text) || !URL.canParse(text) ? null : new URL(text)
}

function withoutPassword(server: string): string {
  return server.replace(/\/\/[^/]*@/, '//')
}

function invalid(detail: string) {
  return problem('invalid-setting', { setting: 'server', detail })
}
