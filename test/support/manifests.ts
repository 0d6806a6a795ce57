/** Manifests as somebody writes them by hand: a Service, an Ingress of class nginx. */

export function service(name: string): string {
  return `apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: shop}
spec: {selector: {app: ${name}}, ports: [{name: http, port: 80}]}
`
}

export function ingress(
  name: string,
  host: string,
  backend: string,
  annotations: Readonly<Record<string, string>> = {},
): string {
  return `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: ${name}, namespace: shop, annotations: ${JSON.stringify(annotations)}}
spec:
  ingressClassName: nginx
  rules:
  - host: ${host}
    http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: ${backend}, port: {number: 80}}}}]}
`
}

export function manifestOf(...documents: readonly string[]): string {
  return documents.join('---\n')
}
