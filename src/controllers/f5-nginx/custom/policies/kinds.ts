/** Policies, which say who may pass: what is read of them. https://docs.nginx.com/nginx-ingress-controller/configuration/policy-resource/ */
import type { CustomKind, CustomObject } from '../../../../domain/objects/custom.js'
import { record, text } from '../../../../domain/objects/project-fields.js'
import { type NamespacedName, refOf } from '../../../../domain/objects/ref.js'

export const policies: CustomKind = {
  ...{ group: 'k8s.nginx.org', version: 'v1', namespaced: true, kind: 'Policy', plural: 'policies' },
  shortNames: ['pol'],
  shape: {
    spec: {
      ingressClassName: 'value',
      accessControl: { allow: 'value', deny: 'value' },
      rateLimit: {
        ...{ rate: 'value', key: 'value', zoneSize: 'value', rejectCode: 'value', dryRun: 'value' },
        ...{
          burst: 'value',
          delay: 'value',
          noDelay: 'value',
          logLevel: 'value',
          condition: { jwt: {}, variables: {} },
        },
      },
      jwt: { realm: 'value', secret: 'value', jwksURI: 'value', keyCache: 'value', ...trusting() },
      basicAuth: { realm: 'value', secret: 'value' },
      ingressMTLS: { clientCertSecret: 'value', verifyClient: 'value', verifyDepth: 'value' },
      egressMTLS: {
        ...{ tlsSecret: 'value', verifyServer: 'value', trustedCertSecret: 'value' },
        ...{ serverName: 'value', sslName: 'value' },
      },
      externalAuth: {
        ...{ authURI: 'value', authServiceName: 'value', authServicePorts: 'value', authSigninURI: 'value' },
        ...{ authSigninRedirectBasePath: 'value', authSnippets: 'value', sslEnabled: 'value', ...trusting() },
      },
      oidc: {
        ...{ authEndpoint: 'value', tokenEndpoint: 'value', jwksURI: 'value', clientID: 'value' },
        ...{ clientSecret: 'value', pkceEnable: 'value', ...trusting() },
      },
      apiKey: { suppliedIn: { header: 'value', query: 'value' }, clientSecret: 'value' },
      waf: { enable: 'value', apPolicy: 'value', apBundle: 'value' },
      cache: { cacheZoneName: 'value', cacheZoneSize: 'value' },
      cors: { allowOrigin: 'value', allowMethods: 'value' },
      hsts: { maxAge: 'value', includeSubDomains: 'value', behindProxy: 'value', preload: 'value' },
    },
    status: { state: 'value', reason: 'value' },
  },
  secretsOf: (one) => secretsOf(one).map(({ secret }) => secret),
}

function trusting() {
  return { sslVerify: 'value', trustedCertSecret: 'value' } as const
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
    return said ? [{ field: `spec.${of}.${field}`, secret: secretNamed(said, policy), type }] : []
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

/** `NAMESPACE/NAME`, or a name in the namespace of the Policy. */
function secretNamed(said: string, policy: CustomObject): NamespacedName {
  const [first = '', second] = said.split('/')
  return second === undefined ? { namespace: refOf(policy).namespace, name: first } : { namespace: first, name: second }
}
