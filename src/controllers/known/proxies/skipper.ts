/** Skipper: https://github.com/zalando/skipper */
import { claim } from '../../shared/named/claim.js'
import type { Family } from '../../shared/named/family.js'

export const skipper: Family = {
  id: 'skipper',
  title: 'Skipper',
  speaks: { prefixes: ['zalando.org'], guards: [] },
  // Without these words it is a proxy like any other.
  runs: ({ path, argv }) =>
    /(?:^|\/)skipper(?:-internal)?$/.test(path) && argv.some((word) => /^--?kubernetes(?:[=-]|$)/.test(word)),
  // The class is an expression; only one that is a plain word is read.
  // https://opensource.zalando.com/skipper/kubernetes/ingress-controller/
  claims: (flags) => {
    const name = flags.get('kubernetes-ingress-class') || 'skipper'
    const isWord = /^[a-z\d-]+$/.test(name)
    return [claim({ controllers: [], names: isWord ? [name] : [], by: 'name', withoutClass: true, isSure: isWord })]
  },
  ports: { http: 9999, https: 9999 },
  flags: ['kubernetes', 'kubernetes-ingress', 'kubernetes-ingress-class'],
}
