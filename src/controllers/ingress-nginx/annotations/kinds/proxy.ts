/** What decides on how a request is carried: read only for what a value that is refused brings about. */
import { told } from '../../../../domain/findings/finding.js'
import type { NamespacedName } from '../../../../domain/objects/ref.js'
import { nameOf } from '../../../../domain/objects/ref.js'
import { parseBool, splitKey } from '../../../shared/go/values.js'
import { isSince } from '../../workload/version.js'
import type { Draft } from '../draft.js'
import { asNotSet, type Comes, crossNamespace, crossNamespaceSince, denied, dropped, invalid } from '../flaws.js'
import { GroupReader } from '../group.js'
import { known } from '../known/catalogue.js'
import { suggest } from '../known/suggest.js'
import { valueKinds } from '../values.js'

const nothing: Comes = { effect: 'ignored', consequence: { is: 'nothing' } }

/** Those of which each stands by itself. */
const plain: readonly string[] = [...known].flatMap(([annotation, { group }]) =>
  ['Proxy', 'ClientBodyBufferSize', 'Connection', 'HTTP2PushPreload', 'Logs', 'SSLCipher'].includes(group) ||
  group === 'DisableProxyInterceptErrors'
    ? [annotation]
    : [],
)

export function checkProxy(draft: Draft): void {
  for (const annotation of plain) if (draft.values.has(annotation)) readAsItsKind(new GroupReader(draft), annotation)
  sizes(draft)
  prefixHeader(draft)
  proxyRedirect(draft)
  tracing(draft)
  customHeaders(draft)
  fastCgi(draft)
}

function readAsItsKind(group: GroupReader, annotation: string): void {
  const kind = known.get(annotation)?.kind
  if (kind === 'boolean') group.flag(annotation)
  else if (kind === 'integer') group.integer(annotation)
  else group.text(annotation)
}

const sizeRules = [
  ['proxy-body-size', /^\d+[kmg]?$/i],
  ['client-body-buffer-size', /^\d+[km]?$/i],
] as const

/** Where nobody validates values, the template leaves out a size that is none: (isValidByteSize) in template.go. */
function sizes(draft: Draft): void {
  for (const [annotation, isSize] of sizeRules) {
    const value = draft.values.get(annotation)?.trim() ?? ''
    const isRefused = draft.policy.validatesAnnotations && !valueKinds.size.accepts(value)
    if (value === '' || isRefused || isSize.test(value)) continue
    const guess = suggest('size', value)
    const write = guess !== null && isSize.test(guess) ? guess : null
    draft.flaw(
      invalid(annotation, asNotSet, { value, must: 'a whole number, with k, m or g after it or nothing', write }),
    )
  }
}

/** Long ago it was a boolean: https://github.com/kubernetes/ingress-nginx/pull/3786 */
function prefixHeader(draft: Draft): void {
  const text = new GroupReader(draft).text('x-forwarded-prefix')
  if (text === undefined || parseBool(text) === null) return
  draft.flaw(told('prefix-boolean', { annotation: 'x-forwarded-prefix', effect: 'other', value: text }))
}

/** One says what a redirect of the backend begins with, and the other what in its place: the ConfigMap may say either. */
function proxyRedirect(draft: Draft): void {
  const { values, policy } = draft
  const [from, to] = (['proxy-redirect-from', 'proxy-redirect-to'] as const).map(
    (name) => values.get(name) || policy.entries[name] || 'off',
  )
  const lonely = (annotation: string, needs: string) => {
    if (values.get(annotation)) draft.flaw(told('needs-another', { annotation, others: [], effect: 'ignored', needs }))
  }
  if (from === 'off') lonely('proxy-redirect-to', 'proxy-redirect-from')
  else if (from !== 'default' && to === 'off') lonely('proxy-redirect-from', 'proxy-redirect-to')
}

/** https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/annotations/opentelemetry/main.go */
function tracing(draft: Draft): void {
  const group = new GroupReader(draft)
  for (const [annotation, collectors] of tracers) {
    const isRead = annotation === 'enable-opentelemetry' || !isSince(draft.policy.version, [1, 10, 0])
    if (!isRead || parseBool(draft.values.get(annotation) ?? '') !== true) continue
    if (!draft.policy.configMapSeen || collectors.some((key) => draft.policy.entries[key])) continue
    const needs = `${collectors.join(' or ')} in the controller's ConfigMap`
    draft.flaw(told('needs-another', { annotation, others: [], effect: 'ignored', needs }))
  }
  if (group.flag('enable-opentelemetry') !== true) return
  group.flag('opentelemetry-trust-incoming-span')
  group.text('opentelemetry-operation-name')
}

/** Where traces are sent, which the ConfigMap alone says: without it nobody gets them, whoever switches them on. */
const tracers = [
  ['enable-opentelemetry', ['otlp-collector-host']],
  [
    'enable-opentracing',
    ['zipkin-collector-host', 'jaeger-collector-host', 'jaeger-endpoint', 'datadog-collector-host'],
  ],
] as const

/** https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/annotations/customheaders/main.go */
function customHeaders(draft: Draft): void {
  const group = new GroupReader(draft)
  const text = group.text('custom-headers')
  if (text === undefined) return
  const annotation = 'custom-headers'
  const ref = splitKey(text)
  const unfound = `location denied, reason: unable to find configMap "${text}"`
  if (!ref?.namespace) {
    const write = `${draft.ref.namespace}/${ref?.name ?? text}`
    group.deny(unfound, invalid(annotation, denied, { value: text, must: 'NAMESPACE/NAME', write }))
    return
  }
  const found = draft.look('ConfigMap', draft.looks.configMapOf, ref)
  if (found === undefined) {
    group.deny(unfound, told('configmap-missing', { annotation, ...denied, object: ref }))
    return
  }
  const wrong = Object.entries(found?.data ?? {})
    .map(([name, value]) => whyNotHeader(draft, ref, name, value))
    .find((flaw) => flaw !== null)
  if (wrong) group.deny(`location denied, reason: ${wrong.reason}`, wrong.flaw, { seen: true })
}

function whyNotHeader({ policy }: Draft, configMap: NamespacedName, key: string, value: string) {
  const facts = { annotation: 'custom-headers', ...denied, configMap }
  const unfit = (wrong: 'key' | 'value') => told('configmap-invalid', { ...facts, key, wrong })
  if (!/^[a-zA-Z\d\-_]+$/.test(key)) return { reason: 'invalid header name in configmap', flaw: unfit('key') }
  if (!/^[a-zA-Z\d_ :;.,\\/"'?!(){}[\]@<>=\-+*#$&`|~^%]+$/.test(value))
    return { reason: 'invalid header value in configmap', flaw: unfit('value') }
  const allowed = policy.globalAllowedResponseHeaders
  if (allowed.includes(key)) return null
  return {
    reason: `header ${key} is not allowed, defined allowed headers inside global-allowed-response-headers [${allowed.join(' ')}]`,
    flaw: told('header-not-allowed', { ...facts, header: key }),
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
    group.deny(reason, invalid(annotation, denied, { value: text, must: 'NAME or NAMESPACE/NAME' }))
    return
  }
  if (ref.namespace !== '' && ref.namespace !== draft.ref.namespace && !draft.policy.crossNamespace) {
    draft.flaw(crossNamespace(annotation, 'ConfigMap', ref, nothing), { since: crossNamespaceSince })
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
    group.deny(reason, told('configmap-missing', { annotation, ...denied, object: ref }))
    return
  }
  const wrong = Object.entries(found?.data ?? {}).find(
    ([key, value]) => !/^[A-Za-z0-9.\-_]+$/.test(key) || !/^[A-Za-z0-9\-_${}/.]*$/.test(value),
  )
  if (!wrong || !isSinceValidation(draft)) return
  const [key] = wrong
  draft.flaw(told('configmap-invalid', { annotation, ...dropped, configMap: ref, key, wrong: 'value' }), {
    since: '1.9.0',
  })
}

function isSinceValidation({ policy: { version } }: Draft): boolean {
  return version[0] > 1 || version[1] >= 9
}
