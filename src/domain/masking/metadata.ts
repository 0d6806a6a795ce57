/** What may be kept of the labels and annotations of an object. */
import type { ObjectMeta } from '../objects/meta.js'
import { isRecord } from '../objects/project-fields.js'
import { maskListed, maskWord } from './field.js'
import type { Discretion } from './masker.js'
import { bareMask, isPlain, isSecretName } from './words.js'

/** Of Kubernetes itself and of what most clusters have: names, hosts, times and switches. */
const harmlessAnnotations = new Set([
  'kubernetes.io/ingress.class',
  'kubernetes.io/ingress.allow-http',
  'ingressclass.kubernetes.io/is-default-class',
  'meta.helm.sh/release-name',
  'meta.helm.sh/release-namespace',
  'deployment.kubernetes.io/revision',
  'endpoints.kubernetes.io/last-change-trigger-time',
  'service.kubernetes.io/topology-mode',
  'service.kubernetes.io/topology-aware-hints',
  'service.beta.kubernetes.io/external-traffic',
  'external-dns.alpha.kubernetes.io/hostname',
  'external-dns.alpha.kubernetes.io/ttl',
  'cert-manager.io/issuer',
  'cert-manager.io/issuer-kind',
  'cert-manager.io/cluster-issuer',
])

/** Labels that are names by their meaning, whatever they look like: of pods, of Services, of owners. */
const nameLabels = new Set(['app', 'name', 'component', 'release', 'chart', 'instance', 'k8s-app', 'pod-template-hash'])
const nameLabelDomain = /(?:^|\.)(?:kubernetes\.io|k8s\.io|helm\.sh)$/

export function maskMetadata<M extends ObjectMeta>(metadata: M, discretion: Discretion): M {
  const { labels, annotations } = metadata
  return {
    ...metadata,
    ...(labels && { labels: maskLabels(labels) }),
    ...(annotations && { annotations: mapped(annotations, (name, value) => maskAnnotation(name, value, discretion)) }),
  }
}

/** Of an object, or of those that a Service selects. */
export function maskLabels(labels: Readonly<Record<string, string>>): Record<string, string> {
  return mapped(labels, maskLabel)
}

function maskLabel(name: string, value: string): string {
  const slash = name.indexOf('/')
  const isName = slash === -1 ? nameLabels.has(name) : nameLabelDomain.test(name.slice(0, slash))
  if (isName) return maskWord(value)
  return isSecretName(name) || !isPlain(value) ? bareMask : value
}

function maskAnnotation(name: string, value: string, discretion: Discretion): string {
  const known = discretion.annotation(name, value)
  if (known !== null) return known
  const isNamed = harmlessAnnotations.has(name) && value.length <= 1000
  return isNamed ? maskListed(value) : maskUnknown(value)
}

/** Of a field that nobody knows, a switch or a number may stay. */
export function maskUnknown(value: string): string {
  return /^(?:true|false|on|off|\d{1,6}|)$/.test(value) ? value : bareMask
}

/** The texts of some fields, as deep as they stand. */
export function fieldsMasked(
  value: unknown,
  fields: Readonly<Record<string, (text: string) => string>>,
  field = '',
): unknown {
  if (typeof value === 'string') return Object.hasOwn(fields, field) ? fields[field]?.(value) : value
  if (Array.isArray(value)) return value.map((one) => fieldsMasked(one, fields, field))
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, fieldsMasked(one, fields, name)]))
}

export function mapped<T>(
  record: Readonly<Record<string, T>>,
  change: (name: string, value: T) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(name, value)]))
}
