/** Gateways and their routes: https://gateway-api.sigs.k8s.io/ */
import type { Detached, GatewayFlaws } from '../../domain/findings/gateway-flaws.js'
import { fullName, type Ref } from '../../domain/objects/ref.js'
import { conditionWords } from '../condition-words.js'
import type { Pages } from '../page.js'
import { quote } from '../words.js'
import { gatewayBackendPages } from './backends.js'
import { listenerPages } from './listeners.js'

const api = 'https://gateway-api.sigs.k8s.io'
const parent: Ref = { kind: 'Gateway', namespace: 'infra', name: 'web' }
const route: Ref = { kind: 'HTTPRoute', namespace: 'shop', name: 'web' }

export const gatewayPages: Pages<GatewayFlaws> = {
  'gateway-condition': {
    title: 'A condition of a Gateway, a listener or a route is not as it should be',
    sentence: ({ kind, part, type, status, reason, message }) => {
      const { meaning } = conditionWords(kind, type, status, reason)
      const about = part === null ? '' : `${kind === 'listener' ? 'listener ' : ''}${part}: `
      return `${about}${meaning} (${type} ${status}${reason === '' ? '' : `, ${reason}`})${message === '' ? '' : `: ${quote(message.replace(/\.$/, ''))}`}`
    },
    fix: ({ kind, type, status, reason }) => conditionWords(kind, type, status, reason).fix,
    explanation:
      'Controllers write into the status of Gateways, listeners and routes whether they took them, whether their references lead somewhere, and whether the proxy has them. Most conditions are True where all is well; Conflicted, PartiallyInvalid and those of overlaps are so where something is wrong. Reasons that nobody has heard of are legal, and shown as they are.',
    example: 'status:\n  conditions: [{type: Programmed, status: "False", reason: AddressNotAssigned, ...}]',
    sample: {
      kind: 'Gateway',
      part: null,
      type: 'Programmed',
      status: 'False',
      reason: 'AddressNotAssigned',
      message: 'No addresses have been assigned to the Gateway',
    },
    link: `${api}/geps/gep-1364/`,
  },
  'status-behind': {
    title: 'The controller has not read the last change',
    sentence: ({ controller, part, observed, generation }) =>
      `${part === null ? '' : `${part}: `}${controller ?? 'the controller'} has read change ${observed} of ${generation}: what it says is of yesterday`,
    fix: () => 'Look at the log of the controller, and whether it runs, if that lasts longer than some seconds.',
    explanation:
      'Each condition says to which change of its object it belongs, as observedGeneration. An older one than metadata.generation says nothing of what stands there now.',
    example: 'metadata: {generation: 5}\nstatus: {conditions: [{type: Accepted, observedGeneration: 4, ...}]}',
    sample: { controller: 'example.com/controller', part: null, observed: 4, generation: 5 },
    link: `${api}/geps/gep-1364/`,
  },
  'gateway-unclaimed': {
    title: 'No controller takes the Gateway',
    sentence: ({ class: name, controllerName, title, isOff, isElsewhere, near: [first] }) =>
      isElsewhere
        ? controllerName === null
          ? `GatewayClass ${name} is in none of the files, and ${first} is: is that meant?`
          : `no controller is known whose name is ${controllerName}, as class ${name} has it, and ${first} is: is that meant?`
        : controllerName === null
          ? `there is no GatewayClass ${name}, so no controller takes it, and there is no default class`
          : `its class ${name} belongs to ${controllerName}${title === null ? '' : ` (${title})`}, ${isOff ? 'which is started without its provider for Gateways' : 'and no controller of that name has ever looked at it'}`,
    fix: ({ class: name, controllerName, near: [first], isOff, isElsewhere }) =>
      controllerName !== null
        ? isOff
          ? 'Start it with its provider for Gateways, or choose a class of one that reads them.'
          : first !== undefined
            ? `Create a GatewayClass whose controllerName is ${first}, for that of ${name} cannot be changed.`
            : `Install the controller whose controllerName is ${controllerName}, or choose a class of one that runs.`
        : first === undefined
          ? `Create GatewayClass ${name}, or write the name of a class that exists.`
          : `Write gatewayClassName: ${first}${isElsewhere ? `, or leave it where ${name} is elsewhere` : ''}.`,
    explanation:
      'The class of a Gateway names a controller, which compares that name with its own. Where none carries it, the conditions stay as the API server made them, Unknown since 1970, and routes that name the Gateway get no word at all.',
    example: 'kind: Gateway\nspec: {gatewayClassName: public, ...}   # kubectl get gatewayclass knows no public',
    sample: { class: 'public', controllerName: null, near: ['internal'], title: null, isOff: false },
    link: `${api}/api-types/gatewayclass/`,
  },
  'route-detached': {
    title: 'The route hangs on none of the listeners that it names',
    sentence: (facts) => `${parentText(facts)}${detachedText(facts)}`,
    fix: ({ parent: on, section, why, asked, listeners, label, holder, near: [first] }) => {
      switch (why) {
        case 'no-parentRefs':
          return 'Name a Gateway in spec.parentRefs.'
        case 'no-parent':
          return first === undefined
            ? `Create ${fullName(on)}, or correct the parentRef.`
            : `Write ${first} in the parentRef.`
        case 'no-listener':
          return first === undefined
            ? `Correct the parentRef: ${fullName(on)} has ${listeners.join(', ') || 'no listeners'}.`
            : `Write sectionName: ${first} in place of ${section ?? 'what is there'}.`
        case 'kind':
          return 'Name the kind in allowedRoutes.kinds of the listener, or choose one of a protocol that has such routes.'
        case 'namespace':
          return label === null
            ? 'Let allowedRoutes.namespaces of the listener take the namespace of the route, for instance with from: All.'
            : `Give ${asked} the label ${label}, or let allowedRoutes.namespaces of the listener take it.`
        case 'hostname':
          return holder === null
            ? 'Give the route a hostname that the listener covers, or the listener one that covers the route.'
            : `See what is said of listener ${holder}, or remove it.`
        case 'other-kind':
          return 'Let HTTPRoutes and GRPCRoutes have hostnames of their own, or listeners.'
        case 'out':
          return 'See what is said of the listener.'
        case 'refused':
          return `See what is said of ${fullName(on)}.`
      }
    },
    explanation:
      'A route names its parents; each listener of a parent takes it or not, by sectionName and port, by the kinds and namespaces that it allows, and by the hostname. It needs one that takes it. This is worked out from the objects, whatever the status says.',
    example: 'parentRefs: [{name: web, namespace: infra}]   # its listeners allow namespaces from: Same',
    sample: {
      parent,
      section: null,
      why: 'namespace',
      asked: 'namespace shop',
      listeners: ['http takes those of namespace infra', 'https (*.example.com) takes those of namespace infra'],
      near: [],
      label: null,
      holder: null,
    },
    link: `${api}/concepts/api-overview/#attaching-routes-to-gateways`,
  },
  'route-unclaimed': {
    title: 'No controller has said anything of the route',
    sentence: ({ parent: on, section, controllerName }) =>
      `${partText(on, section)}: ${controllerName === null ? 'no controller has written anything' : `${controllerName} has written nothing`} into the status of the route`,
    explanation:
      'The controller of a Gateway writes an entry for each parentRef of a route into its status. Where there is none, it has not seen the route, or does not run; nobody else will say so.',
    example: 'status:\n  parents: []',
    sample: { parent, section: 'http', controllerName: 'example.com/controller' },
    link: `${api}/geps/gep-1364/`,
  },
  'attachment-differs': {
    title: 'The status says otherwise than the objects',
    sentence: ({ parent: on, section, attached, reason, by }) =>
      attached
        ? `${partText(on, section)}: the route hangs on it by the objects, and ${by} says that it does not (${reason})`
        : `${partText(on, section)}: the route does not hang on it by the objects, and ${by} says that it does`,
    explanation:
      'Whether a route hangs on a listener is worked out from the objects, and what the controller says stands beside it. In the first seconds after a change both differ; where they go on to, one of the two is mistaken, and the proxy decides.',
    example: 'status:\n  parents: [{parentRef: {name: web}, conditions: [{type: Accepted, status: "False", ...}]}]',
    sample: { parent, section: 'http', attached: true, reason: 'NotAllowedByListeners', by: 'example.com/controller' },
    link: `${api}/geps/gep-1364/`,
  },
  'hostname-unserved': {
    title: 'A hostname of the route goes with no listener',
    sentence: ({ hostname, listeners, holder }) =>
      `hostname ${hostname} ${holder === null ? `goes with none of its listeners (${listeners.join(', ')})` : `is kept by listener ${holder}, which gives it to nobody`}: it is passed over without a word`,
    fix: ({ hostname, holder }) =>
      holder === null
        ? `Remove ${hostname} from the route, or give a listener a hostname that covers it.`
        : `See what is said of listener ${holder}, or remove it.`,
    explanation:
      'Hostnames of a route that no listener covers are ignored while at least one other is covered, and the status says nothing of it: requests for them are answered with 404. Some implementations also keep a hostname for the listener that names it when that one takes no routes, or no requests.',
    example: 'hostnames: [shop.example.com, shop.example.org]   # the listener has *.example.com',
    sample: { hostname: 'shop.example.org', listeners: ['https (*.example.com)'], holder: null },
    link: `${api}/reference/spec/#httproutespec`,
  },
  'match-taken': {
    title: 'A match of the route has no requests',
    sentence: ({ host, match, why }) =>
      match === null
        ? `nothing is sent on to it${host === null ? '' : ` for ${host}`}: ${why}`
        : `it has no requests for ${match} of ${host ?? 'all hosts'}: ${why}`,
    fix: ({ winner, section, order }) =>
      winner &&
      (section !== undefined
        ? `Let ${fullName(winner)} hang on listener ${section} alone: write sectionName: ${section} in its parentRef.`
        : order !== undefined
          ? `Let it come first: write it before the wider one in its Ingress, or give it a lower ${order} than ${fullName(winner)} has.`
          : 'Change host or match of one of the two, or remove the rule that is no longer meant.'),
    explanation:
      'Of two routes with the same match the older one has all requests, and of those as old the one whose namespace and name come first in the alphabet. Where expressions come before prefixes, one that takes all paths of a prefix has its requests, too; and what an implementation does not understand it leaves out. The route stays Accepted: hardly a status tells of it.',
    example:
      '# shop/web and team/landing\nhostnames: [shop.example.com]\nrules: [{matches: [{path: {value: /}}], ...}]',
    sample: {
      host: 'shop.example.com',
      match: 'PathPrefix /',
      winner: route,
      why: 'HTTPRoute shop/web asks for the same and is older',
    },
    link: `${api}/reference/spec/#httprouterule`,
  },
  'match-by-chance': {
    title: 'Whether the route has the requests of a match is left to chance',
    sentence: ({ why }) => why,
    fix: () =>
      'Give each of the routes a listener of its own, by its sectionName, or remove the one that is no longer meant.',
    explanation:
      'Contour reads routes of connections, and the listeners of a port, in an order that changes: neither age nor name decides, the winner may be another one in each replica, and after each change of any object. The routes stay Accepted.',
    example:
      '# shop/one and team/two, both on the listener of port 9000\nkind: TCPRoute\nspec: {parentRefs: [{name: web}]}',
    sample: {
      why: 'TCPRoute shop/one is not the only TCPRoute for the port, and which of them has it changes with every change',
    },
    link: `${api}/reference/spec/#tcproute`,
  },
  ...gatewayBackendPages,
  ...listenerPages,
}

function partText(on: Ref, section: string | null): string {
  return `${fullName(on)}${section === null ? '' : `, listener ${section}`}`
}

function parentText({ parent: on, section, why }: GatewayFlaws['route-detached']): string {
  return why === 'no-parentRefs' ? '' : `${partText(on, section)}: `
}

function detachedText({ why, section, asked, listeners, holder }: GatewayFlaws['route-detached']): string {
  const have = listeners.length === 0 ? '' : `, it has ${listeners.join(', ')}`
  const takes = section === null ? 'no listener takes' : 'it takes no'
  const words: Readonly<Record<Detached, string>> = {
    'no-parentRefs': 'it names no Gateway in spec.parentRefs',
    'no-parent': 'there is none of that name',
    'no-listener': `it has no listener for ${asked}${have}`,
    kind: `no listener takes ${asked}${have}`,
    namespace: `${takes} routes of ${asked}: ${listeners.join(', ')}`,
    hostname:
      holder === null
        ? `${asked} goes with no hostname of a listener${have}`
        : `${asked} is kept by listener ${holder}, which gives it to nobody`,
    'other-kind':
      'an older route of the other kind, HTTPRoute or GRPCRoute, has its hostnames, and the two may not share them',
    out: 'the listeners that would take it take no requests',
    refused: 'the API server refuses it',
  }
  return words[why]
}
