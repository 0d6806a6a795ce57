/** What decides on how a request is carried: read only for what a value that is refused brings about. */
import { type NamespacedName, nameOf } from '../../../../domain/objects/ref.js'
import { parseBool, splitKey } from '../../go/values.js'
import type { Draft } from '../draft.js'
import { quote } from '../draft.js'
import { GroupReader } from '../group.js'
import { known } from '../known/catalogue.js'
import { crossNamespace, missing } from '../references.js'

const closed = 'its paths answer 503'

/** Those of which each stands by itself. */
const plain: readonly string[] = [...known].flatMap(([annotation, { group }]) =>
  ['Proxy', 'ClientBodyBufferSize', 'Connection', 'HTTP2PushPreload', 'Logs', 'SSLCipher'].includes(group) ||
  group === 'DisableProxyInterceptErrors'
    ? [annotation]
    : [],
)

export function checkProxy(draft: Draft): void {
  for (const annotation of plain) if (draft.values.has(annotation)) readAsItsKind(new GroupReader(draft), annotation)
  prefixHeader(draft)
  tracing(draft)
  customHeaders(draft)
  fastCgi(draft)
  proxySsl(draft)
}

function readAsItsKind(group: GroupReader, annotation: string): void {
  const kind = known.get(annotation)?.kind
  if (kind === 'boolean') group.flag(annotation)
  else if (kind === 'integer') group.integer(annotation)
  else group.text(annotation)
}

/** Long ago it was a boolean: https://github.com/kubernetes/ingress-nginx/pull/3786 */
function prefixHeader(draft: Draft): void {
  const text = new GroupReader(draft).text('x-forwarded-prefix')
  if (text === undefined || parseBool(text) === null) return
  draft.flaw('x-forwarded-prefix', 'other', {
    code: 'prefix-boolean',
    message: `x-forwarded-prefix is ${quote(text)}, which is sent as it stands: the header X-Forwarded-Prefix is no switch`,
    fix: 'Write the path that the application should take for its prefix, or remove x-forwarded-prefix.',
  })
}

/** https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/annotations/opentelemetry/main.go */
function tracing(draft: Draft): void {
  const group = new GroupReader(draft)
  if (group.flag('enable-opentelemetry') !== true) return
  group.flag('opentelemetry-trust-incoming-span')
  group.text('opentelemetry-operation-name')
}

/** https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/annotations/customheaders/main.go */
function customHeaders(draft: Draft): void {
  const group = new GroupReader(draft)
  const text = group.text('custom-headers')
  if (text === undefined) return
  const ref = splitKey(text)
  const found = ref?.namespace ? draft.look('ConfigMap', draft.looks.configMapOf, ref) : undefined
  if (!ref?.namespace || found === undefined) {
    const named = { namespace: ref?.namespace || draft.ref.namespace, name: ref?.name ?? text }
    const said = missing('custom-headers', 'ConfigMap', named, closed)
    group.deny('custom-headers', `location denied, reason: unable to find configMap "${text}"`, {
      ...said,
      ...(ref?.namespace
        ? {}
        : {
            message: `custom-headers is ${quote(text)}, but it must be NAMESPACE/NAME: ${closed}`,
            fix: `Write custom-headers: "${nameOf(named)}".`,
          }),
    })
    return
  }
  const wrong = Object.entries(found?.data ?? {})
    .map(([name, value]) => whyNotHeader(draft, name, value))
    .find((reason) => reason !== null)
  if (!wrong) return
  group.deny('custom-headers', `location denied, reason: ${wrong.reason}`, {
    code: 'header-not-allowed',
    message: `${wrong.says} (ConfigMap ${nameOf(ref)} of custom-headers): ${closed}`,
    fix: wrong.fix,
    seen: true,
  })
}

function whyNotHeader({ policy }: Draft, name: string, value: string) {
  if (!/^[a-zA-Z\d\-_]+$/.test(name))
    return {
      reason: 'invalid header name in configmap',
      says: `${quote(name)} is no header name`,
      fix: 'Remove that key from the ConfigMap.',
    }
  if (!/^[a-zA-Z\d_ :;.,\\/"'?!(){}[\]@<>=\-+*#$&`|~^%]+$/.test(value))
    return {
      reason: 'invalid header value in configmap',
      says: `the value of ${name} is empty or has a character that no header may have`,
      fix: `Correct the value of ${name} in the ConfigMap.`,
    }
  const allowed = policy.globalAllowedResponseHeaders
  if (allowed.includes(name)) return null
  return {
    reason: `header ${name} is not allowed, defined allowed headers inside global-allowed-response-headers [${allowed.join(' ')}]`,
    says: `${name} is not among the controller's global-allowed-response-headers`,
    fix: `Add ${name} to global-allowed-response-headers in the controller's ConfigMap, or take it out of yours.`,
  }
}

/** https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/annotations/fastcgi/main.go */
function fastCgi(draft: Draft): void {
  const group = new GroupReader(draft)
  group.text('fastcgi-index')
  const text = group.stopped ? undefined : group.text('fastcgi-params-configmap')
  if (text === undefined) return
  const annotation = 'fastcgi-params-configmap'
  const ref = splitKey(text)
  if (ref === null) {
    const reason = `error reading configmap name from annotation: unexpected key format: "${text}"`
    group.deny(annotation, reason, {
      code: 'annotation-invalid',
      message: `${annotation} is ${quote(text)}, neither NAME nor NAMESPACE/NAME: ${closed}`,
      fix: `Write ${annotation}: "NAME".`,
    })
    return
  }
  if (ref.namespace !== '' && ref.namespace !== draft.ref.namespace && !draft.policy.crossNamespace) {
    draft.flaw(annotation, 'ignored', crossNamespace(annotation, 'ConfigMap', ref, 'no parameter is passed on'))
    return
  }
  checkParameters(group, { namespace: draft.ref.namespace, name: ref.name })
}

function checkParameters(group: GroupReader, ref: NamespacedName): void {
  const annotation = 'fastcgi-params-configmap'
  const { draft } = group
  const found = draft.look('ConfigMap', draft.looks.configMapOf, ref)
  if (found === undefined) {
    const name = nameOf(ref)
    const reason = `unexpected error reading configmap ${name}: no object matching key "${name}" in local store`
    group.deny(annotation, reason, missing(annotation, 'ConfigMap', ref, closed))
    return
  }
  const wrong = Object.entries(found?.data ?? {}).find(
    ([key, value]) => !/^[A-Za-z0-9.\-_]+$/.test(key) || !/^[A-Za-z0-9\-_${}/.]*$/.test(value),
  )
  if (!wrong || !isSinceValidation(draft)) return
  draft.flaw(annotation, 'dropped', {
    code: 'configmap-invalid',
    message: `ConfigMap ${nameOf(ref)} of ${annotation} has under ${quote(wrong[0])} a character that no parameter may have: the whole Ingress is dropped`,
    fix: `Correct ${wrong[0]} in ConfigMap ${nameOf(ref)}.`,
    since: '1.9.0',
  })
}

function isSinceValidation({ policy: { version } }: Draft): boolean {
  return version[0] > 1 || version[1] >= 9
}

/** https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/annotations/proxyssl/main.go */
function proxySsl(draft: Draft): void {
  const group = new GroupReader(draft)
  const annotation = 'proxy-ssl-secret'
  const text = group.text(annotation)
  if (text === undefined) return
  const ref = splitKey(text)
  if (!ref?.namespace) {
    group.deny(annotation, `location denied, reason: invalid format (namespace/name) found in '${text}'`, {
      code: 'annotation-invalid',
      message: `${annotation} is ${quote(text)}, but it must be NAMESPACE/NAME: ${closed}`,
      fix: `Write ${annotation}: "${draft.ref.namespace}/${ref?.name ?? 'NAME'}".`,
    })
    return
  }
  if (ref.namespace !== draft.ref.namespace && !draft.policy.crossNamespace) {
    const reason = 'location denied, reason: cross namespace secrets are not supported'
    group.deny(annotation, reason, crossNamespace(annotation, 'Secret', ref, closed))
    return
  }
  const found = draft.look('Secret', draft.looks.secretOf, ref)
  const reason = `error obtaining certificate: local SSL certificate ${nameOf(ref)} was not found`
  if (found === undefined) {
    group.deny(annotation, reason, missing(annotation, 'Secret', ref, closed))
    return
  }
  if (found !== null && !found.data?.['ca.crt'] && !found.data?.['tls.crt']) {
    group.deny(annotation, reason, {
      code: 'secret-incomplete',
      message: `Secret ${nameOf(ref)} of ${annotation} has neither ca.crt nor tls.crt: ${closed}`,
      fix: `Add tls.crt and tls.key, or ca.crt, to Secret ${nameOf(ref)}.`,
    })
    return
  }
  for (const part of ['ciphers', 'protocols', 'name', 'verify', 'server-name']) group.text(`proxy-ssl-${part}`)
  group.integer('proxy-ssl-verify-depth')
}
