/** What one replica of ingress-nginx serves, by what it can be asked. */

import { readCertificate } from '../../../domain/certificates.js'
import type { Observation, SaidText, Served } from '../../../domain/controllers/observation.js'
import { endOfLog } from '../../../domain/controllers/pod-access.js'
import type { Answered, Backend, ServedCertificate } from '../../../domain/controllers/replica-facts.js'
import type { Gap } from '../../../domain/gap.js'
import { ruleHosts, tlsHosts } from '../../../domain/objects/ingress-hosts.js'
import type { Ingress } from '../../../domain/objects/objects.js'
import { nameOf } from '../../../domain/objects/ref.js'
import { Problem, problem } from '../../../domain/problem.js'
import { requestHost } from '../../../domain/requests/host.js'
import type { TraceRequest } from '../../../domain/requests/trace.js'
import { linesOf } from '../../../domain/text/lines.js'
import { confBlocks } from '../../shared/nginx/conf/conf-blocks.js'
import { excerpt } from '../../shared/nginx/conf/excerpt.js'
import { httpStatements } from '../../shared/nginx/conf/http-statements.js'
import type { Reach } from '../../shared/reach.js'
import { certificatesText, json, logTexts } from '../../shared/texts.js'
import { servedTracer } from '../answer/open.js'
import { defaultServer } from '../model/types.js'
import type { NginxPlan } from '../plan.js'
import { nginxPorts } from '../workload/ports.js'
import type { NginxReplica } from '../workload/settings.js'
import { parseBackends } from './backends.js'
import { files } from './files.js'
import { liveCertificates } from './live-certificates.js'
import { reloadOf } from './metrics.js'
import type { Said } from './said.js'
import { servedRoutes } from './served-routes.js'

export function observationOf(replica: NginxReplica, said: Said, reach: Reach): Observation {
  const registered = once((name: string) => said.certificate(name))
  // Many hosts show the same one: the default, or that of a wildcard.
  const read = once(certificateIn)
  return {
    ...reach,
    replica,
    served: (plan: NginxPlan, attempt, requests) =>
      servedBy(plan, said, () => attempt(() => listed(replica, said)), requests),
    backends: () => listed(replica, said),
    routes: async function* () {
      yield* servedRoutes((await said.conf()).value)
    },
    certificate: async (host) => shownTo(host, registered, read),
    settings: async (directives) => httpStatements((await said.conf()).value, directives),
    reload: async () => reloadOf((await said.metrics()).value),
    version: said.version,
    processes: said.processes,
    conf: said.conf,
    excerpt: async (part) => {
      const { http, https } = nginxPorts(replica.settings)
      return excerpt((await said.conf()).value, part, [http, https])
    },
    confBlocks: async function* () {
      yield* confBlocks((await said.conf({ whole: true })).value)
    },
    refusal: () => lastEmergency(reach),
    failedConf: async () => {
      const found = await said.failedConf()
      const words = await lastEmergency(reach)
      return { ...found, value: found.value && { ...found.value, said: words && `nginx said: ${words}` } }
    },
    texts: (ingresses, logs) => textsOf(said, reach, ingresses, logs),
  }
}

async function servedBy(
  plan: NginxPlan,
  said: Said,
  list: () => Promise<Answered<readonly Backend[]> | null>,
  requests: readonly TraceRequest[],
): Promise<Served> {
  const certificates = liveCertificates(said)
  // With a certificate for its host, http is redirected.
  const learn = async ({ scheme, host }: TraceRequest) => {
    const name = requestHost(host)
    if (scheme === 'http' && name !== null) await certificates.learn(name)
  }
  // What goes wrong with the list is told, too, where the configuration cannot be had.
  const [conf, listing, learning] = await Promise.allSettled([said.conf(), list(), Promise.all(requests.map(learn))])
  if (conf.status === 'rejected') throw conf.reason
  if (listing.status === 'rejected') throw listing.reason
  if (learning.status === 'rejected') throw learning.reason
  const backends = listing.value
  const tracer = await servedTracer(plan, conf.value.value, backends?.value ?? null, certificates.known)
  return {
    ...tracer,
    learn,
    gaps: () => (certificates.left() === 0 ? [] : [unaskedGap(plan, certificates.left())]),
    ways:
      backends?.way === conf.value.way
        ? [`nginx.conf and backends from ${backends.way}`]
        : [`nginx.conf from ${conf.value.way}`, ...(backends === null ? [] : [`backends from ${backends.way}`])],
  }
}

/** Each name is a question of its own. */
function unaskedGap({ controller }: NginxPlan, names: number): Gap {
  const message = `whether ${nameOf(controller)} has a certificate for ${names} more names was not asked: the objects tell it`
  return { kind: 'Pod', namespace: controller.namespace, reason: 'limited', message }
}

async function listed(replica: NginxReplica, said: Said): Promise<Answered<readonly Backend[]>> {
  const answered = await said.backends()
  const { value, way } = answered
  const not = (why: string) =>
    problem('not-observed', { what: 'the backends', pod: nameOf(replica), tried: [{ way, why }] })
  try {
    const found = parseBackends(value)
    if (found !== null) return { ...answered, value: found }
  } catch (error) {
    throw not(
      `the answer is not valid JSON (${value.length} characters): ${error instanceof Error ? error.message : ''}`,
    )
  }
  throw not('the list is still empty: the controller has not finished its first synchronisation')
}

/** Registered is the host itself, the wildcard above it, or what is shown where neither is. */
async function shownTo(
  host: string,
  registered: Said['certificate'],
  read: (pem: string) => ServedCertificate | null,
): Promise<Answered<ServedCertificate | null>> {
  const dot = host.indexOf('.')
  const above = host.startsWith('*.') || dot === -1 ? [] : [`*${host.slice(dot)}`]
  for (const name of [host, ...above]) {
    const found = await registered(name)
    if (found.value !== null) return { ...found, value: read(found.value) }
  }
  const found = await registered(defaultServer)
  return { ...found, value: found.value === null ? null : read(found.value) }
}

function certificateIn(pem: string): ServedCertificate | null {
  const facts = readCertificate(pem)
  return facts && { facts, isFake: facts.subject === 'Kubernetes Ingress Controller Fake Certificate' }
}

/** What nginx said when it refused stands in the log only. */
async function lastEmergency(reach: Reach): Promise<string | null> {
  let last: string | undefined
  try {
    for await (const line of linesOf(await reach.logs(endOfLog)))
      last = /\[emerg\] (?:\d+#\d+: )?(.*)/.exec(line)?.[1] ?? last
  } catch (error) {
    if (!(error instanceof Problem)) throw error
  }
  return last ?? null
}

/** Under way at a time. */
const mostQuestions = 256

function textsOf(said: Said, reach: Reach, ingresses: readonly Ingress[], logs: boolean) {
  const names = [defaultServer, ...ingresses.flatMap(keptNames)]
  // Certificates are asked one first and then the others: they begin at once.
  return new Map<string, () => Promise<SaidText>>([
    [files.backends, async () => (await said.backends()).value],
    [files.metrics, async () => (await said.metrics()).value],
    [files.build, async () => json((await said.version()).value)],
    [files.certificates, () => certificatesText(names, mostQuestions, said.certificate)],
    [files.conf, async () => (await said.conf({ whole: true })).value],
    ...logTexts(logs, files.log, reach),
  ])
}

/** Hosts with TLS, and the wildcards above them: the names under which certificates may be registered. */
export function keptNames(ingress: Ingress): string[] {
  if ((ingress.spec?.tls ?? []).length === 0) return []
  return [...tlsHosts(ingress), ...ruleHosts(ingress)].flatMap((host) => {
    const name = host.toLowerCase()
    const dot = name.indexOf('.')
    return dot === -1 || name.startsWith('*.') ? [name] : [name, `*${name.slice(dot)}`]
  })
}

function once<T>(ask: (text: string) => T): (text: string) => T {
  const known = new Map<string, { readonly answer: T }>()
  return (text) => {
    const found = known.get(text) ?? { answer: ask(text) }
    known.set(text, found)
    return found.answer
  }
}
