/** Controllers that answer as a test says: engines, replicas and what a replica answers to a real request. */
import { createControllers } from '../../../src/controllers/create.js'
import { unsupported } from '../../../src/controllers/shared/reach.js'
import type { Replica } from '../../../src/domain/controllers/controller.js'
import type { Controllers, Dialect } from '../../../src/domain/controllers/dialect.js'
import type { Observation } from '../../../src/domain/controllers/observation.js'
import type { PodResponse } from '../../../src/domain/controllers/pod-access.js'
import type { Gap } from '../../../src/domain/gap.js'
import type { ClusterReader } from '../../../src/domain/ports.js'
import { problem } from '../../../src/domain/problem.js'
import type { Answer, TraceRequest } from '../../../src/domain/requests/trace.js'

type Engine = (request: TraceRequest) => Partial<Answer>

export interface FakeControllers {
  readonly asked?: Engine
  /** absent: no replica tells what it serves */
  readonly served?: Engine
  /** what the replica was not asked */
  readonly unasked?: readonly Gap[]
  /** absent: nothing answers */
  readonly answers?: (request: TraceRequest) => Partial<PodResponse>
}

/** The ones of the pods in the cluster, with other engines. */
export function fakeControllers(
  cluster: ClusterReader,
  { asked, served, answers, unasked = [] }: FakeControllers,
): Controllers {
  const silent = (what: string) => async (): Promise<never> => {
    throw problem('not-observed', { what, pod: 'edge/proxy-1', tried: [{ way: 'exec cat', why: 'forbidden' }] })
  }
  const observe = (replica: Replica): Observation => ({
    ...unsupported(replica, 'a fake'),
    handshake: silent('a handshake'),
    logs: silent('the log'),
    attach: silent('a program'),
    served: served
      ? async () => ({
          ...tracer(served),
          learn: async () => {},
          gaps: () => unasked,
          ways: ['its nginx.conf by exec cat', 'its backends by port-forward'],
        })
      : silent('its configuration'),
    request: async (request) =>
      answers
        ? { status: 200, headers: {}, milliseconds: 12.4, handshake: null, ...answers(request) }
        : silent('an answer')(),
  })
  const controllers = createControllers(cluster, (_, replica) => observe(replica), null)
  const dialectOf = (of: Parameters<Controllers['dialectOf']>[0]): Dialect => {
    const dialect = controllers.dialectOf(of)
    if (asked === undefined || dialect === controllers.fallback) return dialect
    return {
      ...dialect,
      plan: (controller, facts) => ({ ...dialect.plan(controller, facts), ...tracer(asked) }),
    }
  }
  return { ...controllers, dialectOf }
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
  endpoints: null,
  split: [],
  outcomes: [],
  hops: [],
  losers: [],
}
