/** The kinds that Traefik brought with it, as far as routing goes: https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/crd/http/ingressroute/ */
import type { CustomKind, Shape } from '../../../domain/objects/custom.js'

const group = { group: 'traefik.io', version: 'v1alpha1', namespaced: true } as const

const service: Shape = { name: 'value', namespace: 'value', kind: 'value', port: 'value', weight: 'value' }
const reference: Shape = { name: 'value', namespace: 'value' }

export const ingressRoutes: CustomKind = {
  ...group,
  kind: 'IngressRoute',
  plural: 'ingressroutes',
  shape: {
    spec: {
      entryPoints: 'value',
      routes: { match: 'value', priority: 'value', syntax: 'value', services: service, middlewares: reference },
      tls: { secretName: 'value', certResolver: 'value' },
    },
  },
}

/** Of what they do, that which decides where a request goes; of all others that they are there. */
export const middlewares: CustomKind = {
  ...group,
  kind: 'Middleware',
  plural: 'middlewares',
  shape: {
    spec: {
      redirectScheme: { scheme: 'value', port: 'value', permanent: 'value' },
      redirectRegex: { regex: 'value', replacement: 'value', permanent: 'value' },
      stripPrefix: { prefixes: 'value', forceSlash: 'value' },
      stripPrefixRegex: { regex: 'value' },
      addPrefix: { prefix: 'value' },
      replacePath: { path: 'value' },
      replacePathRegex: { regex: 'value', replacement: 'value' },
      chain: { middlewares: reference },
      forwardAuth: { address: 'value' },
      ipAllowList: { sourceRange: 'value', rejectStatusCode: 'value' },
      ipWhiteList: { sourceRange: 'value' },
      ...Object.fromEntries(
        ['basicAuth', 'digestAuth', 'headers', 'rateLimit', 'inFlightReq', 'circuitBreaker', 'retry', 'buffering']
          .concat(['compress', 'contentType', 'errors', 'grpcWeb', 'passTLSClientCert', 'plugin'])
          .map((name) => [name, {}]),
      ),
    },
  },
}

export const traefikServices: CustomKind = {
  ...group,
  kind: 'TraefikService',
  plural: 'traefikservices',
  shape: { spec: { weighted: { services: service }, mirroring: service } },
}
