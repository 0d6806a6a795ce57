/** Routes of Traefik in few words, for the fixes of their priorities. */
import { ingress, pod, rule, service, slice } from '../support/objects.js'
import type { TraefikWords } from '../support/worlds/traefik-world.js'

const prefix = 'traefik.ingress.kubernetes.io/'
export const router = (name: string, value: string) => ({ [`${prefix}router.${name}`]: value })
export const own = (name: string, rules: readonly object[], annotations: object = {}) =>
  ingress(name, { ingressClassName: 'traefik', rules }, { metadata: { annotations } })
export const path = (value: string, pathType: string) => ({
  path: value,
  pathType,
  backend: { service: { name: 'web', port: { number: 80 } } },
})
export const paths = (...all: readonly object[]) => ({ host: 'a.test', http: { paths: all } })
export const web = rule('a.test', '/', 'web')
export const one = (...annotations: readonly object[]): TraefikWords => ({
  ingresses: [own('a', [paths(path('/', 'ImplementationSpecific'))], Object.assign({}, ...annotations))],
})
/** With a TLS section, at these entry points. */
export const secured = (entryPoints: string): TraefikWords => ({
  ingresses: [
    ingress(
      'a',
      { ingressClassName: 'traefik', tls: [{ hosts: ['a.test'] }], rules: [web] },
      { metadata: { annotations: router('entrypoints', entryPoints) } },
    ),
  ],
})
export const named = (namespace: string, name: string, annotations: object = {}) => ({
  ...service(name),
  metadata: { namespace, name, annotations },
})
const at = (namespace: string, name: string, host: string, of: string) => ({
  metadata: { namespace, name },
  spec: { ingressClassName: 'traefik', rules: [rule(host, '/', of)] },
})
export const sliceOf = (namespace: string, of: string, address: string) => ({
  ...slice(`${of}-1`, { endpoints: [pod(of, address)] }),
  metadata: { namespace, name: `${of}-1`, labels: { 'kubernetes.io/service-name': of } },
})
export const twoOf = (second: string): TraefikWords => ({
  ingresses: [at('team', 'a', 'a.test', 'b-svc'), at('team-b', 'b', 'b.test', second)],
  services: [named('team', 'b-svc'), named('team-b', second)],
  slices: [sliceOf('team', 'b-svc', '10.0.1.1'), sliceOf('team-b', second, '10.0.1.2')],
})
export const nginxArgs = ['--providers.kubernetesingressnginx']
export const ofNginx = (namespace: string, name: string, host: string) => ({
  metadata: { namespace, name },
  spec: { ingressClassName: 'nginx', rules: [rule(host, '/', 'web')] },
})
export const middleware = { metadata: { namespace: 'default', name: 'add' }, spec: { addPrefix: { prefix: '/v1' } } }
export const web80 = { name: 'web', port: 80 }
export const route = (match: string, more: object = {}, spec: object = {}) => ({
  metadata: { namespace: 'default', name: 'r' },
  spec: { routes: [{ match, kind: 'Rule', services: [web80], ...more }], ...spec },
})
/** Entry points that say nothing of TLS. */
export const plainPorts = [
  '--entryPoints.web.address=:8000',
  '--entryPoints.websecure.address=:8443',
  '--providers.kubernetescrd',
]
export const routed = (more: object, objects: Readonly<Record<string, readonly object[]>> = {}, spec: object = {}) => ({
  custom: { 'ingressroutes.traefik.io': [route('Host(`a.test`)', more, spec)], ...objects },
})
export const ofKind = (plural: string, name: string, spec: object, namespace = 'default') => ({
  [`${plural}.traefik.io`]: [{ metadata: { namespace, name }, spec }],
})
export const doing = (spec: object) => ofKind('middlewares', 'm', spec)
export const withM = { middlewares: [{ name: 'm' }] }
export const tcpOf = (...services: readonly (readonly object[])[]) =>
  ofKind('ingressroutetcps', 't', {
    entryPoints: ['websecure'],
    routes: services.map((one) => ({ match: 'HostSNI(`*`)', services: one })),
  })
export const takenBy = (entryPoint: string) => ({
  custom: {
    'ingressroutes.traefik.io': [route('Host(`a.test`)', {}, { entryPoints: ['web'] })],
    'ingressroutetcps.traefik.io': [
      {
        metadata: { namespace: 'default', name: 't' },
        spec: { entryPoints: [entryPoint], routes: [{ match: 'HostSNI(`*`)', services: [web80] }] },
      },
    ],
  },
})
const ofClients = { 'nginx.ingress.kubernetes.io/auth-tls-secret': 'default/clients' }
export const withClients = (...rules: readonly object[]) => ({
  args: ['--entryPoints.web.address=:8000/tcp', '--entryPoints.websecure.address=:8443/tcp', ...nginxArgs],
  secrets: [{ metadata: { namespace: 'default', name: 'clients' }, data: { 'ca.crt': 'YQ==' } }],
  ingresses: [
    {
      metadata: { namespace: 'default', name: 'c', annotations: ofClients },
      spec: { ingressClassName: 'nginx', rules },
    },
  ],
})
export const rewritten = (path: string, pathType: string, target: string): TraefikWords => ({
  args: nginxArgs,
  ingresses: [
    {
      metadata: {
        ...{ namespace: 'default', name: 'a' },
        annotations: { 'nginx.ingress.kubernetes.io/rewrite-target': target },
      },
      spec: {
        ingressClassName: 'nginx',
        rules: [
          {
            host: 'a.test',
            http: { paths: [{ path, pathType, backend: { service: { name: 'web', port: { number: 80 } } } }] },
          },
        ],
      },
    },
  ],
})

export const besideTls = (annotations: object): TraefikWords => ({
  args: ['--entryPoints.web.address=:8000/tcp', '--entryPoints.websecure.address=:8443/tcp', ...nginxArgs],
  ingresses: [
    {
      metadata: { namespace: 'default', name: 'a', annotations },
      spec: { ingressClassName: 'nginx', rules: [web, rule('a.test', '/app', 'web')] },
    },
  ],
})
export const ts = (name: string) => ({ services: [{ name, kind: 'TraefikService' }] })
export const child = (spec: object) => ({
  custom: {
    'ingressroutes.traefik.io': [
      route('Host(`a.test`)', { services: [] }),
      {
        ...route('Path(`/`)', {}, { parentRefs: [{ name: 'r' }], ...spec }),
        metadata: { namespace: 'default', name: 's' },
      },
    ],
  },
})
