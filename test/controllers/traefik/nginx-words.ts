/** Ingresses that were written for ingress-nginx, in few words. */
import { rule, service } from '../../support/objects.js'

export const args = [
  '--entryPoints.web.address=:8000/tcp',
  '--entryPoints.websecure.address=:8443/tcp',
  '--providers.kubernetesingressnginx',
]
export const old = (
  name: string,
  spec: object,
  annotations: Readonly<Record<string, string>> = {},
  namespace = 'default',
) => ({
  metadata: {
    namespace,
    name,
    annotations: Object.fromEntries(
      Object.entries(annotations).map(([key, value]) => [`nginx.ingress.kubernetes.io/${key}`, value]),
    ),
  },
  spec: { ingressClassName: 'nginx', ...spec },
})
export const rules = [rule('a.test', '/app', 'web')]
export const root = [rule('a.test', '/', 'web')]
export const backend = { service: { name: 'web', port: { number: 80 } } }
export const passing = { 'ssl-passthrough': 'true' }
export const snippets = [...args, '--providers.kubernetesingressnginx.allowSnippetAnnotations=true']
export const services = [service('empty')]
export const tls = [{ hosts: ['a.test'], secretName: 'a' }]
