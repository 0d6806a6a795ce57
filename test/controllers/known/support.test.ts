/** Which public advisories a release has, by the table that is shipped. */
import { expect, it } from 'vitest'
import { dialects } from '../../../src/controllers/index.js'
import { advisories } from '../../../src/controllers/shared/named/advisories.js'

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

it('nothing is told where nothing is known', () => {
  expect(support('apisix', '2.2.0')).toBeNull()
  expect(support('f5-nginx', '5.5.4')).toBeNull()
})

it('every row names an advisory and releases in pairs, and every table a controller', () => {
  const ids = new Set(dialects.map(({ id }) => id))
  for (const [id, rows] of Object.entries(advisories)) {
    expect(ids).toContain(id)
    for (const row of rows)
      expect(row).toMatch(/^(?:CVE-\d{4}-\d+|GHSA(?:-[\w]{4}){3})(?: (?:0|\d+\.\d+\.\d+) \d+\.\d+\.\d+)+$/)
  }
})
