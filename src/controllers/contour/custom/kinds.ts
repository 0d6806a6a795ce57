/** Contour's own kinds: what is read of them. https://projectcontour.io/docs/1.33/config/api/ */
import { type CustomKind, type CustomObject, type Shape, values } from '../../../domain/objects/custom.js'
import { record, text } from '../../../domain/objects/project-fields.js'
import { type NamespacedName, refOf } from '../../../domain/objects/ref.js'

const group = { group: 'projectcontour.io', version: 'v1', namespaced: true } as const

const conditions: Shape = {
  ...values('prefix exact regex', 'path'),
  header: {
    ...values('name present notpresent ignoreCase treatMissingAsEmpty'),
    ...values('contains notcontains exact notexact regex', 'text'),
  },
  queryParameter: {
    ...values('name present ignoreCase'),
    ...values('exact prefix suffix regex contains', 'text'),
  },
}
const headers: Shape = { set: { name: 'value', value: 'text' }, remove: 'value' }
const cookies: Shape = { name: 'value', pathRewrite: {}, domainRewrite: {}, ...values('secure sameSite') }
const addresses: Shape = values('source cidr')
const balancing: Shape = {
  strategy: 'value',
  requestHashPolicies: {
    hashSourceIP: 'value',
    headerHashOptions: { headerName: 'value' },
    queryParameterHashOptions: { parameterName: 'value' },
  },
}
const rates: Shape = {
  local: { ...values('requests unit responseStatusCode'), responseHeadersToAdd: { name: 'value' } },
  global: {
    disabled: 'value',
    descriptors: { entries: { genericKey: {}, requestHeader: {}, requestHeaderValueMatch: {}, remoteAddress: {} } },
  },
}
const services: Shape = {
  ...values('name port healthPort protocol weight mirror'),
  validation: values('caSecret subjectName subjectNames'),
  requestHeadersPolicy: headers,
  responseHeadersPolicy: headers,
  cookieRewritePolicies: cookies,
  slowStartPolicy: values('window aggression minWeightPercent'),
}
const health: Shape = {
  ...values('path intervalSeconds timeoutSeconds unhealthyThresholdCount healthyThresholdCount'),
  expectedStatuses: values('start end'),
}
const routes: Shape = {
  conditions,
  services,
  ...values('permitInsecure enableWebsockets'),
  authPolicy: { disabled: 'value' },
  timeoutPolicy: values('response idle idleConnection'),
  retryPolicy: values('count retryOn perTryTimeout'),
  healthCheckPolicy: health,
  loadBalancerPolicy: balancing,
  rateLimitPolicy: rates,
  pathRewritePolicy: { replacePrefix: values('prefix replacement', 'path') },
  requestHeadersPolicy: headers,
  responseHeadersPolicy: headers,
  cookieRewritePolicies: cookies,
  requestRedirectPolicy: { ...values('scheme hostname port statusCode'), ...values('path prefix', 'path') },
  directResponsePolicy: { statusCode: 'value' },
  internalRedirectPolicy: {},
  jwtVerificationPolicy: values('require disabled'),
  ipAllowPolicy: addresses,
  ipDenyPolicy: addresses,
}
const include: Shape = values('name namespace')

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
          ...values('secretName minimumProtocolVersion maximumProtocolVersion passthrough enableFallbackCertificate'),
          clientValidation: values('caSecret crlSecret skipClientCertValidation optionalClientCertificate'),
        },
        authorization: {
          extensionRef: values('apiVersion namespace name'),
          authPolicy: { disabled: 'value' },
          ...values('responseTimeout failOpen'),
        },
        corsPolicy: values('allowOrigin allowMethods maxAge'),
        rateLimitPolicy: rates,
        jwtProviders: {
          ...values('name default'),
          remoteJWKS: {
            ...values('uri timeout cacheDuration dnsLookupFamily'),
            validation: values('caSecret subjectName subjectNames'),
          },
        },
        ipAllowPolicy: addresses,
        ipDenyPolicy: addresses,
      },
      routes,
      includes: { ...include, conditions },
      tcpproxy: { services, include, includes: include, loadBalancerPolicy: balancing, healthCheckPolicy: health },
    },
    status: {
      currentStatus: 'value',
      conditions: { type: 'value', errors: values('type reason') },
      loadBalancer: { ingress: values('ip hostname') },
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
  shape: { spec: { delegations: values('secretName targetNamespaces') } },
}

/** `NAME` of the same namespace, or `NAMESPACE/NAME`. */
export function nameIn(said: string, of: CustomObject): NamespacedName {
  const at = said.indexOf('/')
  const { namespace } = refOf(of)
  return at === -1 ? { namespace, name: said } : { namespace: said.slice(0, at) || namespace, name: said.slice(at + 1) }
}
