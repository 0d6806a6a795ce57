/** kubectl's global flags, as meant by the command line. A value, so that the cluster room needs to know no parser. */

/** As given on the command line; undefined where it was not. Empty strings are kept: kubectl treats them as unset. */
export interface KubeFlags {
  readonly kubeconfig?: string
  readonly context?: string
  readonly cluster?: string
  readonly user?: string
  readonly namespace?: string
  readonly allNamespaces?: boolean
  readonly server?: string
  readonly tlsServerName?: string
  readonly insecureSkipTlsVerify?: boolean
  readonly certificateAuthority?: string
  readonly clientCertificate?: string
  readonly clientKey?: string
  readonly token?: string
  readonly username?: string
  readonly password?: string
  readonly as?: string
  readonly asGroup?: readonly string[]
  readonly asUid?: string
  readonly asUserExtra?: readonly string[]
  /** milliseconds; 0 means none */
  readonly requestTimeoutMs?: number
  readonly disableCompression?: boolean
  /** klog verbosity, 0 to 10 */
  readonly verbosity?: number
}
