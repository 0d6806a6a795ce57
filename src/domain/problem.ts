/**
 * Why there is no answer: the typed value in which an error crosses a room's border.
 *
 * A problem carries facts, not prose: `cli/report/error.ts` words each reason once, so that the same trouble has the
 * same sentence wherever it was met.
 */

/** Reason → the facts that its sentence needs. */
export interface ProblemFacts {
  /** said and meant: the command line */
  usage: { message: string; hint?: string }
  /** names asked for that are not there */
  'not-found': { what: string; where: string; near: readonly string[] }
  /** the one kind that a verb cannot do without may not be read */
  'no-permission': { verb: string; resource: string; where: string; message: string }

  'kubeconfig-missing': { path: string }
  'kubeconfig-unreadable': { path: string; detail: string }
  'kubeconfig-invalid': { path: string; detail: string }
  'no-cluster': { looked: readonly string[] }
  'context-missing': { context: string; known: readonly string[] }
  'cluster-missing': { cluster: string; known: readonly string[] }
  'user-missing': { user: string; known: readonly string[] }
  /** nothing says who we are; `detail`: why not */
  'no-credentials': { server: string; detail: string }
  'credentials-file': { what: string; path: string; detail: string }
  'exec-plugin': { command: string; detail: string; installHint?: string }
  'auth-provider-removed': { name: string; instead: string }
  'invalid-setting': { setting: string; detail: string }

  refused: { server: string; detail: string }
  dns: { server: string; host: string; detail: string }
  unreachable: { server: string; detail: string }
  proxy: { server: string; proxy: string; detail: string }
  'tls-unknown-authority': { server: string; detail: string }
  'tls-expired': { server: string; detail: string }
  'tls-name': { server: string; detail: string }
  'tls-other': { server: string; detail: string }
  unauthorized: { server: string; message: string }
  forbidden: { server: string; message: string }
  'api-missing': { server: string; path: string; message: string }
  'server-error': { server: string; status: number; message: string }
  'client-error': { server: string; status: number; message: string }
  'too-many-requests': { server: string; message: string }
  timeout: { server: string; seconds: number; doing: string }
  'not-kubernetes': { server: string; detail: string }
  'cut-short': { server: string; detail: string; isTooLarge?: true }

  /** the API server would not open a stream to a pod; `hint`: what is missing, where that is known */
  'upgrade-refused': { doing: string; pod: string; status: number; message: string; hint?: string }
  /** it took the API server's request, and says nothing; `node`: null where it is not known */
  'kubelet-silent': { node: string | null; doing: string; pod: string; server: string; seconds: number }
  'port-closed': { pod: string; port: number; detail: string }
  'connection-lost': { doing: string; pod: string; detail: string }

  /** each way to ask a replica was tried in vain */
  'not-observed': { what: string; pod: string; tried: readonly { way: string; why: string }[]; hint?: string }
  /** what it answered is none of the language in which such a replica answers */
  'answer-unreadable': { pod: string; detail: string }
  /** the files that stand for the cluster do not hold it */
  'not-captured': { what: string; pod: string; source: string; isEmpty: boolean }
  /** such controllers have no answer to it: `what` a replica does not tell, `by` which kind of controller */
  unsupported: { what: string; by: string }
  /** the controllers that are meant are only named: nothing is known of what is inside of them */
  'not-read': { controllers: readonly string[] }
  /** a verb needs one controller, or one replica, and there is none or more than one */
  'no-controller': { where: string; looked: string; hint: string }
  ambiguous: { what: string; choices: readonly string[]; flag: string }
  'no-replica': { controller: string; states: readonly string[] }

  'source-missing': { path: string }
  'source-unreadable': { path: string; detail: string }
  /** `isWhole`: the detail says what to do */
  'source-invalid': { path: string; detail: string; line?: number; column?: number; isWhole?: boolean }
  'source-unsafe': { path: string; detail: string }
  'source-too-large': { path: string; limit: string; line?: number }
  'source-version': { path: string; found: string; known: string }
  'capture-unwritable': { path: string; detail: string }

  'config-missing': { path: string }
  'config-unreadable': { path: string; detail: string }
  'config-invalid': { path: string; line: number; column: number; detail: string }

  /** something of our own could not be put into its place on this machine */
  'setup-failed': { path: string; detail: string }

  'output-failed': { detail: string }
  interrupted: Record<string, never>
}

export type ProblemReason = keyof ProblemFacts

export type ProblemValue = {
  [R in ProblemReason]: { readonly reason: R; readonly facts: Readonly<ProblemFacts[R]> }
}[ProblemReason]

export class Problem extends Error {
  readonly value: ProblemValue

  constructor(value: ProblemValue, cause?: unknown) {
    super(value.reason, { cause })
    this.name = 'Problem'
    this.value = value
  }
}

/** Builds a problem; the compiler checks that the facts are those of the reason. */
export function problem<R extends ProblemReason>(reason: R, facts: ProblemFacts[R], cause?: unknown): Problem {
  return new Problem({ reason, facts } as unknown as ProblemValue, cause)
}

/** The command line means nothing: what is wrong with it, and what it is like. */
export function usage(message: string, hint?: string): Problem {
  return problem('usage', hint === undefined ? { message } : { message, hint })
}
