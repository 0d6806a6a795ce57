/** What the controller's log says of requests that failed, each with what it comes from. */
import type { ActingFacts, LoggedFailure } from '../../domain/findings/acting-facts.js'
import type { Pages } from '../page.js'
import { controllerDocs } from '../words.js'

export const loggedPages: Pages<Pick<ActingFacts, 'failure-logged'>> = {
  'failure-logged': {
    title: 'The log tells why requests failed',
    sentence: ({ is, host, path, ...more }) => `the log says of ${host}${path}: ${logged[is].says(more)}`,
    fix: ({ is, ...more }) => logged[is].fix(more),
    explanation:
      'A client sees 502, 504, 503, 413 or 403 and no reason. nginx writes the reason into its log, with host and path, and so it is known whose request it was.',
    example:
      'upstream sent too big header while reading response header from upstream,\n  request: "GET /login HTTP/1.1", host: "a.example.com"',
    sample: { is: 'headers', host: 'a.example.com', path: '/login', address: '10.1.0.7:8080', limit: '4k', bytes: 0 },
    link: `${controllerDocs}/user-guide/nginx-configuration/annotations/#custom-timeouts`,
  },
}

type Logged = Omit<ActingFacts['failure-logged'], 'is' | 'host' | 'path'>

/** A size of more than this takes, in whole mebibytes, or four times of what it is. */
const more = ({ limit, bytes }: Logged) =>
  bytes > 0
    ? `${Math.ceil(bytes / 2 ** 20)}m`
    : `${4 * Number.parseInt(limit ?? '4', 10)}${/[a-z]$/i.exec(limit ?? '')?.[0] ?? ''}`

const backend = ({ address }: Logged) => address ?? 'the backend'

const logged: Readonly<
  Record<LoggedFailure, { readonly says: (facts: Logged) => string; readonly fix: (facts: Logged) => string }>
> = {
  headers: {
    says: ({ limit }) => `the headers of the answer do not fit into proxy-buffer-size (${limit}): clients get 502`,
    fix: (facts) =>
      `Set annotation proxy-buffer-size: "${more(facts)}", or let the backend send fewer and smaller cookies and tokens.`,
  },
  body: {
    says: ({ limit, bytes }) => `a body of ${bytes} bytes is longer than proxy-body-size (${limit}): clients get 413`,
    fix: (facts) => `Set annotation proxy-body-size: "${more(facts)}".`,
  },
  late: {
    says: (facts) =>
      `${backend(facts)} did not begin an answer in ${facts.limit} seconds (proxy-read-timeout): clients get 504`,
    fix: (facts) => `Set annotation proxy-read-timeout: "${more(facts)}", or let the backend answer sooner.`,
  },
  refused: {
    says: (facts) => `nothing listens on ${backend(facts)}: clients get 502`,
    fix: ({ address }) =>
      `Let the pods listen on all addresses, on the port that the targetPort of the Service names${address === null ? '' : ` (${address.slice(address.lastIndexOf(':') + 1)})`}.`,
  },
  unreachable: {
    says: (facts) => `${backend(facts)} cannot be reached from the controller at all: clients get 504`,
    fix: () =>
      "Let the network policies of the pods' namespace let in the controller, and look at the node of the pod: nothing refused, and nothing answered.",
  },
  plain: {
    says: (facts) => `${backend(facts)} speaks no TLS, and is spoken to over HTTPS: clients get 502`,
    fix: () => 'Take backend-protocol off, or name a port of the Service that speaks TLS.',
  },
  http1: {
    says: (facts) => `${backend(facts)} speaks HTTP/1.1, and is spoken to over gRPC: clients get 502`,
    fix: () => 'Take backend-protocol off, or name a port of the Service that speaks gRPC.',
  },
  'not-http': {
    says: (facts) => `${backend(facts)} answers in another language than HTTP/1.1: clients get 502`,
    fix: () => 'Set backend-protocol: "GRPC", or "HTTPS" where the port speaks TLS.',
  },
  certificate: {
    says: (facts) =>
      `the certificate of ${backend(facts)} is not the one that proxy-ssl-* of the Ingress asks for: clients get 502`,
    fix: () =>
      'Set proxy-ssl-name to a name that the certificate has, and put the authority that signed it into the Secret of proxy-ssl-secret.',
  },
  closed: {
    says: (facts) => `${backend(facts)} closed the connection before it answered: clients get 502`,
    fix: () =>
      'Look for its reason in the log of the pod; a port that speaks TLS or gRPC needs backend-protocol, and who keeps idle connections for less than 60 seconds upstream-keepalive-timeout in the ConfigMap.',
  },
  forbidden: {
    says: ({ address, limit }) =>
      `${address ?? 'a client'} is not let in by ${limit ?? 'a deny of a snippet or of the ConfigMap'}: clients get 403`,
    fix: ({ address, limit }) =>
      `${limit?.startsWith('deny') ? `Take ${address ?? 'the client'} off ${limit}` : `Put ${address ?? 'the client'} on ${limit ?? 'the list'}`}; if that is no client but a node or a balancer, set externalTrafficPolicy: Local on the Service of the controller, or use-forwarded-headers or use-proxy-protocol in its ConfigMap, by which nginx is told of clients.`,
  },
  ...limited('rps', 'requests a second'),
  ...limited('rpm', 'requests a minute'),
  ...limited('connections', 'connections at a time'),
}

function limited<L extends 'rps' | 'rpm' | 'connections'>(is: L, of: string) {
  return {
    [is]: {
      says: ({ address, limit }: Logged) =>
        `${address ?? 'a client'} had more than ${limit ?? 'its'} ${of} (limit-${is}): clients get 503`,
      fix: (facts: Logged) => `Set annotation limit-${is}: "${more(facts)}", or put the client on limit-whitelist.`,
    },
  } as Record<L, { says: (facts: Logged) => string; fix: (facts: Logged) => string }>
}
