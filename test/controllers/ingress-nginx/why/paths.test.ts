/** Targets of rewrites that ask for groups which a path does not have. */
import { expect, it } from 'vitest'
import { pathCauses } from '../../../../src/controllers/ingress-nginx/why/paths.js'
import { plan } from '../../../support/worlds/ingress-world.js'

it.each<[path: string, target: string, missing: boolean]>([
  ['/a(/|$)(.*)', '/$2', false],
  ['/a(/|$)(.*)', '/$3', true],
  ['/a', '/b', false],
  ['/a(.*)', '/$1/$1', false],
  ['/a(?:/|$)(.*)', '/$2', true],
  ['/a(?<x>b)(?P<y>c)', '/$2', false],
  ['/a\\(b\\)[(](c)', '/$2', true],
])('path %j with target %j misses a group: %s', (path, target, missing) => {
  const { policy } = plan({ ingresses: [] }).model
  const written = { path, pathType: 'ImplementationSpecific', field: 'spec.rules[0].http.paths[0]' }
  const codes = pathCauses(policy, { target, isCanary: false, isRegex: true }, written).map(({ code }) => code)
  expect(codes).toEqual(missing ? ['rewrite-group-missing'] : [])
})
