/** Which Ingresses each controller takes: by the class of the field, by the annotation, without either, by namespace. */
import { describe, expect, it } from 'vitest'
import { dialects } from '../../../src/controllers/index.js'
import { locate } from '../../../src/controllers/shared/locate.js'
import { inventoryOf } from '../../../src/domain/objects/inventory.js'
import type { IngressClass } from '../../../src/domain/objects/objects.js'
import { project } from '../../../src/domain/objects/project.js'

/** name → controller */
const classes: Readonly<Record<string, string>> = {
  traefik: 'traefik.io/ingress-controller',
  'traefik-b': 'traefik.io/ingress-controller',
  nginx: 'k8s.io/ingress-nginx',
  f5: 'nginx.org/ingress-controller',
  haproxy: 'haproxy.org/ingress-controller/haproxy',
  h1: 'haproxy-ingress.github.io/controller',
  'h1-b': 'haproxy-ingress.github.io/controller/b',
  contour: 'example.test/whoever',
  kong: 'ingress-controllers.konghq.com/kong',
  'kong-b': 'ingress-controllers.konghq.com/kong',
  apisix: 'apisix.apache.org/apisix-ingress-controller',
  'openshift-default': 'openshift.io/ingress-to-route',
  cilium: 'io.cilium/ingress-controller',
  istio: 'istio.io/ingress-controller',
  alb: 'ingress.k8s.aws/alb',
  auto: 'eks.amazonaws.com/alb',
  gateway: 'azure/application-gateway',
  containers: 'alb.networking.azure.io/alb-controller',
}

const none = { items: [], coverage: 'none', gaps: [] } as const

function inventory(items: readonly IngressClass[]) {
  const ingresses = { items: [], coverage: 'all', gaps: [] } as const
  return inventoryOf({ ingresses, classes: { items, coverage: 'all', gaps: [] }, services: none, slices: none })
}

const { classOf } = inventory(
  Object.entries(classes).map(([name, controller]) =>
    project('IngressClass', { metadata: { name }, spec: { controller } }),
  ),
)

/** @param asks `CLASS`, `@ANNOTATION`, `CLASS@ANNOTATION`, or '' for neither; `:NAMESPACE` behind it */
function owns(words: string, asks: string, seen: typeof classOf = classOf): boolean | null | undefined {
  const [image = '', ...args] = words.split(' ')
  const pod = project('Pod', {
    metadata: { name: 'x', namespace: 'edge' },
    spec: { containers: [{ name: 'x', image, args }] },
  })
  const [controller] = locate([pod], dialects)
  if (controller === undefined) return undefined
  const [said = '', namespace = 'shop'] = asks.split(':')
  const [field = '', annotation] = said.split('@')
  const ingress = project('Ingress', {
    metadata: {
      name: 'web',
      namespace,
      annotations: annotation === undefined ? {} : { 'kubernetes.io/ingress.class': annotation },
    },
    spec: field === '' ? {} : { ingressClassName: field },
  })
  return dialects.find(({ id }) => id === controller.dialect)?.owns(controller, ingress, seen)
}

const traefik = 'traefik:v3.7.15 --providers.kubernetesingress'
const drop = 'traefik:v3.7.15 --providers.kubernetesingressnginx'
const f5 = 'nginx/nginx-ingress:5.5.4 -ingress-class=f5'
const tech = 'haproxytech/kubernetes-ingress:3.2.11'
const h1 = 'jcmoraisjr/haproxy-ingress:v0.16.1'
const contour = 'projectcontour/contour:v1.33.6 contour serve'
const kong = 'kong/kubernetes-ingress-controller:3.5.7'
const aws = 'eks/aws-load-balancer-controller:v3.5.0'
const skipper = 'pathfinder/skipper:v0.27.30 -kubernetes'
const router = 'openshift/origin-haproxy-router:v4.0'

describe('takes', () => {
  it.each<[words: string, takes: readonly string[], leaves: readonly string[], open?: readonly string[]]>([
    [traefik, ['traefik', 'traefik-b', '@traefik', '', 'traefik@nginx'], ['nginx', 'gone', '@nginx']],
    [
      `${traefik} --providers.kubernetesingress.ingressclass=traefik-b`,
      ['traefik-b', '@traefik-b'],
      ['traefik', '', '@traefik'],
    ],
    [
      `${traefik} --providers.kubernetesIngress.namespaces=shop,blog`,
      ['traefik', 'traefik:blog'],
      ['traefik:edge', ':edge'],
    ],
    [drop, ['nginx', '@nginx'], ['traefik', '', 'f5']],
    [`${drop} --providers.kubernetesingressnginx.watchIngressWithoutClass=true`, ['nginx', ''], ['traefik']],
    [`${drop} --providers.kubernetesingress`, ['nginx', 'traefik', ''], ['alb']],
    ['traefik:v3.7.15 --providers.kubernetescrd', [], ['traefik', '']],
    ['traefik:v3.7.15 --configfile=/etc/traefik.yaml', [], ['nginx', 'gone'], ['traefik', '', '@traefik']],
    [f5, ['f5', '@f5', 'nginx@f5'], ['nginx', '', 'gone', 'f5@nginx']],
    [`${f5} -watch-namespace=shop`, ['f5'], ['f5:blog']],
    ['nginx/nginx-ingress:5.5.4', ['@nginx'], ['nginx', 'f5']],
    [`${tech} --ingress.class=haproxy`, ['haproxy', '@haproxy'], ['', 'h1', 'gone']],
    [`${tech} --ingress.class=haproxy --empty-ingress-class`, ['haproxy', ''], ['h1']],
    [h1, ['h1', '@haproxy'], ['', 'h1-b', 'haproxy', 'h1@nginx']],
    [`${h1} --controller-class=b --watch-ingress-without-class`, ['h1-b', ''], ['h1']],
    [contour, ['contour', '@contour', ''], ['nginx', 'gone']],
    [`${contour} --ingress-class-name=nginx,blue`, ['nginx', 'blue', '@blue'], ['contour', '']],
    [`${contour} --contour-config-name=main`, [], ['nginx'], ['contour', '']],
    [kong, ['kong', 'kong-b', '@kong'], ['nginx'], ['']],
    [`${kong} --ingress-class=kong-b`, ['kong-b'], ['kong', '@kong'], ['']],
    ['apache/apisix-ingress-controller:2.2.0', ['apisix', '@apisix'], ['nginx'], ['']],
    [router, ['openshift-default'], ['nginx'], ['']],
    ['istio/pilot:1.30.3 discovery', ['istio', '@istio', 'nginx@istio'], ['', 'nginx']],
    ['cilium/operator-generic:v1.20.2', ['cilium', '@cilium'], ['', 'nginx']],
    [skipper, ['', '@skipper', 'skipper', '@skipper-b', 'skipper@skipper'], ['nginx', '@nginx', 'skipper@nginx']],
    [`${skipper} -kubernetes-ingress-class=^skipper$`, ['', '@skipper'], ['@skipper-b', 'nginx@skipper']],
    [`${skipper} -kubernetes-ingress-class=^(a|b)$`, [''], [], ['a', '@a', '@nginx']],
    ['emissaryingress/emissary:3.10.2', ['@ambassador'], ['', 'nginx']],
    [aws, ['alb', '@alb'], ['', 'auto', 'alb@nginx']],
    [`${aws} --ingress-class=`, ['alb', ''], ['nginx']],
    ['azure-application-gateway/kubernetes-ingress:1.9.8', ['gateway', '@azure/application-gateway'], ['', 'alb']],
    ['application-lb/images/alb-controller:1.8.12', ['containers', 'azure-alb-external'], ['', 'alb', 'gateway']],
    ['envoyproxy/gateway:v1.9.1 server', [], ['', 'nginx']],
    ['nginx/nginx-gateway-fabric:2.6.7', [], ['', 'nginx']],
    ['kgateway-dev/kgateway:v2.1.0', [], ['', 'nginx']],
  ])('%s', (words, takes, leaves, open = []) => {
    const told = (asks: readonly string[]) => Object.fromEntries(asks.map((one) => [one, owns(words, one)]))
    expect(told(takes)).toEqual(Object.fromEntries(takes.map((one) => [one, true])))
    expect(told(leaves)).toEqual(Object.fromEntries(leaves.map((one) => [one, false])))
    expect(told(open)).toEqual(Object.fromEntries(open.map((one) => [one, null])))
  })

  it('nothing for sure where classes may not be seen, unless names alone decide', () => {
    expect(owns(traefik, 'traefik', null)).toBeNull()
    expect(owns(traefik, '@traefik', null)).toBe(true)
    expect(owns(contour, 'contour', null)).toBe(true)
    expect(owns(contour, 'nginx', null)).toBe(false)
  })
})

describe('outside of the cluster', () => {
  const outside = (annotations: object, spec: object = {}, class_: object = {}) => {
    const seen = {
      ingresses: [project('Ingress', { metadata: { name: 'web', namespace: 'shop', annotations }, spec })],
      classes: [project('IngressClass', { metadata: { name: 'auto' }, spec: class_ })],
    }
    return dialects.flatMap((dialect) => {
      const found = dialect.outside?.(seen)
      return found ? [`${dialect.id} ${dialect.owns(found, seen.ingresses[0] as never, classOf)}`] : []
    })
  }

  it.each<[what: string, is: readonly string[], annotations: object, spec?: object, class_?: object]>([
    ['the annotation gce', ['gke true'], { 'kubernetes.io/ingress.class': 'gce' }],
    ['the annotation gce-internal', ['gke true'], { 'kubernetes.io/ingress.class': 'gce-internal' }],
    ['what it wrote into an Ingress without class', ['gke true'], { 'ingress.kubernetes.io/url-map': 'k8s2-um-x' }],
    ['a class of EKS', ['eks-auto true'], {}, { ingressClassName: 'auto' }, { controller: 'eks.amazonaws.com/alb' }],
    ['annotations of HAProxy Ingress, which share the prefix', [], { 'ingress.kubernetes.io/ssl-redirect': 'true' }],
    ['nothing', [], {}],
  ])('%s', (_what, is, annotations, spec, class_) => {
    expect(outside(annotations, spec, class_)).toEqual(is)
  })

  it('an Ingress without class is of GKE only where GKE wrote something into one', () => {
    const dialect = dialects.find(({ id }) => id === 'gke')
    const classless = project('Ingress', { metadata: { name: 'x', namespace: 'shop' }, spec: {} })
    const takes = (annotations: object) => {
      const one = project('Ingress', { metadata: { name: 'web', namespace: 'shop', annotations }, spec: {} })
      const found = dialect?.outside?.({ ingresses: [one], classes: [] })
      return found && dialect?.owns(found, classless, classOf)
    }
    expect(takes({ 'kubernetes.io/ingress.class': 'gce' })).toBe(false)
    expect(takes({ 'ingress.kubernetes.io/forwarding-rule': 'k8s2-fr-x' })).toBe(true)
  })

  it('an Ingress with a class in its field is never of GKE', () => {
    const marked = { 'ingress.kubernetes.io/url-map': 'k8s2-um-x' }
    expect(outside(marked, { ingressClassName: 'traefik' })).toEqual(['gke false'])
  })
})
