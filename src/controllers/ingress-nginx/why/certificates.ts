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
  const others = hosts.flatMap((host) => otherNames(model, own, host))
  const told = others.flatMap(({ code, facts }) => (code === 'tls-mismatch' ? (facts.host ?? []) : []))
  const named = new Set([...hosts, ...told].flatMap((host) => host?.toLowerCase() ?? []))
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
  return [...found, ...lost, ...others]
}

/** Whoever comes to another name of the host by https meets its certificate, before any redirect. */
function otherNames(model: Model, own: Kept, host: string | null): Cause[] {
  const { secret, certificate } = serverOf(model, host)?.shown ?? {}
  if (host === null || !secret || !certificate) return []
  const names = [...redirectedNames(model, own, host), ...aliasesWithTls(model, own, host)]
  return names.flatMap(([name, annotation]) => {
    if (registeredFor(model.registered, name) !== undefined || isMeantDefault(model, name)) return []
    const field = `metadata.annotations["${model.policy.annotationsPrefix}/${annotation}"]`
    return [remark('tls-mismatch', { host: name, secret, shown: 'default', names: namesOf(certificate) }, { field })]
  })
}

type Named = readonly [name: string, annotation: string]

function redirectedNames({ wwwRedirects }: Model, { annotations }: Kept, host: string): readonly Named[] {
  const from = host.startsWith('www.') ? host.slice('www.'.length) : `www.${host}`
  return annotations.redirect.fromToWww && wwwRedirects.get(from) === host ? [[from, 'from-to-www-redirect']] : []
}

/** Of an alias that no TLS section names, http may be all that is wanted. */
function aliasesWithTls(model: Model, { ingress, annotations }: Kept, host: string): readonly Named[] {
  const aliases = serverOf(model, host)?.aliases ?? []
  const named = new Set(ingress.spec?.tls?.flatMap(({ hosts }) => hosts ?? []).map((one) => one.toLowerCase()))
  return annotations.aliases
    .filter((one) => aliases.includes(one) && named.has(one.toLowerCase()))
    .map((one) => [one, 'server-alias'])
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
