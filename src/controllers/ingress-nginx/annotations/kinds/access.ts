/** What stands between a request and its backend, all groups together. */
import { told } from '../../../../domain/findings/finding.js'
import { parseNetworks } from '../../../../languages/networks.js'
import type { Draft } from '../draft.js'
import { type Comes, denied, invalid } from '../flaws.js'
import { GroupReader } from '../group.js'
import type { Access } from '../reading.js'
import { basicAuth } from './basic-auth.js'
import { externalAuth } from './external-auth.js'

const noLimit: Comes = { effect: 'fail-open', consequence: { is: 'no-limit' } }
const passedOver: Comes = { effect: 'ignored', consequence: { is: 'passed-over' } }

/** @returns the snippet of the external authentication beside it, since it takes effect only with that */
export function accessOf(draft: Draft): { readonly access: Access; readonly authSnippet: string } {
  const { policy } = draft
  const { auth, snippet } = externalAuth(draft)
  const globally = new GroupReader(draft).flag('enable-global-auth')
  // Where there is none for all, nobody is asked.
  if (globally === true && auth === null && policy.globalAuthUrl === null && policy.configMapSeen) {
    const needs = "global-auth-url in the controller's ConfigMap"
    draft.flaw(told('needs-another', { annotation: 'enable-global-auth', others: [], effect: 'fail-open', needs }))
  }
  modSecurity(draft)
  return {
    authSnippet: snippet,
    access: {
      allowlist: networks(draft, 'allowlist-source-range') ?? policy.allowlist,
      denylist: networks(draft, 'denylist-source-range') ?? policy.denylist,
      basicAuth: basicAuth(draft),
      externalAuth: auth,
      satisfy: new GroupReader(draft).text('satisfy') ?? '',
      ...cors(draft),
      globalAuth: policy.globalAuthUrl !== null && globally !== false && auth === null,
      rateLimited: rateLimited(draft),
    },
  }
}

/** https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/annotations/ipallowlist/main.go */
function networks(draft: Draft, annotation: string): string[] | null {
  const group = new GroupReader(draft)
  const text = group.text(annotation)
  if (text === undefined) return null
  const read = parseNetworks(text)
  if (read !== null) return read
  const wrong = (text.split(',').find((one) => parseNetworks(one) === null) ?? text).trim()
  const name = draft.values.get(annotation) === text ? annotation : 'whitelist-source-range'
  const reason = `the annotation does not contain a valid IP address or network: invalid CIDR address: ${wrong}`
  const flaw = invalid(name, denied, { value: text, parts: [wrong], must: 'an IP address or a network' })
  group.deny(reason, flaw, { seen: true })
  return null
}

/** https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/annotations/ratelimit/main.go */
function rateLimited(draft: Draft): boolean {
  const group = new GroupReader(draft)
  for (const plain of ['limit-rate', 'limit-rate-after', 'limit-burst-multiplier']) group.integer(plain)
  const limits = ['limit-rpm', 'limit-rps', 'limit-connections'].map((limit) => group.integer(limit) ?? 0)
  const exempt = group.text('limit-allowlist')
  if (exempt !== undefined && parseNetworks(exempt) === null)
    group.open(
      invalid('limit-allowlist', noLimit, {
        value: exempt,
        must: 'IP addresses or networks with commas between them',
      }),
    )
  return !group.stopped && limits.some((limit) => limit > 0)
}

/** https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/annotations/cors/main.go */
function cors(draft: Draft): Pick<Access, 'corsOrigins' | 'corsCredentials'> {
  const group = new GroupReader(draft)
  if (group.flag('enable-cors') !== true) return { corsOrigins: null, corsCredentials: false }
  const allowed = origins(group)
  for (const text of ['cors-allow-headers', 'cors-allow-methods', 'cors-expose-headers']) group.text(text)
  const corsCredentials = group.flag('cors-allow-credentials') ?? true
  group.integer('cors-max-age')
  return { corsOrigins: allowed, corsCredentials }
}

/** Origins one by one: what has no scheme passes as a value, but is passed over. */
function origins(group: GroupReader): string[] {
  const list = (group.text('cors-allow-origin') ?? '*').split(',').map((one) => one.trim())
  if (list.includes('*')) return ['*']
  const wrong = list.filter(
    (one) => one !== '' && !/^(?:[a-z]+:\/\/(?:\*\.)?[A-Za-z0-9\-.]*(?::\d+)?|\*|null)$/.test(one),
  )
  const right = list.filter((one) => one !== '' && !wrong.includes(one))
  if (wrong.length === 0) return right
  const whole = list.flatMap((one) =>
    one.split(/[\s;]+/).map((origin) => {
      const url = origin === '' || origin.includes('://') ? origin : `https://${origin}`
      // What follows the host is no part of an origin.
      return url.replace(/^([a-z]+:\/\/[^/]+)\/.*$/, '$1')
    }),
  )
  group.draft.flaw(
    invalid('cors-allow-origin', passedOver, {
      value: list.join(','),
      parts: wrong,
      must: 'origins with a scheme before them and commas between them',
      write: whole.join(','),
    }),
  )
  return right
}

function modSecurity(draft: Draft): void {
  const group = new GroupReader(draft)
  group.flag('enable-modsecurity')
  group.flag('enable-owasp-core-rules')
  group.text('modsecurity-transaction-id')
}
