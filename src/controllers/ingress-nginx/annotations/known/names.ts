/** Annotations that the controller does not read at all: misspelt, gone, too new, of another controller, or missing company. */

import { told } from '../../../../domain/findings/finding.js'
import { addTo } from '../../../../domain/groups.js'
import { nearest } from '../../../../domain/text/nearest.js'
import { parseBool } from '../../../shared/go/values.js'
import { isConfigKey } from '../../workload/config-keys.js'
import { isSince, numberOf } from '../../workload/version.js'
import type { Draft } from '../draft.js'
import { guards, versionOf } from '../group.js'
import { aliases, known, meant, removed } from './catalogue.js'

const everyName: ReadonlySet<string> = new Set([...known.keys(), ...aliases.keys()])

/** What only somebody sets who wants to keep others out. */
const locks: ReadonlySet<string> = new Set([
  'auth-secret',
  'auth-signin',
  'auth-tls-verify-client',
  'auth-tls-match-cn',
])

export function checkNames(draft: Draft): void {
  const lonely = new Map<string, string[]>()
  for (const [annotation, value] of draft.values) {
    const newName = aliases.get(annotation)
    const row = known.get(newName ?? annotation)
    if (newName !== undefined) shadowed(draft, annotation, newName)
    if (!row) unknown(draft, annotation)
    else if (newName === undefined && row.since !== null && !isSince(draft.policy.version, versionOf(row.since)))
      tooNew(draft, annotation, row.since)
    else if (row.needs !== null && value !== '' && !isMet(draft, row.needs)) addTo(lonely, row.needs, annotation)
  }
  for (const [needs, annotations] of lonely) alone(draft, annotations, needs)
}

/** Any limit makes those of its kin count, and the ConfigMap may have switched on what an annotation adds to. */
function isMet({ values, policy }: Draft, needs: string): boolean {
  if (needs === 'limit-rps') return ['limit-rps', 'limit-rpm', 'limit-connections'].some((one) => values.has(one))
  return values.has(needs) || (needs === 'enable-modsecurity' && policy.modSecurity)
}

function unknown(draft: Draft, annotation: string): void {
  const gone = removed.get(annotation)
  // In which release before 1.0.0 it went is not told here.
  if (gone && !isSince(draft.policy.version, gone.gone === null ? [1, 0, 0] : versionOf(gone.gone))) return
  const [close = null] = gone ? [] : [meant.get(annotation) ?? [], nearest(annotation, everyName, 1)].flat()
  const why = gone
    ? ({ is: 'removed', release: gone.gone, instead: gone.instead } as const)
    : isConfigKey(annotation)
      ? ({ is: 'key' } as const)
      : ({ is: 'no-such', near: close } as const)
  draft.flaw(told('unknown-annotation', { annotation, effect: 'ignored', why }), {
    since: gone?.gone ?? null,
    seen: true,
  })
}

function tooNew(draft: Draft, annotation: string, since: string): void {
  const why = { is: 'too-new', since, release: numberOf(draft.policy.version) } as const
  draft.flaw(told('unknown-annotation', { annotation, effect: 'ignored', why }), { since })
}

function shadowed(draft: Draft, annotation: string, newName: string): void {
  if (!draft.values.get(newName) || !isSince(draft.policy.version, [1, 9, 0])) return
  draft.flaw(told('alias-shadowed', { annotation, effect: 'ignored', newName }), { since: '1.9.0' })
}

/** All that wait for the same one are told at once; that which leaves something open comes first. */
function alone(draft: Draft, annotations: readonly string[], needs: string): void {
  // The canary group says by itself what comes of it; and what is switched off alone is as off as it would be.
  const set = annotations.filter((one) => !/^(?:off|false)$/i.test(draft.values.get(one) ?? ''))
  const isOpen = (one: string) => guards.has(needs) && locks.has(one) && draft.policy.globalAuthUrl === null
  const [annotation, ...others] = [...set.filter(isOpen), ...set.filter((one) => !isOpen(one))]
  if (needs === 'canary' || annotation === undefined) return
  draft.flaw(told('needs-another', { annotation, others, effect: isOpen(annotation) ? 'fail-open' : 'ignored', needs }))
}

/** Prefixes of the other controller that calls itself nginx: https://docs.nginx.com/nginx-ingress-controller/ */
const foreign = /^nginx\.(?:org|com)\//

const usualPrefix = 'nginx.ingress.kubernetes.io'

/** Up to 0.8; other controllers use it still, so only names of ours count. */
const oldPrefix = 'ingress.kubernetes.io'

/** https://cloud.google.com/kubernetes-engine/docs/how-to/ingress-multi-ssl#disabling_http */
const allowHttp = 'kubernetes.io/ingress.allow-http'

/** @returns is this an annotation that somebody may take for one of ours */
export function isForeign(name: string, prefix: string): boolean {
  if (name === allowHttp) return true
  if (foreign.test(name)) return true
  if (prefix !== usualPrefix && name.startsWith(`${usualPrefix}/`)) return true
  return name.startsWith(`${oldPrefix}/`) && everyName.has(name.slice(oldPrefix.length + 1))
}

/**
 * Those that somebody set beside an annotation of ours of the same name are meant for another controller: charts do so.
 * @param names with their prefix
 */
export function checkForeign(draft: Draft, names: readonly string[]): void {
  const { annotationsPrefix: prefix } = draft.policy
  for (const annotation of names) {
    if (draft.values.has(annotation.slice(annotation.indexOf('/') + 1))) continue
    if (annotation === allowHttp) {
      plainHttp(draft)
      continue
    }
    const isOtherProduct = foreign.test(annotation)
    const facts = { effect: 'ignored', prefix, isSeen: draft.policy.isSeen } as const
    draft.flawAt(
      `metadata.annotations["${annotation}"]`,
      told('foreign-annotation', { ...facts, annotation, isOtherProduct, instead: null }),
      { seen: isOtherProduct },
    )
  }
}

/** Whoever forbids http means it; where it is redirected, nothing is amiss. */
function plainHttp(draft: Draft): void {
  const { annotationsPrefix: prefix, sslRedirect, forceSslRedirect } = draft.policy
  const { metadata, spec } = draft.ingress
  if (metadata.annotations?.[allowHttp] !== 'false') return
  const is = (name: string, usual: boolean) => parseBool(draft.values.get(name) ?? '') ?? usual
  const hasTls = (spec?.tls ?? []).length > 0
  if (is('force-ssl-redirect', forceSslRedirect) || (hasTls && is('ssl-redirect', sslRedirect))) return
  const instead = hasTls ? `${prefix}/ssl-redirect: "true"` : `a tls section, or ${prefix}/force-ssl-redirect: "true"`
  // Whoever takes it knows no such annotation, unless a cloud does.
  const facts = { effect: 'ignored', prefix, isSeen: draft.policy.isSeen } as const
  draft.flawAt(
    `metadata.annotations["${allowHttp}"]`,
    told('foreign-annotation', { ...facts, annotation: allowHttp, isOtherProduct: true, instead }),
  )
}
