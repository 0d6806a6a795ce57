/** The kinds that Traefik brought with it, as far as routing goes: https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/crd/http/ingressroute/ */
import { type CustomKind, type CustomObject, type Shape, values } from '../../../../domain/objects/custom.js'
import { list, record, text, texts } from '../../../../domain/objects/project-fields.js'
import { type NamespacedName, refOf } from '../../../../domain/objects/ref.js'
import { corsFields } from '../../../../languages/traefik/config/read.js'

// https://doc.traefik.io/traefik/migrate/v2-to-v3-details/#kubernetes-crds-api-group-traefikcontainous
const group = {
  ...{ group: 'traefik.io', version: 'v1alpha1', namespaced: true },
  formerGroup: 'traefik.containo.us',
} as const

const reference: Shape = values('name namespace')
const service: Shape = {
  ...values('name namespace kind port weight scheme strategy nativeLB nodePortLB'),
  healthCheck: {},
  middlewares: reference,
  ...values('passHostHeader serversTransport'),
}
const tls: Shape = { ...values('secretName certResolver passthrough'), options: reference }

export const ingressRoutes: CustomKind = {
  ...group,
  kind: 'IngressRoute',
  plural: 'ingressroutes',
  shape: {
    spec: {
      ...values('ingressClassName entryPoints'),
      parentRefs: reference,
      routes: { match: 'text', ...values('priority syntax'), services: service, middlewares: reference },
      tls,
    },
  },
  secretsOf: secretOfTls,
}

/** Connections that are passed on as they are: one of these may have the host of an IngressRoute. */
export const tcpRoutes: CustomKind = {
  ...group,
  kind: 'IngressRouteTCP',
  plural: 'ingressroutetcps',
  shape: {
    spec: {
      ...values('ingressClassName entryPoints'),
      routes: { match: 'text', ...values('priority syntax'), services: service, middlewares: reference },
      tls,
    },
  },
  secretsOf: (one) => (record(one.spec.tls).passthrough === true ? [] : secretOfTls(one)),
}

export const udpRoutes: CustomKind = {
  ...group,
  kind: 'IngressRouteUDP',
  plural: 'ingressrouteudps',
  shape: { spec: { ...values('ingressClassName entryPoints'), routes: { services: service } } },
}

const ipStrategy = values('depth excludedIPs ipv6Subnet')
const sourceCriterion: Shape = { ipStrategy, requestHeaderName: {}, requestHost: 'value' }

/** Of headers that are set no more is read than that they are. */
const headers: Shape = {
  ...values([...corsFields, 'allowedHosts'].join(' ')),
  ...values('stsSeconds frameDeny contentTypeNosniff browserXssFilter forceSTSHeader stsIncludeSubdomains stsPreload'),
  ...values('isDevelopment sslRedirect sslTemporaryRedirect sslForceHost'),
  ...Object.fromEntries(
    ['customRequestHeaders', 'customResponseHeaders', 'hostsProxyHeaders', 'sslProxyHeaders', 'sslHost', 'publicKey']
      .concat(['customFrameOptionsValue', 'customBrowserXSSValue', 'contentSecurityPolicy', 'referrerPolicy'])
      .concat(['contentSecurityPolicyReportOnly', 'permissionsPolicy', 'featurePolicy'])
      .map((name) => [name, {}]),
  ),
}

/** Of what they do, that which decides where a request goes; of all others that they are there. */
export const middlewares: CustomKind = {
  ...group,
  kind: 'Middleware',
  plural: 'middlewares',
  shape: {
    spec: {
      redirectScheme: values('scheme port permanent'),
      redirectRegex: { ...values('regex replacement', 'path'), permanent: 'value' },
      stripPrefix: { prefixes: 'path', forceSlash: 'value' },
      stripPrefixRegex: { regex: 'path' },
      addPrefix: { prefix: 'path' },
      replacePath: { path: 'path' },
      replacePathRegex: values('regex replacement', 'path'),
      chain: { middlewares: reference },
      forwardAuth: { ...values('address authResponseHeadersRegex'), tls: values('caSecret certSecret') },
      ipAllowList: { ...values('sourceRange rejectStatusCode'), ipStrategy },
      ipWhiteList: { sourceRange: 'value', ipStrategy },
      errors: { service, status: 'value', statusRewrites: 'map' },
      basicAuth: { secret: 'value', headerField: {} },
      digestAuth: { secret: 'value', headerField: {} },
      headers,
      rateLimit: {
        ...{ sourceCriterion, period: 'value' },
        redis: { ...values('secret dialTimeout readTimeout writeTimeout'), tls: values('caSecret certSecret') },
      },
      inFlightReq: { amount: 'value', sourceCriterion },
      circuitBreaker: values('expression checkPeriod fallbackDuration recoveryDuration'),
      retry: values('attempts initialInterval timeout status disableRetryOnNetworkError'),
      buffering: values(
        'retryExpression maxRequestBodyBytes memRequestBodyBytes maxResponseBodyBytes memResponseBodyBytes',
      ),
      compress: values('includedContentTypes excludedContentTypes encodings defaultEncoding'),
      ...Object.fromEntries(
        ['contentType', 'grpcWeb', 'passTLSClientCert', 'plugin', 'encodedCharacters'].map((name) => [name, {}]),
      ),
    },
  },
  secretsOf,
}

/** What stands before connections. */
export const tcpMiddlewares: CustomKind = {
  ...group,
  kind: 'MiddlewareTCP',
  plural: 'middlewaretcps',
  shape: {
    spec: {
      ipAllowList: { sourceRange: 'value' },
      ipWhiteList: { sourceRange: 'value' },
      inFlightConn: { amount: 'value' },
    },
  },
}

/** What a Middleware asks with, or by. */
export function secretsOf(one: CustomObject): readonly NamespacedName[] {
  const { basicAuth, digestAuth, forwardAuth, rateLimit } = one.spec
  const { caSecret, certSecret } = record(record(forwardAuth).tls)
  const { secret, tls } = record(record(rateLimit).redis)
  const ofLimit = [secret, record(tls).caSecret, record(tls).certSecret]
  return [record(basicAuth).secret, record(digestAuth).secret, caSecret, certSecret, ...ofLimit].flatMap((name) =>
    secretIn(one, name),
  )
}

export const traefikServices: CustomKind = {
  ...group,
  kind: 'TraefikService',
  plural: 'traefikservices',
  shape: {
    spec: {
      weighted: { services: service },
      highestRandomWeight: { services: service },
      mirroring: { ...service, mirrors: { ...service, percent: 'value' } },
      failover: { service, fallback: service, errors: { status: 'value' } },
    },
  },
}

/** One that is called `default` has the certificate that is shown where no other fits. */
export const tlsStores: CustomKind = {
  ...group,
  kind: 'TLSStore',
  plural: 'tlsstores',
  shape: { spec: { defaultCertificate: { secretName: 'value' }, certificates: { secretName: 'value' } } },
  secretsOf: (one) =>
    [record(one.spec.defaultCertificate), ...(list(one.spec.certificates, (wire) => wire) ?? [])].flatMap(
      ({ secretName }) => secretIn(one, secretName),
    ),
}

/** How servers are spoken to: whoever names one that is not there is not served. */
export const serversTransports: CustomKind = {
  ...group,
  kind: 'ServersTransport',
  plural: 'serverstransports',
  shape: {},
}

export const tcpTransports: CustomKind = {
  ...group,
  kind: 'ServersTransportTCP',
  plural: 'serverstransporttcps',
  shape: {},
}

const clientAuthTypes = [
  ...['NoClientCert', 'RequestClientCert', 'VerifyClientCertIfGiven'],
  ...['RequireAnyClientCert', 'RequireAndVerifyClientCert'],
]

/** Those that Go has, each with any beginning: https://pkg.go.dev/crypto/tls#pkg-constants */
const suites = [
  'TLS_FALLBACK_SCSV',
  ...['TLS_', 'TLS_RSA_WITH_', 'TLS_ECDHE_RSA_WITH_', 'TLS_ECDHE_ECDSA_WITH_'].flatMap((start) =>
    [
      ...['AES_128_CBC_SHA', 'AES_128_CBC_SHA256', 'AES_128_GCM_SHA256', 'AES_256_CBC_SHA', 'AES_256_GCM_SHA384'],
      ...['RC4_128_SHA', '3DES_EDE_CBC_SHA', 'CHACHA20_POLY1305', 'CHACHA20_POLY1305_SHA256'],
    ].map((cipher) => start + cipher),
  ),
]
const curves = [
  ...['CurveP256', 'CurveP384', 'CurveP521', 'secp256r1', 'secp384r1', 'secp521r1', 'X25519'],
  ...['X25519MLKEM768', 'SecP256r1MLKEM768', 'SecP384r1MLKEM1024'],
].flatMap((name) => [name, name.toLowerCase(), name.toUpperCase()])

export const tlsOptions: CustomKind = {
  ...group,
  kind: 'TLSOption',
  plural: 'tlsoptions',
  shape: {
    spec: {
      sniStrict: 'value',
      cipherSuites: suites,
      curvePreferences: curves,
      clientAuth: { clientAuthType: clientAuthTypes, secretNames: 'value' },
    },
  },
  secretsOf: (one) => (texts(record(one.spec.clientAuth).secretNames) ?? []).flatMap((name) => secretIn(one, name)),
}

export const customKinds: readonly CustomKind[] = [
  ...[ingressRoutes, middlewares, traefikServices],
  ...[tcpRoutes, udpRoutes, tcpMiddlewares, tlsStores, tlsOptions],
  ...[serversTransports, tcpTransports],
]

function secretOfTls(one: CustomObject): readonly NamespacedName[] {
  return secretIn(one, record(one.spec.tls).secretName)
}

function secretIn(one: CustomObject, name: unknown): readonly NamespacedName[] {
  const found = text(name) ?? ''
  return found === '' ? [] : [{ namespace: refOf(one).namespace, name: found }]
}
