/** What went wrong for people goes wrong in kinds: of each there are three cases that are not those of test/fixtures/cases. */
import { expect, it } from 'vitest'
import { answeredRows, toldRows } from '../../support/reported/all.js'

const rows = [...toldRows, ...answeredRows]

/** A kind → where its cases were met. */
const met = new Map<string, Set<string>>()
for (const [kind, source, , { ingresses, configMap }] of rows) {
  const written = ingresses.flatMap(({ metadata }) => Object.keys(metadata.annotations ?? {}))
  const names = [...written, ...Object.keys(configMap ?? {})].map((name) => name.replace(/.*\//, ''))
  for (const one of [kind, ...names]) met.set(one, (met.get(one) ?? new Set()).add(source))
}

it.each([...new Set(rows.map(([kind]) => kind))])('%s', (kind) => {
  expect([...(met.get(kind) ?? [])].length).toBeGreaterThanOrEqual(3)
})

it.each([
  ...['server-snippet', 'location-snippet', 'configuration-snippet', 'stream-snippet', 'auth-snippet'],
  ...[
    'modsecurity-snippet',
    'mirror-target',
    'permanent-redirect',
    'canary',
    'affinity',
    'use-regex',
    'rewrite-target',
  ],
  ...['auth-url', 'auth-tls-secret', 'backend-protocol', 'use-forwarded-headers', 'use-proxy-protocol'],
])('with %s', (name) => {
  expect([...(met.get(name) ?? [])].length).toBeGreaterThanOrEqual(3)
})
