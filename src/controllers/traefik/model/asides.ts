/** What an object says and Traefik passes over without a word to it: annotations that it does not read, and a resolver that it has not. */
import type { Told } from '../../../domain/findings/facts.js'
import { told } from '../../../domain/findings/finding.js'
import { nearest } from '../../../domain/text/nearest.js'
import { type AnnotationValues, prefix, topNames } from './annotations.js'

export interface Aside {
  readonly told: Told
  readonly field: string
}

/** Of an Ingress: of another release, for another kind of object, or of no kind. */
export function annotationsAside(annotations: Readonly<Record<string, string>> | null | undefined): readonly Aside[] {
  return Object.keys(annotations ?? {}).flatMap((annotation) => {
    const name = annotation.startsWith(prefix) ? annotation.slice(prefix.length) : null
    if (name === null || /^router\./i.test(name)) return []
    const instead = ofOne.find(([names]) => names.test(name))?.[1]
    const why =
      instead !== undefined
        ? ({ is: 'removed', release: '2.0', instead } as const)
        : /^service\./i.test(name)
          ? ({ is: 'of-service' } as const)
          : ({ is: 'no-such', near: nearTo(name) } as const)
    const effect = guards.test(name) ? 'fail-open' : 'ignored'
    const field = `metadata.annotations["${annotation}"]`
    return [{ told: told('unknown-annotation', { annotation, effect, why }), field }]
  })
}

/** Whoever names one that is not there is served, with the default certificate. @param known null: it is not known which there are */
export function resolverAside(known: readonly string[] | null, resolver: string, field: string): readonly Aside[] {
  if (resolver === '' || known === null || known.includes(resolver.toLowerCase())) return []
  return [{ told: told('resolver-missing', { resolver, known }), field }]
}

/**
 * A path that is cut off and gives way to a slash, with one of their own before what follows: Traefik refuses the path that comes
 * of it, where nginx asks for the target alone.
 */
export function slashAside(path: string | null, rewrite: string | null): readonly Aside[] {
  if (rewrite !== '/' || !path || !/^\/[^()\\]*[^/()\\]$/.test(path)) return []
  const facts = { annotation: 'rewrite-target', effect: 'other', variable: path, isRefused: true } as const
  return [
    { told: told('slash-twice', facts), field: 'metadata.annotations["nginx.ingress.kubernetes.io/rewrite-target"]' },
  ]
}

/** The resolver of certificates that is to be asked for those of an Ingress. */
export function resolverSaid(said: AnnotationValues): string {
  return said.get('tls.certresolver') ?? ''
}

/** Told once of an object. */
export function withAsides<T extends object>(
  [first, ...others]: readonly T[],
  asides: readonly Aside[],
): readonly (T & { readonly asides?: readonly Aside[] })[] {
  if (first === undefined) return []
  return asides.length === 0 ? [first, ...others] : [{ ...first, asides }, ...others]
}

function nearTo(name: string): string | null {
  const [near] = topNames.filter((one) => one.endsWith(`.${name.toLowerCase()}`)).concat(nearest(name, topNames, 1))
  return near === undefined ? null : `${prefix}${near}`
}

/** What Traefik 1 kept people out by. */
const guards = /^(?:auth-(?:type|url|tls-secret)|whitelist-source-range)$/

const middleware = (type: string) => `a Middleware ${type}, named by ${prefix}router.middlewares,`

/** Of Traefik 1 → what does it since: https://doc.traefik.io/traefik/v2.11/migration/v1-to-v2/ */
const ofOne: readonly (readonly [names: RegExp, instead: string | null])[] = [
  [/^frontend-entry-points$/, `${prefix}router.entrypoints`],
  [/^rule-type$/, `${prefix}router.pathmatcher, or ${middleware('stripPrefix')}`],
  [/^priority$/, `${prefix}router.priority`],
  [/^redirect-entry-point$/, middleware('redirectScheme')],
  [/^(?:redirect-(?:regex|replacement|permanent)|app-root)$/, middleware('redirectRegex')],
  [/^rewrite-target$/, middleware('replacePathRegex')],
  [/^request-modifier$/, middleware('replacePath or addPrefix')],
  [/^auth-(?:url|trust-headers|tls-(?:secret|insecure)|response-headers)$/, middleware('forwardAuth')],
  [/^auth-/, middleware('basicAuth or digestAuth')],
  [/^whitelist-/i, middleware('ipAllowList')],
  [/^error-pages$/, middleware('errors')],
  [/^rate-limit$/, middleware('rateLimit')],
  [/^buffering$/, middleware('buffering')],
  [/^circuit-breaker-expression$/, middleware('circuitBreaker')],
  [/^max-conn-/, middleware('inFlightReq')],
  [/^pass-(?:client-)?tls-cert$/, middleware('passTLSClientCert')],
  [/^preserve-host$/, `${prefix}service.passhostheader on the Service`],
  [/^protocol$/, `${prefix}service.serversscheme on the Service`],
  [/^(?:affinity|session-cookie-)/, `${prefix}service.sticky.cookie on the Service`],
  [/^service-weights$/, 'a TraefikService with weights'],
  [/^(?:load-balancer-method|responseforwarding-)/, null],
]
