/** TLSOptions, and what becomes of an IngressRoute that names some. */
import type { Told } from '../../../../domain/findings/facts.js'
import { told } from '../../../../domain/findings/finding.js'
import type { CustomObject } from '../../../../domain/objects/custom.js'
import { record, text } from '../../../../domain/objects/project-fields.js'
import { fullName, type Ref, refOf } from '../../../../domain/objects/ref.js'
import { usualOptions } from '../../../../languages/traefik/route/tls-options.js'
import type { StandingOfOptions } from '../cut-off.js'
import type { Provided } from '../entry-points.js'
import { normalized } from '../names.js'
import type { Site } from '../site.js'
import { authorityIn } from './authorities.js'
import { tlsOptions } from './kinds.js'
import { doubtOf, lackOf, nameInside, objectNamed, provider } from './references.js'
import { watched } from './taken.js'

/** As a router names them; nothing: the usual ones. */
export function optionsNamed({ spec, metadata }: CustomObject): Pick<Provided, 'tlsOptions'> {
  const { name, namespace } = record(record(spec.tls).options)
  const wanted = text(name) ?? ''
  if (wanted === '') return {}
  const tlsOptions = wanted.includes('@') ? wanted : nameInside(text(namespace) || (metadata.namespace ?? ''), wanted)
  return { tlsOptions }
}

/** Where two namespaces have one that is called as the usual ones are, neither counts. */
export function addTlsOptions(site: Site): void {
  const all = watched(site, tlsOptions)
  const usual = all.filter((one) => refOf(one).name === usualOptions)
  for (const one of all) {
    const { namespace, name } = refOf(one)
    const how = clientsOf(site, one)
    const field = brokenIn(site, one)
    const subject = `${field} of ${fullName(refOf(one))}`
    const lack = field === null ? null : told('route-refused', { subject, fault: 'options' })
    if (name !== usualOptions) site.builder.addTlsOptions(nameInside(namespace, name), how, lack)
    else if (usual.length === 1) site.builder.addTlsOptions(usualOptions, how)
  }
}

/** Whoever names authorities asks for a certificate, unless something else is said. */
function clientsOf({ facts }: Pick<Site, 'facts'>, one: CustomObject): string {
  const isSaid = tlsOptions.secretsOf?.(one).some((name) => authorityIn(facts.secretOf(name)) !== null)
  return text(record(one.spec.clientAuth).clientAuthType) ?? (isSaid ? 'RequireAndVerifyClientCert' : '')
}

/**
 * In which field is what nothing can be made of (a name that nobody knows is not kept), so that whoever names them gets no further than the handshake.
 * https://github.com/traefik/traefik/blob/v3.7/pkg/tls/tlsmanager.go (buildTLSConfig)
 */
function brokenIn({ facts }: Pick<Site, 'facts'>, one: CustomObject): string | null {
  const { clientAuth, cipherSuites, curvePreferences } = one.spec
  const secrets = (tlsOptions.secretsOf?.(one) ?? []).map((name) => facts.secretOf(name))
  const authorities = secrets.flatMap((secret) => authorityIn(secret) ?? [])
  if (authorities.some((held) => held !== 'unknown' && held !== 'whole')) return 'clientAuth.secretNames'
  const how = text(record(clientAuth).clientAuthType) ?? ''
  if (/Verify/.test(how) && authorities.length === 0 && !secrets.includes(null)) return 'clientAuth'
  const isUnknown = (names: unknown) => Array.isArray(names) && names.includes(null)
  return isUnknown(cipherSuites) ? 'cipherSuites' : isUnknown(curvePreferences) ? 'curvePreferences' : null
}

/** Why it may not name those that it names; null: it may, or names none. */
export function refusedOptions(site: Site, { spec, metadata }: CustomObject): Told<'route-refused'> | null {
  const asked = record(record(spec.tls).options)
  return text(asked.name) ? objectNamed(site, tlsOptions, asked, metadata.namespace ?? '').refused : null
}

/**
 * What becomes of the connections of routers whose options have that name: those of options that are not there end in the
 * handshake, https://github.com/traefik/traefik/blob/v3.7/pkg/server/router/tcp/manager.go
 */
export function optionsStanding(
  site: Site,
  name: string,
  { namespace }: Pick<Ref, 'namespace'>,
): ReturnType<StandingOfOptions> {
  if (name === usualOptions) return { lack: null }
  const start = `${normalized(namespace)}-`
  const isOwn = name.startsWith(start) && name.endsWith(`@${provider}`)
  const called = isOwn ? `${namespace}/${name.slice(start.length, name.lastIndexOf('@'))}` : name
  const named = { name, called }
  const lack = lackOf(site, tlsOptions, named)
  if (lack !== null) return { lack: told('route-refused', { ...lack.facts, fault: 'handshake' }) }
  const doubt = doubtOf(site, tlsOptions, named)
  return { lack: null, ...(doubt !== null && { doubt }) }
}
