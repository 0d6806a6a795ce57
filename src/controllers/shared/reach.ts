/** What can be asked of any replica, whatever runs in it; and what a dialect does not answer. */
import type { Replica } from '../../domain/controllers/controller.js'
import type { Observation, SavedTexts } from '../../domain/controllers/observation.js'
import type { ContainerRef, LogQuery, PodAccess } from '../../domain/controllers/pod-access.js'
import { nameOf } from '../../domain/objects/ref.js'
import type { SavedText } from '../../domain/ports.js'
import { type Problem, problem, usage } from '../../domain/problem.js'

export type Reach = Pick<Observation, 'handshake' | 'request' | 'logs' | 'attach'>

/** A replica that runs. */
export function reachOf(pods: PodAccess, replica: Replica): Reach {
  const { namespace, name, node, traits } = replica
  const container = containerOf(replica)
  const portOf = (scheme: 'http' | 'https') => {
    const port = traits.ports?.[scheme]
    if (port !== undefined) return { namespace, name, node, port }
    throw problem('unsupported', { what: 'an answer to a client: none comes to its pods', by: nameOf(replica) })
  }
  return {
    handshake: async (servername) => pods.handshake(portOf('https'), servername),
    request: async ({ scheme, method, host, target, headers, sni }) =>
      pods.request(portOf(scheme), {
        method: method === 'HEAD' ? 'HEAD' : 'GET',
        target,
        headers: { ...(host === null ? {} : { host }), ...Object.fromEntries(headers) },
        tls: scheme === 'https' ? { servername: sni } : null,
      }),
    logs: (query) => pods.logs(container, query),
    attach: (argv, terminal) => pods.attach(container, argv, terminal),
  }
}

export function containerOf({ namespace, name, node, container }: Replica): ContainerRef {
  return { namespace, name, node, container }
}

/** What a capture has of a replica. */
type Held = Pick<SavedTexts, 'source' | 'isEmpty'>

/** A replica of which a capture tells. @param log what it keeps of its log; absent: nothing */
export function outOfReach(replica: Replica, saved: Held, log?: SavedText): Reach {
  const refuse = (what: string) => () => Promise.reject(notHeld(replica, saved, what))
  return {
    handshake: refuse('a handshake'),
    request: refuse('an answer to a request'),
    logs: async (query) => {
      if (log === undefined) throw notHeld(replica, saved, 'the log')
      return savedLog(wholeOf(log, replica, 'the log'), query)
    },
    attach: async () => {
      throw usage(`${nameOf(replica)} is in a file: nothing can run there`, 'leave --from out')
    },
  }
}

/** @param what is asked for, with its article */
export function notHeld(replica: Replica, { source, isEmpty }: Held, what: string): Problem {
  return problem('not-captured', { what, pod: nameOf(replica), source, isEmpty })
}

/** Characters of a text that is needed whole. */
const longest = 64 * 1024 * 1024

/** @throws Problem `not-observed` for what is too long to be held whole */
export function wholeOf(text: SavedText, replica: Replica, what: string): string {
  if (typeof text === 'string') return text
  const decoder = new TextDecoder()
  const parts: string[] = []
  let size = 0
  for (const piece of text) {
    size += piece.length
    if (size > longest) {
      const why = `it is larger than ${longest / 1024 ** 2} MiB`
      throw problem('not-observed', { what, pod: nameOf(replica), tried: [{ way: 'the capture', why }] })
    }
    parts.push(decoder.decode(piece, { stream: true }))
  }
  return parts.join('')
}

/** Every answer that a dialect may give, refused: it spreads its own over them. @param title of the dialect */
export function unsupported(replica: Replica, title: string): Omit<Observation, keyof Reach> {
  const lacks = (what: string) => problem('unsupported', { what, by: title })
  const refuse = (what: string) => () => Promise.reject(lacks(what))
  // biome-ignore lint/correctness/useYield: to be read is to be refused
  async function* none(what: string): AsyncGenerator<never> {
    throw lacks(what)
  }
  return {
    replica,
    served: refuse('what it serves'),
    backends: refuse('its backends'),
    routes: () => none('its routes'),
    certificate: refuse('its certificates'),
    reload: refuse('how its last reload went'),
    version: refuse('its version'),
    processes: refuse('its processes'),
    conf: refuse('its configuration'),
    excerpt: refuse('parts of its configuration'),
    confBlocks: () => none('its configuration'),
    failedConf: refuse('a configuration that failed'),
    texts: () => new Map(),
  }
}

/** A log in a file, read as a live one is asked for. @throws Problem `usage` for what only a kubelet can tell */
async function* savedLog(text: string, query: LogQuery): AsyncGenerator<Uint8Array> {
  const flags = {
    '-f': query.follow,
    '-p': query.previous,
    '--since': query.sinceSeconds,
    '--since-time': query.sinceTime,
  }
  const [said] = Object.entries(flags).flatMap(([flag, value]) =>
    value === undefined || value === false ? [] : [flag],
  )
  if (said !== undefined) throw usage(`${said} needs a cluster: a saved log does not tell it`, 'leave one out')
  const lines = text.replace(/\n$/, '').split('\n')
  const last = query.tail === undefined ? lines : query.tail === 0 ? [] : lines.slice(-query.tail)
  const bytes = new TextEncoder().encode(last.map((line) => `${line}\n`).join(''))
  yield query.limitBytes === undefined ? bytes : bytes.subarray(0, query.limitBytes)
}
