/** What a settled connection is, and what of the process around us it is settled from. */

/** PEM, as text or as the bytes of a file. */
export type Pem = string | Buffer

export interface TlsSettings {
  /** undefined: the authorities that the system trusts */
  readonly ca?: Pem
  readonly cert?: Pem
  readonly key?: Pem
  /** the name for SNI and for checking the certificate; undefined: the server's own */
  readonly servername?: string
  /** true: the server's certificate is not checked */
  readonly insecure: boolean
}

/** What proves who we are: a header, a client certificate, both or neither. */
export interface Credentials {
  /** value of the Authorization header */
  readonly authorization?: string
  readonly cert?: Pem
  readonly key?: Pem
}

/** Everything that a connection needs, settled: the meeting place of kubeconfig rules and transport. */
export interface Connection {
  /** http or https, without user, query or trailing slash in the path */
  readonly server: URL
  readonly namespace: string
  /** name of the context used, for messages; null where flags or the pod's service account alone decided */
  readonly context: string | null
  /** null: the server speaks plain http */
  readonly tls: TlsSettings | null
  /** http, https, socks5 or socks5h */
  readonly proxy: URL | null
  /** headers; a name may be repeated, and must then be sent as repeated lines; values go as UTF-8 */
  readonly impersonate: readonly (readonly [name: string, value: string])[]
  /** false: do not ask for compressed answers */
  readonly compression: boolean
  /** per request; 0: no limit */
  readonly requestTimeoutMs: number
  /**
   * The credentials of this moment.
   * @param refresh true after a 401: files are read and plugins are run again
   * @throws Problem `exec-plugin`, `credentials-file`
   */
  readonly credentials: (refresh: boolean, signal: AbortSignal) => Promise<Credentials>
}

/** Where a pod finds its own account; injectable, so that no test depends on the machine. */
export interface ServiceAccountFiles {
  readonly token: string
  readonly ca: string
  readonly namespace: string
}

/** The process around us, as values. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  /** as node's process.platform */
  readonly platform: string
  readonly stdinIsTTY: boolean
  readonly stderrIsTTY: boolean
  /** one line for the person, without newline */
  readonly warn: (line: string) => void
  readonly signal: AbortSignal
  /** until the returned function is called, a signal aborts `signal` instead of ending us there and then */
  readonly hold: () => () => void
  /** undefined: where Kubernetes mounts them */
  readonly serviceAccount?: ServiceAccountFiles
}
