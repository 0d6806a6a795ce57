/**
 * What a replica shows beside the objects is cured there: as the fix says, its pods are asked again after the change has
 * reached them, and then the finding is gone and the rule is served.
 */
import { describe, expect, it } from 'vitest'
import { render } from '../../src/controllers/ingress-nginx/model/render/render.js'
import type { CertificateFacts } from '../../src/domain/certificates.js'
import type { Backend } from '../../src/domain/controllers/replica-facts.js'
import type { FindingCode } from '../../src/domain/findings/facts.js'
import type { Ingress } from '../../src/domain/objects/objects.js'
import type { WhySources } from '../../src/domain/why/why-sources.js'
import { fixOf } from '../../src/findings/catalogue.js'
import { type Judged, judge } from '../../src/questions/certificates/judge.js'
import { rows, told } from '../support/why/told.js'
import { ingress, plan, type WorldWords } from '../support/worlds/ingress-world.js'

const at = (name: string, rules: Record<string, string[]>, annotations = {}, age = 0) =>
  ingress(`shop/${name}`, { rules, annotations, age })
const a = at('a', { 'a.test': ['/ Prefix web:80'] })
const canary = at('c', { 'a.test': ['/ Prefix new:80'] }, { canary: 'true', 'canary-weight': '5' }, 1)
const snippet = at('a', { 'a.test': ['/ Prefix web:80'] }, { 'configuration-snippet': 'x' })
const breaks = at('b', { 'b.test': ['/foo Prefix web:80', '/foo/ Prefix other:80'] })
const mended = at('b', { 'b.test': ['/foo Prefix web:80'] })

/** What a replica says that runs with `conf` and these backends. */
const replica = (conf: string, backends: readonly Backend[] | null, more: Partial<WhySources> = {}) => ({
  replica: { kind: 'Pod' as const, namespace: 'edge', name: 'p' },
  conf: <T>(read: (bytes: AsyncIterable<Uint8Array>) => Promise<T>) =>
    read(
      (async function* () {
        yield new TextEncoder().encode(conf)
      })(),
    ),
  backends: async () => backends,
  reload: async () => ({ successful: true, succeededAt: null }),
  ...more,
})

/** What one says that has followed these objects. */
function inStep(words: WorldWords) {
  const { controller, model, upstreams } = plan(words)
  const backends = upstreams.map(({ name, endpoints }) => ({
    name,
    endpoints: (endpoints ?? []).map((one) => ({ address: one.split(':')[0] ?? '', port: one.split(':')[1] ?? '' })),
    alternativeBackends: model.upstreams.get(name)?.alternatives ?? [],
  }))
  const conf = ['events {}', 'http {', ...render(model, controller.settings), '}', ''].join('\n')
  return { conf, backends }
}
const follows = (words: WorldWords, more: Partial<WhySources> = {}) => {
  const { conf, backends } = inStep(words)
  return replica(conf, backends, more)
}
/** … but for what is said otherwise here. */
const but = (ingresses: readonly Ingress[], change: (conf: string) => string, backends?: readonly Backend[]) => {
  const said = inStep({ ingresses })
  return replica(change(said.conf), backends ?? said.backends)
}
const failing: Partial<WhySources> = {
  reload: async () => ({ successful: false, succeededAt: null }),
  log: async () => ['2026/11/24 03:00:00 [emerg] 30#30: duplicate location "/foo/" in /tmp/nginx/nginx-cfg9:7'],
}
const again = 'Ask again in some seconds'

interface Cure {
  readonly code: FindingCode
  readonly fix: string
  readonly before: readonly Ingress[]
  readonly shows: Partial<WhySources>
  /** absent: the objects are right as they are */
  readonly after?: readonly Ingress[]
}

const cures: readonly Cure[] = [
  {
    code: 'not-in-conf',
    fix: 'it did not reload, has not seen the change yet',
    before: [a],
    shows: replica(inStep({ ingresses: [] }).conf, null),
  },
  {
    code: 'refused',
    fix: again,
    before: [a],
    shows: but([a], (conf) => conf.replace(/(server_name "?a\.test"? ?;)/, '$1\n# no CA\nreturn 403;')),
  },
  {
    code: 'denied',
    fix: again,
    before: [a],
    shows: but([a], (conf) => conf.replaceAll(/proxy_pass [^;]*;/g, '# Location denied. Reason: "no x"\nreturn 503;')),
  },
  {
    code: 'old-version-served',
    fix: 'Cure the cause above before the controller restarts',
    before: [snippet],
    shows: follows({ ingresses: [a] }),
    after: [a],
  },
  {
    code: 'replica-differs',
    fix: 'endpoints reach a replica without a reload',
    before: [a],
    shows: but([a], String, []),
  },
  {
    code: 'replica-differs',
    fix: again,
    before: [a, canary],
    shows: but([a, canary], String, [
      ...inStep({ ingresses: [a] }).backends,
      { name: 'shop-new-80', endpoints: [{ address: '10.1.0.1', port: '8080' }] },
    ]),
  },
  {
    code: 'reload-failed',
    fix: 'Cure Ingress shop/b first: "kubectl tkng why shop/b" tells how',
    before: [breaks, a],
    shows: replica(inStep({ ingresses: [] }).conf, null, failing),
    after: [mended, a],
  },
]

describe.each(cures)('$code: $fix', ({ code, fix, before, shows, after = before }) => {
  it('is offered', async () => {
    const causes = (await rows({ ingresses: before }, shows)).flatMap((row) => row.causes)
    expect(
      causes
        .filter((one) => one.code === code)
        .map(fixOf)
        .join('\n'),
    ).toContain(fix)
  })

  it('cures', async () => {
    const lines = await told({ ingresses: after }, follows({ ingresses: after }))
    expect(new Set(Object.values(lines))).toEqual(new Set(['yes']))
  })
})

const shown = (sha256: string, name = 'a.test'): CertificateFacts => ({
  ...{ subject: `CN=${name}`, issuer: '', sans: [name], serial: sha256, sha256, keyType: '' },
  ...{ notBefore: '2026-01-01T00:00:00Z', notAfter: '2030-01-01T00:00:00Z' },
})
const secret = { kind: 'Secret' as const, namespace: 'shop', name: 'own' }
const host: Judged = {
  ...{ host: 'a.test', asked: true, served: shown('1'), isFake: false },
  planned: { by: null, secret, certificate: null, flaw: null },
  secretState: { is: 'there', certificate: shown('1') },
}
const fake = shown('0', 'ingress.local')
const nowhere = { by: null, secret: null, certificate: null, flaw: null }

interface Shown {
  readonly code: FindingCode
  readonly fix: string
  readonly before: Partial<Judged>
  readonly after?: Partial<Judged>
}

it.each<Shown>([
  {
    code: 'tls-not-taken',
    fix: 'Put a certificate and the key that belongs to it',
    before: { served: fake, isFake: true },
  },
  {
    code: 'tls-not-taken',
    fix: 'Name a Secret in a TLS section',
    before: { served: fake, isFake: true, secretState: null, planned: nowhere },
  },
  { code: 'tls-secret-differs', fix: again, before: { served: shown('2') } },
  { code: 'tls-handshake-differs', fix: again, before: { shown: shown('2') }, after: { shown: shown('1') } },
])('$code: $fix', ({ code, fix, before, after = {} }) => {
  const found = (more: Partial<Judged>) => judge({ ...host, ...more }, Date.parse('2026-11-26'), 30).found
  const first = found(before)
  expect([first.code, fixOf(first), found(after).code]).toEqual([code, expect.stringContaining(fix), 'tls-ok'])
})
