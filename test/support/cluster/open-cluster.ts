/** Connects tests to a server on the loopback, without kubeconfig: what `settle` would have found, by hand. */
import { afterEach } from 'vitest'
import { createLiveCluster } from '../../../src/cluster/list/live-cluster.js'
import { type ApiServer, createApiServer } from '../../../src/cluster/wire/api-server.js'
import type { Connection } from '../../../src/cluster/wire/connection.js'
import type { Patience } from '../../../src/cluster/wire/limit.js'
import { createTransport, type Transport } from '../../../src/cluster/wire/transport.js'
import { masker } from '../../../src/controllers/masker.js'
import { maskBody } from '../../../src/domain/masking/body.js'
import type { ClusterReader } from '../../../src/domain/ports.js'
import { Problem, type ProblemValue } from '../../../src/domain/problem.js'
import { type FakeApi, type FakeApiOptions, fakeApi } from './fake-api.js'
import { pem } from './tls-files.js'

export interface Opened {
  readonly server: ApiServer
  readonly transport: Transport
  readonly cluster: ClusterReader
  /** lines for stderr */
  readonly said: string[]
}

export interface OpenSettings {
  readonly connection?: Partial<Connection>
  readonly patience?: Patience
  readonly verbosity?: number
  readonly signal?: AbortSignal
}

const closers: (() => Promise<unknown>)[] = []

/** Closed after the test, whatever its end. */
export function closeAfterTest(close: () => Promise<unknown>): void {
  closers.push(close)
}

afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()))
})

export async function startApi(options: FakeApiOptions = {}): Promise<FakeApi> {
  const api = await fakeApi(options)
  closeAfterTest(api.close)
  return api
}

/** Shorter than a test's own, so that a hang is told as what it is. */
const tested: Patience = {
  connecting: 5000,
  'waiting for the answer': 5000,
  'reading the answer': 5000,
  closing: 1000,
}

/** As ann with her client certificate where the server speaks TLS; anonymous where it does not. */
export function open(url: string, settings: OpenSettings = {}): Opened {
  const said: string[] = []
  const server = new URL(url)
  const connection: Connection = {
    server,
    namespace: 'shop',
    context: 'fake',
    tls: server.protocol === 'https:' ? { ca: pem('ca'), insecure: false } : null,
    proxy: null,
    impersonate: [],
    compression: true,
    requestTimeoutMs: 0,
    credentials: async () => (server.protocol === 'https:' ? { cert: pem('client'), key: pem('client-key') } : {}),
    ...settings.connection,
  }
  const apiServer = createApiServer(connection, {
    userAgent: 'kubectl-tkng/test',
    verbosity: settings.verbosity ?? 0,
    patience: settings.patience ?? tested,
    signal: settings.signal ?? new AbortController().signal,
    say: (line) => said.push(line),
    showBody: (body) => maskBody(body, masker),
  })
  const transport = createTransport(apiServer)
  const { namespace } = connection
  const cluster = createLiveCluster({ transport, scope: { namespace }, namespace, source: 'context "fake"' })
  return { server: apiServer, transport, cluster, said }
}

/** The problem with which a promise fails; fails itself where it does not. */
export async function problemIn(promise: Promise<unknown>): Promise<ProblemValue> {
  const error = await promise.then(
    () => new Error('there was an answer'),
    (error: unknown) => error,
  )
  if (error instanceof Problem) return error.value
  throw error
}
