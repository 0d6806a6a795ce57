/**
 * The certificate of a host: by the name that the client asks for, among all certificates of TLS sections, IngressRoutes and
 * TLSStores: whose host it is counts for nothing. Where none fits, that of the TLSStore `default` is shown.
 */
import { certificateOf, covers } from '../../../domain/certificates.js'
import type { PlannedCertificate } from '../../../domain/controllers/plan.js'
import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import type { CustomKind, CustomObject } from '../../../domain/objects/custom.js'
import { issuerAsked, ruleHosts } from '../../../domain/objects/ingress-hosts.js'
import type { Ingress } from '../../../domain/objects/objects.js'
import { isRecord, record, text, wires } from '../../../domain/objects/project-fields.js'
import { type Ref, refOf } from '../../../domain/objects/ref.js'
import { readRule } from '../../../languages/traefik/rule/read.js'
import { namesIn } from '../../../languages/traefik/rule/rule.js'
import type { TlsAsked } from '../../shared/tls-faults.js'
import { readAnnotations } from '../model/annotations.js'
import { resolverSaid } from '../model/asides.js'
import { ingressRoutes, tcpRoutes, tlsStores } from '../model/custom/kinds.js'
import { isOfClass, watched } from '../model/custom/taken.js'
import type { TraefikSettings } from '../workload/settings.js'

/** Its hosts are in lower case. */
interface Named extends TlsAsked {
  /** where none is named: is somebody else to be asked for the certificate */
  readonly isResolved?: boolean
}

/** @returns a host → its certificate; the rules of routes are read once, and not before the first host */
export function certificates(
  facts: RoutingFacts,
  settings: TraefikSettings,
): (host: string) => PlannedCertificate | null {
  let all: readonly Named[] | undefined
  return (host) => {
    all ??= [...named(facts, settings)]
    let unseen: PlannedCertificate | null = null
    let plain: PlannedCertificate | null = null
    for (const { by, secret, hosts, isResolved = false } of all) {
      if (secret === null) {
        const none = { by, secret, certificate: null }
        if (hosts.includes(host))
          plain ??= isResolved ? { ...none, flaw: null, isUnseen: true } : { ...none, flaw: 'no-secret' }
        continue
      }
      const found = facts.secretOf(secret)
      const certificate = found ? certificateOf(found) : null
      if (certificate !== null && covers(certificate, host)) return { by, secret, certificate, flaw: null }
      if (!hosts.includes(host)) continue
      const base = { by, secret, certificate: null }
      unseen ??=
        found === null
          ? { ...base, flaw: null, isUnseen: true }
          : { ...base, flaw: certificate === null ? 'no-certificate' : 'not-covered' }
    }
    return unseen ?? (plain?.isUnseen ? plain : (usual(facts, settings) ?? plain))
  }
}

/** Whoever asks for TLS, with the Secrets that they name. */
export function* named(facts: RoutingFacts, settings: TraefikSettings): Generator<Named> {
  const secretIn = (by: Ref, name: unknown): Ref => ({
    kind: 'Secret',
    namespace: by.namespace,
    name: text(name) ?? '',
  })
  const isForAll = settings.entryPoints.some(({ resolver }) => isThere(settings, resolver ?? ''))
  for (const ingress of facts.ingresses) {
    const by = refOf(ingress)
    for (const { secretName, hosts } of ingress.spec?.tls ?? [])
      if (secretName) yield { by, secret: secretIn(by, secretName), hosts: lower(hosts ?? []) }
    const resolver = resolverIn(ingress)
    if (isForAll || resolver !== '')
      yield { by, secret: null, hosts: lower(ruleHosts(ingress)), isResolved: isForAll || isThere(settings, resolver) }
  }
  const site = { facts, settings }
  const own = (kind: CustomKind) => (settings.crd.isOn ? watched(site, kind) : [])
  for (const one of [...own(ingressRoutes), ...own(tcpRoutes)].filter((route) => isOfClass(site, route))) {
    const { secretName, passthrough, certResolver } = record(one.spec.tls)
    if (!(isRecord(one.spec.tls) || isForAll) || passthrough === true) continue
    const secret = text(secretName) ? secretIn(refOf(one), secretName) : null
    const isResolved = secret === null && (isForAll || isThere(settings, text(certResolver) ?? ''))
    const issuer = issuerAsked(one.metadata.annotations)
    yield { by: refOf(one), secret, hosts: lower(hostsInRules(one)), isResolved, issuer }
  }
  for (const one of own(tlsStores))
    for (const { secretName } of wires(one.spec.certificates))
      yield { by: refOf(one), secret: secretIn(refOf(one), secretName), hosts: [] }
}

/** Whether nobody set it up, the flags tell where they are seen. */
function isThere({ resolvers }: TraefikSettings, resolver: string): boolean {
  return resolver !== '' && resolvers?.includes(resolver.toLowerCase()) !== false
}

function resolverIn({ metadata }: Ingress): string {
  const said = readAnnotations(metadata.annotations, 'router')
  return 'fault' in said ? '' : resolverSaid(said)
}

function lower(hosts: readonly string[]): readonly string[] {
  return hosts.map((one) => one.toLowerCase())
}

function hostsInRules(one: CustomObject): readonly string[] {
  return wires(one.spec.routes).flatMap(({ match }) => {
    const read = readRule(text(match) ?? '', 'v3')
    return 'wrong' in read ? [] : namesIn(read).hosts
  })
}

/** Where two namespaces have one of that name, neither counts. */
function usual(facts: RoutingFacts, settings: TraefikSettings): PlannedCertificate | null {
  if (!settings.crd.isOn) return null
  const stores = watched({ facts, settings }, tlsStores).filter((one) => refOf(one).name === 'default')
  const [only, ...others] = stores
  const name = text(record(only?.spec.defaultCertificate).secretName)
  if (only === undefined || others.length > 0 || !name) return null
  const by = refOf(only)
  const secret: Ref = { kind: 'Secret', namespace: by.namespace, name }
  const found = facts.secretOf(secret)
  const certificate = found ? certificateOf(found) : null
  if (found === null) return { by, secret, certificate, flaw: null, isUnseen: true }
  return { by, secret, certificate, flaw: certificate === null ? 'no-certificate' : null }
}
