/** What one replica says that it serves. A member that its dialect lacks fails with the problem `unsupported`. */
import type { Gap } from '../gap.js'
import type { Ingress } from '../objects/objects.js'
import type { SavedText } from '../ports.js'
import type { TraceRequest, Tracer } from '../requests/trace.js'
import type { ConfBlock, ConfExcerpt, ConfPart } from './conf-part.js'
import type { Replica } from './controller.js'
import type { Plan } from './plan.js'
import type { Handshake, LogQuery, PodResponse, Terminal } from './pod-access.js'
import type { Answered, Backend, Build, Process, Reload, ServedCertificate, ServedRoute } from './replica-facts.js'

/** Runs a question; null: there is no answer, and that is noted as a gap. */
export type Attempt = <T>(ask: () => Promise<T>) => Promise<T | null>

/** Answers by what a replica runs with. */
export interface Served extends Tracer {
  /** what the replica must be asked before it can answer such a request */
  learn(request: TraceRequest): Promise<void>
  /** how it was read, in words: `its configuration by exec cat` */
  readonly ways: readonly string[]
  /** of which it can be asked what becomes of them, whatever is said there. Absent: of requests alone */
  readonly streams?: readonly NonNullable<TraceRequest['stream']>[]
  /** what the replica was not asked until now, since it would have been too much. Absent: nothing */
  readonly gaps?: () => readonly Gap[]
}

/**
 * Every method throws a Problem: `not-observed` names each way that was tried in vain, `unsupported` says that such
 * controllers do not tell.
 */
export interface Observation {
  readonly replica: Replica
  /**
   * Answers requests as this replica would.
   * @param attempt asks what the answers can do without
   * @param requests that will be asked: what they need is learnt at once
   */
  served(plan: Plan, attempt: Attempt, requests: readonly TraceRequest[]): Promise<Served>
  /** the controller's own list of what it balances over */
  backends(): Promise<Answered<readonly Backend[]>>
  routes(): AsyncIterable<ServedRoute>
  /** null: it has none at all for the host */
  certificate(host: string): Promise<Answered<ServedCertificate | null>>
  /** directive → its value, of those that its configuration has. Absent: it tells none of them */
  readonly settings?: (directives: readonly string[]) => Promise<ReadonlyMap<string, string>>
  /** null: it does not tell */
  reload(): Promise<Reload | null>
  /** what the program says of itself */
  version(): Promise<Answered<Build>>
  /** processes of the container, those of the proxy and of the controller */
  processes(): Promise<Answered<readonly Process[]>>
  /**
   * The bytes of its configuration, pulled as they are read; leaving early stops the remote side.
   * @param whole true: they end with Problem `connection-lost` where it is cut, which who reads it as a configuration
   *   sees for himself
   */
  conf(options?: { readonly whole: boolean }): Promise<Answered<AsyncIterable<Uint8Array>>>
  /** a part of the configuration, found while it streams by */
  excerpt(part: ConfPart): Promise<ConfExcerpt>
  /** the configuration as blocks that can be compared between replicas */
  confBlocks(): AsyncIterable<ConfBlock>
  /** in the proxy's own words, why it refused a configuration last; null: it did not say. Absent: it refuses none as a whole */
  readonly refusal?: () => Promise<string | null>
  /** the configuration that failed its test last; null: there is none */
  failedConf(): Promise<Answered<FailedConf | null>>
  /** what its HTTPS port shows to a client that asks for this name */
  handshake(servername: string): Promise<Handshake>
  /** the real request, to its HTTP or HTTPS port: GET and HEAD only */
  request(request: TraceRequest): Promise<PodResponse>
  /** the bytes of the container's log */
  logs(query: LogQuery): Promise<AsyncIterable<Uint8Array>>
  /** runs what a person typed, at a person's own risk. @returns the remote exit code */
  attach(argv: readonly string[], terminal: Terminal): Promise<number>
  /**
   * File name → asks for what a capture keeps under it; no text holds a key.
   * @param ingresses of which it shall tell
   * @param logs with the end of its log
   */
  texts(ingresses: readonly Ingress[], logs: boolean): ReadonlyMap<string, () => Promise<SaidText>>
}

export interface FailedConf {
  /** where it is kept */
  readonly name: string
  readonly bytes: AsyncIterable<Uint8Array>
  /** in words, what the proxy said when it refused it; null: that is not known */
  readonly said: string | null
}

/** A long one comes as its bytes. */
export type SaidText = string | AsyncIterable<Uint8Array>

/** What a replica said, as a capture keeps it. */
export interface SavedTexts {
  /** undefined: there is none of that name */
  text(name: string): SavedText | undefined
  /** where they come from, in words */
  readonly source: string
  /** there is no text at all of it */
  readonly isEmpty: boolean
  /** where the one of that name comes from, of several sources */
  sourceOf(name: string): string
}
