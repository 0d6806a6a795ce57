/** What a controller allows, and how it fills in defaults: by its release, its flags and its ConfigMap. */

/** https://github.com/kubernetes/ingress-nginx/blob/main/docs/user-guide/nginx-configuration/annotations-risk.md */
export type Risk = 'Low' | 'Medium' | 'High' | 'Critical'

export interface Policy {
  /** major, minor, patch; of a build whose numbers do not compare: those of the last release */
  readonly version: readonly [number, number, number]
  readonly annotationsPrefix: string
  readonly allowSnippets: boolean
  readonly riskLevel: Risk
  readonly validatesAnnotations: boolean
  readonly strictPathTypes: boolean
  readonly crossNamespace: boolean
  /** words that no annotation value may contain */
  readonly wordBlocklist: readonly string[]
  readonly deepInspect: boolean
  readonly disableCatchAll: boolean
  readonly externalNames: boolean
  readonly sslPassthrough: boolean
  /** defaults of annotations, from the ConfigMap */
  readonly sslRedirect: boolean
  readonly forceSslRedirect: boolean
  readonly preserveTrailingSlash: boolean
  readonly usePortInRedirects: boolean
  readonly serviceUpstream: boolean
  readonly redirectCode: number
  /** locations below which http is never redirected to https */
  readonly noTlsRedirect: readonly string[]
  readonly noAuth: readonly string[]
  readonly globalAuthUrl: string | null
  readonly globalAllowedResponseHeaders: readonly string[]
  readonly customHttpErrors: readonly number[]
  readonly allowlist: readonly string[]
  readonly denylist: readonly string[]
  readonly blockCidrs: readonly string[]
  readonly useForwardedHeaders: boolean
  readonly httpSnippet: boolean
  readonly serverSnippet: boolean
  readonly locationSnippet: boolean
}
