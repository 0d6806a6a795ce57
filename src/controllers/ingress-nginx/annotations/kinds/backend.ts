/** What decides on the backend of a request and on how it is reached. */
import { told } from '../../../../domain/findings/finding.js'
import type { NamespacedName } from '../../../../domain/objects/ref.js'
import { parseInteger } from '../../../shared/go/values.js'
import type { Draft } from '../draft.js'
import { asNotSet, invalid } from '../flaws.js'
import { GroupReader } from '../group.js'
import type { Annotations } from '../reading.js'

/** https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/annotations/alias/main.go */
export function aliasesOf(draft: Draft): string[] {
  const names = (new GroupReader(draft).text('server-alias') ?? '').split(',').map((name) => name.trim())
  return [...new Set(names)].filter((name) => name !== '').sort()
}

/** https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/annotations/defaultbackend/main.go */
export function defaultBackend(draft: Draft): NamespacedName | null {
  const name = new GroupReader(draft).text('default-backend')
  if (name === undefined) return null
  const service = { namespace: draft.ref.namespace, name }
  if (draft.look('Service', draft.looks.serviceOf, service) !== undefined) return service
  draft.flaw(told('service-missing', { annotation: 'default-backend', ...asNotSet, object: service }))
  return null
}

/** Blanks pass validation, but are no part of a number: then none of the codes is taken. */
export function customHttpErrors(draft: Draft): number[] {
  const text = new GroupReader(draft).text('custom-http-errors')
  if (text === undefined) return []
  const codes = text.split(',').map(parseInteger)
  const read = codes.filter((code) => code !== null)
  if (read.length === codes.length) return read
  const digits = (text.match(/\d+/g) ?? []).join(',')
  const must = 'status codes with commas and nothing else between them'
  draft.flaw(invalid('custom-http-errors', asNotSet, { value: text, must, write: digits }))
  return []
}

/** https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/annotations/serviceupstream/main.go */
export function serviceUpstream(draft: Draft): boolean {
  // A value that is no boolean is false, whatever the ConfigMap says: only where there is none does that count.
  const value = new GroupReader(draft).flag('service-upstream')
  return value ?? (draft.values.has('service-upstream') ? false : draft.policy.serviceUpstream)
}

export function sslPassthrough(draft: Draft): boolean {
  const asked = new GroupReader(draft).flag('ssl-passthrough') ?? false
  if (asked && !draft.policy.sslPassthrough)
    draft.flaw(
      told('passthrough-disabled', { annotation: 'ssl-passthrough', effect: 'ignored', isSeen: draft.policy.isSeen }),
    )
  return asked && draft.policy.sslPassthrough
}

/** https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/annotations/sessionaffinity/main.go */
export function affinityOf(draft: Draft): Annotations['affinity'] {
  const group = new GroupReader(draft)
  const type = group.text('affinity')
  group.text('affinity-mode')
  const canaryBehavior = group.text('affinity-canary-behavior') ?? ''
  if (type !== 'cookie') return null
  const cookieName = group.text('session-cookie-name') ?? 'INGRESSCOOKIE'
  for (const text of ['expires', 'max-age', 'path', 'domain', 'samesite']) group.text(`session-cookie-${text}`)
  for (const flag of ['secure', 'conditional-samesite-none', 'change-on-failure']) group.flag(`session-cookie-${flag}`)
  return { cookieName, canaryBehavior }
}

/** https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/annotations/mirror/main.go */
export function mirrors(draft: Draft): boolean {
  const group = new GroupReader(draft)
  const target = group.text('mirror-target')
  group.slashTwice('mirror-target', target ?? '')
  group.text('mirror-request-body')
  group.text('mirror-host')
  return target !== undefined
}

/** https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/annotations/upstreamhashby/main.go */
export function checkBalancing(draft: Draft): void {
  new GroupReader(draft).text('load-balance')
  const group = new GroupReader(draft)
  group.text('upstream-hash-by')
  if (!group.stopped) group.flag('upstream-hash-by-subset')
  if (!group.stopped) group.integer('upstream-hash-by-subset-size')
}
