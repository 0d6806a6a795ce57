/** Manifests from before networking.k8s.io/v1 wrote a backend as `serviceName` and `servicePort`. */

type Wire = Readonly<Record<string, unknown>>

/** https://kubernetes.io/docs/reference/using-api/deprecation-guide/#ingress-v122 */
export function ingressFromBeta(document: Wire): Wire {
  if (!String(document.apiVersion).endsWith('/v1beta1')) return document
  const spec = record(document.spec)
  const rules = list(spec.rules).map((rule) => {
    const http = record(rule).http
    return { ...record(rule), http: http && { paths: list(record(http).paths).map(path) } }
  })
  return { ...document, spec: { ...spec, rules, ...(spec.backend ? { defaultBackend: backend(spec.backend) } : {}) } }
}

function path(value: unknown): Wire {
  return { ...record(value), backend: backend(record(value).backend) }
}

function backend(value: unknown): Wire {
  const { serviceName, servicePort, resource } = record(value)
  if (serviceName === undefined) return { resource }
  const port = typeof servicePort === 'number' ? { number: servicePort } : { name: servicePort }
  return { service: { name: serviceName, port } }
}

function record(value: unknown): Wire {
  return typeof value === 'object' && value !== null ? (value as Wire) : {}
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
