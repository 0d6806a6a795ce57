/** Does the default backend of an Ingress say again what its rules say. */
import { expect, it } from 'vitest'
import { repeatsRules } from '../../src/domain/objects/default-backend.js'

const to = (name: string) => ({ service: { name, port: { number: 80 } } })

it.each<[paths: readonly [path: string | null, backend: string, pathType?: string][], repeats: boolean]>([
  [[['/', 'web']], true],
  [[[null, 'web']], true],
  [[['/*', 'web', 'ImplementationSpecific']], true],
  [
    [
      ['/api', 'web'],
      ['/', 'web'],
    ],
    true,
  ],
  // What they leave open hangs on it.
  [[['/api', 'web']], false],
  [[['/', 'web', 'Exact']], false],
  [
    [
      ['/', 'web'],
      ['/api', 'api'],
    ],
    false,
  ],
  [[], false],
])('a default backend beside rules for %j says what they say: %s', (paths, repeats) => {
  const all = paths.map(([path, name, pathType = 'Prefix']) => ({ path, pathType, backend: to(name) }))
  const spec = { defaultBackend: to('web'), rules: [{ http: { paths: all } }] }
  expect(repeatsRules({ spec })).toBe(repeats)
})
