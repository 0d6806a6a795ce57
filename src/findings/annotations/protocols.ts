/** By which protocol the controller speaks to backends, where the other side awaits another one. */
import type { ActingFacts, WithoutHttp2 } from '../../domain/findings/acting-facts.js'
import { nameOf } from '../../domain/objects/ref.js'
import type { Pages } from '../page.js'
import { controllerDocs, ingress, quote } from '../words.js'

const annotations = `${controllerDocs}/user-guide/nginx-configuration/annotations`

type Protocol =
  | 'grpc-without-http2'
  | 'tls-passed-by'
  | 'plain-to-tls'
  | 'protocol-unsaid'
  | 'tls-to-plain'
  | 'verified-without-name'
  | 'verifies-others'
  | 'flag-missing'
  | 'retries-endless'

export const protocolPages: Pages<Pick<ActingFacts, Protocol>> = {
  'grpc-without-http2': {
    title: 'Clients of gRPC cannot come in, since nginx speaks no HTTP/2',
    sentence: ({ protocol, host, lacks }) =>
      lacks === 'tls'
        ? `backend-protocol is ${protocol}, and ${host ?? 'it'} has no certificate: gRPC is HTTP/2, which this release speaks over TLS alone, and calls to port 80 get 400`
        : `backend-protocol is ${protocol}, and use-http2 is "false" in the controller's ConfigMap: gRPC is HTTP/2, which ${host ?? 'no host'}${host === null ? ' speaks' : ' does not speak'} with its clients then`,
    fix: ({ host, lacks }) => `${opensHttp2(host, lacks)}.`,
    explanation:
      'Every call of gRPC is one of HTTP/2. nginx agrees on that in the handshake of TLS; without TLS it speaks it from 1.25 on, which is in ingress-nginx since 1.10.0. By what the backend is spoken to does not matter.',
    example: 'data: {use-http2: "false"}   # and an Ingress with backend-protocol: GRPC',
    sample: { protocol: 'GRPC', host: 'api.example.com', lacks: 'http2' },
    link: `${controllerDocs}/examples/grpc/`,
  },
  'tls-passed-by': {
    title: 'TLS connections of the host are passed on to another Service',
    sentence: ({ host, by }) =>
      `TLS connections of ${host} are passed on as they are to the Service of / (ssl-passthrough of ${ingress(by)}): over https this path gets nothing`,
    fix: ({ by }) => `Give the path a host of its own, or remove ssl-passthrough from ${ingress(by)}.`,
    explanation:
      'With ssl-passthrough whatever comes to the host over TLS goes to one Service before nginx sees it: there is no path yet, whatever Ingress asks for one. Over http the paths of the host are served as ever.',
    example: '# of another Ingress of the host\nnginx.ingress.kubernetes.io/ssl-passthrough: "true"',
    sample: { host: 'shop.example.com', by: { namespace: 'shop', name: 'vault' } },
    link: `${annotations}/#ssl-passthrough`,
  },
  'plain-to-tls': {
    title: 'A port for TLS is spoken to without TLS',
    sentence: ({ service, says }) =>
      `Service ${nameOf(service)} has ${says}, and without backend-protocol it is spoken to without TLS: most programs answer that with 400, or close the connection`,
    fix: ({ outside }) =>
      `Set backend-protocol: "HTTPS"${outside === null ? '' : ` and upstream-vhost: ${quote(outside)}`} on the Ingress, or name the port of the Service that is without TLS.`,
    explanation:
      'TLS of the clients ends at the controller, which opens a connection of its own to the pods: without TLS, whatever the port is called. A program that awaits TLS there says that a plain request was sent to a port for HTTPS, resets the connection, or redirects to https for ever.',
    example: 'ports: [{name: https, port: 443, targetPort: 8443}]   # and an Ingress without backend-protocol',
    sample: { service: { namespace: 'shop', name: 'web' }, port: 443, says: 'port 443 named https', outside: null },
    link: `${annotations}/#backend-protocol`,
  },
  'protocol-unsaid': {
    title: 'A port for gRPC or FastCGI is spoken to over HTTP/1.1',
    sentence: ({ service, says, protocol }) =>
      `Service ${nameOf(service)} has ${says}, and without backend-protocol it is spoken to over HTTP/1.1: ${protocol === 'GRPC' ? 'a server of gRPC' : 'one of FastCGI'} cannot answer that, and clients get 502`,
    fix: ({ protocol, host, lacks }) =>
      `Set backend-protocol: "${protocol}" on the Ingress${protocol === 'GRPC' ? ' ("GRPCS" where the pods speak TLS)' : ''}, or name the port of the Service that is for HTTP.${lacks === null ? '' : ` For the clients of gRPC: ${opensHttp2(host, lacks)}.`}`,
    explanation:
      'The controller speaks HTTP/1.1 to the pods whatever a port is called, and whatever its appProtocol says. Calls of gRPC are HTTP/2, and FastCGI is a protocol of its own.',
    example: 'ports: [{name: grpc, port: 50051}]   # and an Ingress without backend-protocol',
    sample: {
      service: { namespace: 'shop', name: 'api' },
      says: 'port 50051 named grpc',
      protocol: 'GRPC',
      host: null,
      lacks: null,
    },
    link: `${annotations}/#backend-protocol`,
  },
  'tls-to-plain': {
    title: 'A port without TLS is spoken to over TLS',
    sentence: ({ service, setting, says }) =>
      `Service ${nameOf(service)} has ${says}, and ${setting} has it spoken to over TLS: a program without TLS cannot answer that, and clients get ${setting.startsWith('ssl') ? 'no connection' : '502'}`,
    fix: ({ setting }) => `Take ${setting} off the Ingress, or name the port of the Service that is for TLS.`,
    explanation:
      'backend-protocol says what the pods speak, not the clients; and ssl-passthrough hands on the TLS of the clients, which the pods then have to end themselves.',
    example:
      'nginx.ingress.kubernetes.io/backend-protocol: HTTPS   # and the Service has ports: [{name: http, port: 80}]',
    sample: {
      service: { namespace: 'shop', name: 'web' },
      setting: 'backend-protocol: "HTTPS"',
      says: 'port 80 named http',
    },
    link: `${annotations}/#backend-protocol`,
  },
  'verified-without-name': {
    title: 'The certificate of the backend is verified for a name that it does not have',
    sentence: ({ by }) =>
      `proxy-ssl-verify${by === null ? '' : ` of ${ingress(by)}`} is on and proxy-ssl-name is not set, so nginx compares the certificate of the backend with the name upstream_balancer: requests are answered with 502`,
    fix: ({ by }) =>
      `Set proxy-ssl-name${by === null ? '' : ` on ${ingress(by)}`} to a name that the certificate of the backend has, with proxy-ssl-server-name: "on".`,
    explanation:
      'All backends are behind one name inside nginx, upstream_balancer, and that is what the certificate of a backend is compared with, and what is sent as SNI, until proxy-ssl-name says another one. No authority issues a certificate for it. The log of the controller says: upstream SSL certificate does not match "upstream_balancer".',
    example:
      'nginx.ingress.kubernetes.io/backend-protocol: HTTPS\nnginx.ingress.kubernetes.io/proxy-ssl-verify: "on"   # beside a proxy-ssl-secret, and no proxy-ssl-name',
    sample: { by: null },
    link: `${annotations}/#backend-certificate-authentication`,
  },
  'verifies-others': {
    title: 'The certificates of other backends of the host are verified, too',
    sentence: ({ host, other, path }) =>
      `proxy-ssl-verify counts for all of ${host}: ${ingress(other)} has no proxy-ssl-secret, and the certificate of its backend of ${path} is verified by this one's`,
    fix: ({ other }) =>
      `Give ${ingress(other)} a proxy-ssl-secret of its own, or set proxy-ssl-location-only: "true" in the controller's ConfigMap.`,
    explanation:
      'The controller writes proxy-ssl-* of the first Ingress that has them for the whole host, beside its own paths. Backends of other Ingresses that speak HTTPS without a word about certificates are then checked with its authorities, and answer 502 where another authority signed theirs.',
    example:
      '# a.example.com/one: proxy-ssl-verify: "on", with a Secret\n# a.example.com/two, of another Ingress: backend-protocol: HTTPS alone',
    sample: { host: 'a.example.com', other: { namespace: 'shop', name: 'two' }, path: '/two' },
    link: `${controllerDocs}/user-guide/nginx-configuration/configmap/#proxy-ssl-location-only`,
  },
  'flag-missing': {
    title: 'What a flag of the controller names does not exist',
    sentence: ({ flag, named, isNeeded }) =>
      `the controller is started with ${flag}=${nameOf(named)}, which does not exist: ${
        named.kind === 'ConfigMap'
          ? isNeeded
            ? 'it ends with that, again and again'
            : 'it goes by its defaults, whatever another ConfigMap says'
          : 'it shows a certificate of its own making, which no client trusts, where it has no other'
      }`,
    fix: ({ flag, named }) =>
      `Create ${named.kind} ${named.name} in namespace ${named.namespace}, or name the right one by ${flag}.`,
    explanation:
      'The controller looks for its settings, and for the certificate of all hosts without one, under one name each. Where nothing is there it writes a line into its log, and goes on without.',
    example: 'args: [--default-ssl-certificate=ingress-nginx/wildcard]   # and there is no such Secret',
    sample: {
      flag: '--default-ssl-certificate',
      named: { kind: 'Secret', namespace: 'ingress-nginx', name: 'wildcard' },
      isNeeded: false,
    },
    link: `${controllerDocs}/user-guide/cli-arguments/`,
  },
  'retries-endless': {
    title: 'Where no endpoint can be reached, nginx asks again without end',
    sentence: ({ protocol, directive, setting, isOfAll }) =>
      `${setting === null ? `the controller sets no ${directive}, by which nginx would stop asking backends that speak ${protocol}` : `${setting} is 0${isOfAll ? ' in the ConfigMap' : ''}, which is "without end"`}: where no endpoint can be reached, a request is tried again until its client goes`,
    fix: ({ directive, setting }) =>
      setting === null
        ? `Write ${directive} 3; into http-snippet of the ConfigMap.`
        : `Write ${setting}: "3", as it is where nobody says it, or give proxy-next-upstream-timeout a number of seconds.`,
    explanation:
      'The balancer of the controller always has one more endpoint to ask, and be it the same one. For HTTP the controller has nginx stop after three; for gRPC and FastCGI nobody tells nginx how often is enough, and it asks thousands of times a second where connections are refused at once. Before an Ingress without ready endpoints there is no such trouble: it is answered with 503.',
    example: 'nginx.ingress.kubernetes.io/backend-protocol: "GRPC"',
    sample: { protocol: 'GRPC', directive: 'grpc_next_upstream_tries', setting: null, isOfAll: true },
    link: 'https://github.com/kubernetes/ingress-nginx/issues/12090',
  },
}

function opensHttp2(host: string | null, lacks: WithoutHttp2): string {
  const tls = `ame ${host ?? 'the host'} in a TLS section with the Secret of its certificate, and call it over https, or use release 1.10.0 or later`
  if (lacks === 'tls') return `N${tls}`
  return `Set use-http2: "true" in the controller's ConfigMap, or take use-http2 out${lacks === 'both' ? `; and n${tls}` : ''}`
}
