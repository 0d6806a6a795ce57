/** Listeners of Gateways and ListenerSets that take no requests, or not those that are meant. */
import type { Certificateless, GatewayFlaws } from '../../domain/findings/gateway-flaws.js'
import { setOutWords } from '../../domain/gateway/set-out.js'
import { fullName, nameOf, type Ref } from '../../domain/objects/ref.js'
import { type ConditionWords, conditionWords } from '../condition-words.js'
import type { Pages } from '../page.js'

const api = 'https://gateway-api.sigs.k8s.io'
const parent: Ref = { kind: 'Gateway', namespace: 'infra', name: 'web' }

export const listenerPages: Pages<
  Pick<GatewayFlaws, 'listener-set-out' | 'listener-out' | 'port-frozen' | 'alpn-wanted' | 'listener-idle'>
> = {
  'listener-set-out': {
    title: 'The ListenerSet adds no listeners to its Gateway',
    sentence: ({ set, gateway, why }) =>
      `${fullName(set)} adds no listeners to ${fullName(gateway)}: ${setOutWords[why]}`,
    fix: ({ set, gateway, why, near: [first] }) => {
      switch (why) {
        case 'NotAllowed':
          return `Write spec.allowedListeners: {namespaces: {from: ${set.namespace === gateway.namespace ? 'Same' : 'All'}}} into ${fullName(gateway)}, or a selector that takes namespace ${set.namespace}.`
        case 'no-gateway':
          return first === undefined
            ? `Create ${fullName(gateway)}.`
            : `Write ${first} in spec.parentRef of ${fullName(set)}.`
        case 'unsupported':
          return `Write its listeners into ${fullName(gateway)}, and let routes name that.`
        case 'refused':
          return `See what is said of ${fullName(set)} and of ${fullName(gateway)}.`
      }
    },
    explanation:
      'A ListenerSet brings listeners of its own to a Gateway, which has to let it in: spec.allowedListeners says from which namespaces, and takes none where it is left out. A route that names the ListenerSet hangs on nothing until then.',
    example:
      'kind: Gateway\nspec: {listeners: [...]}   # without allowedListeners\n---\nkind: ListenerSet\nspec: {parentRef: {name: web}, ...}',
    sample: {
      set: { kind: 'ListenerSet', namespace: 'shop', name: 'more' },
      gateway: parent,
      why: 'NotAllowed',
      near: [],
    },
    link: `${api}/geps/gep-1713/`,
  },
  'listener-out': {
    title: 'The listener takes no requests',
    sentence: ({ listener, fault, rival, secret, ports = [] }) =>
      `listener ${listener}: ${secret === undefined ? faultWords(fault).meaning : secretText(secret)}${rival === null ? '' : ` (${rival})`}${ports.length === 0 ? '' : `: the proxy listens at ${ports.join(', ')}`}`,
    fix: ({ fault, secret, ports = [] }) =>
      ports.length > 0
        ? `Write a port at which the proxy listens: ${ports.join(', ')}.`
        : secret?.beside !== undefined
          ? `Secret ${secret.beside}/${secret.name} is there: write namespace: ${secret.beside} in certificateRefs, and create a ReferenceGrant in ${secret.beside} that lets Gateways of ${secret.namespace} name it; or copy it into ${secret.namespace}.`
          : secret?.isThere !== undefined
            ? `${secret.isThere ? 'Write' : 'Create'} Secret ${nameOf(secret)} of type kubernetes.io/tls, with tls.crt and tls.key, or name another one in certificateRefs.`
            : (faultWords(fault).fix ?? 'Choose a port and a protocol that the implementation offers.'),
    explanation:
      'Listeners of one Gateway differ in port, protocol and hostname, and a port has protocols that go together. Of those that clash within a Gateway none may be picked; between a Gateway and its ListenerSets the first one has it.',
    example: 'listeners:\n  - {name: a, port: 80, protocol: HTTP}\n  - {name: b, port: 80, protocol: TCP}',
    sample: { listener: 'b', fault: 'ProtocolConflict', rival: 'a' },
    link: `${api}/reference/spec/#listener`,
  },
  'port-frozen': {
    title: 'Two listeners of a port have one hostname, and the proxy refuses all routes of the port',
    sentence: ({ port, hostname, listeners, routes }) =>
      `port ${port}: ${hostname ?? 'the name of all hosts'} comes from ${(routes.length > 1 ? routes : listeners).join(' and ')} at once, so the proxy refuses all routes of the port; one that runs keeps what it had before`,
    fix: ({ listeners: [first = 'one of them'], routes: [kept, ...others] }) =>
      kept !== undefined && others.length > 0
        ? `Let ${kept} alone have that hostname: take it out of ${others.join(' and ')}.`
        : `Let each route with that hostname name its listener, with sectionName: ${first} for instance.`,
    explanation:
      'A route without sectionName hangs on every listener that takes it. Where two of one port give it the same hostname, some implementations write that name twice into one configuration, which the proxy refuses as a whole: later routes never arrive, and after its next start no host of the port is served. So it is with two TLSRoutes for one hostname. Every status says that all is well.',
    example: 'listeners: [{name: any, port: 80}, {name: wild, port: 80, hostname: "*.example.com"}]',
    sample: { port: 80, hostname: 'shop.example.com', listeners: ['any', 'wild'], routes: [] },
    link: `${api}/reference/spec/#listener`,
  },
  'alpn-wanted': {
    title: 'TLS clients have to name a protocol of HTTP in their handshake',
    sentence: ({ hostnames, by }) =>
      `for ${hostnames.map((one) => one ?? 'hosts without a route of their own').join(', ')} clients that name no protocol of HTTP in the handshake (ALPN) are refused, as long as ${fullName(by)} is there`,
    fix: () => 'Name in an HTTPRoute each host in full that such clients ask for.',
    explanation:
      'As soon as one TLSRoute hangs on it, Traefik refuses TLS connections at all of its entry points that name neither h2 nor http/1.1, unless a route at that entry point has their host in full: a wildcard is not enough. Browsers and curl name one; probes, old libraries and curl --no-alpn may not.',
    example: 'kind: TLSRoute   # and an HTTPRoute with hostnames: ["*.example.com"]',
    sample: { hostnames: ['*.example.com'], by: { kind: 'TLSRoute', namespace: 'shop', name: 'database' } },
    link: `${api}/reference/spec/#tlsroute`,
  },
  'listener-idle': {
    title: 'No route hangs on the listener',
    sentence: ({ listener, hostname, status }) =>
      `listener ${listener}${hostname === null ? '' : ` (${hostname})`} has no route: its ${status === null ? 'connections end' : `requests are answered with ${status}`}`,
    explanation:
      'A listener without routes is open, and answers whatever reaches it with 404, or closes the connection.',
    example: 'listeners: [{name: http, port: 80, protocol: HTTP}]   # no route names it',
    sample: { listener: 'http', hostname: null, status: 404 },
    link: `${api}/reference/spec/#listener`,
  },
}

function faultWords(fault: string): ConditionWords {
  const ofRefs = fault === 'InvalidCertificateRef' || fault === 'InvalidRouteKinds'
  const type = ofRefs ? 'ResolvedRefs' : fault.endsWith('Conflict') ? 'Conflicted' : 'Accepted'
  return conditionWords('listener', type, 'True', fault)
}

function secretText({ isThere, ...secret }: Certificateless): string {
  const what =
    isThere === undefined
      ? 'is of a kind that holds no certificate'
      : isThere
        ? 'has no certificate that can be read'
        : 'does not exist'
  return `${fullName(secret)} ${what}: handshakes fail`
}
