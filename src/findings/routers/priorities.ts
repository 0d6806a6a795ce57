/** Where whoever has the highest priority gets a request, and nobody decides between equals. */
import type { PriorityFacts } from '../../domain/findings/priority-facts.js'
import { fullName, nameOf, namesOf, type Ref } from '../../domain/objects/ref.js'
import type { Pages } from '../page.js'
import { entryPointPages } from './entry-points.js'
import {
  annotationCures,
  annotationFaults,
  middlewareCures,
  middlewareFaults,
  routeCures,
  routeFaults,
} from './router-faults.js'

const rules = 'https://doc.traefik.io/traefik/reference/routing-configuration/http/routing/rules-and-priority/'
const source = 'https://github.com/traefik/traefik/blob/v3.7/pkg/provider'
const web: Ref = { kind: 'Ingress', namespace: 'shop', name: 'web' }
const other: Ref = { kind: 'Ingress', namespace: 'shop', name: 'old' }

export const priorityPages: Pages<PriorityFacts> = {
  'undefined-winner': {
    title: 'Several ask for the same, and nobody decides which one wins',
    sentence: ({ priority, ...all }) =>
      `${namesOf(all)} ${sameText(all.others.length === 1, priority)}: which one gets the requests changes whenever the configuration is built anew`,
    fix: ({ priority, ...all }) =>
      priority === null
        ? `Take the host and path out of ${namesOf(all, ', ')}, or out of this one.`
        : `Take the host and path out of ${namesOf(all, ', ')}, or give the one that is meant a priority above ${priority}.`,
    explanation:
      'Contour makes one route of what several Ingresses ask for alike, and which of them has it is left to chance. In Traefik every rule becomes a router, and the one with the highest priority gets a request; without a priority of its own that is the length of its rule. Between equals no age and no name decides: the winner may be another one in each replica, and after each change of any object. Take the host and path out of all but one of them, or give the one that is meant a higher priority (annotation traefik.ingress.kubernetes.io/router.priority, or priority of an IngressRoute).',
    example: 'two Ingresses with the host shop.example.com and the path / of type Prefix',
    sample: { others: [other], priority: 44 },
    link: rules,
  },
  'longer-rule': {
    title: 'Another rule has all its requests, for it is longer',
    sentence: ({ by, rule, priority, own }) =>
      `${by === null ? 'another router' : fullName(by)} takes all of its requests first: ${rule} has priority ${priority}, and this one ${own}`,
    fix: ({ isSame, isInternal, priority }) =>
      isInternal
        ? null
        : isSame
          ? `Move it to an object of its own, and give that the priority ${priority + 1}.`
          : `Give it the priority ${priority + 1}.`,
    explanation:
      'Without a priority of its own, a rule has its length in characters: PathPrefix("/cart") comes before Path("/cart") for no other reason. So Exact loses to Prefix of the same path, and a long path without a host may come before a short path with one. A priority of its own cures it (annotation traefik.ingress.kubernetes.io/router.priority).',
    example: 'paths:\n  - {path: /cart, pathType: Exact, ...}\n  - {path: /cart, pathType: Prefix, ...}',
    sample: {
      by: web,
      isSame: false,
      isInternal: false,
      rule: 'Host("shop.example.com") && PathPrefix("/cart")',
      priority: 48,
      own: 42,
    },
    link: rules,
  },
  'hostless-first': {
    title: 'A rule without a host takes a part of its requests, for it is longer',
    sentence: ({ host, path, by, rule, priority, own }) =>
      `${host}${path} goes to ${fullName(by)}, whose rule names no host: ${rule} has priority ${priority}, and this one ${own}`,
    fix: ({ by, priority }) =>
      `Give it the priority ${priority + 1}, or the rule of ${fullName(by)} the hosts that it is meant for.`,
    explanation:
      'Without a priority of its own, a rule has its length in characters, whether a host is in it or not. So a long path without a host comes before a short path with one, where other controllers look at the host first. A priority of its own cures it (annotation traefik.ingress.kubernetes.io/router.priority, or priority of a route).',
    example:
      'rules:\n  - http: {paths: [{path: /a-rather-long-path-of-mine, ...}]}   # no host\n  - {host: shop.example, http: {paths: [{path: /, ...}]}}',
    sample: {
      ...{ host: 'a.example', path: '/a-rather-long-path-of-mine', by: web },
      ...{ rule: 'PathPrefix("/a-rather-long-path-of-mine")', priority: 41, own: 36 },
    },
    link: rules,
  },
  'connection-taken': {
    title: 'Another router has its connections before it is asked',
    sentence: ({ by, over, name }) => {
      const taker = by === null ? 'another router' : fullName(by)
      if (over === 'udp')
        return `${taker} takes all datagrams of its entry points: of several routers the one whose name is the last of the alphabet has them`
      const what = name === '*' ? 'of every name' : `for ${name}`
      return `${taker} takes connections ${what} first: ${
        over === 'tcp'
          ? 'no request on them is read, so that no rule of HTTP counts'
          : 'routers of HTTP with TLS come before those of connections'
      }`
    },
    fix: ({ by, over }) =>
      over === 'http'
        ? `Take the host out of ${by === null ? 'that router' : fullName(by)}, or use another entry point.`
        : `Give ${by === null ? 'that router' : fullName(by)} an entry point of its own.`,
    explanation:
      'An entry point asks for the name in the handshake before it reads any request. With TLS, routers of HTTP that name the very host come first, then those of an IngressRouteTCP that names it, then routers of HTTP for any host, and last HostSNI(`*`). Without TLS an IngressRouteTCP comes before all HTTP. All datagrams of an entry point go to one router.',
    example: 'match: HostSNI(`*`)   # in an IngressRouteTCP without TLS, on the entry point web',
    sample: { by: { kind: 'IngressRouteTCP', namespace: 'shop', name: 'db' }, over: 'tcp', name: '*' },
    link: 'https://doc.traefik.io/traefik/reference/routing-configuration/tcp/routing/rules-and-priority/',
  },
  ...entryPointPages,
  'router-collision': {
    title: 'Two objects make a router of the same name, and one of them is lost',
    sentence: ({ router, isLost, ...all }) =>
      all.others.length === 0
        ? `its hosts have one router together, ${router}: only one of them is served by it, and which one changes`
        : `${namesOf(all)} ${all.others.length === 1 ? 'makes' : 'make'} a router of the same name, ${router}: ${isLost ? 'it comes later, so that this one is lost' : 'one of them is lost, and which one changes'}`,
    fix: (all) =>
      all.others.length === 0
        ? 'Write path / of type Prefix for each host in the place of the default backend.'
        : `Give ${namesOf(all, ', ')}, or this one, another name.`,
    explanation:
      'The name of a router is made of the namespace and the name of its object, joined by dashes, which both may hold: Ingress b-x of namespace team and Ingress x of namespace team-b have one name. Nothing tells of the one that is lost. Give one of them another name.',
    example: 'Ingress b-x in namespace team, and Ingress x in namespace team-b',
    sample: {
      router: 'team-b-x-rule-0-path-0',
      others: [{ kind: 'Ingress', namespace: 'team-b', name: 'x' }],
      isLost: false,
    },
    link: `${source}/kubernetes/ingress-nginx/translator.go`,
  },
  'service-collision': {
    title: 'Services of several namespaces have one name inside, and one gets all requests',
    sentence: ({ service, others, name, first }) =>
      `Service ${nameOf(service)} and ${others.map((one) => `Service ${nameOf(one)}`).join(' and ')} have the same name inside, ${name}: pods of ${first === null ? 'either' : `Service ${nameOf(first)}`} get the requests of both${first === null ? ', and which changes' : ''}`,
    fix: ({ service, others }) =>
      `Give Service ${nameOf(service)}, or ${others.map((one) => `Service ${nameOf(one)}`).join(', ')}, another name.`,
    explanation:
      "The name of a service is made of namespace, Service and port, joined by dashes, which all of them may hold: Service b-svc of namespace team and Service svc of namespace team-b have one name. So a host of one namespace can be answered by another namespace's pods. Give one of the Services another name, or name its port otherwise (by name instead of number).",
    example: 'Service b-svc in namespace team and Service svc in namespace team-b, both port 8080',
    sample: {
      service: { namespace: 'team', name: 'b-svc' },
      others: [{ namespace: 'team-b', name: 'svc' }],
      name: 'team-b-svc-8080',
      first: null,
    },
    link: `${source}/kubernetes/ingress/kubernetes.go`,
  },
  'no-middleware': {
    title: 'A Middleware that it names is not there, so that its router takes no request',
    sentence: ({ middleware, fault, field, entryPoint }) =>
      `${entryPoint === undefined ? '' : `at entry point ${entryPoint} `}${fault === 'missing' ? 'there is no middleware' : 'middleware'} ${middleware}${middlewareFaults[fault]}${field === undefined ? '' : ` (${field})`}: its router${entryPoint === undefined ? '' : ' there'} is switched off, so that its requests go to another one, or are answered with 404`,
    fix: ({ middleware, fault, near }) =>
      near === undefined ? middlewareCures[fault](middleware) : `Write ${near} in the place of ${middleware}.`,
    explanation:
      'A router that names a middleware which does not exist, or which cannot be made as it is written, is an error, and left out as a whole. In annotations a Middleware is called NAMESPACE-NAME@kubernetescrd.',
    example: 'traefik.ingress.kubernetes.io/router.middlewares: shop-strip@kubernetescrd',
    sample: { middleware: 'shop-strip@kubernetescrd', fault: 'missing' },
    link: 'https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/ingress/',
  },
  'middleware-collision': {
    title: 'Middlewares of several namespaces have one name inside, and one of them counts',
    sentence: ({ middleware, of }) =>
      `${of.map(fullName).join(' and ')} have the same name inside, ${middleware}: which of them stands before this route changes`,
    fix: ({ of }) => `Give ${of.map(fullName).join(', or ')}, another name.`,
    explanation:
      'The name of a middleware is made of its namespace and its name, joined by a dash, which both may hold: Middleware b-auth of namespace team and Middleware auth of namespace team-b have one name. So what guards a route may be what somebody wrote in another namespace. Give one of them another name.',
    example: 'Middleware b-auth in namespace team, and Middleware auth in namespace team-b',
    sample: {
      middleware: 'team-b-auth@kubernetescrd',
      of: [
        { kind: 'Middleware', namespace: 'team', name: 'b-auth' },
        { kind: 'Middleware', namespace: 'team-b', name: 'auth' },
      ],
    },
    link: `${source}/kubernetes/crd/kubernetes.go`,
  },
  'route-refused': {
    title: 'A route names or says something that is refused, so that all of it is left out',
    sentence: ({ subject, fault }) => `${subject} ${routeFaults[fault]}: the whole route is left out`,
    fix: ({ subject, fault }) => routeCures[fault](subject),
    explanation:
      'A route of an IngressRoute is taken whole or not at all: a Service, a Middleware or a TLSOption of another namespace (unless allowCrossNamespace is on), a TraefikService or a ServersTransport that does not exist, or a value that is not known makes it an error, and only a line of the log tells so.',
    example: 'services: [{name: web, namespace: shop, port: 80}]   # in an IngressRoute of another namespace',
    sample: { subject: 'Service shop/web', fault: 'namespace' },
    link: `${source}/kubernetes/crd/kubernetes_http.go`,
  },
  'rule-invalid': {
    title: 'A rule cannot be read, so that its router takes no request',
    sentence: ({ rule, fault }) =>
      rule === '' ? 'it has neither a host nor a path, so that its rule is empty' : `${rule} is no rule: ${fault}`,
    fix: ({ rule, fault }) =>
      rule === ''
        ? 'Write a path: / is for all of them.'
        : fault.startsWith('a text is missing')
          ? 'Write each text of the rule between backticks.'
          : fault.startsWith('unexpected number of parameters')
            ? 'Write a matcher for each text, with || between them; or syntax: v2 beside the match, for rules of Traefik 2.'
            : fault.endsWith('no tls')
              ? 'Write tls beside the routes, with passthrough: true where the Service speaks TLS itself; or HostSNI(`*`).'
              : /nobody expects "[&|](?![&|])/.test(fault)
                ? 'Write && between matchers of which all must fit, and || where one is enough.'
                : null,
    explanation: 'A router whose rule cannot be read is an error, and left out; the others are served.',
    example: 'match: Host(shop.example.com)   # the text needs backticks',
    sample: { rule: 'Host(shop.example.com)', fault: 'a text is missing at "shop.example.com)"' },
    link: rules,
  },
  'rule-template': {
    title: 'A rule is written as those of Traefik 2 are',
    sentence: ({ matcher, text }) =>
      `${matcher}(\`${text}\`) has braces as the rules of Traefik 2 have them: in those of 3 they stand for themselves, and hardly a request has them`,
    fix: ({ matcher, isIngress }) =>
      isIngress
        ? 'Set traefik.ingress.kubernetes.io/router.rulesyntax: v2 on the Ingress; or write a regular expression without braces, with router.pathmatcher: PathRegexp and pathType: ImplementationSpecific.'
        : `Write a regular expression without braces into ${matcher.replace(/^Path(?:Prefix)?$/, 'PathRegexp')}; or syntax: v2 beside the match.`,
    explanation:
      'In Traefik 2 a part of a host or path in braces was a pattern, {name:[a-z]+}. Since Traefik 3 HostRegexp and PathRegexp take regular expressions, and Path and PathPrefix plain texts, so such a rule is read without an error and takes nothing that was meant.',
    example:
      'match: HostRegexp(`{sub:[a-z]+}.example.com`)   # since Traefik 3: HostRegexp(`^[a-z]+\\.example\\.com$`)',
    sample: { matcher: 'HostRegexp', text: '{sub:[a-z]+}.example.com', isIngress: false },
    link: 'https://doc.traefik.io/traefik/migrate/v2-to-v3-details/#router-rule-matchers',
  },
  'default-beside-rules': {
    title: 'A default backend beside rules counts for nothing, or for everybody',
    sentence: ({ only }) =>
      only === 'everybody'
        ? 'its default backend is one for all hosts: what nobody else asks for goes there, too'
        : only === 'hosts'
          ? 'its default backend is passed over, since beside rules it answers for their hosts, and none of them has one'
          : 'its default backend is passed over, since it has rules: what they do not match is answered with 404',
    fix: ({ only }) =>
      only === 'everybody'
        ? 'Write it as path / of type Prefix of the hosts that it is meant for.'
        : 'Write it as a rule without a host, for path / of type Prefix.',
    explanation:
      'Traefik takes a default backend of an Ingress without rules alone, and then it is one for all hosts; Contour and HAProxy take it beside rules, too, for all hosts; for ingress-nginx it answers on the hosts of the rules beside it, so rules without a host leave it none. Write a path / instead.',
    example: 'spec:\n  defaultBackend: {service: {name: web, port: {number: 80}}}\n  rules: [...]',
    sample: { only: null, isRepeated: false },
    link: `${source}/kubernetes/ingress/kubernetes.go`,
  },
  'annotation-refused': {
    title: 'An annotation cannot be read, so that nothing of the object is',
    sentence: ({ annotation, fault, service }) =>
      `annotation ${annotation}${service === null ? '' : ` of Service ${nameOf(service)}`} ${annotationFaults[fault]}: ${
        service !== null
          ? 'no path that leads to the Service is served'
          : fault === 'matcher'
            ? 'the path is passed over'
            : 'the whole Ingress is passed over'
      }`,
    fix: ({ fault }) => annotationCures[fault],
    explanation:
      'Annotations that begin with traefik.ingress.kubernetes.io/router. or …/service. are read as one thing: a name that is not known, or a value of the wrong kind, makes all of it an error, and only a line of the log tells so. Large and small letters are the same to it.',
    example: 'traefik.ingress.kubernetes.io/router.priority: high',
    sample: { annotation: 'traefik.ingress.kubernetes.io/router.priority', fault: 'integer', service: null },
    link: `${source}/kubernetes/ingress/annotations.go`,
  },
  'asked-twice': {
    title: 'The object asks twice for the same, and the last one counts',
    sentence: ({ field }) => `${field} asks for the same, and comes later: this one is passed over`,
    fix: ({ field }) => `Remove this one, or ${field}.`,
    explanation:
      'Both would be a router of the same name with the same rule, so the later one takes the place of the earlier one, and nothing tells of it.',
    example: 'paths:\n  - {path: /cart, pathType: Prefix, ...}\n  - {path: /cart, pathType: Prefix, ...}',
    sample: { field: 'spec.rules[0].http.paths[1]' },
    link: `${source}/kubernetes/ingress/kubernetes.go`,
  },
}

function sameText(isOne: boolean, priority: number | null): string {
  if (priority === null) return isOne ? 'asks for the same' : 'ask for the same'
  return `${isOne ? 'has' : 'have'} the same rule with the same priority (${priority})`
}
