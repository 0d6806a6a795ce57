/** https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/annotations/authreq/main.go */
import { told } from '../../../../domain/findings/finding.js'
import { nameOf } from '../../../../domain/objects/ref.js'
import { parseUrl, splitKey } from '../../../shared/go/values.js'
import { isSince } from '../../workload/version.js'
import type { Draft } from '../draft.js'
import { crossNamespace, crossNamespaceSince, denied, invalid, unguarded } from '../flaws.js'
import { GroupReader } from '../group.js'
import type { Access } from '../reading.js'

interface ExternalAuth {
  readonly auth: Access['externalAuth']
  /** '' where there is none */
  readonly snippet: string
}

const none: ExternalAuth = { auth: null, snippet: '' }
const header = /^[a-zA-Z\d\-_]+$/

export function externalAuth(draft: Draft): ExternalAuth {
  const group = new GroupReader(draft)
  const url = group.text('auth-url')
  if (url === undefined || !checkUrl(group, url)) return none
  group.text('auth-method')
  if (group.stopped) return none
  const signin = group.text('auth-signin') ?? ''
  const signinParameter = group.text('auth-signin-redirect-param') ?? ''
  const snippet = group.text('auth-snippet') ?? ''
  group.text('auth-cache-key')
  const keepalive = group.integer('auth-keepalive') ?? 0
  for (const number of ['auth-keepalive-requests', 'auth-keepalive-timeout']) group.integer(number)
  group.flag('auth-keepalive-share-vars')
  const durations = group.text('auth-cache-duration')
  if (group.stopped || !checkDurations(group, durations ?? '')) return none
  const headers = group.text('auth-response-headers')
  if (group.stopped || !checkHeaders(group, headers ?? '') || !checkConfigMap(group)) return none
  group.text('auth-request-redirect')
  if (group.stopped) return none
  group.flag('auth-always-set-cookie')
  return group.stopped
    ? none
    : { auth: { url, signin, signinParameter, isLua: keepalive > 0 && !group.draft.policy.useHttp2 }, snippet }
}

/** Until 1.1.2 an unusable URL left the paths open: https://github.com/kubernetes/ingress-nginx/pull/8256 */
function checkUrl(group: GroupReader, text: string): boolean {
  const reason = whyNotUrl(text)
  if (reason === null) return true
  const said = {
    value: text,
    must: `a URL with scheme and host (${reason})`,
    write: 'http://SERVICE.NAMESPACE.svc.cluster.local/PATH',
  }
  if (isSince(group.draft.policy.version, [1, 1, 2]))
    group.deny(`could not parse auth-url annotation: ${reason}`, invalid('auth-url', denied, said), { seen: true })
  else group.open(invalid('auth-url', unguarded, said), { seen: true })
  return false
}

function whyNotUrl(text: string): string | null {
  const url = parseUrl(text)
  if (url === null) return 'it cannot be parsed'
  if (url.scheme === '') return 'url scheme is empty'
  if (url.host === '') return 'url host is empty'
  return url.host.includes('..') ? 'invalid url host' : null
}

function checkDurations(group: GroupReader, text: string): boolean {
  const wrong = text
    .split(',')
    .map((one) => one.trim())
    .find((one) => one !== '' && !isDuration(one))
  if (wrong === undefined) return true
  const must = 'status codes and then a time like 10m'
  group.deny(
    `location denied, reason: invalid cache duration: ${wrong}`,
    invalid('auth-cache-duration', denied, { value: text, parts: [wrong], must, write: '200 202 401 5m' }),
    { seen: true },
  )
  return false
}

/** Status codes, then at least one time; words that are neither are passed over. */
function isDuration(text: string): boolean {
  let timed = false
  for (const word of text.split(' ')) {
    if (/^\d{3}$/.test(word)) {
      if (timed) return false
    } else if (/^\d+(?:ms|s|m|h|d|w|M|y)$/.test(word)) timed = true
  }
  return timed
}

function checkHeaders(group: GroupReader, text: string): boolean {
  const wrong = text
    .split(',')
    .map((one) => one.trim())
    .find((one) => one !== '' && !header.test(one))
  if (wrong === undefined) return true
  const said = { value: text, parts: [wrong], must: 'a header name' }
  group.deny('location denied, reason: invalid headers list', invalid('auth-response-headers', denied, said))
  return false
}

function checkConfigMap(group: GroupReader): boolean {
  const { draft } = group
  const annotation = 'auth-proxy-set-headers'
  const text = group.text(annotation)
  if (text === undefined) return true
  const key = splitKey(text)
  const ref = { namespace: key?.namespace || draft.ref.namespace, name: key?.name ?? text }
  if (key === null || key.namespace === '') {
    const write = `${draft.ref.namespace}/${key?.name ?? 'NAME'}`
    const flaw = invalid(annotation, denied, { value: text, must: 'NAMESPACE/NAME', write })
    group.deny(`location denied, reason: unable to find configMap "${text}"`, flaw)
    return false
  }
  if (ref.namespace !== draft.ref.namespace && !draft.policy.crossNamespace) {
    const reason = 'cross namespace usage of secrets is not allowed'
    group.deny(reason, crossNamespace(annotation, 'ConfigMap', ref, denied), { since: crossNamespaceSince })
    return false
  }
  const found = draft.look('ConfigMap', draft.looks.configMapOf, ref)
  if (found === undefined) {
    const reason = `location denied, reason: unable to find configMap "${nameOf(ref)}"`
    group.deny(reason, told('configmap-missing', { annotation, ...denied, object: ref }))
    return false
  }
  const wrong = Object.keys(found?.data ?? {}).find((name) => !header.test(name))
  if (wrong === undefined) return true
  group.deny(
    'location denied, reason: invalid proxy-set-headers in configmap',
    told('configmap-invalid', { annotation, ...denied, configMap: ref, key: wrong, wrong: 'key' }),
  )
  return false
}
