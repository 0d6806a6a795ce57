/** Whatever annotations hold, under whatever release: what is read and what is said of it agree. fast-check prints the seed of a failure. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { aliases, known, removed } from '../../../../src/controllers/ingress-nginx/annotations/known/catalogue.js'
import { fixOf, sentenceOf } from '../../../../src/findings/catalogue.js'
import { read } from '../../../support/worlds/ingress-policy.js'

const names = [...known.keys(), ...aliases.keys(), ...removed.keys()]
const usual = [
  'true',
  'false',
  '',
  '1',
  '-1',
  'on',
  'cookie',
  'basic',
  'users',
  'shop/ca',
  '10.0.0.0/8',
  'http://a/',
  '/$1',
  '404',
  'a\nb/c\nd',
]
const value = fc.oneof(fc.constantFrom(...usual), fc.string(), fc.string({ unit: 'binary' }))
const under = fc.record({
  version: fc.constantFrom('1.0.0', '1.8.0', '1.9.0', '1.11.5', '1.12.0', '1.15.1'),
  argv: fc.constantFrom([], ['--enable-annotation-validation'], ['--enable-annotation-validation=false']),
  config: fc.dictionary(fc.constantFrom('annotations-risk-level', 'allow-snippet-annotations', 'ssl-redirect'), value),
})
const objects = { 'Secret shop/users': {}, 'Secret shop/ca': { 'ca.crt': 'eA==' } }

it('an Ingress is dropped, or denied, exactly where a flaw says so', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 12 }), under, (annotations, policy) => {
      const { annotations: kept, flaws } = read(annotations, { objects, ...policy })
      const effects = new Set(flaws.map(({ facts }) => facts.effect))
      expect(kept === null).toBe(effects.has('dropped'))
      if (kept) expect(kept.denied !== null).toBe(effects.has('denied') || effects.has('server-denied'))
      for (const flaw of flaws) {
        const [message, fix] = [sentenceOf(flaw), fixOf(flaw)]
        expect(message.length > 0 && fix?.endsWith('.')).toBe(true)
        expect(`${message}${fix}${flaw.field}`).not.toMatch(/[\n\r]|undefined|\[object/)
      }
    }),
    { numRuns: 500 },
  )
})
