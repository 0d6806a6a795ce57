/** Contour's own kinds: what is read of them. https://projectcontour.io/docs/1.33/config/api/ */
import type { CustomKind, CustomObject, Shape } from '../../../domain/objects/custom.js'
import { record, text } from '../../../domain/objects/project-fields.js'
import { type NamespacedName, refOf } from '../../../domain/objects/ref.js'

const group = { group: 'projectcontour.io', version: 'v1', namespaced: true } as const

const conditions: Shape = {
  ...{ prefix: 'value', exact: 'value', regex: 'value' },
  header: {
    ...{ name: 'value', present: 'value', notpresent: 'value', contains: 'value', notcontains: 'value' },
    ...{ exact: 'value', notexact: 'value', regex: 'value', ignoreCase: 'value', treatMissingAsEmpty: 'value' },
  },
  queryParameter: {
    ...{ name: 'value', exact: 'value', prefix: 'value', suffix: 'value', regex: 'value', contains: 'value' },
    ...{ present: 'value', ignoreCase: 'value' },
  },
}
const headers: Shape = { set: { name: 'value', value: 'value' }, remove: 'value' }
const cookies: Shape = { name: 'value', pathRewrite: {}, domainRewrite: {}, secure: 'value', sameSite: 'value' }
const addresses: Shape = { source: 'value', cidr: 'value' }
const balancing: Shape = {
  strategy: 'value',
  requestHashPolicies: {
    ...{ hashSourceIP: 'value', headerHashOptions: { headerName: 'value' } },
    queryParameterHashOptions: { parameterName: 'value' },
  },
}
const rates: Shape = {
  local: { requests: 'value', unit: 'value', responseStatusCode: 'value', responseHeadersToAdd: { name: 'value' } },
  global: {
    disabled: 'value',
    descriptors: { entries: { genericKey: {}, requestHeader: {}, requestHeaderValueMatch: {}, remoteAddress: {} } },
  },
}
const services: Shape = {
  ...{ name: 'value', port: 'value', healthPort: 'value', protocol: 'value', weight: 'value', mirror: 'value' },
  validation: { caSecret: 'value', subjectName: 'value', subjectNames: 'value' },
  ...{ requestHeadersPolicy: headers, responseHeadersPolicy: headers, cookieRewritePolicies: cookies },
  slowStartPolicy: { window: 'value', aggression: 'value', minWeightPercent: 'value' },
}
const health: Shape = {
  ...{ path: 'value', intervalSeconds: 'value', timeoutSeconds: 'value' },
  ...{ unhealthyThresholdCount: 'value', healthyThresholdCount: 'value' },
  expectedStatuses: { start: 'value', end: 'value' },
}
const routes: Shape = {
  ...{ conditions, services, permitInsecure: 'value', enableWebsockets: 'value', authPolicy: { disabled: 'value' } },
  timeoutPolicy: { response: 'value', idle: 'value', idleConnection: 'value' },
  retryPolicy: { count: 'value', retryOn: 'value', perTryTimeout: 'value' },
  ...{ healthCheckPolicy: health, loadBalancerPolicy: balancing, rateLimitPolicy: rates },
  pathRewritePolicy: { replacePrefix: { prefix: 'value', replacement: 'value' } },
  ...{ requestHeadersPolicy: headers, responseHeadersPolicy: headers, cookieRewritePolicies: cookies },
  requestRedirectPolicy: {
    ...{ scheme: 'value', hostname: 'value', port: 'value', statusCode: 'value', path: 'value', prefix: 'value' },
  },
  directResponsePolicy: { statusCode: 'value' },
  internalRedirectPolicy: {},
  jwtVerificationPolicy: { require: 'value', disabled: 'value' },
  ...{ ipAllowPolicy: addresses, ipDenyPolicy: addresses },
}
const include: Shape = { name: 'value', namespace: 'value' }

export const httpProxies: CustomKind = {
  ...group,
  kind: 'HTTPProxy',
  plural: 'httpproxies',
  shortNames: ['proxy', 'proxies'],
  shape: {
    spec: {
      ingressClassName: 'value',
      virtualhost: {
        fqdn: 'value',
        tls: {
          ...{ secretName: 'value', minimumProtocolVersion: 'value', maximumProtocolVersion: 'value' },
          ...{ passthrough: 'value', enableFallbackCertificate: 'value' },
          clientValidation: {
            ...{ caSecret: 'value', crlSecret: 'value' },
            ...{ skipClientCertValidation: 'value', optionalClientCertificate: 'value' },
          },
        },
        authorization: {
          extensionRef: { apiVersion: 'value', namespace: 'value', name: 'value' },
          ...{ authPolicy: { disabled: 'value' }, responseTimeout: 'value', failOpen: 'value' },
        },
        corsPolicy: { allowOrigin: 'value', allowMethods: 'value', maxAge: 'value' },
        rateLimitPolicy: rates,
        jwtProviders: {
          ...{ name: 'value', default: 'value' },
          remoteJWKS: {
            ...{ uri: 'value', timeout: 'value', cacheDuration: 'value', dnsLookupFamily: 'value' },
            validation: { caSecret: 'value', subjectName: 'value', subjectNames: 'value' },
          },
        },
        ...{ ipAllowPolicy: addresses, ipDenyPolicy: addresses },
      },
      routes,
      includes: { ...include, conditions },
      tcpproxy: { services, include, includes: include, loadBalancerPolicy: balancing, healthCheckPolicy: health },
    },
    status: {
      currentStatus: 'value',
      conditions: { type: 'value', errors: { type: 'value', reason: 'value' } },
      loadBalancer: { ingress: { ip: 'value', hostname: 'value' } },
    },
  },
  secretsOf: (one) => {
    const name = text(record(record(one.spec.virtualhost).tls).secretName)
    return name ? [nameIn(name, one)] : []
  },
}

/** Who of other namespaces may show the certificate of a Secret. */
export const delegations: CustomKind = {
  ...group,
  kind: 'TLSCertificateDelegation',
  plural: 'tlscertificatedelegations',
  shape: { spec: { delegations: { secretName: 'value', targetNamespaces: 'value' } } },
}

/** `NAME` of the same namespace, or `NAMESPACE/NAME`. */
export function nameIn(said: string, of: CustomObject): NamespacedName {
  const at = said.indexOf('/')
  const { namespace } = refOf(of)
  return at === -1 ? { namespace, name: said } : { namespace: said.slice(0, at) || namespace, name: said.slice(at + 1) }
}
