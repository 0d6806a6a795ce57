/**
 * By which annotations people speak to each kind of controller, as its documentation has them, and which of those keep
 * somebody out.
 */
import type { DialectId } from '../../domain/controllers/controller.js'
import type { AnnotationWords } from '../../domain/controllers/dialect.js'

const words = (...prefixes: string[]): AnnotationWords => ({ prefixes, guards: [] })

export const annotationWords: Readonly<Record<DialectId, AnnotationWords>> = {
  'ingress-nginx': {
    prefixes: ['nginx.ingress.kubernetes.io'],
    guards: [
      'auth-url',
      'auth-type',
      'auth-secret',
      'auth-tls-secret',
      'whitelist-source-range',
      'allowlist-source-range',
    ],
  },
  'f5-nginx': {
    prefixes: ['nginx.org', 'nginx.com'],
    guards: ['basic-auth-secret', 'jwt-key', 'policies'],
  },
  haproxytech: {
    prefixes: ['haproxy.org'],
    guards: ['auth-type', 'auth-secret', 'allow-list', 'whitelist', 'client-ca'],
  },
  'haproxy-ingress': {
    prefixes: ['haproxy-ingress.github.io', 'ingress.kubernetes.io'],
    guards: [
      'auth-type',
      'auth-secret',
      'auth-url',
      'auth-tls-secret',
      'whitelist-source-range',
      'allowlist-source-range',
    ],
  },
  traefik: words('traefik.ingress.kubernetes.io'),
  contour: words('projectcontour.io'),
  kong: words('konghq.com'),
  apisix: words('k8s.apisix.apache.org'),
  skipper: words('zalando.org'),
  cilium: words('ingress.cilium.io'),
  'aws-lbc': words('alb.ingress.kubernetes.io'),
  agic: words('appgw.ingress.kubernetes.io'),
}
