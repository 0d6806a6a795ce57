/** Where hosts have owners: who has one as a whole, and why an object is not taken at all. */
import type { OwnershipFacts, RejectedFor } from '../domain/findings/ownership-facts.js'
import { nameOf, type Ref } from '../domain/objects/ref.js'
import type { Pages } from './page.js'
import { quote } from './words.js'

const source = 'https://github.com/nginx/kubernetes-ingress/blob/main/internal'
const manual = 'https://docs.nginx.com/nginx-ingress-controller'
const older: Ref = { kind: 'Ingress', namespace: 'shop', name: 'older' }

export const ownershipPages: Pages<OwnershipFacts> = {
  rejected: {
    title: 'The controller rejects the object as a whole',
    sentence: ({ field, reason, value }) => `it is rejected as a whole: ${field} ${reasons[reason].says(value)}`,
    fix: ({ reason }) => reasons[reason].fix,
    explanation:
      'This controller checks an object before it takes it. Where anything in it is not as it should be, nothing of it is served, whatever is right in it; it says so in an Event Rejected, and writes no address into the status.',
    example: 'spec:\n  rules:\n    - http: {paths: [...]}   # no host',
    sample: { field: 'spec.rules[0].host', reason: 'host-missing', value: null },
    link: `${source}/k8s/validation.go`,
  },
  'host-taken': {
    title: 'Another object has the host, with all of its paths',
    sentence: ({ host, winner }) =>
      `${hostText(host)} belongs to ${named(winner)}, which comes first: none of its paths is left to this one`,
    fix: ({ winner }) =>
      winner.kind === 'Ingress'
        ? `Put the paths into ${named(winner)}, or make both minions of a master (nginx.org/mergeable-ingress-type).`
        : `Put the paths into ${named(winner)}, or use another host.`,
    explanation:
      'This controller gives a host to one object as a whole. The oldest has it, and of two of the same second the one with the greater UID; the others lose it, even for paths that nobody else asks for.',
    example: 'rules: [{host: shop.example.com, http: {paths: [{path: /two, ...}]}}]   # an older Ingress has path /one',
    sample: { host: 'shop.example.com', winner: older },
    link: `${source}/k8s/configuration.go`,
  },
  'host-tied': {
    title: 'Objects of the same age ask for the host, and which one has it is not known',
    sentence: ({ host, others }) =>
      `${hostText(host)} is asked for by ${others.map(named).join(' and ')}, too, and they are of the same age: which of them has it is not known`,
    fix: () => 'Let one object alone name the host.',
    explanation:
      'Of two objects of the same second the one with the greater UID has the host. Files have no UID, and so it cannot be told of them.',
    example: 'rules: [{host: shop.example.com, ...}]   # in two Ingresses that were made together',
    sample: { host: 'shop.example.com', others: [older] },
    link: `${source}/k8s/configuration.go`,
  },
  'file-collision': {
    title: 'Two objects write one file, and only one of them is in it',
    sentence: ({ file, others }) =>
      `${file} is written for ${others.map(named).join(' and ')}, too: only what was written last is served, and the next change of the other one, or of its endpoints, turns it round`,
    fix: () => 'Rename one of them.',
    explanation:
      'The name of the file is that of the namespace and that of the object, joined by a dash, and both may hold dashes. Both objects have an Event AddedOrUpdated and an address, while the host of one of them answers 404.',
    example: 'team-b/x and team/b-x   # both are in conf.d/team-b-x.conf',
    sample: { file: 'team-b-x.conf', others: [{ kind: 'Ingress', namespace: 'team', name: 'b-x' }] },
    link: `${source}/configs/configurator.go`,
  },
  'no-master': {
    title: 'A part of a host has nobody that holds the host together',
    sentence: ({ host }) =>
      `no master, and no VirtualServer that hands a path on, has ${hostText(host)}: this part is not served`,
    fix: () =>
      'Give the host to an Ingress with nginx.org/mergeable-ingress-type: master and no paths, or name this object in a route of the VirtualServer.',
    explanation:
      'A minion adds paths to the host of a master, and a VirtualServerRoute to that of a VirtualServer. Where nobody of that kind has the host, as when another Ingress took it, the part is left out.',
    example: 'metadata:\n  annotations: {nginx.org/mergeable-ingress-type: minion}',
    sample: { host: 'shop.example.com' },
    link: `${manual}/configuration/ingress-resources/cross-namespace-configuration/`,
  },
  'delegate-missing': {
    title: 'The path is handed on to routes that are not there',
    sentence: ({ path, wanted }) =>
      `path ${path} is handed on to VirtualServerRoute ${wanted}, which does not exist, or has another host, or a path that is not below it`,
    fix: ({ path, wanted }) => `Create VirtualServerRoute ${wanted} with the same host and with paths below ${path}.`,
    explanation:
      'A route of a VirtualServer may name a VirtualServerRoute, whose subroutes then stand in its place. It must have the same host, and each of its paths must begin with that of the route; else the path answers 404.',
    example: 'routes: [{path: /coffee, route: team/coffee}]   # there is no VirtualServerRoute team/coffee',
    sample: { path: '/coffee', wanted: 'team/coffee' },
    link: `${manual}/configuration/virtualserver-and-virtualserverroute-resources/`,
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
      'By the documentation of Kubernetes a Prefix ends where an element of the path ends. This controller writes it as a location of nginx, which is a prefix of the text.',
    example: 'paths: [{path: /foo, pathType: Prefix, ...}]   # /foobar goes there, too',
    sample: { path: '/foo', also: '/foobar' },
    link: 'https://nginx.org/en/docs/http/ngx_http_core_module.html#location',
  },
  'handshake-refused': {
    title: 'No client gets in by https: there is no certificate to show',
    sentence: ({ host, secret }) =>
      `host ${host}: ${secret === null ? 'its TLS section names no Secret' : `Secret ${nameOf(secret)} holds no certificate of the type kubernetes.io/tls, or does not exist`}, so every TLS handshake is refused`,
    fix: ({ secret }) =>
      secret === null
        ? 'Name a Secret in spec.tls.'
        : `Create Secret ${secret.name} of the type kubernetes.io/tls in namespace ${secret.namespace}.`,
    explanation:
      'Where the Secret of a host cannot be used, this controller shows no default certificate: it refuses the handshake with the alert unrecognized_name. http is redirected to https all the same.',
    example: 'tls: [{hosts: [shop.example.com], secretName: no-such-secret}]',
    sample: { host: 'shop.example.com', secret: { namespace: 'shop', name: 'no-such-secret' } },
    link: `${source}/configs/ingress.go`,
  },
}

const reasons: Readonly<
  Record<RejectedFor, { readonly says: (value: string | null) => string; readonly fix: string }>
> = {
  'host-missing': {
    says: () => 'is missing, and the controller takes no Ingress for all hosts',
    fix: 'Give each rule a host, or start the controller with -allow-empty-ingress-host.',
  },
  'host-twice': {
    says: (host) => `names ${host === null ? 'all hosts' : `host ${host}`} a second time`,
    fix: 'Put all paths of a host into one rule.',
  },
  'no-rules': { says: () => 'is empty', fix: 'Give it a rule for each host.' },
  'no-backend': { says: () => 'is missing', fix: 'Name a Service.' },
  resource: { says: (kind) => `is a ${kind}, and only Services are taken`, fix: 'Name a Service.' },
  'path-missing': { says: () => 'is missing', fix: 'Write path /.' },
  'path-form': { says: (path) => `is ${quote(path ?? '')}, which is not taken`, fix: 'Correct the path.' },
  'snippets-off': {
    says: () => 'is a snippet, and the controller takes none',
    fix: 'Remove the snippet, or start the controller with -enable-snippets.',
  },
  value: { says: (value) => `has the value ${quote(value ?? '')}, which is not taken`, fix: 'Correct the value.' },
  'service-unknown': {
    says: (value) => `names a Service that the Ingress does not have (${quote(value ?? '')})`,
    fix: 'Name Services that stand in the rules of the Ingress.',
  },
  'paid-only': { says: () => 'needs NGINX Plus', fix: 'Remove the annotation.' },
  'master-rules': {
    says: () => 'of a master must be one rule with a host and without paths',
    fix: 'Move its paths into minions.',
  },
  'minion-rules': {
    says: () => 'of a minion must be one rule with paths',
    fix: 'Split it into one minion for each host.',
  },
  'minion-tls': { says: () => 'is a matter of the master', fix: 'Move spec.tls into the master.' },
}

function hostText(host: string | null): string {
  return host === null ? 'the server of all other hosts' : `host ${host}`
}

function named(ref: Ref): string {
  return `${ref.kind} ${nameOf(ref)}`
}
