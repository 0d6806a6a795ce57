/** Opens what a command line asks: a file where one was named, else the cluster; each once, and only when it is needed. */
import type { OtherSource } from './cli/context.js'
import type { Io } from './cli/io.js'
import type { Progress } from './cli/report/progress.js'
import { talk } from './cli/report/talk.js'
import { said } from './cli/said.js'
import type { Saved } from './controllers/create.js'
import type { Replica } from './domain/controllers/controller.js'
import type { Controllers, Dialect } from './domain/controllers/dialect.js'
import type { Observation } from './domain/controllers/observation.js'
import type { PodAccess } from './domain/controllers/pod-access.js'
import type { KubeFlags } from './domain/kube-flags.js'
import type { ChangeWishes, ClusterReader } from './domain/ports.js'
import { usage } from './domain/problem.js'
import { version } from './version.js'

export interface Source {
  readonly cluster: ClusterReader
  readonly controllers: () => Promise<Controllers>
  /** the same, over another view of its objects */
  readonly controllersOver: (cluster: ClusterReader) => Promise<Controllers>
  /** the same cluster, asked anew */
  readonly renewed: () => Source
  /** a value whenever it is worth asking again. @throws Problem `usage` where nothing can change */
  readonly changes: (wishes: ChangeWishes) => AsyncIterable<void>
}

/** What was said of where to look. */
export interface Where {
  readonly kube: KubeFlags
  /** of `--from`; none means the cluster */
  readonly sources: readonly string[]
  /** shall it be known where objects stand in files */
  readonly isPlaced?: boolean
}

/** @param kube of the command line */
export function otherSource(wanted: OtherSource, kube: KubeFlags): Where {
  if (wanted === 'live') return { kube, sources: [] }
  if ('context' in wanted) return { kube: { ...kube, context: wanted.context }, sources: [] }
  return { kube: {}, sources: [wanted.from], isPlaced: wanted.isPart }
}

/** @param progress shows what a cluster is being asked */
export function sourceOf(asked: Where, io: Io, progress: Progress, signal: AbortSignal): () => Promise<Source> {
  let source: Promise<Source> | undefined
  return () =>
    (source ??= asked.sources.length > 0 ? openFile(asked, io, signal) : openCluster(asked, io, progress, signal))
}

async function openFile({ kube, sources, isPlaced = false }: Where, io: Io, signal: AbortSignal): Promise<Source> {
  const [{ openSource }, { customKinds, savedByHand }] = await Promise.all([
    import('./capture/open.js'),
    import('./controllers/files.js'),
  ])
  // A file has no current namespace: without -n it is shown whole.
  const scope = kube.namespace && !kube.allNamespaces ? { namespace: kube.namespace } : 'all-namespaces'
  const { cluster, textsOf, saved, remarks, replaced } = await openSource(sources, {
    cwd: io.cwd,
    stdin: io.stdin,
    scope,
    isPlaced,
    signal,
    customKinds,
    savedByHand,
  })
  const more = (kube.verbosity ?? 0) > 0 ? replaced.map((one) => `${one} is that of the later source`) : []
  for (const one of [...remarks, ...more]) io.stderr.write(talk(`note: ${said(one)}\n`, io.talkColumns))
  const open: Open = (dialect, replica) => dialect.replay(textsOf(replica), replica)
  const source: Source = {
    cluster,
    ...controllersOf(cluster, open, saved),
    renewed: () => source,
    changes: () => {
      throw usage('-w needs a cluster: a file does not change', 'leave --from or -w out')
    },
  }
  return source
}

async function openCluster({ kube }: Where, io: Io, progress: Progress, signal: AbortSignal): Promise<Source> {
  const { connectServer } = await import('./cluster/connect.js')
  const warn = (line: string) => {
    progress.clear()
    io.stderr.write(`${said(line)}\n`)
  }
  const { begin: watch } = progress
  // Not the whole process: standard input is for the one credential plugin that asks for it.
  const { env, cwd, platform, hold, talkColumns } = io
  const stderrIsTTY = talkColumns !== undefined
  const userAgent = `kubectl-tkng/${version}`
  const around = { env, cwd, platform, stderrIsTTY, signal, hold, warn, watch, userAgent, showBody }
  const connected = await connectServer(kube, {
    ...around,
    get stdinIsTTY() {
      return io.stdinIsTTY
    },
  })
  const { newReader, server, transport } = connected
  const pods = whenAsked(async () => {
    const { createPodAccess } = await import('./cluster/pods/pod-access.js')
    return createPodAccess(server, transport)
  })
  const open: Open = (dialect, replica) => dialect.observe(pods, replica)
  const source = (): Source => {
    const cluster = newReader()
    return {
      cluster,
      ...controllersOf(cluster, open, null),
      renewed: source,
      changes: async function* (wishes) {
        const { changes } = await import('./cluster/list/changes.js')
        // What replicas say hangs on all Ingresses, whosever are shown.
        const scope = wishes.polled ? 'all-namespaces' : cluster.scope
        yield* changes({ server, transport, scope, signal, repeat: io.repeat }, wishes)
      },
    }
  }
  return source()
}

/** Many command lines look for controllers, and into none of them. */
function whenAsked(load: () => Promise<PodAccess>): PodAccess {
  let loaded: Promise<PodAccess> | undefined
  const inside = () => (loaded ??= load())
  return {
    get: async (...asked) => (await inside()).get(...asked),
    request: async (...asked) => (await inside()).request(...asked),
    exec: async (...asked) => (await inside()).exec(...asked),
    attach: async (...asked) => (await inside()).attach(...asked),
    logs: async (...asked) => (await inside()).logs(...asked),
    handshake: async (...asked) => (await inside()).handshake(...asked),
    may: async (...asked) => (await inside()).may(...asked),
  }
}

async function showBody(): Promise<(body: string) => string | null> {
  const { masker } = await import('./controllers/masker.js')
  const { maskBody } = await import('./domain/masking/body.js')
  return (body) => maskBody(body, masker)
}

/** Asks a replica, live or out of a capture. */
type Open = (dialect: Dialect, replica: Replica) => Observation

function controllersOf(
  cluster: ClusterReader,
  open: Open,
  saved: Saved | null,
): Pick<Source, 'controllers' | 'controllersOver'> {
  let controllers: Promise<Controllers> | undefined
  const controllersOver = async (other: ClusterReader) => {
    const { createControllers } = await import('./controllers/create.js')
    return createControllers(other, open, saved)
  }
  return { controllers: () => (controllers ??= controllersOver(cluster)), controllersOver }
}
