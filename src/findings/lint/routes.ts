/** What can be wrong in a route or a Gateway as it is written, whoever takes it. */

import type { RouteLintFacts } from '../../domain/findings/lint-facts.js'
import { fullName, nameOf } from '../../domain/objects/ref.js'
import { type Refusal, refusalText } from '../../domain/objects/refusals/refusal.js'
import { counted } from '../../domain/text/counted.js'
import type { Pages } from '../page.js'
import { quote } from '../words.js'

const docs = 'https://gateway-api.sigs.k8s.io'

/** What cures a refusal. */
function refusalFix({ flaw, field, wanted }: Refusal): string {
  switch (flaw) {
    case 'type':
      return `Write ${wanted.join(' or ')}.`
    case 'field':
      return wanted.length === 1 ? `Write ${wanted.join('')} instead.` : 'Remove it, or write the field that was meant.'
    case 'missing':
      return `Add ${field.slice(field.lastIndexOf('.') + 1)}.`
    case 'word':
      return `Write ${wanted.join(' or ')}.`
    case 'both':
      return 'Leave one of both out.'
    case 'twice':
      return 'Write it once.'
  }
}

export const routeLintPages: Pages<RouteLintFacts> = {
  'api-refuses': {
    title: 'The API server refuses the object',
    sentence: (refusal) => `the API server refuses it: ${refusalText(refusal)}`,
    fix: refusalFix,
    explanation:
      'What a file has is read as an API server would read it, and some of it none takes: a value of another type, a word that is none of those that may stand there, a field of a version that is gone. "kubectl apply" says so, at the end of the pipeline. All else that is found of the object is told as if it had been taken without that part.',
    example: "paths:\n- path: /\n  backend: {serviceName: web, servicePort: 80}   # v1beta1's",
    sample: {
      flaw: 'field',
      field: 'spec.rules[0].http.paths[0].backend.serviceName',
      value: null,
      wanted: ['service.name'],
    },
    link: 'https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/',
  },
  'match-header-twice': {
    title: 'A match names a header or a parameter twice',
    sentence: ({ name, part }) =>
      `${part} has ${quote(name)} twice: the first one counts${part === 'headers' ? ' by the specification, and both of them for Envoy Gateway and Traefik' : ', and the other is passed over'}`,
    fix: ({ part }) =>
      `Write what both mean as one entry of ${part}, or give each a match of its own if either is enough.`,
    explanation:
      'All entries of a match must hold, but of those with one name only the first is looked at. Envoy Gateway and Traefik want all of them, which a request with one such header cannot have. The API server refuses names that are written alike, and takes headers that differ in upper and lower case.',
    example: 'matches:\n- headers:\n  - {name: X-Stage, value: next}\n  - {name: x-stage, value: test}',
    sample: { name: 'x-stage', part: 'headers' },
    link: `${docs}/reference/spec/#httproutematch`,
  },
  'too-many': {
    title: 'There are more of them than an API server takes',
    sentence: ({ part, count, most }) =>
      `it has ${count} ${part}, and ${most} are the most: the API server refuses it as a whole`,
    fix: ({ part }) =>
      part === 'listeners'
        ? 'Move some of them into a ListenerSet or another Gateway.'
        : 'Move some of them into another route of the same hostnames and parents.',
    explanation:
      'The lists of a Gateway and of its routes have bounds, so that what is checked of them stays cheap. A file may go over them, a converter easily does, and nobody says so until it is applied.',
    example: 'kind: HTTPRoute\nspec:\n  rules: []   # with 17 of them',
    sample: { part: 'rules', count: 17, most: 16 },
    link: `${docs}/reference/spec/#httproutespec`,
  },
  'weights-zero': {
    title: 'All backends of a rule have weight 0',
    sentence: ({ backends }) =>
      `${backends.length === 0 ? 'the rule has no backendRefs' : `${backends.map(quote).join(', ')}: no backendRef of the rule has a weight above 0`}, so that its requests are answered with an error`,
    fix: ({ backends }) =>
      `${backends.length === 0 ? 'Name a backend' : 'Give one of them a weight'}, or remove the rule.`,
    explanation:
      'A weight of 0 takes a backend out of the share of a rule. Where all have it nobody is left to answer: the proxy says 500, or 503, itself, and other rules are not asked instead.',
    example: 'backendRefs:\n- {name: web, port: 80, weight: 0}',
    sample: { backends: ['web'] },
    link: `${docs}/reference/spec/#httpbackendref`,
  },
  'listener-overlap': {
    title: 'Hostnames of two TLS listeners of a port lie in each other',
    sentence: ({ listener, hostname, wide, isPassedOn, isCovered }) =>
      `${quote(hostname)} of listener ${listener} lies in what listener ${wide} covers, ${isPassedOn ? 'and one of both passes TLS on' : 'which has other certificates'}: ${isCovered ? 'the certificate there is for it, too, so that a browser asks for it on a connection to the other one, and gets 404 or 421' : 'if the certificate there is for it, too, a browser may ask for it on a connection to the other one'}`,
    fix: () => 'Give both the same certificates, or one that is not for the hosts of the other.',
    explanation:
      'A browser uses a connection for all hosts that its certificate is for. The listener was chosen by the name in the handshake, so that a request for the host of another listener comes in at the wrong one. Some implementations turn HTTP/2 off for such listeners.',
    example:
      'listeners:\n- {name: all, hostname: "*.example.com", ...}\n- {name: shop, hostname: shop.example.com, ...}',
    sample: { listener: 'shop', hostname: 'shop.example.com', wide: 'all', isPassedOn: false, isCovered: true },
    link: `${docs}/geps/gep-3567/`,
  },
  'feature-unsupported': {
    title: 'A route uses what its implementation does not claim to do',
    sentence: ({ feature, class: name, by }) =>
      by === null
        ? `it uses ${feature}, which GatewayClass ${name} does not have among its supportedFeatures: it may be refused, or passed over`
        : `it uses ${feature}, which ${by} passes over: nothing of it is done`,
    fix: () => 'Do without it, or hang the route on a Gateway of a class that has it.',
    explanation:
      'Beyond its core the Gateway API has features that an implementation may lack. Its GatewayClass may list those that it has passed the tests of. What is not among them is refused with the route, or silently does nothing; of some implementations it is known what they pass over, whatever the class says.',
    example: 'matches:\n- method: POST   # and the class has no HTTPRouteMethodMatching',
    sample: { feature: 'HTTPRouteMethodMatching', class: 'edge', by: null },
    link: `${docs}/geps/gep-2162/`,
  },
  'backend-https-plain': {
    title: 'A backend for TLS is spoken to in clear text',
    sentence: ({ service, appProtocol, beside, isSeen }) =>
      `Service ${nameOf(service)} ${appProtocol === null ? `port ${service.port}` : `says ${quote(appProtocol)} of port ${service.port}`}, and ${beside === null ? 'no BackendTLSPolicy asks for TLS' : `BackendTLSPolicy ${nameOf(beside)} asks for TLS to a port named ${beside.sections.join(', ')}, which it has not`}: it gets clear text${isSeen ? '' : ', if the implementation has no way of its own'}`,
    fix: ({ service, beside }) =>
      beside === null
        ? `Write a BackendTLSPolicy for Service ${nameOf(service)}, or name its port for clear text.`
        : `Let sectionName of BackendTLSPolicy ${nameOf(beside)} be the name of a port, ${beside.ports.join(' or ')}, or leave it out.`,
    explanation:
      'A proxy speaks HTTP to backends in clear text unless a BackendTLSPolicy says otherwise: a port number, or an appProtocol, changes nothing with most implementations. A server that waits for TLS answers with 400, or redirects to where the request came from.',
    example: 'backendRefs:\n- {name: dashboard, port: 443}',
    sample: {
      service: { namespace: 'ops', name: 'dashboard', port: 443 },
      appProtocol: null,
      beside: null,
      isSeen: true,
    },
    link: `${docs}/api-types/backendtlspolicy/`,
  },
  'redirect-to-listener-port': {
    title: 'A redirect names the port of the listener',
    sentence: ({ listener, port, service, from }) =>
      `the redirect leads to port ${port} of listener ${listener}${from === null ? ', which clients must reach as it is' : `, and clients come in by port ${from} of Service ${service}`}`,
    fix: ({ from }) =>
      `Say in the redirect what clients use: ${from === null ? 'its port' : `port: ${from}`}, or a scheme.`,
    explanation:
      'Where a redirect names neither scheme nor port, the Location has the port of the listener, unless that is the usual one. Behind a balancer that maps 80 to 8080 nobody listens there.',
    example: 'listeners:\n- {name: web, port: 8080, ...}   # behind a Service with port 80',
    sample: { listener: 'web', port: 8080, service: 'edge/proxy', from: 80 },
    link: `${docs}/reference/spec/#httprequestredirectfilter`,
  },
  'path-outranks-host': {
    title: 'A longer path of all hosts outranks routes of a host',
    sentence: ({ request, from, others, title }) =>
      `it has ${request} and its like, which the specification would give to ${fullName(from)}${others === 0 ? '' : ` (and those of ${counted(others, 'other route')})`}: with ${title} paths count before hostnames`,
    fix: ({ from }) => `Give this route hostnames of its own, or ${fullName(from)} that path, too.`,
    explanation:
      'By the specification a route of the very host comes before one of a wildcard or of all hosts. Some implementations add up one number for each match, in which the path outweighs the hostname.',
    example: 'hostnames: [shop.example.com]   # with path /, beside a route of all hosts with path /api',
    sample: {
      request: 'http://shop.example.com/api',
      from: { kind: 'HTTPRoute', namespace: 'shop', name: 'web' },
      others: 0,
      title: 'the implementation',
    },
    link: `${docs}/reference/spec/#httprouterule`,
  },
  'policy-conflict': {
    title: 'Two policies are for one target',
    sentence: ({ target, section, by }) =>
      `${fullName(target)}${section === null ? '' : `, port ${section}`}: ${fullName(by)} is for it, too, and older: this one does nothing`,
    fix: ({ by }) => `Merge both into one, or remove the target here or in ${fullName(by)}.`,
    explanation:
      'Of two policies for one target the older one counts, and of two as old the first by name. The other one is refused as Conflicted, whatever it says.',
    example: 'kind: BackendTLSPolicy   # twice, with targetRefs: [{kind: Service, name: web, ...}]',
    sample: {
      target: { kind: 'Service', namespace: 'shop', name: 'web' },
      section: null,
      by: { kind: 'BackendTLSPolicy', namespace: 'shop', name: 'first' },
    },
    link: `${docs}/geps/gep-713/#conflict-resolution`,
  },
  'grant-useless': {
    title: 'Nobody makes use of a ReferenceGrant',
    sentence: () => 'no Gateway and no route that is seen refers to what it allows',
    fix: () => 'Remove it, or correct the kinds and namespaces of from and the names of to.',
    explanation:
      'A ReferenceGrant opens objects of its namespace to references from others. One that nobody uses is left over, or has a name wrong, and then the reference that it was written for is refused.',
    example:
      'kind: ReferenceGrant\nspec:\n  from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: gone}]',
    sample: {},
    link: `${docs}/api-types/referencegrant/`,
  },
  'grant-wide': {
    title: 'A ReferenceGrant opens all objects of a kind to several namespaces',
    sentence: ({ kinds, namespaces }) =>
      `every ${kinds.join(' and ')} of this namespace may be used from ${namespaces.join(', ')}`,
    fix: () => 'Name the objects in to.',
    explanation:
      'Without a name in to a ReferenceGrant is for all objects of that kind, those that are still to come among them. Who may write routes in one of those namespaces reaches each of them.',
    example: 'to:\n- {group: "", kind: Service}   # no name',
    sample: { kinds: ['Service'], namespaces: ['shop', 'blog'] },
    link: `${docs}/api-types/referencegrant/`,
  },
}
