/** `lint` over the recorded clusters: the lab is silent but for the end of life, and in the zoo nothing is found but what was planted. */
import { expect, it } from 'vitest'
import { session } from '../support/program/session.js'
import { recording } from '../support/recorded/recordings.js'

interface Item {
  readonly code: string
  readonly severity: string
  readonly source: { readonly kind: string; readonly namespace: string; readonly name: string }
}

async function lint(
  cluster: string,
  ...words: string[]
): Promise<{ readonly items: readonly Item[]; readonly code: number }> {
  const { stdout, code } = await session(['lint', '--from', recording(cluster, 'api'), '-o', 'json', ...words])
  return { items: JSON.parse(stdout).items, code }
}

const number = (items: readonly Item[], wanted: string) => items.filter(({ severity }) => severity === wanted).length

it('the lab of the guide has nothing but a controller that is retired', async () => {
  const { items, code } = await lint('guide', '--severity', 'info')
  expect(items.map(({ code: one, source }) => `${one} ${source.kind}`)).toEqual(['end-of-life Deployment'])
  expect(code).toBe(1)
})

/** The faults that were planted in the zoo, each looked at by hand: Ingress → the codes of what is wrong with it, sorted. */
const planted: Readonly<Record<string, string>> = {
  'acme/cm-acme-http-solver-x7k2p': 'solver-stuck',
  'acme/site': 'tls-secret-missing',
  'blog/dup-second': 'duplicate',
  'blog/regex-sibling': 'never-matches regex-mode',
  'blog/xns': 'duplicate',
  'edge/default-only': 'catch-all-taken',
  'edge/nohttp': 'no-paths',
  'edge/resource': 'resource-backend',
  'edge/resource-default': 'resource-backend',
  'legacy/external': 'external-name external-name external-name external-port',
  'legacy/rewrite': 'rewrite-group-missing',
  'legacy/rewrite-bad': 'annotation-invalid',
  'legacy/rewrite-root': 'rewrite-all',
  'legacy/slices': 'slices-hidden',
  'sec/allowlist': 'allowlist-behind-proxy',
  'sec/allowlist-bad': 'annotation-invalid',
  'sec/authtls-missing': 'secret-missing',
  'sec/authtls-ok': 'tls-secret-missing',
  'sec/authurl-badcache': 'annotation-invalid',
  'sec/authurl-empty': 'annotation-empty',
  'sec/authurl-failopen': 'annotation-invalid',
  'sec/authurl-invalid': 'annotation-invalid',
  'sec/basic-crossns': 'cross-namespace',
  'sec/basic-missing': 'secret-missing',
  'sec/denylist': 'allowlist-behind-proxy',
  'sec/server-snippet': 'annotation-risk snippet-not-allowed',
  'sec/snippet': 'annotation-risk snippet-not-allowed',
  'shop/alias-clash': 'alias-is-host alias-is-host alias-taken',
  'shop/backend-badproto': 'annotation-invalid',
  'shop/bodysize': 'annotation-invalid',
  'shop/c2-ne': 'no-endpoints',
  'shop/c2-pt': 'canary-no-primary',
  'shop/c2-two': 'canary-not-first',
  'shop/c2-w100': 'canary-spreads',
  'shop/canary-ck': 'canary-not-first',
  'shop/canary-h': 'canary-policy-of-other',
  'shop/canary-hp': 'canary-policy-of-other',
  'shop/canary-hv': 'canary-spreads',
  'shop/canary-noflag': 'canary-not-enabled',
  'shop/canary-orphan': 'canary-no-host',
  'shop/canary-ptype': 'canary-no-primary',
  'shop/canary-two-a': 'canary-is-primary',
  'shop/canary-two-b': 'canary-is-primary',
  'shop/canary-w0': 'canary-is-primary',
  'shop/canary-w100': 'canary-is-primary',
  'shop/canary-w30': 'canary-is-primary',
  'shop/class-none': 'class-missing',
  'shop/class-unknown': 'class-unknown',
  'shop/custom-headers-bad': 'header-not-allowed',
  'shop/default-be-ann': 'no-endpoints',
  'shop/endpoints': 'no-endpoints none-ready',
  'shop/errors': 'no-endpoints',
  'shop/f5': 'foreign-annotation foreign-annotation',
  'shop/hashed': 'no-effect',
  'shop/idn': 'never-matches path-encoded',
  'shop/limits': 'allowlist-behind-proxy',
  'shop/passthrough': 'passthrough-disabled',
  'shop/ports': 'no-port no-port no-service no-target-port port-ambiguous port-by-target',
  'shop/prefix-regexchars': 'path-type',
  'shop/svc-upstream': 'service-upstream-of-other',
  'shop/temp': 'redirect-spreads',
  'shop/tls-emptysecret': 'tls-no-secret',
  'shop/tls-expired': 'tls-expired',
  'shop/tls-garbage': 'tls-invalid',
  'shop/tls-mismatch': 'tls-mismatch',
  'shop/tls-missing': 'tls-secret-missing',
  'shop/tls-nohosts': 'tls-no-secret',
  'shop/tls-nokeys': 'tls-invalid',
  'shop/tls-soon': 'tls-expiring',
  'shop/typo': 'annotation-invalid annotation-invalid unknown-annotation unknown-annotation',
  'shop/weird-paths': 'canary-backend glob-path',
  'team-a-b/collide-2': 'upstream-collision',
}

it('the zoo has the faults that were planted, and nothing else', async () => {
  const { items } = await lint('zoo')
  const found = new Map<string, string[]>()
  for (const { source, code } of items)
    if (source.kind === 'Ingress') {
      const name = `${source.namespace}/${source.name}`
      found.set(name, [...(found.get(name) ?? []), code])
    }
  const told = Object.fromEntries([...found].map(([name, codes]) => [name, codes.sort().join(' ')]))
  expect(told).toEqual(planted)
  // Of 137 Ingresses: the others were made to be in order, however odd they look.
  expect([Object.keys(planted).length, Object.values(planted).flatMap((codes) => codes.split(' ')).length]).toEqual([
    72, 92,
  ])
  const ofControllers = items.filter(({ source }) => source.kind !== 'Ingress').map(({ code }) => code)
  expect(ofControllers).toEqual(['end-of-life', 'vulnerable'])
  expect([number(items, 'error'), number(items, 'warning')]).toEqual([52, 40])
})

it('tells of each Ingress of the zoo what why tells, and of the controller beside', async () => {
  const { items } = await lint('zoo', '--severity', 'info')
  const { stdout } = await session(['why', '-A', '--from', recording('zoo', 'api'), '-o', 'json', '--severity', 'info'])
  const rows: readonly { readonly source: Item['source']; readonly causes: readonly { readonly code: string }[] }[] =
    JSON.parse(stdout).items
  const keyOf = (source: Item['source'], code: string) => `${source.namespace}/${source.name} ${code}`
  const why = new Set(rows.flatMap(({ source, causes }) => causes.map(({ code }) => keyOf(source, code))))
  const own = items.flatMap(({ source, code }) => (why.has(keyOf(source, code)) ? [] : [code]))
  expect([...new Set(own)].sort()).toEqual([
    ...['end-of-life', 'limit-per-replica', 'no-redirect', 'solver-stuck', 'vulnerable'],
  ])
  const all = new Set(items.map(({ source, code }) => keyOf(source, code)))
  expect([...why].filter((one) => !all.has(one))).toEqual([])
})
