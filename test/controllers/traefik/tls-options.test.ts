/** TLS options of the name in a handshake: of a host, of a wildcard, and where the two are equally long. */
import { expect, it } from 'vitest'
import type { Router } from '../../../src/languages/traefik/config/types.js'
import { optionsOf as optionsIn } from '../../../src/languages/traefik/route/tls-options.js'

const router = (host: string, tlsOptions?: string) =>
  ({
    ...{ name: host, rule: `Host(\`${host}\`)`, syntax: 'v3', entryPoints: ['websecure'], parents: [], errors: [] },
    ...{ tls: true, ...(tlsOptions !== undefined && { tlsOptions }) },
  }) as unknown as Router
/** Two of one name. */
const twins = (...hosts: readonly string[]) =>
  hosts.map((host, i) => ({ ...router(host, 'one'), name: i === 0 ? 'r' : `r#${i}` }))
const optionsOf = (host: string, ...routers: readonly Router[]) => optionsIn(routers).of('websecure', host)

it.each<[string, string, readonly Router[], readonly string[]]>([
  ['of nobody', 'a.test', [], ['default']],
  ['of the host', 'a.test', [router('a.test', 'strict')], ['strict']],
  ['of a wildcard', 'shop.test', [router('*.test', 'wide')], ['wide']],
  ['of the longer of both', 'shop.test', [router('*.test', 'wide'), router('shop.test', 'strict')], ['strict']],
  ['that names none and is longer', 'shop.test', [router('*.test', 'wide'), router('shop.test')], ['default']],
  [
    'of two that are equally long',
    'a.test',
    [router('*.test', 'wide'), router('a.test', 'strict')],
    ['strict', 'wide'],
  ],
  ['of two alike', 'a.test', [router('*.test', 'strict'), router('a.test', 'strict')], ['strict']],
  [
    'of one that may be lost',
    'shop.test',
    [router('*.test', 'wide'), ...twins('shop.test', 'b.test')],
    ['one', 'wide'],
  ],
  ['of one that may be lost, and nobody else', 'shop.test', twins('shop.test', 'b.test'), ['one', 'default']],
  [
    'of one whose rule is read in the other syntax alone',
    'a.test',
    [{ ...router('a.test', 'strict'), rule: 'Host(`a.test`) && Header(`X`, `y`)', syntax: 'v2' }],
    ['strict'],
  ],
  [
    'of routers that differ, of which one has a pattern that is none',
    'a.test',
    [router('a.test', 'one'), { ...router('a.test', 'two'), rule: 'Host(`a.test`) && PathRegexp(`^/a(`)' }],
    ['default'],
  ],
  [
    'of routers that differ, of which one stands behind others',
    'a.test',
    [router('a.test', 'one'), { ...router('a.test', 'two'), parents: ['p'] }],
    ['default'],
  ],
  ['of one that stands behind others', 'a.test', [{ ...router('a.test', 'one'), parents: ['p'] }], ['one']],
  [
    'of one that does, and listens nowhere itself',
    'a.test',
    [{ ...router('a.test', 'one'), parents: ['p'], entryPoints: [] }],
    ['default'],
  ],
  ['of routers that differ', 'a.test', [router('a.test', 'one'), router('a.test', 'two')], ['default']],
])('%s', (_, host, routers, options) => {
  expect(optionsOf(host, ...routers)).toEqual(options)
})
