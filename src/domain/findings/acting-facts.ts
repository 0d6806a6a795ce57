/** What acts otherwise than it reads: not at all, further, or on something else. */
import type { NamespacedName, Ref } from '../objects/ref.js'

/** What the proxy has to have for HTTP/2, and does not: a certificate of the host, the setting, both. */
export type WithoutHttp2 = 'tls' | 'http2' | 'both'

/**
 * Where an annotation does nothing:
 * - `canary`: the Ingress that a canary tries out decides
 * - `default-backend`: it is not taken over by a default backend without rules
 * - `http`: requests without TLS, which are not redirected, come with no certificate
 * - `sticky`: a cookie decides, and whoever has none is given one; `other`: whose it is, if not its own
 * - `one-address`: with service-upstream there is nothing to choose from
 * - `headless`: the Service has no address of its own
 * - `cookie-path`: the path of the cookie is a pattern
 * - `constant`: its value has no variable
 * - `any-origin`: where every origin is let in, browsers send nothing of their own
 * - `no-root`: no rule of the host has path /
 * - `passed`: TLS connections of the host are passed through as they are
 * - `protocol`: the backends are not spoken to by that which it is for
 * - `label`: it stands among the labels
 * - `main`: of a canary it would be read
 * - `push`: the proxy's release has no more what it switches on
 * - `http-only`: the backends are spoken to by another protocol
 * - `header-buffers`: the proxy reads by its default server until it knows the host
 * - `shared-upstream`, `host`: that of another Ingress counts, which came first
 * - `shared-cookie`: that of another Ingress counts, which came last
 */
export type NoEffect =
  | {
      readonly is:
        | 'canary'
        | 'header-buffers'
        | 'label'
        | 'default-backend'
        | 'constant'
        | 'any-origin'
        | 'one-address'
        | 'no-name'
        | 'forced'
        | 'main'
        | 'push'
    }
  | { readonly is: 'sticky'; readonly other?: NamespacedName }
  | { readonly is: 'no-root' | 'passed' | 'http'; readonly host: string }
  | { readonly is: 'headless'; readonly service: NamespacedName }
  /** `said`: by session-cookie-path. Absent: the path itself is a pattern */
  | { readonly is: 'cookie-path'; readonly path: string; readonly said?: string }
  | { readonly is: 'protocol' | 'http-only'; readonly protocol: string }
  | { readonly is: 'shared-upstream' | 'shared-cookie'; readonly upstream: string; readonly other: NamespacedName }
  | { readonly is: 'host'; readonly host: string; readonly other: NamespacedName }
  /** of a location of its own, as it is written; `path`: that it stands for; `by`: the path that has it, as a pattern or not; null: it has it, and no backend; `isOfAll`: of the ConfigMap */
  | {
      readonly is: 'location'
      readonly location: string
      readonly path: string
      readonly by: { readonly path: string; readonly ingress: NamespacedName; readonly isPattern: boolean } | null
      readonly isOfAll?: true
    }

/**
 * Why a service cannot be asked who may pass; `short-name`: the host as it stands, of which no more is made. The last
 * three are of a host that the controller itself serves: it answers with `status`, asks the same again, or awaits the
 * header of the proxy protocol; `instead`: the beginning of a URL that leads to the service; null: none is known.
 */
export type AuthFault =
  | {
      readonly is: 'no-service'
      readonly service: NamespacedName
      /** absent: nothing near is there */
      readonly meant?: NamespacedName
    }
  | {
      readonly is: 'no-port'
      readonly service: NamespacedName
      readonly port: number
      readonly near: string | number | null
    }
  | { readonly is: 'no-endpoints'; readonly service: NamespacedName; readonly port: number }
  | { readonly is: 'short-name'; readonly host: string; readonly service: NamespacedName }
  | { readonly is: 'answered'; readonly host: string; readonly status: number; readonly instead: string | null }
  | { readonly is: 'itself'; readonly host: string; readonly path: string }
  | { readonly is: 'proxy-protocol'; readonly host: string; readonly instead: string | null }

/** How a path becomes a pattern: by an annotation, by its path type, by how it begins, or as another matcher or condition. */
export type PatternWay =
  | 'use-regex'
  | 'path-regex'
  | 'tilde'
  | 'pathmatcher'
  | 'matcher'
  | 'path-type'
  | 'condition'
  | 'match-type'

/**
 * What a proxy's log says of a request: the headers of the answer, or its body, were too long; nothing came in time; nobody
 * listens, or could be asked; TLS was spoken to what speaks none, gRPC to HTTP/1.1, HTTP/1.1 to something else; the
 * certificate was another one; the connection was closed before an answer; the client is not let in, or came too often.
 */
export type LoggedFailure =
  | (
      | 'headers'
      | 'body'
      | 'late'
      | 'refused'
      | 'unreachable'
      | 'plain'
      | 'http1'
      | 'not-http'
      | 'certificate'
      | 'closed'
    )
  | ('forbidden' | 'rps' | 'rpm' | 'connections')

/** What acts otherwise than it reads. Annotations are named without the controller's prefix. */
export interface ActingFacts {
  'no-effect': { annotations: readonly string[]; where: NoEffect }
  'redirect-without-tls': { host: string }
  'redirect-spreads': { annotation: string; host: string; location: string }
  /** `path`: one of the Ingress, which has no path / */
  'app-root-elsewhere': { host: string | null; location: string; path: string }
  /** `other`: made the `upstream`, and its `annotation` says how that is balanced */
  'balanced-by-other': { annotation: string; other: NamespacedName; upstream: string }
  /** `others`: some of the `count` hosts and paths that have the same Service and port */
  'canary-spreads': { primary: string; others: readonly string[]; count: number }
  /** `isPattern`: its host has patterns; `isMeant`: the path is written as one, and it has none; `plain`: the path without a star at its end, null: the star stands elsewhere; `way`: how a path would be one */
  'glob-path': { path: string; isPattern: boolean; isMeant: boolean; plain: string | null; way: PatternWay }
  /** `isAlone`: the Ingress has no other path; `rest`: the group of the path that catches what follows, null: none does */
  'rewrite-all': { target: string; path: string; isAlone: boolean; rest: number | null }
  /** `protocol`: of backend-protocol; `host`: null, all; `lacks`: `tls` where it has no certificate, and this release speaks HTTP/2 over TLS alone; `http2` where that is off */
  'grpc-without-http2': { protocol: string; host: string | null; lacks: WithoutHttp2 }
  /** `port`: as the rule names it; `says`: what of the Service's port speaks of TLS; `outside`: the name that the Service leads to, where its server knows no other */
  'plain-to-tls': { service: NamespacedName; port: number | string | null; says: string; outside: string | null }
  /** `lacks`: without which the clients of gRPC cannot come in */
  'protocol-unsaid': {
    service: NamespacedName
    says: string
    protocol: 'GRPC' | 'FCGI'
    host: string | null
    lacks: WithoutHttp2 | null
  }
  /** `setting`: the annotation that has it spoken to over TLS, as it is written; `says`: what of the Service's port speaks of none */
  'tls-to-plain': { service: NamespacedName; setting: string; says: string }
  /** `host`: that is asked without TLS */
  'cookie-not-secure': { host: string }
  /** `by`: whose ssl-passthrough it is */
  'tls-passed-by': { host: string; by: NamespacedName }
  /** `by`: whose annotation it is; null: its own */
  'verified-without-name': { by: NamespacedName | null }
  /** `other`, `path`: one of those whose backends are verified by it, too */
  'verifies-others': { host: string; other: NamespacedName; path: string }
  /** `header`: sent by the controller, too; `value`: of that in the snippet */
  'header-twice': { snippet: string; header: string; value: string }
  /**
   * `codes`: of errors that the controller's own default backend answers, which has no pages, with `status`; `empty`: of
   * annotation default-backend, without endpoints; absent: there is none; `asks`: the annotation or entry by which a service
   * is asked that answers with those codes; absent: it is about those of the backend
   */
  'errors-without-pages': {
    codes: readonly number[]
    status: 404 | 500
    isSeen: boolean
    empty?: NamespacedName
    asks?: string
  }
  /** `host`: that is sent to `target`, a name outside of the cluster; null: any */
  'outside-host': { service: NamespacedName; target: string; host: string | null }
  /** `setting`: an annotation, or where `isOfAll` an entry of the ConfigMap, whose time is 0 */
  'timeout-zero': { setting: string; isOfAll: boolean }
  /** `directive`: the proxy's, which nobody sets; or `setting` sets it to 0 for this Ingress, or for all */
  'retries-endless': { protocol: string; directive: string; setting: string | null; isOfAll: boolean }
  /** `setting`: an annotation, or where `isOfAll` an entry of the ConfigMap */
  'modsecurity-logs': { setting: string; isOfAll: boolean; isAllowed: boolean }
  /** `service`: whose port for https leads to the proxy's for http; `isTcp`: its load balancer sends no headers */
  'balancer-loop': { annotation: string; service: NamespacedName; isTcp: boolean }
  /** `service`: whose load balancer ends TLS by `annotation`, before the port for https; `speaks`: by which it would begin it anew */
  'balancer-plain': { service: NamespacedName; annotation: string; speaks: string | null }
  /** `selector`: of the Service, which matches nothing; `crossed`: its port for http leads to the proxy's for https; `awaited`: it has no address */
  'balancer-nowhere': { service: NamespacedName } & ({ is: 'empty'; selector: string } | { is: 'crossed' | 'awaited' })
  /** `port`: of the Service, by which its balancer asks for `path`; `annotation`: says another */
  'balancer-probe': { service: NamespacedName; port: number; path: string; annotation: string }
  /** `seconds`: of `setting`; `idle`: for how long the balancer takes silence; `annotation`: of the Service, which says that; null: it cannot be told */
  'balancer-idle': {
    setting: string
    seconds: number
    service: NamespacedName
    idle: number
    annotation: { name: string; unit: number; most: number } | null
  }
  /**
   * `address`: of the endpoint that was asked, or of the client; `limit`: by which it was too much, or too late, or the list; `bytes`: of a body, else 0
   */
  'failure-logged': {
    is: LoggedFailure
    host: string
    path: string
    address: string | null
    limit: string | null
    bytes: number
  }
  /** `idle`: for how long the balancer keeps a silent connection; `keepAlive`: the proxy */
  'balancer-outlives': { service: NamespacedName; idle: number; keepAlive: number; annotation: string }
  /** `named`: by the flag of the controller, and not there; `isNeeded`: it ends without it */
  'flag-missing': { flag: string; named: Ref; isNeeded: boolean }
  /** `annotation`: of the Service, which asks the cloud for it; null: none does, and the proxy awaits it; `isOfCloud`: others tell that its balancer is one that could be asked */
  'proxy-protocol-unread': { service: NamespacedName; annotation: string | null; isOfCloud: boolean }
  /** `line`: of the directive in the snippet; `taken`: the line behind it; `isOwn`: the snippet's own, and not the controller's */
  'snippet-swallows': {
    snippet: string
    line: number
    directive: string
    taken: string
    isOwn: boolean
    isPass: boolean
  }
  /** `annotation`: or the key of the ConfigMap */
  'auth-unreachable': { annotation: string; fault: AuthFault }
  /** `signin`: the page, `path`: of the rule that it is served by */
  /** `isGlobal`: the ConfigMap asks who everybody is */
  'auth-loop': { host: string; signin: string; path: string; isGlobal?: boolean }
}
