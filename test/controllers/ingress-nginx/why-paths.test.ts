/** Targets of rewrites that ask for groups which a path does not have. */
import { expect, it } from 'vitest'
import { pathCauses } from '../../../src/controllers/ingress-nginx/why/paths.js'
import { ingress, plan } from '../../support/ingress-world.js'

it.each<[path: string, target: string, missing: boolean]>([
  ['/a(/|$)(.*)', '/$2', false],
  ['/a(/|$)(.*)', '/$3', true],
  ['/a', '/b', false],
  ['/a(.*)', '/$1/$1', false],
  ['/a(?:/|$)(.*)', '/$2', true],
  ['/a(?<x>b)(?P<y>c)', '/$2', false],
  ['/a\\(b\\)[(](c)', '/$2', true],
])('path %j with target %j misses a group: %s', (path, target, missing) => {
  const own = ingress('default/own', {
    rules: { 'a.test': [`${path} ImplementationSpecific web:80`] },
    annotations: { 'rewrite-target': target, 'use-regex': 'true' },
  })
  const { model } = plan({ ingresses: [own] })
  const [kept, asked] = [model.kept[0], model.asked[0]]
  if (kept === undefined || asked === undefined) throw new Error('the model has lost the Ingress')
  const codes = pathCauses(model, kept, asked).map(({ code }) => code)
  expect(codes).toEqual(missing ? ['rewrite-group-missing'] : [])
})
