/** For each host of a controller: the certificate that is meant for it, what its Secret holds, and what is really served. */

import { sideBySide } from '../../domain/at-once/side-by-side.js'
import { type CertificateFacts, readCertificate } from '../../domain/certificates.js'
import type { Replica } from '../../domain/controllers/controller.js'
import type { Controllers } from '../../domain/controllers/dialect.js'
import type { Plan } from '../../domain/controllers/plan.js'
import type { Answered, AnswerSource, ServedCertificate } from '../../domain/controllers/replica-facts.js'
import type { Gap } from '../../domain/gap.js'
import { namedHosts, tlsHosts } from '../../domain/objects/ingress-hosts.js'
import { type Ref, refOf } from '../../domain/objects/ref.js'
import { Problem } from '../../domain/problem.js'
import { attempt } from '../attempt.js'
import type { Chosen } from '../worlds/choose-controller.js'
import type { World } from '../worlds/world.js'
import type { Worlds } from '../worlds/worlds.js'
import { type Judged, secretStateOf } from './judge.js'

export interface HostCertificate extends Judged {
  /** the one that is meant; null: none */
  readonly secret: Ref | null
  readonly source: AnswerSource
}

export interface GatherCertificates {
  /** only hosts of Ingresses in it; null: of all */
  readonly namespace: string | null
  /** only these hosts */
  readonly wanted: (host: string) => boolean
  /** whose Secrets are looked at; null: those of all */
  readonly hosts: readonly string[] | null
  /** make a TLS handshake for each */
  readonly probe: boolean
}

export interface GatheredCertificates {
  readonly certificates: readonly HostCertificate[]
  readonly world: World
  /** what the replica could not be asked */
  readonly gaps: readonly Gap[]
}

/** The replica is asked while the objects are looked at. */
export async function gatherCertificates(
  controllers: Controllers,
  worlds: Worlds,
  chosen: Chosen,
  { namespace, wanted, hosts: asked, probe }: GatherCertificates,
): Promise<GatheredCertificates> {
  const ingresses = worlds.ingressesOf(chosen)
  const own = ingresses.filter((one) => namespace === null || refOf(one).namespace === namespace)
  const hosts = [...new Set(own.flatMap(namedHosts))].filter(wanted).sort()
  const named = new Set(ingresses.flatMap(tlsHosts).map((host) => host.toLowerCase()))
  const replica = worlds.replicaOf(chosen)
  const gaps: Gap[] = []
  const ask = askingServed(controllers, replica, gaps)
  const [world, first] = await Promise.all([
    worlds.open(chosen, asked ?? (namespace === null ? null : hosts)),
    sideBySide(hosts, mostQuestions, ask),
  ])
  const { plan, facts } = world
  const more = customHosts(plan, namespace).filter((host) => wanted(host) && !hosts.includes(host))
  const answers = [...first, ...(await sideBySide(more, mostQuestions, ask))]
  const certificates = [...hosts, ...more].map((host, i): HostCertificate => {
    const planned = plan.certificateFor(host)
    const answered = answers[i] ?? null
    const isPassed = planned?.isPassedThrough ?? false
    const served = isPassed ? null : (answered?.value ?? null)
    const secret = isPassed ? null : (planned?.secret ?? null)
    return {
      host,
      asked: planned !== null || named.has(host),
      planned,
      isRefused: planned === null ? (plan.refusesOthers ?? false) : (planned.isRefused ?? false),
      secret,
      secretState: secret && secretStateOf(facts.secretOf(secret)),
      served: served?.facts ?? null,
      isFake: served?.isFake ?? false,
      source: served === null || answered === null ? 'api' : answered.source,
    }
  })
  if (!probe || replica === null) return { certificates, world, gaps }
  const shown = await sideBySide(certificates, mostHandshakes, async (one) =>
    one.served === null && !one.planned?.isPassedThrough
      ? one
      : { ...one, shown: await probed(controllers, replica, one.host) },
  )
  return { certificates: shown, world, gaps }
}

/** Under way at a time: what a replica is asked for by the thousand, and connections of their own. */
const mostQuestions = 256
const mostHandshakes = 8

/** Those that objects of other kinds ask TLS for: which they are is known once these are read. */
function customHosts({ customRoutes = [] }: Plan, namespace: string | null): readonly string[] {
  const own = customRoutes.filter(
    ({ source, tls }) => tls !== null && (namespace ?? source.namespace) === source.namespace,
  )
  return [...new Set(own.flatMap(({ host }) => host?.toLowerCase() ?? []))].sort()
}

/** What is refused once is refused for every host, and told once. */
function askingServed(controllers: Controllers, replica: Replica | null, gaps: Gap[]) {
  // One for all of them: it asks the same once.
  const observation = replica && controllers.observe(replica)
  let isSilent = false
  return async (host: string): Promise<Answered<ServedCertificate | null> | null> => {
    if (replica === null || observation === null || isSilent) return null
    const own: Gap[] = []
    const found = await attempt(replica, own, () => observation.certificate(host))
    if (found === null && !isSilent) {
      isSilent = true
      gaps.push(...own)
    }
    return found
  }
}

/** A wildcard is probed by a name below it. */
async function probed(controllers: Controllers, replica: Replica, host: string): Promise<CertificateFacts | null> {
  try {
    const { chain } = await controllers.observe(replica).handshake(host.replace(/^\*/, 'probe'))
    const [own] = chain
    return own === undefined ? null : readCertificate(own)
  } catch (error) {
    if (error instanceof Problem && (error.value.reason === 'port-closed' || error.value.reason === 'connection-lost'))
      return null
    throw error
  }
}
