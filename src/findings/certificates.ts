/** Which certificate a host shows, and whether it is the right one. */

import type { DefaultFlaw, ShownFlaw, ShownInstead, TlsFacts } from '../domain/findings/certificate-facts.js'
import { type NamespacedName, nameOf } from '../domain/objects/ref.js'
import { counted } from '../domain/text/counted.js'
import type { Pages } from './page.js'
import { controllerDocs, controllerSource, docs, ingress } from './words.js'

const ofTls = `${docs}/concepts/services-networking/ingress/#tls`
const ofSecret = `${docs}/concepts/configuration/secret/#tls-secrets`
const ofController = `${controllerDocs}/user-guide/tls/`
/** Of the certificates of Gateways. */
export const ofListeners = 'https://gateway-api.sigs.k8s.io/guides/tls/'
const choosing = `${controllerSource}/internal/ingress/controller/controller.go`

const host = 'shop.example.com'
const secret = { namespace: 'shop', name: 'shop-tls' }
const section = 'tls:\n  - hosts: [shop.example.com]\n    secretName: shop-tls'

export const certificatePages: Pages<TlsFacts> = {
  'tls-ok': {
    title: 'The certificate covers the host and is good',
    sentence: ({ host, days }) => `the certificate of ${on(host)} is good for ${counted(days, 'day')}`,
    explanation:
      'The host shows the certificate that was asked for, it covers the name, and its end is far enough away.',
    example: 'kubectl tkng certs --host shop.example.com',
    sample: { host, days: 86 },
    link: ofController,
  },
  'tls-expiring': {
    title: 'The certificate is about to expire',
    sentence: ({ host, secret, on: date, days }) =>
      `the certificate of ${on(host)}${inSecret(secret)} expires on ${date}, in ${counted(days, 'day')}`,
    fix: ({ secret }) => renew(secret),
    explanation:
      'Whoever renews certificates does so some weeks before their end. One that is nearer to it than that is mostly one that nobody renews any more.',
    example: 'kubectl tkng certs --warn-days 30',
    sample: { host, secret, on: '2026-02-06', days: 6 },
    link: ofController,
  },
  'tls-expired': {
    title: 'The certificate has expired',
    sentence: ({ host, secret, on: date, days }) =>
      `the certificate of ${on(host)}${inSecret(secret)} expired on ${date}${days === 0 ? '' : `, ${counted(days, 'day')} ago`}, and is served anyway: clients refuse it`,
    fix: ({ secret }) => renew(secret),
    explanation:
      'The controller shows what is in the Secret, whatever its dates are. Browsers and most other clients refuse the connection.',
    example: 'kubectl tkng certs --host shop.example.com',
    sample: { host, secret, on: '2026-01-28', days: 3 },
    link: ofController,
  },
  'tls-not-yet-valid': {
    title: 'The certificate is not valid yet',
    sentence: ({ host, secret, from }) =>
      `the certificate of ${on(host)}${inSecret(secret)} is not valid before ${from}: clients refuse it`,
    fix: ({ secret }) => renew(secret),
    explanation:
      'A certificate has a first day, too. One that begins in the future was made by a clock that is wrong, or too early.',
    example: 'openssl x509 -noout -startdate',
    sample: { host, secret, from: '2026-03-01' },
    link: ofController,
  },
  'tls-mismatch': {
    title: 'The certificate does not cover the host',
    sentence: ({ host, secret, names, shown }) =>
      `the certificate${secret === null ? '' : ` in Secret ${nameOf(secret)}`} does not cover ${on(host)}${names.length === 0 ? '' : ` (it is for ${names.join(', ')})`}${shown === 'it' ? ', and is served anyway: clients refuse it' : `: ${instead(shown)}`}`,
    fix: ({ host, secret }) =>
      secret === null
        ? null
        : `Put a certificate with the name ${on(host)} among its SANs into Secret ${nameOf(secret)}.`,
    explanation:
      'The names among the subject alternative names (SANs) of a certificate decide; the common name counts for nothing any more. ingress-nginx does not show a certificate to a host that it does not cover: the default certificate takes its place.',
    example: `${section}\n# the certificate in it is for www.shop.example.com only`,
    sample: { host, secret, names: ['www.shop.example.com'], shown: 'default' },
    link: ofController,
  },
  'tls-no-secret': {
    title: 'The TLS section names no Secret for the host',
    sentence: ({ host, isRefused, isSeen, meant }) =>
      `${on(host)}: its TLS section names no Secret for the host${meant ? `, and ${defaultFlaw(meant)}` : ''}: ${isSeen ? instead(isRefused ? 'nothing' : 'default') : 'the default certificate of the controller is shown'}`,
    fix: ({ host, meant }) =>
      `${meant ? `Put a certificate for ${on(host)} into Secret ${nameOf(meant.secret)}, or name` : 'Name'} ${on(host)} in the hosts of a TLS section with the secretName of its certificate.`,
    explanation:
      'A host gets the Secret of the TLS entry that names it, else the first whose certificate covers it. An entry without secretName asks for the default certificate of the controller, which is a made-up one unless somebody set it.',
    example: 'tls:\n  - hosts: [shop.example.com]',
    sample: { host, isSeen: true },
    link: ofTls,
  },
  'tls-secret-missing': {
    title: 'The Secret of the certificate does not exist',
    sentence: ({ host, secret, shown, isForeign, unread }) =>
      `${on(host)}: Secret ${nameOf(secret)} ${isForeign ? 'is in another namespace, and no ReferenceGrant there permits it' : 'does not exist'}${unread ? `, and cert-manager reads ${unread.annotation} of Ingresses and Gateways, not of an ${unread.kind}` : ''}: ${instead(shown)}`,
    fix: ({ secret: { namespace, name }, isForeign, unread }) => {
      if (unread) return `Create a Certificate with secretName: ${name} and its issuerRef in namespace ${namespace}.`
      if (isForeign) return `Create a ReferenceGrant in namespace ${namespace}: kubectl tkng gateways tells its text.`
      const bare = name.slice(name.lastIndexOf('/') + 1)
      return bare === name
        ? `Create Secret ${name} with tls.crt and tls.key in namespace ${namespace}, where the Ingress is: one of another namespace does not count.`
        : `Write secretName: ${bare || 'NAME'}, the bare name of a Secret with tls.crt and tls.key in namespace ${namespace}, where the Ingress is: one of another namespace cannot be named.`
    },
    explanation:
      'secretName is the name of a Secret in the namespace of the Ingress, never NAMESPACE/NAME. Until it is there, the host shows the default certificate of the controller.',
    example: section,
    sample: { host, secret, shown: 'default' },
    link: ofTls,
  },
  'tls-invalid': {
    title: 'The Secret holds no certificate',
    sentence: ({ host, secret, shown }) =>
      `${on(host)}: Secret ${nameOf(secret)} holds no certificate in tls.crt: ${instead(shown)}`,
    fix: ({ secret }) => `Put certificate and key as PEM into tls.crt and tls.key of Secret ${nameOf(secret)}.`,
    explanation:
      'A Secret for TLS has the certificate with its chain under tls.crt and the key under tls.key, both as PEM. Files under other names, or in another format, do not count.',
    example: 'kubectl create secret tls shop-tls --cert=tls.crt --key=tls.key',
    sample: { host, secret, shown: 'default' },
    link: ofSecret,
  },
  'tls-not-taken': {
    title: 'The made-up certificate of the controller answers',
    sentence: ({ host, secret }) =>
      `${on(host)} shows the made-up certificate of the controller${secret === null ? '' : `: Secret ${nameOf(secret)} was not taken, as where its key does not fit`}`,
    fix: ({ secret }) =>
      secret === null
        ? 'Name a Secret in a TLS section, or set --default-ssl-certificate.'
        : `Put a certificate and the key that belongs to it into Secret ${nameOf(secret)}.`,
    explanation:
      'Where the controller has no certificate to show, it makes one up, which no client trusts. It does so, too, where certificate and key of a Secret do not belong together.',
    example: 'openssl s_client -connect shop.example.com:443   # CN=Kubernetes Ingress Controller Fake Certificate',
    sample: { host, secret },
    link: ofController,
  },
  'tls-default': {
    title: 'No Ingress asks for TLS on the host',
    sentence: ({ host, isRefused }) =>
      `no Ingress asks for TLS on ${on(host)}: ${isRefused ? 'the TLS handshake is refused' : 'the default certificate answers'}`,
    explanation:
      'The controller answers on its port for https whatever the host. Without a TLS section nobody promised that the certificate would fit.',
    example: 'spec:\n  rules: [{host: shop.example.com, ...}]\n  # no tls',
    sample: { host },
    link: ofTls,
  },
  'tls-default-server': {
    title: 'A rule without host shows the certificate of the controller',
    sentence: ({ host }) =>
      `${on(host)} shows the certificate of --default-ssl-certificate, or the controller's own; a TLS section has no say in it`,
    fix: () => 'Name a host in the rule, or set --default-ssl-certificate.',
    explanation:
      'A rule without host belongs to the server of all hosts that nobody names. Which certificate that shows is a flag of the controller.',
    example: 'tls: [{secretName: shop-tls}]\nrules: [{http: ...}]   # no host',
    sample: { host: null },
    link: `${ofController}#default-ssl-certificate`,
  },
  'tls-untold': {
    title: 'Nothing tells which certificate the host shows',
    sentence: ({ host }) => `neither the controller nor a Secret tells which certificate ${on(host)} shows`,
    explanation:
      'The controller could not be asked for its certificates, and the Secret may not be read, or is not in the file.',
    example: 'kubectl auth can-i get secrets   # no',
    sample: { host },
    link: `${docs}/reference/access-authn-authz/rbac/`,
  },
  'tls-passed-through': {
    title: 'Connections of the host are passed through as they are',
    sentence: ({ host }) =>
      `connections for ${on(host)} are passed through as they are: what is behind the controller shows a certificate of its own`,
    explanation:
      'With ssl-passthrough TLS does not end at the controller. The Secret of the Ingress is read all the same, and no client sees the certificate in it.',
    example: 'nginx.ingress.kubernetes.io/ssl-passthrough: "true"\n# the controller runs with --enable-ssl-passthrough',
    sample: { host },
    link: `${ofController}#ssl-passthrough`,
  },
  'tls-of-other': {
    title: 'The TLS section of another Ingress decides for the host',
    sentence: ({ host, by, secret, flaw }) =>
      `the TLS section of ${ingress(by)}, which comes first, decides for ${on(host)}: ${
        secret === null || flaw !== null ? 'the default certificate' : `that of Secret ${nameOf(secret)}`
      } is shown${flaw === null ? '' : ` (${flawOf(flaw, secret)})`}`,
    fix: ({ host }) =>
      `Remove TLS for ${on(host)} from one of the two Ingresses, or let both name the same certificate.`,
    explanation:
      'A host has one certificate. Of several Ingresses of the host the oldest with any TLS section decides, even if its Secret is no good.',
    example: `${section}   # in the newer of two Ingresses for the host`,
    sample: {
      host,
      by: { namespace: 'shop', name: 'older' },
      secret: { namespace: 'shop', name: 'older-tls' },
      flaw: null,
    },
    link: choosing,
  },
  'tls-host-without-rule': {
    title: 'TLS names a host that no rule has',
    sentence: ({ host }) => `TLS names ${host}, which no rule of the Ingress has: no certificate is shown for it`,
    fix: ({ host }) => `Add a rule for ${host}, or take it out of the TLS section.`,
    explanation: 'The hosts of a TLS section choose a certificate for hosts of rules. They make no host by themselves.',
    example: 'tls: [{hosts: [www.shop.example.com], secretName: shop-tls}]\nrules: [{host: shop.example.com, ...}]',
    sample: { host: 'www.shop.example.com' },
    link: ofTls,
  },
  'tls-handshake-differs': {
    title: 'A handshake shows another certificate than the controller names',
    sentence: ({ host, shown }) =>
      `a handshake with ${on(host)} shows ${shown === null ? 'no certificate' : `another certificate (${shown.subject}, ${shown.serial})`}`,
    fix: () => 'Ask again in some seconds; if it stays, compare the replicas.',
    explanation:
      'With --probe a TLS connection is made to the replica, and what it shows is held against what the controller says that it shows. Right after a change the two can differ for a moment.',
    example: 'kubectl tkng certs --probe',
    sample: { host, shown: { subject: 'CN=old.example.com', serial: '0A' } },
    link: ofController,
  },
  'tls-secret-differs': {
    title: 'The Secret holds another certificate than the one that is shown',
    sentence: ({ host, secret, serial }) =>
      `Secret ${nameOf(secret)} holds another certificate (${serial}) than the one that ${on(host)} shows`,
    fix: () => 'Ask again in some seconds; if it stays, see "kubectl tkng status" and the log of the controller.',
    explanation:
      'The controller follows the changes of Secrets without a reload. A replica that shows an old one for longer than seconds has lost touch with the API server, or refused the new one.',
    example: 'kubectl tkng certs --host shop.example.com',
    sample: { host, secret, serial: '0B' },
    link: ofController,
  },
}

function on(host: string | null): string {
  return host ?? 'the default server'
}

function inSecret(secret: NamespacedName | null): string {
  return secret === null ? '' : ` in Secret ${nameOf(secret)}`
}

/** Why a Secret is not shown, as it follows "because". */
export function flawOf(flaw: ShownFlaw, secret: NamespacedName | null): string {
  const name = secret === null ? 'the Secret' : `Secret ${nameOf(secret)}`
  switch (flaw) {
    case 'no-secret':
      return 'its TLS section names no Secret for the host'
    case 'no-certificate':
      return `${name} holds no certificate, or does not exist`
    case 'not-covered':
      return `the certificate in ${name} does not cover the host`
  }
}

/** Why what was given to all that name none is not shown, or shown in vain. */
export function defaultFlaw({ secret, is }: DefaultFlaw): string {
  const name = `Secret ${nameOf(secret)}, which --default-ssl-certificate names,`
  switch (is) {
    case 'missing':
      return `${name} does not exist`
    case 'no-certificate':
      return `${name} holds no certificate`
    case 'expired':
      return `the certificate in ${name} has expired`
    case 'not-covered':
      return `the certificate in ${name} does not cover the host`
  }
}

function renew(secret: NamespacedName | null): string {
  return secret === null ? 'Renew the certificate.' : `Renew the certificate in Secret ${nameOf(secret)}.`
}

const insteads: Readonly<Record<ShownInstead, string>> = {
  default: 'the default certificate is shown, and clients do not trust it',
  other: 'another certificate is shown',
  nothing: 'no certificate is shown, and the TLS handshake is refused',
}

function instead(shown: ShownInstead): string {
  return insteads[shown]
}
