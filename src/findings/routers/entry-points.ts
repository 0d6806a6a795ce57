/** Where routers listen, and with or without TLS. */
import type { PriorityFacts } from '../../domain/findings/priority-facts.js'
import { someOf } from '../../domain/text/counted.js'
import { nearest } from '../../domain/text/nearest.js'
import type { Pages } from '../page.js'

type EntryPoint = 'entry-point-tls' | 'resolver-missing' | 'tls-unheard' | 'tls-passed' | 'client-certificate-unasked'

export const entryPointPages: Pages<Pick<PriorityFacts, EntryPoint>> = {
  'entry-point-tls': {
    title: 'It listens without TLS where TLS arrives, or the other way round',
    sentence: ({ entryPoint, tls }) =>
      tls
        ? `its router takes TLS alone, and listens at entry point ${entryPoint}, where they come without it: neither http:// nor https:// gets to it`
        : `its router takes requests without TLS, and listens at entry point ${entryPoint}, where they come with it: neither http:// nor https:// gets to it`,
    fix: ({ entryPoint, tls, other }) => {
      const elsewhere = other === null ? null : `let it listen at entry point ${other}`
      if (tls) return elsewhere === null ? 'Take its TLS out.' : `Take its TLS out, or ${elsewhere}.`
      const asking = `Give it TLS (annotation traefik.ingress.kubernetes.io/router.tls: "true", in an IngressRoute tls: {}), or the entry point (--entryPoints.${entryPoint}.http.tls=true)`
      return elsewhere === null ? `${asking}.` : `${asking}, or ${elsewhere}.`
    },
    explanation:
      'An entry point is a port, and whether there is TLS is a matter of each router. A router without TLS at port 443 takes requests that come there without TLS, which nobody sends; one for TLS at port 80 takes TLS there. A client of https:// is shown the default certificate and gets 404.',
    example: 'traefik.ingress.kubernetes.io/router.entrypoints: websecure   # and no router.tls, and no spec.tls',
    sample: { entryPoint: 'websecure', tls: false, other: 'web' },
    link: 'https://doc.traefik.io/traefik/reference/routing-configuration/http/tls/overview/',
  },
  'resolver-missing': {
    title: 'The resolver that shall get its certificate is not there',
    sentence: ({ resolver, known }) =>
      `there is no certificate resolver ${resolver}${known.length === 0 ? '' : `, but ${someOf(known, 5)}`}: nobody asks for a certificate, and clients see the default one`,
    fix: ({ resolver, known }) => {
      const [near] = nearest(resolver, known, 1)
      return near === undefined
        ? `Start the controller with --certificatesresolvers.${resolver}.acme and what belongs to it, or name a Secret with the certificate.`
        : `Write ${near}.`
    },
    explanation:
      'Certificate resolvers are set up where the controller is started (certificatesresolvers.NAME.acme), never by objects of the cluster. A router that names another one is served all the same, and a line of the log is all that tells.',
    example: 'tls: {certResolver: letsencrypt}   # and no --certificatesresolvers.letsencrypt',
    sample: { resolver: 'letsencrypt', known: [] },
    link: 'https://doc.traefik.io/traefik/reference/install-configuration/tls/certificate-resolvers/overview/',
  },
  'tls-unheard': {
    title: 'TLS is asked for a host, and no router of it takes any',
    sentence: ({ host, entryPoints }) =>
      `its TLS section names ${host}, and its router takes requests at entry point ${entryPoints.join(', ')} without TLS alone: https://${host} is answered with 404`,
    fix: ({ entryPoints, other }) =>
      other === null
        ? 'Give the controller an entry point with TLS, or take spec.tls out.'
        : `Write traefik.ingress.kubernetes.io/router.entrypoints: ${[...entryPoints, other].join(',')}; or take spec.tls out.`,
    explanation:
      'The TLS section of an Ingress brings a certificate with it, and no more. Whether a router takes TLS is a matter of its annotation router.tls and of the entry points where it listens: one that is bound to that of port 80 is never asked by https://, and the client is shown the certificate and gets 404.',
    example: 'traefik.ingress.kubernetes.io/router.entrypoints: web   # beside spec.tls',
    sample: { host: 'shop.example.com', entryPoints: ['web'], other: 'websecure' },
    link: 'https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/ingress/',
  },
  'tls-passed': {
    title: 'TLS is passed on as it is, so that the path counts without TLS alone',
    sentence: ({ host }) =>
      host === null
        ? 'ssl-passthrough hands TLS on by the name of a host, and the rule has none: it is served without TLS alone'
        : `ssl-passthrough hands every TLS connection for ${host} to the Service of its path /, if it has one: this path is served without TLS alone`,
    fix: ({ host }) => (host === null ? 'Give the rule a host.' : 'Take ssl-passthrough out, or the path.'),
    explanation:
      'With ssl-passthrough nothing that is said inside of TLS is read. For each host, the Service of its path / gets whole TLS connections, and no other path is looked at. Without TLS all paths are served as they are written.',
    example: 'nginx.ingress.kubernetes.io/ssl-passthrough: "true"\n# and a path /api',
    sample: { host: 'shop.example.com' },
    link: 'https://github.com/traefik/traefik/blob/v3.7/pkg/provider/kubernetes/ingress-nginx/build.go',
  },
  'client-certificate-unasked': {
    title: 'No client is asked for the certificate that its rule wants',
    sentence: ({ host }) =>
      host === null
        ? 'clients are asked for no certificate: the name in a handshake chooses the TLS options, and the rule has no host'
        : `clients are asked for no certificate on ${host}: another router of the host has other TLS options, so that the usual ones count for both`,
    fix: ({ host }) => (host === null ? 'Give the rule a host.' : `Name one TLSOption for every router of ${host}.`),
    explanation:
      'A client shows its certificate in the handshake, before any path is known: the name of the host chooses the TLS options. Where routers of a host at one entry point differ in theirs, Traefik takes the usual options for all of them, and requests come through without a certificate. Of Ingresses with auth-tls-secret, that of the first counts for its whole host.',
    example:
      'nginx.ingress.kubernetes.io/auth-tls-secret: shop/clients\n# and a second Ingress of the same host without it',
    sample: { host: 'shop.example.com' },
    link: 'https://github.com/traefik/traefik/blob/v3.7/pkg/server/aggregator.go',
  },
}
