/** The annotations of one Ingress as the controller understands them, and what is wrong with them. */
import type { AnnotationCode, Told } from '../../../domain/findings/facts.js'
import type { Circumstances } from '../../../domain/findings/finding.js'
import type { NamespacedName } from '../../../domain/objects/ref.js'

export interface Canary {
  readonly weight: number
  readonly weightTotal: number
  /** '' where not set, as in the controller */
  readonly header: string
  readonly headerValue: string
  readonly headerPattern: string
  readonly cookie: string
}

export interface Rewrite {
  readonly target: string
  readonly useRegex: boolean
  readonly appRoot: string
  readonly sslRedirect: boolean
  readonly forceSslRedirect: boolean
  readonly preserveTrailingSlash: boolean
  readonly usePortInRedirects: boolean
}

export interface Redirect {
  /** '' where there is none */
  readonly url: string
  readonly code: number
  readonly fromToWww: boolean
  /** redirects of nginx' own name no host */
  readonly relative: boolean
}

export interface ExternalAuth {
  readonly url: string
  /** where who is not known is sent; '': nowhere */
  readonly signin: string
  /** of the query, with the way back; '': the usual one */
  readonly signinParameter: string
  /** is it asked from Lua, over connections that stay open (auth-keepalive without use-http2) */
  readonly isLua: boolean
}

/** What stands between a request and its backend. */
export interface Access {
  /** CIDRs; empty: all may */
  readonly allowlist: readonly string[]
  readonly denylist: readonly string[]
  readonly basicAuth: { readonly type: string; readonly realm: string; readonly secret: NamespacedName } | null
  readonly externalAuth: ExternalAuth | null
  readonly satisfy: string
  /** the origins whose OPTIONS are answered by nginx itself, `*` for all; null: CORS is off */
  readonly corsOrigins: readonly string[] | null
  /** may a request to it have cookies */
  readonly corsCredentials: boolean
  /** does the controller's own `global-auth-url` count here: there is one, neither switched off nor replaced */
  readonly globalAuth: boolean
  readonly rateLimited: boolean
}

export interface AuthTls {
  /** set: every request to the server is answered with 403 */
  readonly error: string | null
  readonly secret: NamespacedName | null
  readonly verifyClient: string
  readonly matchCn: string
  readonly errorPage: string
}

/** How the controller is to speak TLS with the pods. */
export interface ProxySsl {
  readonly secret: NamespacedName
  /** does the Secret have the authorities of their certificates: without them neither is one looked at nor one shown */
  readonly hasAuthority: boolean
  /** is one shown to the pods */
  readonly hasCertificate: boolean
  /** is that of the pods to be looked at */
  readonly verifies: boolean
  /** for which theirs must be; '': for the name that nginx has for them */
  readonly name: string
  /** is the name sent in the handshake */
  readonly sendsName: boolean
}

export interface Annotations {
  /** null: not a canary */
  readonly canary: Canary | null
  readonly rewrite: Rewrite
  readonly redirect: Redirect
  readonly access: Access
  readonly authTls: AuthTls | null
  readonly proxySsl: ProxySsl | null
  /** set: every location of the Ingress answers 503, with this reason */
  readonly denied: string | null
  readonly aliases: readonly string[]
  readonly serviceUpstream: boolean
  /** a Service that exists */
  readonly defaultBackend: NamespacedName | null
  readonly customHttpErrors: readonly number[]
  readonly sslPassthrough: boolean
  readonly backendProtocol: string
  readonly upstreamVhost: string
  /** annotation → text, of the snippets that take effect */
  readonly snippets: ReadonlyMap<string, string>
  readonly affinity: { readonly cookieName: string; readonly canaryBehavior: string } | null
  readonly mirrors: boolean
}

/** `field`: where it stands in the Ingress; `inferred`: never seen on a running controller */
export type AnnotationFlaw = Told<AnnotationCode> & Omit<Circumstances, 'evidence'> & { readonly field: string }

export interface Reading {
  /** null: the Ingress is dropped */
  readonly annotations: Annotations | null
  readonly flaws: readonly AnnotationFlaw[]
  /** objects that are named but could not be looked at, e.g. `Secret shop/users`: they are taken to be as they should */
  readonly unseen: readonly string[]
}
