/** Why a rule did not get a request, told by `trace`. A miss is no flaw of the rule: there is nothing to cure. */
import type { ContestFacts } from '../domain/findings/facts.js'
import { sentenceOfAnnotation } from './annotations/annotations.js'
import { sentenceOfClass } from './classes.js'
import type { Pages } from './page.js'
import { controllerDocs, controllerSource, docs, ingress, nginxDocs } from './words.js'

const types = `${docs}/concepts/services-networking/ingress/#path-types`
const several = `${docs}/concepts/services-networking/ingress/#multiple-matches`
const wildcards = `${docs}/concepts/services-networking/ingress/#hostname-wildcards`
const owner = { namespace: 'shop', name: 'web' }

const priorities = 'https://doc.traefik.io/traefik/reference/routing-configuration/http/routing/rules-and-priority/'

export const loserPages: Pages<ContestFacts> = {
  'lower-priority': {
    title: 'Another rule has a higher priority',
    sentence: ({ own, winner }) => `its priority is ${own}, that of the winner ${winner}`,
    explanation:
      'Of all rules that take a request, the one with the highest priority gets it. Without a priority of its own, a rule has its length in characters.',
    example: 'kubectl tkng trace http://shop.example.com/cart   # Path("/cart") and PathPrefix("/cart")',
    sample: { own: 42, winner: 48 },
    link: priorities,
  },
  'equal-priority': {
    title: 'Another rule has the same priority, and nobody decides between them',
    sentence: ({ priority }) => `its priority is ${priority}, as that of others: which one wins is decided by nobody`,
    explanation: 'Between rules of the same priority the winner changes whenever the configuration is built anew.',
    example: 'kubectl tkng trace http://shop.example.com/   # two Ingresses have this host and path',
    sample: { priority: 44 },
    link: priorities,
  },
  'path-case': {
    title: 'The path differs in upper and lower case',
    sentence: ({ path }) => `${path}: paths are case-sensitive`,
    explanation: 'Hosts are compared without regard to case, paths with it.',
    example: 'kubectl tkng trace https://shop.example.com/Cart   # the rule has /cart',
    sample: { path: '/cart' },
    link: types,
  },
  'exact-only': {
    title: 'The path is Exact, and the request is for another one',
    sentence: ({ path, isSlash }) =>
      isSlash
        ? `Exact ${path}: a slash at the end makes another path`
        : `Exact ${path} matches that very path only, nothing below it`,
    explanation:
      'Exact takes one path and no other: neither what is below it nor the same path with a slash more or less.',
    example: 'kubectl tkng trace https://shop.example.com/cart/   # the rule has Exact /cart',
    sample: { path: '/cart', isSlash: true },
    link: types,
  },
  'other-element': {
    title: 'The path ends within an element of the path that was asked for',
    sentence: ({ path, asked }) => `${path} matches whole path elements only, so not ${asked}`,
    explanation:
      'Prefix compares element by element, what stands between slashes: /cart matches /cart/1 and not /carts.',
    example: 'kubectl tkng trace https://shop.example.com/carts   # the rule has Prefix /cart',
    sample: { path: '/cart', asked: '/carts' },
    link: types,
  },
  'other-path': {
    title: 'The rule has another path',
    sentence: ({ path }) => `its path is ${path}`,
    explanation:
      'The rule is of the host that was asked for, and its path is another one. It is told only where no rule got the request.',
    example: 'kubectl tkng trace https://shop.example.com/basket   # the rule has /cart',
    sample: { path: '/cart' },
    link: types,
  },
  'exact-first': {
    title: 'An Exact path comes before a Prefix',
    sentence: ({ path, owner }) => `Exact ${path} of ${ingress(owner)} comes before a Prefix`,
    explanation: 'Where a path stands as Exact and as Prefix, Exact takes the very path and Prefix what is below it.',
    example: 'paths:\n  - {path: /cart, pathType: Exact, ...}\n  - {path: /cart, pathType: Prefix, ...}',
    sample: { path: '/cart', owner },
    link: several,
  },
  'shorter-path': {
    title: 'Another rule has a longer path',
    sentence: ({ path, owner }) =>
      path === null ? 'another location comes before it' : `${path} of ${ingress(owner)} is longer`,
    explanation: 'Of all paths of a host that match a request the longest wins, whichever Ingress it is of.',
    example: 'paths:\n  - {path: /, pathType: Prefix, ...}\n  - {path: /cart, pathType: Prefix, ...}',
    sample: { path: '/cart', owner },
    link: several,
  },
  'regex-order': {
    title: 'Another pattern of the host comes first',
    sentence: ({ path, owner }) =>
      `all paths of the host are patterns, tried from the longest on, and ${path === null ? 'another location' : `${path} of ${ingress(owner)}`} comes before it`,
    explanation:
      'With use-regex or rewrite-target in any Ingress of a host all its paths are patterns. The first that matches wins, the longest text first.',
    example: 'paths:\n  - {path: /cart/[a-z]+, ...}   # with use-regex\n  - {path: /cart, ...}',
    sample: { path: '/cart/[a-z]+', owner },
    link: `${controllerDocs}/user-guide/ingress-path-matching/`,
  },
  'less-specific-host': {
    title: 'A more specific host is chosen first',
    sentence: ({ host, chosen }) =>
      `${host ?? 'a rule without host'} ranks below ${chosen ?? 'a named host'}, which is chosen first, and nothing falls through to another host`,
    explanation:
      'First the host is chosen: an exact name before a wildcard, a wildcard before none. Only the paths of that host count; where none matches, no other host is tried.',
    example: 'rules: [{host: "*.example.com", ...}, {host: shop.example.com, ...}]',
    sample: { host: '*.example.com', chosen: 'shop.example.com' },
    link: wildcards,
  },
  'no-fall-through': {
    title: 'A rule without host counts only for hosts that nobody names',
    sentence: ({ chosen }) =>
      `a rule without host counts only for hosts without a server of their own, and ${chosen} has one`,
    explanation:
      'As soon as any Ingress names a host, that host has a server of its own. What its paths do not match goes to its default backend, not to rules without host.',
    example: 'rules: [{http: ...}]   # no host; another Ingress has shop.example.com',
    sample: { chosen: 'shop.example.com' },
    link: `${nginxDocs}/http/request_processing.html`,
  },
  'host-refused': {
    title: 'nginx answers for the whole host before it chooses a path',
    sentence: () => 'nginx answers for the whole host before it chooses a path',
    explanation:
      'A server can answer by itself, such as where client certificates are asked for and cannot be checked, or a name is redirected to another one.',
    example: 'kubectl tkng trace https://www.example.com/   # from-to-www-redirect',
    sample: {},
    link: `${nginxDocs}/http/request_processing.html`,
  },
  'other-host': {
    title: 'Another host has such a path',
    sentence: ({ host, isNamed, elsewhere }) =>
      `${isNamed ? `host ${host} has no such path` : `no rule names host ${host}`}; this rule has such a path on ${elsewhere}${ofStar(host, elsewhere)}`,
    explanation:
      'Nobody got the request, and a host of a name much like it has such a path: mostly a slip of the pen in one of the two.',
    example: 'kubectl tkng trace https://shop.exmaple.com/cart   # the rule has shop.example.com',
    sample: { host: 'shop.exmaple.com', isNamed: false, elsewhere: 'shop.example.com' },
    link: several,
  },
  'other-class': {
    title: 'The Ingress is not of this controller',
    sentence: ({ class: name, by }) =>
      (by && sentenceOfClass(by)) ??
      (name === null
        ? 'it names no class, and this controller takes only Ingresses that do'
        : `its class ${name} is not this controller's, or its namespace is not watched`),
    explanation:
      'Each controller serves the Ingresses of its own class. "kubectl tkng why" tells of an Ingress who takes it.',
    example: 'spec:\n  ingressClassName: internal',
    sample: { class: 'internal' },
    link: `${docs}/concepts/services-networking/ingress/#ingress-class`,
  },
  dropped: {
    title: 'The controller drops the whole Ingress',
    sentence: ({ by }) =>
      by === null ? 'the controller refuses its annotations: the whole Ingress is dropped' : sentenceOfAnnotation(by),
    explanation:
      'An annotation that the controller refuses can take the whole Ingress with it. "kubectl tkng why" tells of the annotation, and what cures it.',
    example: 'nginx.ingress.kubernetes.io/auth-url: "not a URL"',
    sample: { by: null },
    link: `${controllerDocs}/user-guide/nginx-configuration/annotations-risk/`,
  },
  canary: {
    title: 'It is a canary, which shares the location of another Ingress',
    sentence: ({ isAlone }) =>
      isAlone
        ? 'it is a canary, and no ordinary Ingress asks for its host, path and path type'
        : 'it is a canary: it shares the location of the Ingress that it tries out',
    explanation: 'A canary makes no location of its own. Which part of the requests it gets is told with the upstream.',
    example: 'nginx.ingress.kubernetes.io/canary: "true"',
    sample: {},
    link: `${controllerDocs}/user-guide/nginx-configuration/annotations/#canary`,
  },
  'default-backend': {
    title: 'A default backend is asked only where no rule matches',
    sentence: ({ isTaken }) =>
      isTaken ? 'another default backend comes first' : 'a rule matches, so no default backend is asked',
    explanation: 'spec.defaultBackend answers what no rule matches, and of several default backends one is chosen.',
    example: 'spec:\n  defaultBackend: {service: {name: fallback, port: {number: 80}}}',
    sample: { isTaken: false },
    link: `${controllerSource}/internal/ingress/controller/controller.go`,
  },
}

/** Why a wildcard host that reads as if it took the host does not. */
function ofStar(host: string, wildcard: string): string {
  const end = wildcard.slice(1)
  if (`.${host}` === end) return ', whose star stands for one label and not for none'
  const isDeeper = wildcard.startsWith('*.') && host.endsWith(end) && host.slice(0, -end.length).includes('.')
  return isDeeper ? ', whose star stands for one label and not for several' : ''
}
