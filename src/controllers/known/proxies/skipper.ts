/** Skipper: https://github.com/zalando/skipper */
import { nameOf, refOf } from '../../../domain/objects/ref.js'
import { claim } from '../../shared/named/claim.js'
import type { Family } from '../../shared/named/family.js'
import { toExternalName, vulnerableBy, type WayThere } from '../../shared/named/vulnerable.js'

const byQuery: WayThere = (_world, { inventory }) => {
  const found = inventory.ingresses.find(({ metadata }) =>
    /\bQuery(?:Param)?\(/.test(metadata.annotations?.[predicate] ?? ''),
  )
  return found === undefined ? null : `Ingress ${nameOf(refOf(found))} tells requests apart by their query`
}
const predicate = 'zalando.org/skipper-predicate'

export const skipper: Family = {
  id: 'skipper',
  title: 'Skipper',
  releases: {
    flaws: [
      'CVE-2026-54247 0 0.26.22',
      'CVE-2026-54246 0 0.27.13',
      'CVE-2026-50197 0 0.26.10',
      'CVE-2026-24470 0 0.24.0',
      'CVE-2026-23742 0 0.23.0',
      'CVE-2022-38580 0 0.13.237',
      'CVE-2022-34296 0 0.13.218',
      'GHSA-8qqm-fp2q-v734 0 0.27.26',
    ],
  },
  speaks: { prefixes: ['zalando.org'], guards: [] },
  // Without these words it is a proxy like any other.
  runs: ({ path, argv }) =>
    /(?:^|\/)skipper(?:-internal)?$/.test(path) && argv.some((word) => /^--?kubernetes(?:[=-]|$)/.test(word)),
  // The class is an expression, which field and annotation have to match, in any part where it says no ends; a plain word is
  // read. https://opensource.zalando.com/skipper/kubernetes/ingress-controller/
  claims: (flags) => {
    const [, begin, name = '', end] =
      /^(\^?)([a-z\d-]+)(\$?)$/.exec(flags.get('kubernetes-ingress-class') || 'skipper') ?? []
    const match = begin && end ? 'whole' : begin === '' && end === '' ? 'part' : 'unknown'
    const names = match === 'unknown' ? [] : [name]
    return [claim({ controllers: [], names, match, by: 'name', withoutClass: true, first: 'both' })]
  },
  ports: { http: 9999, https: 9999 },
  // https://github.com/zalando/skipper/security/advisories
  rules: [
    vulnerableBy({
      'CVE-2026-24470': toExternalName,
      'CVE-2022-38580': () => 'whoever may send it a request may name its backend in the header X-Skipper-Proxy',
      'CVE-2022-34296': byQuery,
      'CVE-2026-23742': () => 'whoever may write Ingresses may write a lua() filter in zalando.org/skipper-filter',
    }),
  ],
  flags: ['kubernetes', 'kubernetes-ingress', 'kubernetes-ingress-class'],
}
