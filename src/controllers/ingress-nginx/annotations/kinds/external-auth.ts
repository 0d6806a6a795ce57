/** https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/annotations/authreq/main.go */
import { nameOf } from '../../../../domain/objects/ref.js'
import { parseUrl, splitKey } from '../../go/values.js'
import { isSince } from '../../workload/policy.js'
import type { Draft } from '../draft.js'
import { quote } from '../draft.js'
import { GroupReader } from '../group.js'
import type { Access } from '../reading.js'
import { crossNamespace, missing } from '../references.js'

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
  group.text('auth-signin-redirect-param')
  const snippet = group.text('auth-snippet') ?? ''
  group.text('auth-cache-key')
  for (const number of ['auth-keepalive', 'auth-keepalive-requests', 'auth-keepalive-timeout']) group.integer(number)
  group.flag('auth-keepalive-share-vars')
  const durations = group.text('auth-cache-duration')
  if (group.stopped || !checkDurations(group, durations ?? '')) return none
  const headers = group.text('auth-response-headers')
  if (group.stopped || !checkHeaders(group, headers ?? '') || !checkConfigMap(group)) return none
  group.text('auth-request-redirect')
  if (group.stopped) return none
  group.flag('auth-always-set-cookie')
  return group.stopped ? none : { auth: { url, signin }, snippet }
}

/** Until 1.1.2 an unusable URL left the paths open: https://github.com/kubernetes/ingress-nginx/pull/8256 */
function checkUrl(group: GroupReader, text: string): boolean {
  const reason = whyNotUrl(text)
  if (reason === null) return true
  const said = (consequence: string) => ({
    code: 'annotation-invalid',
    message: `auth-url is ${quote(text)}, which is no URL (${reason}): ${consequence}`,
    fix: 'Write auth-url with scheme and host: "http://SERVICE.NAMESPACE.svc.cluster.local/PATH".',
    seen: true,
  })
  if (isSince(group.draft.policy.version, [1, 1, 2]))
    group.deny('auth-url', `could not parse auth-url annotation: ${reason}`, said('its paths answer 503'))
  else group.open('auth-url', said('its paths are served without authentication'))
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
  group.deny('auth-cache-duration', `location denied, reason: invalid cache duration: ${wrong}`, {
    code: 'annotation-invalid',
    message: `auth-cache-duration has ${quote(wrong)}, which must be status codes and then a time like 10m: its paths answer 503`,
    fix: 'Write auth-cache-duration: "200 202 401 5m".',
    seen: true,
  })
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
  group.deny('auth-response-headers', 'location denied, reason: invalid headers list', {
    code: 'annotation-invalid',
    message: `auth-response-headers has ${quote(wrong)}, which is no header name: its paths answer 503`,
    fix: 'Write header names with commas between them in auth-response-headers.',
  })
  return false
}

function checkConfigMap(group: GroupReader): boolean {
  const { draft } = group
  const annotation = 'auth-proxy-set-headers'
  const text = group.text(annotation)
  if (text === undefined) return true
  const key = splitKey(text)
  const ref = { namespace: key?.namespace || draft.ref.namespace, name: key?.name ?? text }
  const closed = 'its paths answer 503'
  if (key === null || key.namespace === '') {
    group.deny(annotation, `location denied, reason: unable to find configMap "${text}"`, {
      code: 'configmap-missing',
      message: `${annotation} is ${quote(text)}, which must be NAMESPACE/NAME: ${closed}`,
      fix: `Write ${annotation}: "${draft.ref.namespace}/${key?.name ?? 'NAME'}".`,
    })
    return false
  }
  if (ref.namespace !== draft.ref.namespace && !draft.policy.crossNamespace) {
    const reason = 'cross namespace usage of secrets is not allowed'
    group.deny(annotation, reason, crossNamespace(annotation, 'ConfigMap', ref, closed))
    return false
  }
  const found = draft.look('ConfigMap', draft.looks.configMapOf, ref)
  if (found === undefined) {
    const reason = `location denied, reason: unable to find configMap "${nameOf(ref)}"`
    group.deny(annotation, reason, missing(annotation, 'ConfigMap', ref, closed))
    return false
  }
  const wrong = Object.keys(found?.data ?? {}).find((name) => !header.test(name))
  if (wrong === undefined) return true
  group.deny(annotation, 'location denied, reason: invalid proxy-set-headers in configmap', {
    code: 'configmap-invalid',
    message: `ConfigMap ${nameOf(ref)} of ${annotation} has the key ${quote(wrong)}, which is no header name: ${closed}`,
    fix: `Remove that key from ConfigMap ${nameOf(ref)}.`,
  })
  return false
}
