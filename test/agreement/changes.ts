/** What changes under a replica, and what the verbs say while it lags behind, and once it has followed. */
import { controllerPod } from '../support/cluster/fake-controller.js'
import { ingress, pod, rule, service, slice } from '../support/objects.js'
import type { Objects } from '../support/why/replica-in-step.js'
import type { Said } from './said-lines.js'

const asking = (name: string, age: number, more: object, ...rules: readonly object[]) =>
  ingress(
    name,
    { ingressClassName: 'nginx', rules, ...more },
    { metadata: { creationTimestamp: `2026-11-23T08:48:0${age}Z` } },
  )
const behind = (name: string, ...addresses: readonly string[]) =>
  slice(`${name}-1`, { service: name, endpoints: addresses.map((address, i) => pod(`${name}-${i}`, address)) })

const web = asking('web', 1, {}, rule('shop.test', '/', 'web'))
const cart = asking('cart', 2, {}, rule('shop.test', '/cart', 'cart'))
const cartRules = [rule('shop.test', '/cart', 'cart')]

export const before: Objects = {
  Pod: [controllerPod({ name: 'proxy-1', owner: ['DaemonSet', 'proxy'] })],
  IngressClass: [{ metadata: { name: 'nginx' }, spec: { controller: 'k8s.io/ingress-nginx' } }],
  Ingress: [web, cart],
  Service: [service('web'), service('cart')],
  EndpointSlice: [behind('web', '10.0.0.1'), behind('cart', '10.0.1.1', '10.0.1.2')],
}

interface Change {
  readonly after: Objects
  /** the Ingress that is looked at; left out: `cart` */
  readonly name?: string
  /** the request; left out: that of `cart` */
  readonly url?: string
  readonly lagging: Said
  readonly settled: Said
}

const inStep = 'in sync'

export const changes: Readonly<Record<string, Change>> = {
  'a Service is deleted': {
    after: { ...before, Service: [service('web')], EndpointSlice: [behind('web', '10.0.0.1')] },
    lagging: {
      ingresses: 'no-service 0',
      why: 'NO no-service replica-differs',
      trace: 'asked unavailable 503, served served: NO replica-differs, exit 1',
      status: 'NO: default-cart-80 -10.0.1.1:8080 -10.0.1.2:8080',
    },
    settled: {
      ingresses: 'no-service 0',
      why: 'NO no-service',
      trace: 'asked unavailable 503, served unavailable 503: yes, exit 1',
      status: inStep,
    },
  },
  'a Deployment is scaled to none': {
    after: { ...before, EndpointSlice: [behind('web', '10.0.0.1'), behind('cart')] },
    lagging: {
      ingresses: 'no-slices 0',
      why: 'NO no-endpoints replica-differs',
      trace: 'asked unavailable 503, served served: NO replica-differs, exit 1',
      status: 'NO: default-cart-80 -10.0.1.1:8080 -10.0.1.2:8080',
    },
    settled: {
      ingresses: 'no-slices 0',
      why: 'NO no-endpoints',
      trace: 'asked unavailable 503, served unavailable 503: yes, exit 1',
      status: inStep,
    },
  },
  'its pods are rolled': {
    after: { ...before, EndpointSlice: [behind('web', '10.0.0.1'), behind('cart', '10.0.1.3', '10.0.1.4')] },
    lagging: {
      ingresses: 'ok 2',
      why: 'NO replica-differs',
      trace: 'asked served, served served: NO replica-differs, exit 1',
      status: 'NO: default-cart-80 -10.0.1.1:8080 -10.0.1.2:8080 +10.0.1.3:8080 +10.0.1.4:8080',
    },
    settled: { ingresses: 'ok 2', why: 'yes', trace: 'asked served, served served: yes, exit 0', status: inStep },
  },
  'one of them is relabelled': {
    after: { ...before, EndpointSlice: [behind('web', '10.0.0.1'), behind('cart', '10.0.1.2')] },
    lagging: {
      ingresses: 'ok 1',
      why: 'yes replica-differs',
      trace: 'asked served, served served: NO replica-differs, exit 1',
      status: 'NO: default-cart-80 -10.0.1.1:8080',
    },
    settled: { ingresses: 'ok 1', why: 'yes', trace: 'asked served, served served: yes, exit 0', status: inStep },
  },
  'a duplicate is added': {
    after: { ...before, Ingress: [web, cart, asking('twin', 3, {}, rule('shop.test', '/cart', 'web'))] },
    name: 'twin',
    lagging: {
      ingresses: 'ok 1',
      why: 'NO duplicate',
      trace: 'asked served, served served: yes, exit 0',
      status: `${inStep}, 1 left out`,
    },
    settled: {
      ingresses: 'ok 1',
      why: 'NO duplicate',
      trace: 'asked served, served served: yes, exit 0',
      status: `${inStep}, 1 left out`,
    },
  },
  'its class is changed': {
    after: { ...before, Ingress: [web, asking('cart', 2, { ingressClassName: 'other' }, ...cartRules)] },
    lagging: {
      ingresses: 'ok 2',
      why: 'NO class-unknown',
      trace: 'asked served, served served: NO, exit 1',
      status: 'NO: default-cart-80 stale, shop.test/cart stale',
    },
    settled: {
      ingresses: 'ok 2',
      why: 'NO class-unknown',
      trace: 'asked served, served served: yes, exit 0',
      status: inStep,
    },
  },
  'the port of its Service is changed': {
    after: { ...before, Service: [service('web'), service('cart', { ports: [{ port: 81 }] })] },
    lagging: {
      ingresses: 'no-port 0',
      why: 'NO no-port replica-differs',
      trace: 'asked unavailable 503, served served: NO replica-differs, exit 1',
      status: 'NO: default-cart-80 -10.0.1.1:8080 -10.0.1.2:8080',
    },
    settled: {
      ingresses: 'no-port 0',
      why: 'NO no-port',
      trace: 'asked unavailable 503, served unavailable 503: yes, exit 1',
      status: inStep,
    },
  },
  'an Ingress is deleted': {
    after: { ...before, Ingress: [web] },
    lagging: {
      ingresses: 'none',
      why: 'none',
      trace: 'asked served, served served: NO, exit 1',
      status: 'NO: default-cart-80 stale, shop.test/cart stale',
    },
    settled: {
      ingresses: 'none',
      why: 'none',
      trace: 'asked served, served served: yes, exit 0',
      status: inStep,
    },
  },
  'a Service and an Ingress are new': {
    after: {
      ...before,
      Ingress: [web, cart, asking('fresh', 3, {}, rule('new.test', '/', 'fresh'))],
      Service: [service('web'), service('cart'), service('fresh')],
      EndpointSlice: [...(before.EndpointSlice ?? []), behind('fresh', '10.0.2.1')],
    },
    name: 'fresh',
    url: 'http://new.test/',
    lagging: {
      ingresses: 'ok 1',
      why: 'NO not-in-conf',
      trace: 'asked served, served not-found 404: NO, exit 1',
      status: 'NO: default-fresh-80 missing, new.test/ missing',
    },
    settled: { ingresses: 'ok 1', why: 'yes', trace: 'asked served, served served: yes, exit 0', status: inStep },
  },
}
