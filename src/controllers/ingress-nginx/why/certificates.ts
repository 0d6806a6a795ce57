/** Which certificate the hosts of an Ingress show, where it is not the one that its TLS section names. */

import { daysLeft } from '../../../domain/certificates.js'
import type { RoutingFacts } from '../../../domain/controllers/routing-facts.js'
import { isSame, nameOf } from '../../../domain/objects/ref.js'
import type { Kept, Model, Shown } from '../model/types.js'
import { type Finding, remark } from './finding.js'
import { serverOf } from './paths.js'

/** From then on the controller warns: https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/controller.go (createServers) */
const warnDays = 10

export function certificateFindings(model: Model, own: Kept, { now, secretOf }: RoutingFacts): Finding[] {
  const tls = own.ingress.spec?.tls ?? []
  if (tls.length === 0 || own.annotations.canary) return []
  const hosts = [...new Set((own.ingress.spec?.rules ?? []).map(({ host }) => host || null))]
  const found = hosts.flatMap((host) => {
    const shown = serverOf(model, host)?.shown
    return shown ? shownFindings(own, host, shown, now, secretOf) : []
  })
  const named = new Set(hosts.flatMap((host) => host?.toLowerCase() ?? []))
  const lost = tls.flatMap(({ hosts }, i) =>
    (hosts ?? []).flatMap((host, j) => {
      const lower = host.toLowerCase()
      // A certificate is registered for aliases and redirected names, too.
      if (host === '' || named.has(lower) || model.registered.has(lower)) return []
      const message = `TLS names ${host}, which no rule of the Ingress has: no certificate is shown for it`
      const fix = `Add a rule for ${host}, or take it out of the TLS section.`
      return [remark('tls-host-without-rule', 'warning', message, { field: `spec.tls[${i}].hosts[${j}]`, fix })]
    }),
  )
  return [...found, ...lost]
}

function shownFindings(
  own: Kept,
  host: string | null,
  shown: Shown,
  now: number,
  secretOf: RoutingFacts['secretOf'],
): Finding[] {
  const name = host ?? 'the default server'
  const isOwn = shown.by !== null && isSame(shown.by, own.ref)
  if (!isOwn) return shown.by === null ? [ofTheController(own, name)] : otherDecides(own, name, shown)
  if (shown.why !== null) return [byDefault(own, name, shown, secretOf)]
  if (shown.certificate === null || shown.secret === null) return []
  const { notAfter } = shown.certificate
  const field = fieldOf(own, shown)
  const left = daysLeft(shown.certificate, now)
  const fix = `Renew the certificate in Secret ${nameOf(shown.secret)}.`
  const date = notAfter.slice(0, 10)
  if (Date.parse(notAfter) < now) {
    const message = `the certificate of ${name} in Secret ${nameOf(shown.secret)} expired on ${date}, and is shown all the same: clients refuse it`
    return [remark('tls-expired', 'error', message, { field, fix, marks: [`server "${name}" expired`] })]
  }
  if (left >= warnDays) return []
  const message = `the certificate of ${name} in Secret ${nameOf(shown.secret)} expires on ${date}, in ${left} days`
  return [remark('tls-expiring', 'warning', message, { field, fix, marks: [`server "${name}" is about to expire`] })]
}

/** A host-less rule belongs to the default server, whose certificate is a matter of flags. */
function ofTheController({ ingress }: Kept, name: string): Finding {
  const message = `${name} shows the certificate of --default-ssl-certificate, or the controller's own; a TLS section has no say in it`
  return remark('tls-default-server', 'warning', message, {
    field: ingress.spec?.tls?.length ? 'spec.tls' : null,
    fix: 'Name a host in the rule, or set --default-ssl-certificate.',
    inferred: true,
  })
}

function otherDecides(own: Kept, name: string, { by, secret, why }: Shown): Finding[] {
  const shownFor = secret === null || why !== null ? 'the default certificate' : `that of Secret ${nameOf(secret)}`
  const same = secret !== null && own.ingress.spec?.tls?.some(({ secretName }) => secretName === secret.name)
  if (same && secret?.namespace === own.ref.namespace && why === null) return []
  const message = `the TLS section of Ingress ${by && nameOf(by)}, which comes first, decides for ${name}: ${shownFor} is shown${why === null ? '' : ` (${why})`}`
  const fix = `Remove TLS for ${name} from one of the two Ingresses, or let both name the same certificate.`
  return [remark('tls-of-other', 'warning', message, { field: 'spec.tls', fix, inferred: true })]
}

function byDefault(own: Kept, name: string, shown: Shown, secretOf: RoutingFacts['secretOf']): Finding {
  const { secret, why } = shown
  const field = fieldOf(own, shown)
  const consequence = 'the default certificate is shown, and clients do not trust it'
  const marks = secret === null ? [] : [`certificate "${nameOf(secret)}"`, `local SSL certificate ${nameOf(secret)}`]
  if (secret === null)
    return remark('tls-no-secret', 'warning', `${name}: ${why}: ${consequence}`, {
      field: 'spec.tls',
      fix: `Name ${name} in the hosts of a TLS section with the secretName of its certificate.`,
    })
  if (secretOf(secret) === undefined)
    return remark('tls-secret-missing', 'error', `${name}: Secret ${nameOf(secret)} does not exist: ${consequence}`, {
      field,
      fix: `Create Secret ${secret.name} with tls.crt and tls.key in namespace ${secret.namespace}, where the Ingress is: one of another namespace does not count.`,
      marks,
    })
  const covers = /does not cover/.test(why ?? '')
  return remark(
    covers ? 'tls-mismatch' : 'tls-invalid',
    'error',
    covers
      ? `${name}: ${why}: ${consequence}`
      : `${name}: Secret ${nameOf(secret)} holds no certificate in tls.crt: ${consequence}`,
    {
      field,
      fix: covers
        ? `Put a certificate with the name ${name} among its SANs into Secret ${nameOf(secret)}.`
        : `Put certificate and key as PEM into tls.crt and tls.key of Secret ${nameOf(secret)}.`,
      marks,
    },
  )
}

function fieldOf({ ingress }: Kept, { secret }: Shown): string {
  const at = ingress.spec?.tls?.findIndex(({ secretName }) => secretName === secret?.name) ?? -1
  return at === -1 ? 'spec.tls' : `spec.tls[${at}].secretName`
}
