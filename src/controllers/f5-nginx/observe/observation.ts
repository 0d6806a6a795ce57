/** What one replica serves, by what it can be asked. */

import { readCertificate } from '../../../domain/certificates.js'
import type { Observation, SaidText, Served } from '../../../domain/controllers/observation.js'
import type { Answered, Backend } from '../../../domain/controllers/replica-facts.js'
import { namedHosts } from '../../../domain/objects/ingress-hosts.js'
import type { Ingress } from '../../../domain/objects/objects.js'
import { nameOf } from '../../../domain/objects/ref.js'
import { problem } from '../../../domain/problem.js'
import { dumpedPieces } from '../../../languages/nginx/text/dump.js'
import type { Piece } from '../../../languages/nginx/text/pieces.js'
import { confBlocks } from '../../shared/nginx/conf/conf-blocks.js'
import { excerpt } from '../../shared/nginx/conf/excerpt.js'
import { type Reach, unsupported } from '../../shared/reach.js'
import { certificatesText, json, logTexts } from '../../shared/texts.js'
import type { F5Plan } from '../plan.js'
import { f5Nginx } from '../workload/family.js'
import { type F5Replica, usualPorts } from '../workload/settings.js'
import { files } from './files.js'
import { reloadOf } from './metrics.js'
import type { Said } from './said.js'
import { servedRoutes, servedTracer } from './served.js'
import { backendsIn } from './upstreams.js'

export function observationOf(replica: F5Replica, said: Said, reach: Reach): Observation {
  return {
    ...unsupported(replica, f5Nginx.title),
    ...reach,
    served: (plan: F5Plan) => servedBy(plan, said),
    backends: () => listed(replica, said),
    routes: async function* () {
      yield* servedRoutes((await said.conf()).value)
    },
    certificate: async (host) => {
      const found = await said.certificate(askedName(host))
      const facts = found.value === null ? null : readCertificate(found.value)
      return { ...found, value: facts && { facts, isFake: false } }
    },
    reload: async () => reloadOf((await said.metrics()).value),
    version: said.version,
    processes: said.processes,
    conf: said.conf,
    excerpt: async (part) =>
      excerpt((await said.conf()).value, part, [usualPorts.http, usualPorts.https], dumpedPieces),
    confBlocks: async function* () {
      yield* confBlocks((await said.conf({ whole: true })).value, comparable)
    },
    texts: (ingresses, logs) => textsOf(said, reach, ingresses, logs),
  }
}

async function servedBy(plan: F5Plan, said: Said): Promise<Served> {
  const conf = await said.conf()
  const { answer } = await servedTracer(plan, conf.value)
  return { answer, learn: async () => {}, streams: ['tcp', 'udp'], ways: [`its configuration from ${conf.way}`] }
}

/** How often a replica was told of a change is its own matter. */
async function* comparable(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Piece> {
  for await (const piece of dumpedPieces(bytes)) if (!piece.file?.endsWith('/config-version.conf')) yield piece
}

async function listed(replica: F5Replica, said: Said): Promise<Answered<readonly Backend[]>> {
  const conf = await said.conf()
  try {
    return { ...conf, value: await backendsIn(conf.value) }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    const tried = [{ way: conf.way, why: error.message }]
    throw problem('not-observed', { what: 'the backends', pod: nameOf(replica), tried })
  }
}

/** A wildcard is asked for by a name below it. */
function askedName(host: string): string {
  return host.replace(/^\*\./, 'any.')
}

/** Handshakes under way at a time. */
const mostHandshakes = 8

function textsOf(said: Said, reach: Reach, ingresses: readonly Ingress[], logs: boolean) {
  const certificates = async () => {
    const names = new Set(ingresses.flatMap(tlsNames))
    for await (const { host, source } of servedRoutes((await said.conf()).value))
      if (host !== null && source.kind !== 'Ingress') names.add(askedName(host))
    return certificatesText([...names], mostHandshakes, said.certificate)
  }
  return new Map<string, () => Promise<SaidText>>([
    [files.dump, async () => (await said.conf({ whole: true })).value],
    [files.metrics, async () => (await said.metrics()).value],
    [files.build, async () => json((await said.version()).value)],
    [files.certificates, certificates],
    ...logTexts(logs, files.log, reach),
  ])
}

/** Of Ingresses with TLS all hosts, of which one may have no certificate. */
function tlsNames(ingress: Ingress): string[] {
  if ((ingress.spec?.tls ?? []).length === 0) return []
  return namedHosts(ingress).map(askedName)
}
