/** What stands behind a rule: Services, their ports and their endpoints. */

import type { BackendFacts, ExternalNameFlaw, Instead } from '../domain/findings/backend-facts.js'
import { nameOf } from '../domain/objects/ref.js'
import { astrayText, meantText, selectorFix } from '../domain/requests/meant-text.js'
import { counted } from '../domain/text/counted.js'
import type { Pages } from './page.js'
import { controllerDocs, controllerSource, docs, ingress } from './words.js'

const ofService = `${docs}/concepts/services-networking/service`
const debugging = `${docs}/tasks/debug/debug-application/debug-service/`
const choosing = `${controllerSource}/internal/ingress/controller/controller.go`

const service = { namespace: 'shop', name: 'web' }
const nobody: Instead = { is: 'nobody' }

export const backendPages: Pages<BackendFacts> = {
  'no-service': {
    title: 'The Service of the rule does not exist',
    sentence: ({ service, instead, meant, isUnseen, action }) =>
      `${action === undefined ? `Service ${nameOf(service)}` : `annotation ${action}, which would say what is done,`} ${isUnseen ? 'is not seen here' : 'does not exist'}${meantText(service, meant)}${answers(instead)}`,
    fix: ({ service, meant, action }) => {
      const { namespace, name } = service
      if (action !== undefined)
        return `Write annotation ${action}, or correct the name of the Service that stands for it.`
      if (meant === undefined)
        return `Create Service ${name} in namespace ${namespace}, or correct its name in the Ingress.`
      return meant.namespace === namespace
        ? `Write ${meant.name} in place of ${name}, or create Service ${name} in namespace ${namespace}.`
        : `Move the Ingress to namespace ${meant.namespace}, or create Service ${name} in namespace ${namespace}.`
    },
    explanation:
      'A rule names a Service of the namespace of its Ingress; there is no way to name one of another namespace. The rule is kept, and its requests are answered with 503 Service Temporarily Unavailable until the Service is there.',
    example: 'backend: {service: {name: web, port: {number: 80}}}   # there is no Service web',
    sample: { service, instead: nobody },
    link: debugging,
  },
  'no-port': {
    title: 'The Service has no such port',
    sentence: ({ service, port, instead }) =>
      `Service ${nameOf(service)} has no port ${port ?? '(none is named)'}${answers(instead)}`,
    fix: ({ near }) =>
      near === null
        ? 'Name a port that the Service has.'
        : `Write port ${typeof near === 'number' ? 'number' : 'name'} ${near}.`,
    explanation:
      'The port of a backend is the number or the name of a port of the Service, not of the container. ingress-nginx takes a targetPort for it, too; where neither fits, there is no endpoint.',
    example: 'backend: {service: {name: web, port: {number: 8080}}}\n# Service web has port 80 only',
    sample: { service, port: 8080, near: 80, instead: nobody },
    link: `${ofService}/#defining-a-service`,
  },
  'none-ready': {
    title: 'No endpoint of the Service is ready',
    sentence: ({ service, total, instead }) =>
      `of ${counted(total, 'endpoint')} of Service ${nameOf(service)} none is ready${answers(instead)}`,
    fix: ({ service: { namespace, name } }) =>
      `Make its pods ready: see "kubectl -n ${namespace} describe endpointslices -l kubernetes.io/service-name=${name}" and their readiness probes.`,
    explanation:
      'The Service matches pods, but none of them passes its readiness probe, so no proxy may send it requests.',
    example: 'kubectl get endpointslices -l kubernetes.io/service-name=web   # ready: false',
    sample: { service, total: 2, instead: nobody },
    link: `${docs}/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/`,
  },
  'no-endpoints': {
    title: 'The Service has no endpoint on the port',
    sentence: ({ service, port, instead, astray }) =>
      astray
        ? `Service ${nameOf(service)} ${astrayText(astray)}${answers(instead)}`
        : `Service ${nameOf(service)} has no endpoint on port ${port}${answers(instead)}`,
    fix: ({ service, astray }) =>
      astray
        ? selectorFix(service, astray)
        : `Let the selector of Service ${nameOf(service)} match running pods that listen on that port.`,
    explanation:
      'No pod matches the selector of the Service, or those that do are not scheduled or have ended. A Service without a selector needs EndpointSlices that somebody else writes.',
    example: 'spec:\n  selector: {app: webb}   # the pods have app: web',
    sample: { service, port: 80, instead: nobody },
    link: debugging,
  },
  'no-target-port': {
    title: 'No pod has a port of the name that the Service sends to',
    sentence: ({ service, port, targetPort, instead }) =>
      `no pod of Service ${nameOf(service)} has a port named ${targetPort}, the targetPort of port ${port}${answers(instead)}`,
    fix: ({ targetPort }) => `Name a container port ${targetPort}, or correct targetPort in the Service.`,
    explanation:
      'A targetPort can be a name. It is looked up among the container ports of each pod; a pod without such a port gives no endpoint for it, however well it runs.',
    example:
      'ports: [{port: 80, targetPort: http}]   # of the Service\nports: [{containerPort: 8080, name: web}]   # of the pod',
    sample: { service, port: 80, targetPort: 'http', instead: nobody },
    link: `${ofService}/#field-spec-ports`,
  },
  'slices-hidden': {
    title: 'The controller does not see the EndpointSlice of the Service',
    sentence: ({ service, slice, ready, instead }) =>
      `Service ${nameOf(service)} has ${counted(ready, 'ready endpoint')}, but in EndpointSlice ${slice}, whose name does not begin with that of the Service, and such slices the controller does not see${answers(instead)}`,
    fix: ({ service: { name } }) => `Rename the EndpointSlice so that its name begins with "${name}-".`,
    explanation:
      'A slice belongs to the Service that its label kubernetes.io/service-name names. ingress-nginx finds slices by the beginning of their names instead, so one that a person or a tool named otherwise does not count, though every other part of the cluster uses it.',
    example: 'kind: EndpointSlice\nmetadata:\n  name: external-db\n  labels: {kubernetes.io/service-name: web}',
    sample: { service, slice: 'external-db', ready: 1, instead: nobody },
    since: '1.4.0',
    link: `${controllerSource}/internal/ingress/controller/store/endpointslice.go`,
  },
  'external-name': {
    title: 'The ExternalName of the Service leads nowhere',
    sentence: ({ service, target, flaw, instead }) =>
      `Service ${nameOf(service)} ${nameFlaws[flaw].says(target)}${answers(instead)}`,
    fix: ({ flaw, target }) =>
      flaw === 'no-name' && hostIn(target) !== null
        ? `Write externalName: ${hostIn(target)}; a port belongs into the Service's, and a path into the Ingress.`
        : nameFlaws[flaw].fix,
    explanation:
      'For an ExternalName the proxy itself asks DNS and calls the address that it gets. It refuses names that lead back to itself, and it cannot use an address where a name should stand.',
    example: 'spec: {type: ExternalName, externalName: 10.0.0.7}',
    sample: { service, target: '10.0.0.7', flaw: 'address', instead: nobody },
    link: `${ofService}/#externalname`,
  },
  'external-port': {
    title: 'The ExternalName has no port of the name, so port 0 is called',
    sentence: ({ service, port }) =>
      `Service ${nameOf(service)} is an ExternalName without a port ${port}, so port 0 is called: 502`,
    fix: () => 'Name the port by its number, or give the Service a port of that name.',
    explanation:
      'An ExternalName needs no ports as long as the Ingress names one by number. A name must be found among the ports of the Service; where it is not, the number is 0, and every call fails with 502 Bad Gateway.',
    example: 'backend: {service: {name: web, port: {name: https}}}\n# Service web is an ExternalName without ports',
    sample: { service, port: 'https' },
    link: choosing,
  },
  'backend-unseen': {
    title: 'Whether anything answers is not known',
    sentence: ({ service, unseen }) =>
      `${unseen === 'Service' ? `Service ${nameOf(service)} was` : `the EndpointSlices of Service ${nameOf(service)} were`} not seen: whether anything answers is not known`,
    explanation:
      'Services or EndpointSlices of the namespace may not be read, or a file does not hold them. The rule is told as far as it can be told without them.',
    example: 'kubectl auth can-i list endpointslices.discovery.k8s.io   # no',
    sample: { service, unseen: 'EndpointSlice' },
    link: `${docs}/reference/access-authn-authz/rbac/`,
  },
  'counted-otherwise': {
    title: 'The controller counts other endpoints than the API does',
    sentence: ({ service, controller, api }) =>
      `the controller balances over ${counted(controller, 'ready endpoint')} for Service ${nameOf(service)}, where the API has ${api}`,
    explanation:
      'With service-upstream the one endpoint is the address of the Service itself, and the cluster balances over its pods. Of a port for UDP the controller takes the endpoints for TCP, and old releases read Endpoints instead of EndpointSlices. What is shown is what this controller does; kubectl shows what the API has.',
    example: 'nginx.ingress.kubernetes.io/service-upstream: "true"   # 1 endpoint, whatever pods there are',
    sample: { service, controller: 1, api: 3 },
    link: choosing,
  },
  'port-by-target': {
    title: 'The port of the rule is only a targetPort of the Service',
    sentence: ({ wanted, taken }) =>
      `the Service has no port ${wanted}; the controller takes port ${label(taken)}, whose targetPort that is, and other controllers would not`,
    fix: ({ taken }) => `Write port number ${taken.port}.`,
    explanation:
      'The API says that a backend names a port of the Service. ingress-nginx takes a targetPort, too, so the rule works here and breaks with another controller.',
    example:
      'backend: {service: {name: web, port: {number: 8080}}}\n# Service web: ports: [{port: 80, targetPort: 8080}]',
    sample: { wanted: 8080, taken: { port: 80, name: 'http' } },
    link: choosing,
  },
  'port-ambiguous': {
    title: 'Another port of the Service is taken than the one that is named',
    sentence: ({ wanted, taken }) =>
      taken.port === wanted
        ? `of two ports ${wanted} the first one counts, ${label(taken)}, whatever its protocol: the endpoints are called over TCP by its targetPort`
        : `port ${wanted} is taken for ${label(taken)}, whose targetPort that is and which comes first in the Service: its endpoints answer, not those of the port of that ${typeof wanted === 'number' ? 'number' : 'name'}`,
    fix: ({ wanted, taken }) =>
      taken.port === wanted
        ? 'Put the port for TCP before the other one in the Service.'
        : `Put port ${wanted} before port ${label(taken)} in the Service, or let no two ports share the number.`,
    explanation:
      'The controller walks through the ports of the Service and takes the first that fits by number, by name or by targetPort, even if a later one fits better.',
    example: 'ports:\n  - {name: admin, port: 81, targetPort: 80}\n  - {name: http, port: 80, targetPort: 8080}',
    sample: { wanted: 80, taken: { port: 81, name: 'admin' } },
    link: choosing,
  },
  'upstream-collision': {
    title: 'Two Services have the same upstream name, and the other one gets the requests',
    sentence: ({ service, other, upstream, first }) =>
      `Service ${nameOf(service)} and Service ${nameOf(other)} have the same upstream name ${upstream}, and ${ingress(first)} came first: requests go to ${nameOf(other)}`,
    fix: ({ service }) =>
      `Give Service ${nameOf(service)} another name, or name its port otherwise (by name instead of number).`,
    explanation:
      'The controller names an upstream NAMESPACE-SERVICE-PORT. All three parts may hold dashes, so a Service b-c of namespace a and a Service c of namespace a-b are one upstream to it. Whoever comes first decides where the requests of both go.',
    example: 'Service web of namespace shop-eu and Service eu-web of namespace shop, both port 80',
    sample: {
      service: { namespace: 'shop', name: 'eu-web' },
      other: { namespace: 'shop-eu', name: 'web' },
      upstream: 'shop-eu-web-80',
      first: { namespace: 'shop-eu', name: 'web' },
    },
    link: `${controllerSource}/internal/ingress/controller/util.go`,
  },
  'service-upstream-of-other': {
    title: 'Another Ingress decides whether the Service is called by its own address',
    sentence: ({ upstream, other, isSet }) =>
      `upstream ${upstream} was made by ${ingress(other)}, ${isSet ? 'with' : 'without'} service-upstream, and that counts here, too: requests go to ${isSet ? 'the address of the Service' : 'its pods'}`,
    fix: () => 'Set service-upstream alike in both Ingresses.',
    explanation:
      'An upstream belongs to a Service and port, not to an Ingress. The first Ingress that names them makes it, and its service-upstream counts for all others.',
    example: 'nginx.ingress.kubernetes.io/service-upstream: "true"   # in the newer of two Ingresses for Service web',
    sample: { upstream: 'shop-web-80', other: { namespace: 'shop', name: 'older' }, isSet: false },
    link: `${controllerDocs}/user-guide/nginx-configuration/annotations/#service-upstream`,
  },
  'default-backend-empty': {
    title: 'The Service of default-backend has no endpoint either',
    sentence: ({ service, codes, instead }) =>
      codes
        ? `Service ${nameOf(service)} of default-backend has no endpoint: ${instead ? `Service ${nameOf(instead)}` : 'the default backend of the controller'} answers in place of ${codes.join(', ')}`
        : `Service ${nameOf(service)} of default-backend has no endpoint either, so it does not step in`,
    fix: ({ service }) => `Let Service ${nameOf(service)} have a ready endpoint.`,
    explanation:
      'The annotation default-backend names a Service that answers where that of the rule has no endpoint, and in place of custom-http-errors. It steps in only if it has one itself.',
    example: 'nginx.ingress.kubernetes.io/default-backend: sorry   # Service sorry has no ready pod',
    sample: { service: { namespace: 'shop', name: 'sorry' } },
    link: `${controllerDocs}/user-guide/nginx-configuration/annotations/#default-backend`,
  },
  'resource-backend': {
    title: 'The backend is no Service',
    sentence: ({ isDefault }) =>
      isDefault
        ? 'its default backend is no Service, which the controller ignores'
        : 'its backend is no Service, which the controller ignores: the default of its host answers',
    fix: ({ isDefault }) => `Name a Service as the ${isDefault ? 'default ' : ''}backend.`,
    explanation:
      'The API lets a backend name any object, such as a bucket. Few controllers can do anything with that; ingress-nginx cannot, and passes the path over.',
    example: 'backend:\n  resource: {apiGroup: k8s.example.com, kind: StorageBucket, name: static}',
    sample: { isDefault: false },
    link: `${docs}/concepts/services-networking/ingress/#resource-backend`,
  },
}

interface NameFlaw {
  /** what is to be said of the Service */
  readonly says: (target: string) => string
  readonly fix: string
}

const resolvable = 'Point the ExternalName to a DNS name that resolves, or use a Service with endpoints.'
function pointing(why: string, fix = resolvable): NameFlaw {
  return { says: (target) => `points to "${target}", ${why}`, fix }
}

const nameFlaws: Readonly<Record<ExternalNameFlaw, NameFlaw>> = {
  forbidden: {
    says: () => 'is an ExternalName, which --disable-svc-external-name forbids',
    fix: 'Use a Service with endpoints, or start the controller without --disable-svc-external-name.',
  },
  'not-allowed': {
    says: () => 'is an ExternalName, which is passed over unless allowExternalNameServices is on',
    fix: 'Use a Service with endpoints, or start the controller with allowExternalNameServices=true.',
  },
  'stands-in': {
    says: () => 'stands in for an ExternalName, so that nginx takes its addresses for names, and finds none of them',
    fix: 'Give the paths that lead to an ExternalName a default-backend that no other path has, and that is an ExternalName itself, or none.',
  },
  'passed-over': pointing(
    'and the controller makes no route of a Service that is only another name',
    'Use a Service with endpoints.',
  ),
  'not-asked': pointing('and the proxy asks no name server for it', 'Use a Service with endpoints.'),
  local: pointing('which the controller refuses'),
  address: pointing('an address where a DNS name is needed'),
  'no-name': pointing('which is no DNS name'),
  unresolvable: pointing('which can never be resolved'),
  'no-such-service': pointing(
    'and there is no such Service',
    'Point the ExternalName to a Service that exists, as NAME.NAMESPACE.svc.cluster.local.',
  ),
}

/** Of a URL, or of a host with its port. */
function hostIn(target: string): string | null {
  return /^(?:[a-z]+:\/\/)?([a-z0-9](?:[-a-z0-9.]*[a-z0-9])?)(?:[:/].*)?$/.exec(target)?.[1] ?? null
}

function answers(instead: Instead): string {
  switch (instead.is) {
    case 'unsaid':
      return ''
    case 'nobody':
      return `: requests are answered with ${instead.status ?? 503}`
    case 'others':
      return ': the rule is left out, and its requests go to another one, or are answered with 404'
    case 'primary':
      return ': the primary gets all requests'
    case 'upstream':
      return `: ${instead.name}, from ${instead.annotation}, ${instead.isEmpty ? 'takes its place and has no endpoint, either: requests are answered with 503' : 'answers in its place'}`
  }
}

function label({ port, name }: { readonly port: number; readonly name: string | null }): string {
  return `${port}${name ? ` (${name})` : ''}`
}
