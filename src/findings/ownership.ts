/** Where hosts have owners: who has one as a whole, and why an object is not taken at all. */
import type { DelegateFault, InVain, OwnershipFacts } from '../domain/findings/ownership-facts.js'
import { fullName, nameOf, namesOf, type Ref } from '../domain/objects/ref.js'
import type { Pages } from './page.js'
import { policyFaults } from './policy-faults.js'
import { reasons } from './rejections.js'

const source = 'https://github.com/nginx/kubernetes-ingress/blob/main/internal'
const manual = 'https://docs.nginx.com/nginx-ingress-controller'
const contour = 'https://projectcontour.io/docs/1.33'
const older: Ref = { kind: 'Ingress', namespace: 'shop', name: 'older' }

export const ownershipPages: Pages<OwnershipFacts> = {
  rejected: {
    title: 'The controller rejects the object as a whole',
    sentence: ({ field, reason, value }) => `it is rejected as a whole: ${field} ${reasons[reason].says(value)}`,
    fix: ({ reason }) => reasons[reason].fix,
    explanation:
      'F5 NGINX Ingress Controller checks an object before it takes it, and so does Contour with an HTTPProxy. Where anything in it is not as it should be, nothing of it is served, whatever is right in it. The one says so in an Event Rejected, and writes no address into the status; the other calls the object invalid there, and says why.',
    example: 'spec:\n  rules:\n    - http: {paths: [...]}   # no host',
    sample: { field: 'spec.rules[0].host', reason: 'host-missing', value: null },
    link: `${source}/k8s/validation.go`,
  },
  'host-taken': {
    title: 'Another object has the host, with all of its paths',
    sentence: ({ host, winner, listener }) =>
      `${placeText(host, listener)} belongs to ${fullName(winner)}, which comes first: ${listener === undefined ? 'none of its paths' : 'nothing of it'} is left to this one`,
    fix: ({ winner, listener }) =>
      listener !== undefined
        ? 'Give it a listener of its own in the GlobalConfiguration.'
        : winner.kind === 'Ingress'
          ? `Put the paths into ${fullName(winner)}, or, if this is an Ingress, too, make both minions of a master (nginx.org/mergeable-ingress-type).`
          : `Put the paths into ${fullName(winner)}, or use another host.`,
    explanation:
      'This controller gives a host to one object as a whole. The oldest has it, and of two of the same second the one with the greater UID; the others lose it, even for paths that nobody else asks for.',
    example: 'rules: [{host: shop.example.com, http: {paths: [{path: /two, ...}]}}]   # an older Ingress has path /one',
    sample: { host: 'shop.example.com', winner: older },
    link: `${source}/k8s/configuration.go`,
  },
  'host-tied': {
    title: 'Objects of the same age ask for the host, and which one has it is not known',
    sentence: ({ host, listener, ...all }) =>
      `${placeText(host, listener)} is asked for by ${namesOf(all)}, too, and they are of the same age: which of them has it is not known`,
    fix: () => 'Let one object alone name the host.',
    explanation:
      'Of two objects of the same second the one with the greater UID has the host. Files have no UID, and so it cannot be told of them.',
    example: 'rules: [{host: shop.example.com, ...}]   # in two Ingresses that were made together',
    sample: { host: 'shop.example.com', others: [older] },
    link: `${source}/k8s/configuration.go`,
  },
  'file-collision': {
    title: 'Two objects write one file, and only one of them is in it',
    sentence: ({ file, ...all }) =>
      `${file} is written for ${namesOf(all)}, too: only what was written last is served, and the next change of the other one, or of its endpoints, turns it round`,
    fix: () => 'Rename one of them.',
    explanation:
      'The name of the file is that of the namespace and that of the object, joined by a dash, and both may hold dashes. Both objects have an Event AddedOrUpdated and an address, while the host of one of them answers 404.',
    example: 'team-b/x and team/b-x   # both are in conf.d/team-b-x.conf',
    sample: { file: 'team-b-x.conf', others: [{ kind: 'Ingress', namespace: 'team', name: 'b-x' }] },
    link: `${source}/configs/configurator.go`,
  },
  'no-master': {
    title: 'A part of a host has nobody that holds the host together',
    sentence: ({ host, part, by }) =>
      by !== undefined
        ? `${inVain[by.fault].says(fullName(by.ref), hostText(host))}: this part is not served`
        : part === 'Ingress'
          ? `no master has ${hostText(host)}: this part is not served`
          : part !== 'HTTPProxy'
            ? `no VirtualServer with ${hostText(host)} hands a path on to it: this part is not served`
            : host === null
              ? 'no HTTPProxy with a virtual host that is served leads to it: none of its routes is served'
              : `the HTTPProxy that leads to it from ${hostText(host)} is rejected, and it with it`,
    fix: ({ host, part, by }) =>
      by !== undefined
        ? inVain[by.fault].fix(fullName(by.ref))
        : part === 'Ingress'
          ? 'Give the host to an Ingress with nginx.org/mergeable-ingress-type: master and no paths.'
          : part !== 'HTTPProxy'
            ? 'Name it in a route of a VirtualServer with the same host.'
            : host === null
              ? 'Name it in spec.includes of an HTTPProxy with a virtual host, or give it one.'
              : 'Correct the HTTPProxy that includes it.',
    explanation:
      'A minion adds paths to the host of a master, a VirtualServerRoute to that of a VirtualServer, and an HTTPProxy without a virtual host to that of another one. Where nobody of that kind has the host, as when another Ingress took it, or leads to the part, it is left out.',
    example: 'metadata:\n  annotations: {nginx.org/mergeable-ingress-type: minion}',
    sample: { host: 'shop.example.com', part: 'Ingress' },
    link: `${manual}/configuration/ingress-resources/cross-namespace-configuration/`,
  },
  'delegate-missing': {
    title: 'The path is handed on to routes that are not there',
    sentence: ({ path, wanted, kind, fault, detail }) =>
      `path ${path} is handed on to ${kind} ${wanted}, ${handedOn[fault].says(kind, detail)}`,
    fix: ({ path, wanted, kind, fault }) => handedOn[fault].fix(kind, wanted, path),
    explanation:
      'A route of a VirtualServer may name a VirtualServerRoute, whose subroutes then stand in its place. It must have the same host, and each of its paths must begin with that of the route; else the path answers 404. An HTTPProxy may include others without a virtual host; where one is not there, or has one, its conditions are answered with 502, and the HTTPProxy counts as invalid although the rest of it is served.',
    example: 'routes: [{path: /coffee, route: team/coffee}]   # there is no VirtualServerRoute team/coffee',
    sample: { path: '/coffee', wanted: 'team/coffee', kind: 'VirtualServerRoute', fault: 'missing', detail: null },
    link: `${manual}/configuration/virtualserver-and-virtualserverroute-resources/`,
  },
  'policy-refuses': {
    title: 'A Policy that is named does not count, and every request is answered with 500',
    sentence: ({ policy, fault, field, value }) =>
      `Policy ${nameOf(policy)} ${policyFaults[fault].says(field, value)}: every request is answered with 500`,
    fix: ({ policy, fault, field, value }) => policyFaults[fault].fix(nameOf(policy), field, value),
    explanation:
      'F5 NGINX Ingress Controller lets nobody in where it cannot do what a Policy asks for: a Policy that is not there, that is not valid, that belongs to another class, or whose Secret is missing or of another type, makes it answer 500. Where it is named for a route that is that route alone, where it is named for the host, or on an Ingress, it is all of it. Only kinds that need no NGINX Plus count without it.',
    example: 'policies: [{name: only-inside}]   # there is no Policy only-inside',
    sample: { policy: { namespace: 'shop', name: 'only-inside' }, fault: 'missing', field: null, value: null },
    link: `${manual}/configuration/policy-resource/`,
  },
  'asked-in-vain': {
    title: 'A field says something beside another one with which it means nothing',
    sentence: ({ beside }) =>
      `it means nothing beside ${beside}, and the object counts as invalid, although it is served`,
    fix: () => 'Take one of the two out.',
    explanation:
      'Where TLS is passed on as it is, no certificate is shown, and so none steps in for handshakes without a name. Contour calls such an HTTPProxy invalid, and serves it all the same.',
    example: 'virtualhost: {fqdn: shop.example.com, tls: {passthrough: true, enableFallbackCertificate: true}}',
    sample: { beside: 'spec.virtualhost.tls.passthrough' },
    link: `${contour}/config/tls-termination/`,
  },
  'provider-missing': {
    title: 'A route asks for tokens of a provider that is not there',
    sentence: ({ provider, isGuarded }) =>
      `spec.virtualhost.jwtProviders names no ${provider}: ${isGuarded ? 'nobody has a token that counts' : 'its requests are served without a token'}`,
    fix: ({ provider }) => `Add ${provider} to spec.virtualhost.jwtProviders, or name one that is there.`,
    explanation:
      'A route names the provider whose tokens it takes (jwtVerificationPolicy.require). Where the virtual host has no provider at all, nothing looks for tokens, and the route is open to everybody. Contour calls the HTTPProxy invalid, and serves it all the same.',
    example: 'routes: [{jwtVerificationPolicy: {require: accounts}, services: [...]}]   # no jwtProviders',
    sample: { provider: 'accounts', isGuarded: false },
    link: `${contour}/config/jwt-verification/`,
  },
  'status-differs': {
    title: 'The status of the object says otherwise than the objects',
    sentence: ({ said, is, reason }) =>
      `its status says that it is ${said}, and by the objects it is ${is}${reason === null ? '' : ` (${reason})`}`,
    explanation:
      'Whether an HTTPProxy is valid is worked out from the objects, and what the controller says stands beside it. In the first seconds after a change both differ; where they go on to, the controller does not run, does not see the object, or is set otherwise than is known here.',
    example: 'status: {currentStatus: valid, ...}   # a Service that it names was removed',
    sample: { said: 'valid', is: 'invalid', reason: 'ServiceUnresolvedReference' },
    link: `${contour}/config/fundamentals/`,
  },
  'port-not-compared': {
    title: 'The only port of the Service is taken, whatever number the Ingress names',
    sentence: ({ wanted, taken: { port } }) =>
      `port ${wanted} is not one of the Service, and its port ${port}, which has no name, is taken instead`,
    fix: ({ taken: { port } }) => `Write port number ${port}.`,
    explanation:
      'This controller takes the first port of the Service of which the number or the name fits. An Ingress that names a number names no name, and that fits a port without one. Other controllers serve nothing there.',
    example: 'backend: {service: {name: web, port: {number: 9999}}}\n# Service web has one port: {port: 80}',
    sample: { wanted: 9999, taken: { port: 80, name: null } },
    link: `${source}/k8s/controller.go`,
  },
  'prefix-of-text': {
    title: 'The Prefix is one of the text, not of whole elements',
    sentence: ({ path, also }) => `Prefix ${path} takes ${also}, too: this controller compares letters, not elements`,
    fix: null,
    explanation:
      'By the documentation of Kubernetes a Prefix ends where an element of the path ends. F5 writes it as a location of nginx, and Traefik as PathPrefix, unless strictPrefixMatching is set: prefixes of the text.',
    example: 'paths: [{path: /foo, pathType: Prefix, ...}]   # /foobar goes there, too',
    sample: { path: '/foo', also: '/foobar' },
    link: 'https://nginx.org/en/docs/http/ngx_http_core_module.html#location',
  },
  'trailing-slash': {
    title: 'Without the slash at its end the path is another one',
    sentence: ({ path, isRedirected }) =>
      isRedirected
        ? `requests for ${path.slice(0, -1)} are sent to ${path} (301) and reach no backend: a client that follows no redirect, or sends a body, is not served`
        : `requests for ${path.slice(0, -1)} do not match ${path}: this controller compares letters, not elements`,
    fix: ({ path }) => `Write path: ${path.slice(0, -1)}, if requests for it are meant, too.`,
    explanation:
      'By the documentation of Kubernetes a slash at the end of a Prefix does not count. nginx answers whoever leaves it out with a redirect to the path that has it, where no other location fits exactly; Traefik compares the path as a text, so that the request goes to another rule or to nobody.',
    example: 'paths: [{path: /shop/, pathType: Prefix, ...}]   # and a client asks for /shop',
    sample: { path: '/shop/', isRedirected: true },
    link: 'https://nginx.org/en/docs/http/ngx_http_core_module.html#location',
  },
  'handshake-refused': {
    title: 'No client gets in by https: there is no certificate to show',
    sentence: ({ host, secret }) =>
      `${hostText(host)}: ${secret === null ? (host === null ? 'the controller has no -default-server-tls-secret' : 'its TLS section names no Secret') : `Secret ${nameOf(secret)} holds no certificate of the type kubernetes.io/tls, or does not exist`}, so every TLS handshake is refused`,
    fix: ({ host, secret }) =>
      secret !== null
        ? `Create Secret ${secret.name} of the type kubernetes.io/tls in namespace ${secret.namespace}.`
        : host === null
          ? 'Start the controller with -default-server-tls-secret, and NAMESPACE/NAME of a Secret of the type kubernetes.io/tls.'
          : 'Name a Secret in spec.tls.',
    explanation:
      'Where the Secret of a host cannot be used, this controller shows no default certificate: it refuses the handshake with the alert unrecognized_name. http is redirected to https all the same, and so it is where the controller takes an Ingress for all hosts.',
    example: 'tls: [{hosts: [shop.example.com], secretName: no-such-secret}]',
    sample: { host: 'shop.example.com', secret: { namespace: 'shop', name: 'no-such-secret' } },
    link: `${source}/configs/ingress.go`,
  },
}

const handedOn: Readonly<
  Record<
    DelegateFault,
    {
      readonly says: (kind: string, detail: string | null) => string
      readonly fix: (kind: string, wanted: string, path: string) => string
    }
  >
> = {
  missing: {
    says: (kind) => (kind === 'HTTPProxy' ? 'which does not exist, or is of another class' : 'which does not exist'),
    fix: (kind, wanted, path) =>
      kind === 'HTTPProxy'
        ? `Create HTTPProxy ${wanted} without a virtual host.`
        : `Create ${kind} ${wanted} with the same host and with paths below ${path}.`,
  },
  class: {
    says: () => 'which is of another class, or in a namespace that is not watched',
    fix: (kind, wanted) => `Write the class of this object into spec.ingressClassName of ${kind} ${wanted}.`,
  },
  rejected: {
    says: () => 'which is rejected as a whole',
    fix: (kind, wanted) => `Correct ${kind} ${wanted}: kubectl tkng why tells what is wrong with it.`,
  },
  host: {
    says: (_, host) => `which has another host, ${host}`,
    fix: (kind, wanted) => `Write the host of this object into spec.host of ${kind} ${wanted}.`,
  },
  path: {
    says: (_, path) => `whose path ${path} does not fit`,
    fix: (kind, wanted, path) =>
      /^[~=]/.test(path)
        ? `Give ${kind} ${wanted} the path ${path} alone.`
        : `Begin each path of ${kind} ${wanted} with ${path}.`,
  },
  root: {
    says: () => 'which has a virtual host of its own',
    fix: (kind, wanted) => `Take the virtual host out of ${kind} ${wanted}.`,
  },
  loop: {
    says: () => 'which leads back to itself',
    fix: (kind, wanted) => `Take the include of ${kind} ${wanted} out.`,
  },
  twice: {
    says: () => 'under conditions that another include has, and that one alone counts',
    fix: () => 'Give the include conditions of its own.',
  },
  conditions: {
    says: (_kind, detail) => `under conditions that cannot be: ${detail}`,
    fix: () => 'Correct the conditions of the include.',
  },
}

const inVain: Readonly<
  Record<InVain['fault'], { readonly says: (by: string, host: string) => string; readonly fix: (by: string) => string }>
> = {
  unserved: {
    says: (by, host) => `${by}, which would hold ${host} together, is not served itself`,
    fix: (by) => `Correct ${by}: ask why of it.`,
  },
  host: {
    says: (by, host) => `${by} hands a path on to it for a host of its own, and not for ${host}`,
    fix: (by) => `Write the host of ${by} into spec.host.`,
  },
  paths: {
    says: (by) => `${by} hands a path on to it with which not all of its own paths begin`,
    fix: (by) => `Let all of its paths begin with that path of ${by}.`,
  },
}

function placeText(host: string | null, listener: string | undefined): string {
  if (listener === undefined) return hostText(host)
  return host === null ? `listener ${listener}` : `host ${host} at listener ${listener}`
}

function hostText(host: string | null): string {
  return host === null ? 'the server of all other hosts' : `host ${host}`
}
