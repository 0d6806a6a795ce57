/** What one replica says that it serves, read from its API or from a capture. */
import type { Observation } from '../../../domain/controllers/observation.js'
import { isRecord, text } from '../../../domain/objects/project-fields.js'
import { nameOf } from '../../../domain/objects/ref.js'
import { problem } from '../../../domain/problem.js'
import { entriesOf } from '../../../languages/traefik/config/entries.js'
import { readRawData } from '../../../languages/traefik/config/rawdata.js'
import { streamName, streamSections } from '../../../languages/traefik/config/read.js'
import type { TraefikConfig } from '../../../languages/traefik/config/types.js'
import { requestOf } from '../../../languages/traefik/route/request.js'
import { Routing } from '../../../languages/traefik/route/serve.js'
import { type Reach, unsupported } from '../../shared/reach.js'
import { asStream } from '../../shared/read.js'
import { parsed } from '../../shared/saved-texts.js'
import { json, logTexts } from '../../shared/texts.js'
import { answerOf } from '../answer/answer.js'
import { refusedBy } from '../answer/in-vain.js'
import type { TraefikPlan } from '../plan.js'
import { ownEntryPoints, type TraefikReplica } from '../workload/settings.js'
import { certificateFor, certificatesIn } from './certificates.js'
import type { Said } from './said.js'
import { files } from './said.js'
import { namesOfServed, routesOf, tellsOrigins } from './served.js'
import { configShown, middlewareShown, routerShown, serviceShown } from './shown.js'

export function observationOf(replica: TraefikReplica, said: Said, reach: Reach): Observation {
  let known: Promise<{ readonly config: TraefikConfig; readonly way: string }> | undefined
  /** Read once: it is the answer to most questions. */
  const config = () =>
    (known ??= said.rawData().then(async ({ value, way }) => ({ config: await readRawData(value), way })))
  return {
    ...unsupported(replica, 'Traefik'),
    ...reach,
    served: async (plan) => {
      const { config: own, way } = await config()
      // What TLS options ask of clients, its API does not say; a plan of Gateways has none of its model.
      const { model, facts = null } = (plan as Partial<TraefikPlan> | null) ?? {}
      const { clients, noOptions } = model?.config ?? {}
      const routing = new Routing(
        { ...own, ...(clients && { clients }), ...(noOptions && { noOptions }) },
        ownEntryPoints,
        refusedBy(namesOfServed, facts),
      )
      return {
        answer: (request, explain) =>
          answerOf(routing, namesOfServed, { controller: replica, facts }, request, explain),
        learn: async () => {},
        ...(model !== undefined && { streams: ['tcp', 'udp'] }),
        ways: [`its routers by ${way}`],
      }
    },
    backends: async () => {
      const { value, ...answered } = await said.rawData()
      const services: { readonly name: string }[] = []
      for await (const { section, name, value: entry } of entriesOf(value)) {
        const stream = streamSections[section]
        if (!isRecord(entry)) continue
        if (section === 'services') services.push({ ...entry, name })
        else if (stream?.is === 'service') services.push({ ...entry, name: streamName(stream.over, name) })
      }
      return { ...answered, value: services }
    },
    routes: async function* () {
      const { config: own } = await config()
      // Those of older releases are not missing for that.
      if (!tellsOrigins(own)) throw problem('unsupported', { what: 'whose its routers are', by: nameOf(replica) })
      yield* routesOf(own)
    },
    certificate: async (host) => {
      const { value, ...answered } = await said.certificates()
      const facts = certificateFor(certificatesIn(value), host)
      return { ...answered, value: facts && { facts, isFake: false } }
    },
    reload: async () => null,
    version: async () => {
      const { value, ...answered } = await said.version()
      const words = parsed(value)
      const release = isRecord(words) ? text(words.Version) : null
      return { ...answered, value: { release, build: null, repository: null, proxy: null } }
    },
    conf: async () => {
      const { value, ...answered } = await said.rawData()
      return { ...answered, value: asStream(value) }
    },
    excerpt: async ({ host, path, blocks }) => {
      if (blocks !== undefined && blocks !== 'upstream')
        throw problem('unsupported', {
          what: `a block "${blocks}": it has routers, middlewares and services`,
          by: nameOf(replica),
        })
      const { config: own } = await config()
      if (blocks === 'upstream') {
        const services = Object.fromEntries([...own.services].map(([name, one]) => [name, serviceShown(one)]))
        return { chunks: [json({ services })], notes: [], found: own.services.size > 0, whole: true }
      }
      const routers = routersFor(own, host, path)
      const shown = configShown(own, (router) => routers.has(router.name))
      return {
        chunks: routers.size > 0 ? [json(shown)] : [],
        notes: notesOf(routers, host, path),
        found: routers.size > 0,
        whole: true,
      }
    },
    confBlocks: async function* () {
      const { routers, services, middlewares } = (await config()).config
      const block = (key: string, value: object) => {
        const shown = json(value)
        return { key, text: shown, shown: () => shown }
      }
      for (const one of routers) yield block(`router ${one.name}`, routerShown(one))
      for (const one of services.values()) yield block(`service ${one.name}`, serviceShown(one))
      for (const one of middlewares.values()) yield block(`middleware ${one.name}`, middlewareShown(one))
    },
    failedConf: () => Promise.reject(problem('unsupported', { what: 'a configuration that failed', by: 'Traefik' })),
    texts: (_ingresses, logs) =>
      new Map([
        [files.rawData, async () => json(configShown((await config()).config))],
        [files.certificates, async () => (await said.certificates()).value],
        [files.version, async () => (await said.version()).value],
        ...logTexts(logs, files.log, reach),
      ]),
  }
}

/** Those that take a request for the host, by whatever entry point; with a path those that take it, too. */
function routersFor(config: TraefikConfig, host: string | undefined, path: string | undefined): ReadonlySet<string> {
  const all = config.routers.filter(({ service }) => !service.endsWith('@internal'))
  const routing = new Routing({ ...config, routers: all }, ownEntryPoints)
  const found = new Set<string>()
  for (const tls of [false, true]) {
    const request = requestOf(path ?? '/', {
      entryPoint: null,
      tls,
      method: 'GET',
      hostHeader: host ?? null,
      headers: new Map(),
      clientAddress: null,
    })
    if (request === null) continue
    if (path === undefined) for (const name of routing.table.forHost(request)) found.add(name)
    else {
      const { winners, others, untried } = routing.table.takersOf(request)
      for (const { name } of [...winners, ...others, ...untried]) found.add(name)
    }
  }
  return found
}

function notesOf(routers: ReadonlySet<string>, host: string | undefined, path: string | undefined): readonly string[] {
  const what = [host ?? 'any host', ...(path === undefined ? [] : [path])].join('')
  if (routers.size === 0) return [`no router takes ${what}`]
  return [`${routers.size} router${routers.size === 1 ? ' takes' : 's may take'} ${what}; the highest priority wins`]
}
