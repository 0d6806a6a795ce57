/** Which public advisories a release has, by what its folder says of them. */
import { expect, it } from 'vitest'
import { contour } from '../../../src/controllers/contour/workload/family.js'
import { envoyGateway } from '../../../src/controllers/envoy-gateway/family.js'
import { f5Nginx } from '../../../src/controllers/f5-nginx/workload/family.js'
import { dialects } from '../../../src/controllers/index.js'
import { families } from '../../../src/controllers/known/index.js'
import { traefik } from '../../../src/controllers/traefik/workload/family.js'

const support = (id: string, version: string | null, origin = 'upstream') =>
  dialects.find((one) => one.id === id)?.support?.({ image: '', version, origin }) ?? null

it.each<[id: string, version: string | null, has: readonly string[] | number | null, origin?: string]>([
  ['traefik', '3.7.15', []],
  ['traefik', '3.7.10', ['CVE-2026-85597', 'CVE-2026-85596']],
  ['traefik', '3.7.9', ['CVE-2026-85597', 'CVE-2026-85596', 'CVE-2026-71327', 'CVE-2026-71326', 'CVE-2026-71325']],
  ['traefik', '3.7', null],
  ['traefik', null, null],
  ['traefik', '3.7.10', ['CVE-2026-85597', 'CVE-2026-85596'], 'rancher'],
  ['traefik', '3.7.10', null, 'bitnami'],
  ['contour', '1.33.6', []],
  ['contour', '1.32.4', ['CVE-2026-50149', 'CVE-2026-41246']],
  ['envoy-gateway', '1.2.5', 10],
  ['kong', '3.5.6', ['GHSA-m23h-6mwm-39m8', 'GHSA-3278-c88v-xrh4']],
  ['aws-lbc', '2.8.1', ['GHSA-rjfv-pjvx-mjgv']],
  ['aws-lbc', '2.8.2', []],
])('%s %s has %j', (id, version, has, origin) => {
  const flaws = support(id, version, origin)?.flaws ?? null
  if (typeof has === 'number') expect(flaws).toHaveLength(has)
  else expect(flaws).toEqual(has)
})

it.each([
  ['traefik', '3.7.10', '2 public advisories up to 2026-08-20, the newest CVE-2026-85597'],
  [
    'traefik',
    '3.4.0',
    'its line of releases has its last fixes on 2025-07-23; 33 public advisories up to 2026-08-20, the newest CVE-2026-85597',
  ],
  [
    'f5-nginx',
    '5.2.1',
    'its line of releases has its last fixes on 2027-10-10; 2 public advisories up to 2026-08-20, the newest CVE-2026-42945',
  ],
  ['aws-lbc', '2.8.1', '1 public advisory up to 2026-08-20, the newest GHSA-rjfv-pjvx-mjgv'],
  ['contour', '1.33.6', 'no public advisory is known up to 2026-08-20'],
  ['kong', null, 'free images of its proxy stop at Kong Gateway 3.9'],
])('%s %s is told', (id, version, sentence) => {
  expect(support(id, version)?.sentence).toBe(sentence)
})

it.each([
  ['traefik', 'traefik:v3.7.15', '3.7.15', null],
  ['traefik', 'traefik:v3.7.9', '3.7.9', 'it is of release 3.7.9: judged as Traefik 3.7.15'],
  [
    'traefik',
    'traefik:v2.10.4',
    '2.10.4',
    'it is of release 2.10.4: judged as Traefik 3.7.15, but for rules, groups of objects and defaults, which are of Traefik 2',
  ],
  ['f5-nginx', 'f5:5.5.4', '5.5.4', null],
  ['contour', 'contour:v1.3.0', '1.3.0', 'it is of release 1.3.0: judged as Contour 1.33'],
  ['contour', 'contour:mine', null, 'its image does not say which release it is: judged as Contour 1.33'],
])('%s of %s is told whose rules it is judged by', (id, image, version, judged) => {
  const dialect = dialects.find((one) => one.id === id)
  expect(dialect?.presumed?.({ image, version, origin: 'upstream' })).toBe(judged)
})

it('nothing is told where nothing is known', () => {
  expect(support('apisix', '2.2.0')).toBeNull()
  expect(support('f5-nginx', '5.5.4')).toBeNull()
})

it('every row names an advisory and releases in pairs, or a line of releases and its last day', () => {
  for (const { releases = {} } of [...families, contour, envoyGateway, f5Nginx, traefik]) {
    for (const row of releases.flaws ?? [])
      expect(row).toMatch(/^(?:CVE-\d{4}-\d+|GHSA(?:-[\w]{4}){3})(?: (?:0|\d+\.\d+\.\d+) \d+\.\d+\.\d+)+$/)
    for (const row of releases.ends ?? []) expect(row).toMatch(/^\d+\.\d+ \d{4}-\d\d-\d\d$/)
  }
})
