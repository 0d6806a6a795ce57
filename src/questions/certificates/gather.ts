/** For each host of a controller: what its Ingresses ask for, what the Secret holds, and what is really served. */

import { type CertificateFacts, covers, readCertificate } from '../../domain/certificates.js'
import type { AnswerSource, Controllers, Replica } from '../../domain/controllers/controller.js'
import type { Ingress } from '../../domain/objects/objects.js'
import { type NamespacedName, nameOf, type Ref, refOf } from '../../domain/objects/ref.js'
import type { ClusterReader, Gap } from '../../domain/ports.js'
import { Problem } from '../../domain/problem.js'
import { inOrder } from '../attempt.js'
import type { Judged, SecretState } from './judge.js'

export interface HostCertificate extends Judged {
  readonly source: AnswerSource
}

export interface GatherCertificates {
  readonly cluster: ClusterReader
  readonly controllers: Controllers
  readonly replica: Replica
  /** those that the controller owns */
  readonly ingresses: readonly Ingress[]
  /** only these hosts */
  readonly wanted: (host: string) => boolean
  /** make a TLS handshake for each */
  readonly probe: boolean
}

export async function gatherCertificates(
  from: GatherCertificates,
): Promise<{ readonly certificates: readonly HostCertificate[]; readonly gaps: readonly Gap[] }> {
  const { replica } = from
  const ingresses = [...from.ingresses].sort(byAge)
  const hosts = [...new Set(ingresses.flatMap(hostsOf))].filter(from.wanted).sort()
  const secrets = await readSecrets(from.cluster, ingresses, replica)
  const gaps = inOrder(secrets.gaps)
  const ask = askingServed(from, gaps)
  const certificates: HostCertificate[] = []
  for (const host of hosts) {
    const asking = ingresses.find((ingress) => asksFor(ingress, host))
    const secret = asking ? secretFor(asking, host, secrets.states) : null
    const served = await ask(host)
    const shown = from.probe && served !== null ? await probed(from, host) : undefined
    certificates.push({
      host,
      asked: asking !== undefined,
      secret,
      secretState: secret ? (secrets.states.get(nameOf(secret)) ?? { is: 'unseen' }) : null,
      served,
      shown,
      source: served === null ? 'api' : from.cluster.takenAt === null ? 'live' : 'capture',
    })
  }
  return { certificates, gaps }
}

/** Oldest first; within one second the higher `namespace/name`: the first that asks decides. */
function byAge(a: Ingress, b: Ingress): number {
  const [created, other] = [a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '']
  if (created !== other) return created < other ? -1 : 1
  return nameOf(refOf(a)) > nameOf(refOf(b)) ? -1 : 1
}

function hostsOf({ spec }: Ingress): string[] {
  const hosts = [
    ...(spec?.rules ?? []).map(({ host }) => host),
    ...(spec?.tls ?? []).flatMap(({ hosts }) => hosts ?? []),
  ]
  return hosts.flatMap((host) => host?.toLowerCase() || [])
}

function asksFor({ spec }: Ingress, host: string): boolean {
  const entries = spec?.tls ?? []
  const named = entries.some(({ hosts }) => hosts?.some((one) => one.toLowerCase() === host))
  const hasRule = (spec?.rules ?? []).some((rule) => rule.host?.toLowerCase() === host)
  return named || (entries.length > 0 && hasRule)
}

/**
 * The entry that names the host, else the first whose certificate covers it.
 * https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/controller.go (extractTLSSecretName)
 */
function secretFor(ingress: Ingress, host: string, states: ReadonlyMap<string, SecretState>): Ref | null {
  const { namespace } = refOf(ingress)
  const entries = ingress.spec?.tls ?? []
  const named = entries.find(({ hosts }) => hosts?.some((one) => one.toLowerCase() === host))
  if (named) return named.secretName ? { kind: 'Secret', namespace, name: named.secretName } : null
  for (const { secretName } of entries) {
    const state = secretName ? states.get(nameOf({ namespace, name: secretName })) : undefined
    if (secretName && state?.is === 'there' && covers(state.certificate, host))
      return { kind: 'Secret', namespace, name: secretName }
  }
  return null
}

/** Only the Secrets that Ingresses name are asked for, and of those only the certificates are kept. */
async function readSecrets(cluster: ClusterReader, ingresses: readonly Ingress[], { settings }: Replica) {
  const names = new Map<string, Set<string>>()
  const add = ({ namespace, name }: NamespacedName) =>
    names.set(namespace, (names.get(namespace) ?? new Set()).add(name))
  for (const ingress of ingresses)
    for (const { secretName } of ingress.spec?.tls ?? [])
      if (secretName) add({ namespace: refOf(ingress).namespace, name: secretName })
  if (settings.defaultCertificate) add(settings.defaultCertificate)
  const states = new Map<string, SecretState>()
  const gaps: Gap[] = []
  await Promise.all(
    [...names].map(async ([namespace, wanted]) => {
      const found = await cluster.list('Secret', { scope: { namespace }, names: [...wanted].sort() })
      for (const secret of found.items) states.set(nameOf(refOf(secret)), stateOf(secret.data?.['tls.crt']))
      const missing = [...wanted].filter((name) => !states.has(nameOf({ namespace, name })))
      for (const name of missing)
        states.set(nameOf({ namespace, name }), { is: found.coverage === 'all' ? 'missing' : 'unseen' })
      gaps.push(...found.gaps.filter(({ reason }) => reason !== 'not-found'))
    }),
  )
  return { states, gaps }
}

function stateOf(base64: string | undefined): SecretState {
  const certificate = base64 === undefined ? null : readCertificate(decode(base64))
  return certificate === null ? { is: 'empty' } : { is: 'there', certificate }
}

function decode(base64: string): string {
  return new TextDecoder('latin1').decode(
    Uint8Array.from(atob(base64.replaceAll(/\s/g, '')), (char) => char.charCodeAt(0)),
  )
}

/** The registered name is the host itself, the wildcard above it, or `_`; each is asked for once. */
function askingServed({ controllers, replica }: GatherCertificates, gaps: Gap[]) {
  const known = new Map<string, Promise<CertificateFacts | null>>()
  let silent = false
  const registered = (name: string) => {
    const found = known.get(name) ?? ask(name)
    known.set(name, found)
    return found
  }
  const ask = async (name: string): Promise<CertificateFacts | null> => {
    const { value } = await controllers.observer.certificate(replica, name)
    return value === null ? null : readCertificate(value)
  }
  return async (host: string): Promise<CertificateFacts | null> => {
    if (silent) return null
    try {
      for (const name of [host, ...wildcardAbove(host), '_']) {
        const found = await registered(name)
        if (found !== null) return found
      }
      return null
    } catch (error) {
      if (!(error instanceof Problem) || error.value.reason !== 'not-observed') throw error
      // What is refused once is refused for every host.
      silent = true
      const { tried } = error.value.facts
      const message = `certificates of ${replica.name}: ${tried.map(({ way, why }) => `${way}: ${why}`).join('; ')}`
      gaps.push({ kind: 'Pod', namespace: replica.namespace, reason: 'unreachable', message })
      return null
    }
  }
}

function wildcardAbove(host: string): string[] {
  const dot = host.indexOf('.')
  return host.startsWith('*.') || dot === -1 ? [] : [`*${host.slice(dot)}`]
}

/** A wildcard is probed by a name below it. */
async function probed({ controllers, replica }: GatherCertificates, host: string): Promise<CertificateFacts | null> {
  try {
    const { chain } = await controllers.observer.handshake(replica, host.replace(/^\*/, 'probe'))
    const [own] = chain
    return own === undefined ? null : readCertificate(own)
  } catch (error) {
    if (error instanceof Problem && (error.value.reason === 'port-closed' || error.value.reason === 'connection-lost'))
      return null
    throw error
  }
}
