/** What a pod runs → which controller it is, and of which release. */
import { describe, expect, it } from 'vitest'
import { dialects } from '../../../src/controllers/index.js'
import { locate } from '../../../src/controllers/shared/locate.js'
import { project } from '../../../src/domain/objects/project.js'

type Labels = Readonly<Record<string, string>>

/** @param words image first, then command and arguments */
function found(words: string, labels: Labels = {}) {
  const [image = '', ...args] = words.split(' ')
  const [one] = locate([running(image, args, labels)], dialects)
  return one === undefined ? null : `${one.dialect} ${one.release.version ?? '-'} ${one.release.origin}`
}

function running(image: string, args: readonly string[], labels: Labels = {}) {
  return project('Pod', {
    metadata: { name: 'x-1', namespace: 'edge', labels },
    spec: { containers: [{ name: 'x', image, args }] },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
  })
}

const ofGateway = { 'gateway.networking.k8s.io/gateway-name': 'web' }
const ofDataPlane = { 'gateway-operator.konghq.com/managed-by': 'dataplane' }
const router = { 'ingresscontroller.operator.openshift.io/deployment-ingresscontroller': 'default' }

it.each<[who: string, words: string, is: string, labels?: Labels]>([
  ['NGINX Gateway Fabric', 'ghcr.io/nginx/nginx-gateway-fabric/nginx:2.6.7', 'nginx-gateway-fabric 2.6.7', ofGateway],
  ['kgateway', 'cr.example/kgateway-dev/envoy-wrapper:v2.1.0 --disable-hot-restart', 'kgateway 2.1.0', ofGateway],
  ['agentgateway', 'cr.example/agentgateway:v1.5.0 -f /config/config.yaml', 'agentgateway 1.5.0', ofGateway],
  ['Istio', 'docker.io/istio/proxyv2:1.30.3 proxy router --domain x', 'istio 1.30.3'],
  ['Kong Operator', 'kong/kong-gateway:3.12', 'kong-operator 3.12', ofDataPlane],
  ['Cilium', 'quay.io/cilium/cilium-envoy:v1.35.9-17709 -- -c x', 'cilium 1.35.9'],
])('a proxy of %s is told, and takes nothing', (_who, words, is, labels) => {
  expect(found(words, labels)).toBe(`${is} upstream`)
  const [image = '', ...args] = words.split(' ')
  const [one] = locate([running(image, args, labels)], dialects)
  expect([one?.traits.isSteered, one?.traits.className, one?.settings]).toEqual([true, null, { takes: [] }])
})

describe('by image and words', () => {
  it.each<[who: string, words: string, is: string, labels?: Labels]>([
    ['F5', 'nginx/nginx-ingress:5.5.4 -nginx-configmaps=a/b -ingress-class=nginx', 'f5-nginx 5.5.4 upstream'],
    ['F5 of before', 'docker.io/nginxinc/nginx-ingress:3.7.2-ubi', 'f5-nginx 3.7.2 upstream'],
    ['F5 with NGINX Plus', 'private.example/nginx-ic/nginx-plus-ingress:5.0.0', 'f5-nginx 5.0.0 upstream'],
    ['F5 in an image of its own', 'example.test/edge@sha256:abc -nginx-configmaps=a/b', 'f5-nginx - upstream'],
    ['Traefik', 'traefik:v3.7.15 --providers.kubernetesingress', 'traefik 3.7.15 upstream'],
    ['Traefik of k3s', 'rancher/mirrored-library-traefik:3.7.8', 'traefik 3.7.8 rancher'],
    ['Traefik of RKE2', 'rancher/hardened-traefik:v3.7.8-build20260901', 'traefik 3.7.8 rancher'],
    ['Traefik in an image of its own', 'example.test/edge:7 --Providers.KubernetesIngress=true', 'traefik - upstream'],
    ['Traefik Hub', 'ghcr.io/traefik/traefik-hub:v3.17.2 --hub.token=x', 'traefik 3.17.2 traefik-hub'],
    ['Traefik Enterprise', 'traefik/traefikee:v2.11.0 proxy', 'traefik 2.11.0 traefikee'],
    [
      'haproxytech',
      'docker.io/haproxytech/kubernetes-ingress:3.2.11 --ingress.class=haproxy',
      'haproxytech 3.2.11 upstream',
    ],
    ['haproxytech by its program', 'example.test/edge:1 /haproxy-ingress-controller', 'haproxytech - upstream'],
    [
      'HAProxy Ingress',
      'quay.io/jcmoraisjr/haproxy-ingress:v0.16.1 --configmap=a/b',
      'haproxy-ingress 0.16.1 upstream',
    ],
    ['N42 Gateway', 'quay.io/example/n42-gateway:v0.17.0', 'haproxy-ingress 0.17.0 upstream'],
    ['Contour', 'ghcr.io/projectcontour/contour:v1.33.6 contour serve --incluster', 'contour 1.33.6 upstream'],
    ['Contour of Bitnami', 'docker.io/bitnami/contour:1.30.0 serve', 'contour 1.30.0 bitnami'],
    [
      'Envoy Gateway',
      'envoyproxy/gateway:v1.9.1 server --config-path=/config/envoy-gateway.yaml',
      'envoy-gateway 1.9.1 upstream',
    ],
    ['Istio', 'docker.io/istio/pilot:1.30.3 discovery --monitoringAddr=:15014', 'istio 1.30.3 upstream'],
    ['Istio, distroless', 'gcr.io/istio-release/pilot:1.30.3-distroless discovery', 'istio 1.30.3 upstream'],
    ['Istio of a mirror', 'example.test/mesh/control:7 discovery --monitoringAddr=:15014', 'istio - upstream'],
    ['Kong', 'kong/kubernetes-ingress-controller:3.5', 'kong 3.5 upstream'],
    ['Kong Operator', 'docker.io/kong/kong-operator:2.0.5', 'kong-operator 2.0.5 upstream'],
    ['APISIX', 'apache/apisix-ingress-controller:2.2.0', 'apisix 2.2.0 upstream'],
    ['the OpenShift router', 'openshift/origin-haproxy-router:v4.0', 'openshift 4.0 upstream'],
    [
      'the OpenShift router of a release',
      'quay.io/openshift-release-dev/ocp-v4.0-art-dev@sha256:ab',
      'openshift - upstream',
      router,
    ],
    [
      'Skipper',
      'registry.example/pathfinder/skipper:v0.27.30 skipper -kubernetes -kubernetes-ingress',
      'skipper 0.27.30 upstream',
    ],
    [
      'NGINX Gateway Fabric',
      'ghcr.io/nginx/nginx-gateway-fabric:2.6.7 controller',
      'nginx-gateway-fabric 2.6.7 upstream',
    ],
    ['kgateway', 'cr.example/kgateway-dev/kgateway:v2.1.0', 'kgateway 2.1.0 upstream'],
    ['agentgateway', 'cr.agentgateway.dev/controller:v1.5.0', 'agentgateway 1.5.0 upstream'],
    ['agentgateway of a mirror', 'cr.example/agentgateway/controller:v1.5.0', 'agentgateway 1.5.0 upstream'],
    ['Emissary', 'docker.io/emissaryingress/emissary:3.10.2', 'emissary 3.10.2 upstream'],
    ['AWS', 'public.ecr.example/eks/aws-load-balancer-controller:v3.5.0 --ingress-class=alb', 'aws-lbc 3.5.0 upstream'],
    ['AGIC', 'mcr.example/azure-application-gateway/kubernetes-ingress:1.9.8', 'agic 1.9.8 upstream'],
    ['AGC', 'mcr.example/application-lb/images/alb-controller:1.8.12', 'agc 1.8.12 upstream'],
    [
      'Cilium',
      'quay.io/cilium/operator-generic:v1.20.2@sha256:ab cilium-operator-generic --config-dir=/tmp',
      'cilium 1.20.2 upstream',
    ],
    [
      'ingress-nginx',
      'registry.example/ingress-nginx/controller:v1.15.1 /nginx-ingress-controller',
      'ingress-nginx 1.15.1 upstream',
    ],
    ['ingress-nginx of RKE2', 'rancher/nginx-ingress-controller:v1.14.3-hardened2', 'ingress-nginx 1.14.3 rancher'],
    [
      'ingress-nginx of AKS',
      'mcr.example/oss/kubernetes/ingress/nginx-ingress-controller:v1.13.1',
      'ingress-nginx 1.13.1 aks',
    ],
  ])('%s', (_who, words, is, labels) => {
    expect(found(words, labels)).toBe(is)
  })

  it.each<[what: string, words: string, labels?: Labels]>([
    ['Envoy beside Contour', 'ghcr.io/projectcontour/contour:v1.33.6 /bin/contour envoy shutdown-manager'],
    ['certificates for Contour', 'ghcr.io/projectcontour/contour:v1.33.6 contour certgen --kube'],
    ['certificates for Envoy Gateway', 'envoyproxy/gateway:v1.9.1 certgen'],
    ['an nginx of a Gateway, by its path alone', 'ghcr.io/nginx/nginx-gateway-fabric/nginx:2.6.7'],
    ['agentgateway on its own', 'cr.example/agentgateway:v1.5.0'],
    ['Kong on its own', 'kong/kong-gateway:3.12', ofGateway],
    ['a sidecar of Istio', 'docker.io/istio/proxyv2:1.30.3 proxy sidecar'],
    ['an agent of Cilium', 'quay.io/cilium/cilium:v1.20.2 cilium-agent'],
    ['the proxy of Kong', 'kong:3.9'],
    ['APISIX itself', 'apache/apisix:3.21.0-debian'],
    ['Skipper as a plain proxy', 'registry.example/pathfinder/skipper:v0.27.30 skipper -routes-file=x'],
    ['another pod of an OpenShift release', 'quay.io/openshift-release-dev/ocp-v4.0-art-dev@sha256:ab'],
    ['a pod that has the labels of Traefik', 'example.test/web:1', { 'app.kubernetes.io/name': 'traefik' }],
    ['a server that Traefik protects', 'thomseddon/traefik-forward-auth:2'],
    ['a plain HAProxy', 'haproxy:3.2'],
    ['a plain nginx', 'nginx:1.29'],
  ])('not %s', (_what, words, labels) => {
    expect(found(words, labels)).toBeNull()
  })
})
