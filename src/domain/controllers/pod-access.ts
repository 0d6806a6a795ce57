/** What a verb may ask of the inside of a pod: an HTTP GET, a program that reads, a log, a TLS handshake. */
import type { NamespacedName } from '../objects/ref.js'

export interface PodRef extends NamespacedName {
  /** where it runs, for messages */
  readonly node?: string | null
}

export interface PodPort extends PodRef {
  readonly port: number
}

export interface ContainerRef extends PodRef {
  readonly container: string
}

export interface PodReply {
  readonly status: number
  /** names in lower case */
  readonly headers: Readonly<Record<string, string>>
  /** whole, in pieces; it can be gone through again */
  readonly body: Iterable<Uint8Array>
}

/** A program in a container. Leaving the loop over `stdout` early stops it. */
export interface PodProcess {
  readonly stdout: AsyncIterable<Uint8Array>
  /** the end of what it wrote to stderr (64 KiB at most), once it has ended */
  readonly stderr: Promise<string>
  /** its exit code; rejects with a Problem where the connection broke before it was told */
  readonly exit: Promise<number>
}

export interface LogQuery {
  readonly follow?: boolean
  readonly previous?: boolean
  readonly timestamps?: boolean
  /** lines from the end; 0 is none */
  readonly tail?: number
  readonly sinceSeconds?: number
  /** RFC 3339 */
  readonly sinceTime?: string
  readonly limitBytes?: number
}

/** Of a log: what a busy proxy says of its requests in some minutes stands in front of what is looked for. */
export const endOfLog = { tail: 10_000, limitBytes: 8 * 1024 * 1024 } as const satisfies LogQuery

/** Our own terminal, given away while a remote shell runs. */
export interface Terminal {
  /** its keys, or standard input */
  readonly input: AsyncIterable<Uint8Array>
  /** resolves when the text may be followed by more */
  readonly output: (chunk: Uint8Array) => Promise<void>
  readonly error: (chunk: Uint8Array) => Promise<void>
  /** null: no terminal; the remote program gets none either */
  readonly tty: {
    size(): { readonly columns: number; readonly rows: number }
    onResize(listener: () => void): void
    /** keys as they are typed, until the returned function is called */
    raw(): () => void
  } | null
}

export interface Handshake {
  /** DER, the server's own first */
  readonly chain: readonly Uint8Array[]
  readonly protocol: string
}

/** A request as a client of the proxy sends it. */
export interface PodRequest {
  readonly method: 'GET' | 'HEAD'
  /** path and query, to the letter */
  readonly target: string
  /** all that are sent, Host among them where there shall be one */
  readonly headers: Readonly<Record<string, string>>
  /** null: plain HTTP; else TLS with this name, or without one */
  readonly tls: { readonly servername: string | null } | null
}

/** What came back, without its body. */
export interface PodResponse {
  readonly status: number
  /** names in lower case */
  readonly headers: Readonly<Record<string, string>>
  /** from the first byte sent to the head of the answer */
  readonly milliseconds: number
  /** null: plain HTTP */
  readonly handshake: Handshake | null
}

export interface PodAccess {
  /**
   * GET through port-forward, the pod's loopback included; redirects are not followed. Those to one port share a connection.
   * @param path with its query, already encoded
   * @param most bytes of the body; left out: 64 MiB
   * @throws Problem `upgrade-refused`, `port-closed`, `connection-lost`, `timeout`, and those of the network
   */
  get(target: PodPort, path: string, most?: number): Promise<PodReply>
  /**
   * One request as a client of the proxy would send it; of the body nothing is kept, and nothing is verified in TLS.
   * @throws Problem as {@link PodAccess.get}, and `tls-other`
   */
  request(target: PodPort, request: PodRequest): Promise<PodResponse>
  /** @throws Problem `upgrade-refused` and those of the network */
  exec(target: ContainerRef, argv: readonly string[]): Promise<PodProcess>
  /** @returns the remote exit code */
  attach(target: ContainerRef, argv: readonly string[], terminal: Terminal): Promise<number>
  /** The bytes of a log; a follow that is cut ends with `connection-lost`. */
  logs(target: ContainerRef, query: LogQuery): Promise<AsyncIterable<Uint8Array>>
  /** What a TLS server behind a port shows to a client that asks for this name; nothing is verified, nothing is sent. */
  handshake(target: PodPort, servername: string | null): Promise<Handshake>
  /** May this user do it? null where even that may not be asked. By SelfSubjectAccessReview, which stores nothing. */
  may(access: {
    readonly verb: string
    readonly subresource: string
    readonly namespace: string
  }): Promise<boolean | null>
}
