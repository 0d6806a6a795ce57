/** What is behind an Ingress whose controller's rules are not read, and which annotations it reads of others. */

import { ingress, rule, service } from '../../support/objects.js'
import { haproxy, ingressClass, proxy, table } from '../../support/why/lint-table.js'

const owned = (className: string, path: object, annotations = {}) =>
  ingress(
    'own',
    { ingressClassName: className, rules: [{ host: 'a.test', http: { paths: [path] } }] },
    { metadata: { annotations } },
  )
const to = (name: string, port: object) => ({ path: '/', pathType: 'Prefix', backend: { service: { name, port } } })
const running = (image: string, ...args: string[]) => ({
  ...haproxy,
  metadata: { ...haproxy.metadata, name: 'other-1' },
  spec: { containers: [{ name: 'c', image, args }] },
})
const alb = running('eks/aws-load-balancer-controller:v3.5.0')
const apisix = running('apache/apisix-ingress-controller:2.0.1')
const istio = running('istio/pilot:1.30.3', 'discovery')
const classes = [
  ingressClass('haproxy', 'haproxy.org/ingress-controller/haproxy'),
  ingressClass('alb', 'ingress.k8s.aws/alb'),
  ingressClass('apisix', 'apisix.apache.org/apisix-ingress-controller'),
  ingressClass('istio', 'istio.io/ingress-controller'),
]
const at = (pod: object, one: object) => ({ Pod: [proxy(), pod], IngressClass: classes, Ingress: [one] })

table(
  ['no-service', 'no-port', 'no-endpoints', 'none-ready'],
  [
    [
      'a Service that does not exist',
      at(haproxy, owned('haproxy', to('gone', { number: 80 }))),
      [/^error own: Service default\/gone does not exist$/],
    ],
    ['one that does', at(haproxy, owned('haproxy', to('web', { number: 80 }))), []],
    [
      'a port that does not exist',
      at(haproxy, owned('haproxy', to('web', { name: 'http' }))),
      [/^error own: Service default\/web has no port http/],
    ],
    [
      'the port of the pods, by which some find it',
      {
        ...at(haproxy, owned('haproxy', to('web', { number: 8080 }))),
        Service: [service('web', { ports: [{ port: 80, targetPort: 8080 }] })],
      },
      [],
    ],
    [
      'a Service without endpoints',
      { ...at(haproxy, owned('haproxy', to('web', { number: 80 }))), EndpointSlice: [] },
      [/^error own: Service default\/web has no endpoint on port 80/],
    ],
    [
      'what AWS is told by an annotation',
      at(
        alb,
        owned('alb', to('to-https', { name: 'use-annotation' }), {
          'alb.ingress.kubernetes.io/actions.to-https': '{}',
        }),
      ),
      [],
    ],
    [
      'and by none',
      at(alb, owned('alb', to('to-https', { name: 'use-annotation' }))),
      [/^error own: annotation \S+actions\.to-https, which would say what is done, does not exist: .* 503$/],
    ],
    [
      'what APISIX finds in another namespace',
      at(apisix, owned('apisix', to('gone', { number: 80 }), { 'k8s.apisix.apache.org/svc-namespace': 'shop' })),
      [],
    ],
    ['what APISIX finds nowhere', at(apisix, owned('apisix', to('gone', { number: 80 }))), [/gone does not exist/]],
  ],
)

const nginx = 'nginx.ingress.kubernetes.io'
const web = to('web', { number: 80 })
const ofGke = { 'kubernetes.io/ingress.class': 'gce', 'ingress.kubernetes.io/url-map': 'k8s2-um-1' }
const gke = (annotations: object) => ({
  Ingress: [
    ingress(
      'own',
      { rules: [rule('a.test', '/', 'web')] },
      { metadata: { annotations: { ...ofGke, ...annotations } } },
    ),
  ],
})

table(
  ['annotation-of-other', 'auth-lost'],
  [
    [
      'those of ingress-nginx, which Istio does not read',
      at(istio, owned('istio', web, { [`${nginx}/rewrite-target`]: '/' })),
      [/^warning own: nginx\S+rewrite-target is read by ingress-nginx alone, and Istio takes the Ingress/],
    ],
    [
      'what keeps people out, which may be a policy of Istio',
      at(istio, owned('istio', web, { [`${nginx}/auth-url`]: 'https://auth.example' })),
      [/^warning own: .*what it says is not done$/],
    ],
    ['what GKE wrote itself, though HAProxy Ingress reads such ones', gke({}), []],
    ['those of ingress-nginx beside it', gke({ [`${nginx}/rewrite-target`]: '/' }), [/ingress-nginx alone, and GKE/]],
  ],
)
