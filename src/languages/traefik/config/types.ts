/** What a Traefik runs with, as far as it decides where requests go: https://doc.traefik.io/traefik/reference/routing-configuration/ */
import type { Syntax } from '../rule/rule.js'

/** The object of the cluster that a router was made of. */
export interface Origin {
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

export interface Router {
  /** with its provider: `default-web-shop@kubernetes` */
  readonly name: string
  /** empty: all that are none of the proxy's own */
  readonly entryPoints: readonly string[]
  readonly rule: string
  readonly syntax: Syntax
  readonly priority: number
  /** it takes TLS connections alone; else it takes none */
  readonly tls: boolean
  /** with their provider; absent: the usual ones */
  readonly tlsOptions?: string
  /** it takes connections, whatever is said on them. Absent: requests of HTTP */
  readonly over?: 'tcp' | 'udp'
  /** of connections: TLS is passed on as it is */
  readonly passthrough?: true
  /** with their providers */
  readonly middlewares: readonly string[]
  /** with its provider; '': none, and those that stand behind it decide */
  readonly service: string
  /** routers behind which it stands: what they take and change, it gets. With their providers; empty: it stands for itself */
  readonly parents: readonly string[]
  /** what is wrong with it: such a router takes no request */
  readonly errors: readonly string[]
  /** null: it does not say */
  readonly origin: Origin | null
}

export interface Weighted {
  readonly name: string
  readonly weight: number
}

export interface Service {
  readonly name: string
  /** `address:port` over which it balances; null: it is of another kind */
  readonly servers: readonly string[] | null
  /** it sends each request to one of these; null: it is of another kind */
  readonly weighted: readonly Weighted[] | null
  /** the one that really answers, where others only listen or stand by; null: it is of another kind */
  readonly instead: string | null
  /** who answers in its place, and for which codes of its answers. Absent: nobody */
  readonly spare?: { readonly name: string; readonly status: readonly string[] }
  readonly middlewares: readonly string[]
  /** the Service of the cluster; null: it does not say */
  readonly of: { readonly namespace: string; readonly name: string; readonly port: string } | null
  /** by cookie */
  readonly sticky: boolean
  /** absent: it is of another kind, or of connections */
  readonly speech?: Speech
}

/** How servers are spoken to. */
export interface Speech {
  readonly scheme: string
  /** else they get their own address as Host */
  readonly passesHost: boolean
  /** that is sent in the place of the one that was asked for. Absent: none */
  readonly host?: string
  /** is it said by a transport of its own which certificates are taken */
  readonly hasTransport: boolean
}

export const plainSpeech: Speech = { scheme: 'http', passesHost: true, hasTransport: false }

/** The one kind of work that a middleware does, and its settings, cut down to what is read. */
export interface Middleware {
  readonly name: string
  /** as its field is called: `stripPrefix` */
  readonly kind: string
  readonly settings: Readonly<Record<string, unknown>>
}

/** The kind of a middleware whose name several have, of which nobody knows which one it is. */
export const several = 'several'

export interface TraefikConfig {
  readonly routers: readonly Router[]
  readonly services: ReadonlyMap<string, Service>
  readonly middlewares: ReadonlyMap<string, Middleware>
  /** by the name of TLS options: how clients are asked for a certificate, in the proxy's words. Absent: not known */
  readonly clients?: ReadonlyMap<string, string>
  /** names of TLS options that routers have, and that are not there. Absent: routers tell, unless they have other errors */
  readonly noOptions?: ReadonlySet<string>
}
