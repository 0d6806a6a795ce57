/** Objects from before today's versions: what manifests of that time, and old clusters, write otherwise. */

import { apiVersionOf, type Kind, kinds } from '../domain/objects/objects.js'
import { list, record, type Wire } from '../domain/objects/project-fields.js'

/** How to read an object of a version: `undefined` where that version is not known. */
export type Reading = (document: Wire) => Wire

const asItIs: Reading = (document) => document

/** https://kubernetes.io/docs/reference/using-api/deprecation-guide/ */
const older: Readonly<Record<string, Reading>> = {
  'networking.k8s.io/v1beta1 Ingress': ingressFromBeta,
  'extensions/v1beta1 Ingress': ingressFromBeta,
  'networking.k8s.io/v1beta1 IngressClass': asItIs,
  'discovery.k8s.io/v1beta1 EndpointSlice': sliceFromBeta,
}

/** Where kinds stood before: https://gateway-api.sigs.k8s.io/guides/migrating-from-v1alpha1/ */
const formerGroups: Readonly<Record<string, string>> = { 'networking.x-k8s.io': 'gateway.networking.k8s.io' }

/**
 * Which of our kinds an object is. The group counts: others have a kind Service or Ingress too.
 * @returns undefined for what we do not read at all; a kind without `reading` is ours in a version that we do not know
 */
export function recognise(apiVersion: string, name: string): { kind: Kind; reading: Reading | undefined } | undefined {
  if (!Object.hasOwn(kinds, name)) return undefined
  const kind = name as Kind
  if (apiVersion === apiVersionOf(kind)) return { kind, reading: asItIs }
  const versioned = `${apiVersion} ${kind}`
  if (Object.hasOwn(older, versioned)) return { kind, reading: older[versioned] }
  if (kinds[kind].optional?.some((version) => apiVersion === `${kinds[kind].group}/${version}`))
    return { kind, reading: asItIs }
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : ''
  return (formerGroups[group] ?? group) === kinds[kind].group ? { kind, reading: undefined } : undefined
}

/** In which versions an Ingress was before it had its last. */
export function isOfIngressBeta(apiVersion: string): boolean {
  return /^(?:extensions|networking\.k8s\.io)\/v1beta1$/.test(apiVersion)
}

/** A backend was written as `serviceName` and `servicePort`, the default one as `backend`. */
function ingressFromBeta(document: Wire): Wire {
  const spec = record(document.spec)
  const rules = list(spec.rules, (rule) => ({
    ...rule,
    http: rule.http && { paths: list(record(rule.http).paths, path) },
  }))
  return { ...document, spec: { ...spec, rules, ...(spec.backend ? { defaultBackend: backend(spec.backend) } : {}) } }
}

function path(wire: Wire): Wire {
  return { ...wire, backend: backend(wire.backend) }
}

function backend(value: unknown): Wire {
  const { serviceName, servicePort, resource } = record(value)
  if (serviceName === undefined) return { resource }
  const port = typeof servicePort === 'number' ? { number: servicePort } : { name: servicePort }
  return { service: { name: serviceName, port } }
}

/** The node of an endpoint stood in its topology. */
function sliceFromBeta(document: Wire): Wire {
  const endpoints = list(document.endpoints, (endpoint) => ({
    nodeName: record(endpoint.topology)['kubernetes.io/hostname'],
    ...endpoint,
  }))
  return { ...document, endpoints }
}
