/** Policies, which say who may pass: what is read of them. https://docs.nginx.com/nginx-ingress-controller/configuration/policy-resource/ */
import { type CustomKind, type CustomObject, values } from '../../../../domain/objects/custom.js'
import { record, text } from '../../../../domain/objects/project-fields.js'
import { type NamespacedName, refOf } from '../../../../domain/objects/ref.js'
import { keyFrom } from '../../../shared/go/values.js'

export const policies: CustomKind = {
  group: 'k8s.nginx.org',
  version: 'v1',
  namespaced: true,
  kind: 'Policy',
  plural: 'policies',
  shortNames: ['pol'],
  shape: {
    spec: {
      ingressClassName: 'value',
      accessControl: values('allow deny'),
      rateLimit: {
        ...values('rate key zoneSize rejectCode dryRun burst delay noDelay logLevel'),
        condition: { jwt: {}, variables: {} },
      },
      jwt: { realm: 'text', ...values('secret jwksURI keyCache sslVerify trustedCertSecret') },
      basicAuth: { realm: 'text', secret: 'value' },
      ingressMTLS: values('clientCertSecret verifyClient verifyDepth'),
      egressMTLS: values('tlsSecret verifyServer trustedCertSecret serverName sslName'),
      externalAuth: {
        ...values('authURI authServiceName authServicePorts authSigninURI authSigninRedirectBasePath'),
        authSnippets: 'text',
        ...values('sslEnabled sslVerify trustedCertSecret'),
      },
      oidc: values('authEndpoint tokenEndpoint jwksURI clientID clientSecret pkceEnable sslVerify trustedCertSecret'),
      apiKey: { suppliedIn: values('header query'), clientSecret: 'value' },
      waf: values('enable apPolicy apBundle'),
      cache: values('cacheZoneName cacheZoneSize'),
      cors: values('allowOrigin allowMethods'),
      hsts: values('maxAge includeSubDomains behindProxy preload'),
    },
    status: values('state reason'),
  },
  secretsOf: (one) => secretsOf(one).map(({ secret }) => secret),
}

/** A Secret that a Policy names, and of which type it has to be. */
export interface WantedSecret {
  readonly field: string
  readonly secret: NamespacedName
  readonly type: string
}

/** https://github.com/nginx/kubernetes-ingress/blob/main/internal/k8s/secrets/validation.go */
export function secretsOf(policy: CustomObject): readonly WantedSecret[] {
  const { jwt, basicAuth, ingressMTLS, egressMTLS, externalAuth, oidc, apiKey } = policy.spec
  const wanted = (of: string, spec: unknown, field: string, type: string): WantedSecret[] => {
    const said = text(record(spec)[field])
    return said ? [{ field: `spec.${of}.${field}`, secret: keyFrom(said, refOf(policy).namespace), type }] : []
  }
  const trusted = (of: string, spec: unknown) =>
    record(spec).sslVerify === true ? wanted(of, spec, 'trustedCertSecret', 'nginx.org/ca') : []
  return [
    ...wanted('jwt', jwt, 'secret', 'nginx.org/jwk'),
    ...trusted('jwt', jwt),
    ...wanted('basicAuth', basicAuth, 'secret', 'nginx.org/htpasswd'),
    ...wanted('ingressMTLS', ingressMTLS, 'clientCertSecret', 'nginx.org/ca'),
    ...wanted('egressMTLS', egressMTLS, 'tlsSecret', 'kubernetes.io/tls'),
    ...wanted('egressMTLS', egressMTLS, 'trustedCertSecret', 'nginx.org/ca'),
    ...trusted('externalAuth', externalAuth),
    ...wanted('oidc', oidc, 'clientSecret', 'nginx.org/oidc'),
    ...trusted('oidc', oidc),
    ...wanted('apiKey', apiKey, 'clientSecret', 'nginx.org/apikey'),
  ]
}
