/** Controllers that answer as a test says: engines, replicas and what a replica answers to a real request. */
import { createControllers } from '../../src/controllers/index.js'
import type { Controllers, Observer } from '../../src/domain/controllers/controller.js'
import type { PodResponse } from '../../src/domain/controllers/pod-access.js'
import type { ClusterReader } from '../../src/domain/ports.js'
import { problem } from '../../src/domain/problem.js'
import type { Answer, TraceRequest } from '../../src/domain/requests/trace.js'

type Engine = (request: TraceRequest) => Partial<Answer>

export interface FakeControllers {
  readonly asked?: Engine
  /** absent: no replica tells what it serves */
  readonly served?: Engine
  /** absent: nothing answers */
  readonly answers?: (request: TraceRequest) => Partial<PodResponse>
}

/** The ones of the pods in the cluster, with other engines. */
export function fakeControllers(cluster: ClusterReader, { asked, served, answers }: FakeControllers): Controllers {
  const silent = (what: string) => async (): Promise<never> => {
    throw problem('not-observed', { what, pod: 'edge/proxy-1', tried: [{ way: 'exec cat', why: 'forbidden' }] })
  }
  const observer = {
    conf: served ? async () => ({ value: empty(), source: 'live', way: 'exec cat' }) : silent('nginx.conf'),
    certificate: served
      ? async () => ({ value: null, source: 'live', way: 'port-forward' })
      : silent('the certificate'),
    backends: served ? async () => ({ value: '[]', source: 'live', way: 'port-forward' }) : silent('the backends'),
    request: async (_: unknown, request: TraceRequest) =>
      answers
        ? { status: 200, headers: {}, milliseconds: 12.4, handshake: null, ...answers(request) }
        : silent('an answer')(),
  } as unknown as Observer
  return {
    ...createControllers(cluster, observer, null),
    ...(asked ? { asked: () => tracer(asked) } : {}),
    served: async () => tracer(served ?? (() => ({}))),
  }
}

function tracer(engine: Engine) {
  return { answer: (request: TraceRequest) => ({ ...answered, ...engine(request) }) }
}

/** A backend gets it. */
const answered: Answer = {
  verdict: 'served',
  status: null,
  location: null,
  upstreamUri: null,
  source: { kind: 'Ingress', namespace: 'default', name: 'web' },
  backend: { namespace: 'default', service: 'web', port: 80 },
  upstream: null,
  split: [],
  hops: [],
  losers: [],
}

async function* empty(): AsyncGenerator<Uint8Array> {}
