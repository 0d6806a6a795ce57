/** What a replica tells of itself, part by part. */
import type { CertificateFacts } from '../certificates.js'
import type { Ref } from '../objects/ref.js'

/** How an answer came about: from the running proxy, from its disk, from the API, or from a capture. */
export type AnswerSource = 'live' | 'disk' | 'api' | 'capture'

export interface Answered<T> {
  readonly value: T
  readonly source: AnswerSource
  /** in words: `port-forward to 10246`, `exec cat FILE` */
  readonly way: string
}

/** What a controller's program says of itself; null: it did not say. */
export interface Build {
  /** without the v */
  readonly release: string | null
  readonly build: string | null
  readonly repository: string | null
  /** the proxy inside, where that is a program of its own: its name and version */
  readonly proxy: string | null
}

export interface Process {
  readonly pid: number
  /** in the dialect's words: `controller`, `master`, `worker` */
  readonly role: string
  /** it finishes its connections under the configuration of before */
  readonly isLeaving: boolean
  /** as ps writes it; null where this ps does not tell */
  readonly uptime: string | null
  readonly command: string
}

/** How the last reload went. */
export interface Reload {
  readonly successful: boolean
  /** RFC 3339: when the last one succeeded */
  readonly succeededAt: string | null
}

/** One entry of the controller's own list, as it wrote it. */
export type Backend = Readonly<Record<string, unknown>> & { readonly name: string }

/** A route as the configuration of a replica has it. */
export interface ServedRoute {
  /** null: every host that no other route names */
  readonly host: string | null
  readonly path: string
  readonly source: Ref
  /** where it leads, by the names that the proxy has for it; absent: it does not tell */
  readonly upstreams?: readonly string[]
}

/** The certificate that a replica has for a host. */
export interface ServedCertificate {
  readonly facts: CertificateFacts
  /** made by the controller itself, where it has nothing better */
  readonly isFake: boolean
}
