/** Which certificate the hosts of an Ingress show, where it is not the one that its TLS section names. */
import { certificateOf, daysLeft, namesOf } from '../../../domain/certificates.js'
import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import type { Ingress } from '../../../domain/objects/objects.js'
import { isSame, nameOf, type Ref, refOf } from '../../../domain/objects/ref.js'
import { registeredFor } from '../model/certificates.js'
import type { Kept, Model, Shown } from '../model/types.js'
import { serverOf } from '../model/types.js'
import { type Cause, remark } from './cause.js'

/** From then on the controller warns: https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/controller.go (createServers) */
const warnDays = 10

export function certificateCauses(model: Model, own: Kept, facts: RoutingFacts): Cause[] {
  const tls = own.ingress.spec?.tls ?? []
  if (tls.length === 0 || own.annotations.canary) return []
  const hosts = [...new Set((own.ingress.spec?.rules ?? []).map(({ host }) => host || null))]
  const found = hosts.flatMap((host) => {
    const shown = serverOf(model, host)?.shown
    return shown ? shownCauses(model, own, host, shown, facts) : []
  })
  const named = new Set(hosts.flatMap((host) => host?.toLowerCase() ?? []))
  const lost = tls.flatMap(({ hosts }, i) =>
    (hosts ?? []).flatMap((host, j) => {
      const lower = host.toLowerCase()
      // A certificate is registered for aliases and redirected names, too; a rule of theirs would end the redirect.
      const isKnown = model.registered.has(lower) || model.wwwRedirects.has(lower)
      // Whoever has a certificate of all names below one has that one in it as well.
      if (host === '' || named.has(lower) || named.has(`*.${lower}`) || isKnown) return []
      return [remark('tls-host-without-rule', { host }, { field: `spec.tls[${i}].hosts[${j}]` })]
    }),
  )
  return [...found, ...lost, ...hosts.flatMap((host) => redirectedCauses(model, own, host))]
}

/** Whoever comes to the other name by https meets its certificate before the redirect. */
function redirectedCauses(model: Model, own: Kept, host: string | null): Cause[] {
  const { policy, registered, wwwRedirects } = model
  if (host === null || !own.annotations.redirect.fromToWww) return []
  const from = host.startsWith('www.') ? host.slice('www.'.length) : `www.${host}`
  const { secret, certificate } = serverOf(model, host)?.shown ?? {}
  const isMet = wwwRedirects.get(from) === host && registeredFor(registered, from) === undefined
  if (!isMet || !secret || !certificate || isMeantDefault(model, from)) return []
  const field = `metadata.annotations["${policy.annotationsPrefix}/from-to-www-redirect"]`
  return [remark('tls-mismatch', { host: from, secret, shown: 'default', names: namesOf(certificate) }, { field })]
}

/** Of an Ingress that shows no certificate at all: the Secrets of its TLS section that do not exist. */
export function missingSecrets(ingress: Ingress, { secretOf }: RoutingFacts): Cause[] {
  const { namespace } = refOf(ingress)
  return (ingress.spec?.tls ?? []).flatMap(({ hosts, secretName }, i) => {
    const secret: Ref = { kind: 'Secret', namespace, name: secretName ?? '' }
    if (!secretName || secretOf(secret) !== undefined) return []
    const facts = { host: hosts?.[0] ?? null, secret, shown: 'default' } as const
    return [remark('tls-secret-missing', facts, { field: `spec.tls[${i}].secretName` })]
  })
}

function shownCauses(model: Model, own: Kept, host: string | null, shown: Shown, facts: RoutingFacts): Cause[] {
  const { by, secret, certificate, flaw } = shown
  // A host-less rule belongs to the default server, whose certificate is a matter of flags.
  if (by === null)
    return isMeantDefault(model, host)
      ? []
      : [remark('tls-default-server', { host }, { field: 'spec.tls', inferred: true })]
  if (!isSame(by, own.ref)) return otherDecides(own, host, by, shown)
  if (flaw !== null && secret === null) {
    if (isMeantDefault(model, host)) return []
    const meant = model.defaultFlawOf(host)
    const facts = { host, isSeen: model.policy.isSeen, ...(meant && { meant }) }
    return [remark('tls-no-secret', facts, { field: 'spec.tls' })]
  }
  if (flaw !== null && secret !== null) return [byDefault(own, host, { ...shown, secret }, facts)]
  if (certificate === null || secret === null) return []
  const days = daysLeft(certificate, facts.now)
  const name = host ?? 'the default server'
  const field = fieldOf(own, shown)
  const on = certificate.notAfter.slice(0, 10)
  if (Date.parse(certificate.notAfter) < facts.now)
    return [
      remark(
        'tls-expired',
        { host, secret, on, days: Math.max(0, -days) },
        { field, marks: [`server "${name}" expired`] },
      ),
    ]
  if (Date.parse(certificate.notBefore) > facts.now)
    return [remark('tls-not-yet-valid', { host, secret, from: certificate.notBefore.slice(0, 10) }, { field })]
  if (days >= warnDays) return []
  return [remark('tls-expiring', { host, secret, on, days }, { field, marks: [`server "${name}" is about to expire`] })]
}

function otherDecides(own: Kept, host: string | null, by: Ref, { secret, flaw }: Shown): Cause[] {
  const same = secret !== null && own.ingress.spec?.tls?.some(({ secretName }) => secretName === secret.name)
  if (same && secret.namespace === own.ref.namespace && flaw === null) return []
  return [remark('tls-of-other', { host, by, secret, flaw }, { field: 'spec.tls', inferred: true })]
}

/** A section without a Secret asks for the default certificate: somebody may have given one that is good for the host. */
function isMeantDefault({ policy, defaultFlawOf }: Model, host: string | null): boolean {
  return policy.defaultCertificate !== null && defaultFlawOf(host) === null
}

/** The default certificate takes the place of the one that was asked for. */
function byDefault(
  own: Kept,
  host: string | null,
  shown: Shown & { readonly secret: Ref },
  { secretOf }: RoutingFacts,
): Cause {
  const { secret, flaw } = shown
  const more = {
    field: fieldOf(own, shown),
    marks: [`certificate "${nameOf(secret)}"`, `local SSL certificate ${nameOf(secret)}`],
  }
  const facts = { host, secret, shown: 'default' } as const
  const held = secretOf(secret)
  if (held === undefined) return remark('tls-secret-missing', facts, more)
  const certificate = flaw === 'not-covered' && held !== null ? certificateOf(held) : null
  return certificate === null
    ? remark('tls-invalid', facts, more)
    : remark('tls-mismatch', { ...facts, names: namesOf(certificate) }, more)
}

function fieldOf({ ingress }: Kept, { secret }: Shown): string {
  const at = ingress.spec?.tls?.findIndex(({ secretName }) => secretName === secret?.name) ?? -1
  return at === -1 ? 'spec.tls' : `spec.tls[${at}].secretName`
}
