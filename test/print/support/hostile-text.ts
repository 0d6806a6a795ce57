/** Texts for property tests, rich in what steers a terminal, hides, or means something to YAML. */
import fc from 'fast-check'

const hostile = [
  ...['\n', '\r', '\t', '\u0000', '\u001b[31m', '\u007f', '\u0085', '\u009b', '\u2028', '\u2029'],
  ...['\u202a', '\u202e', '\u2066', '\u2069', '\u200e', '\u200b', '\u200d', '\ufeff', '\u00ad', '\u{e0041}'],
  ...['\ufffe', '\uffff', '\ud800', '\udc00', "'", '"', '\\', ':', '#', '-', ' ', '日', 'e\u0301', '🎉'],
]

export const hostileText = fc
  .array(
    fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'binary', maxLength: 3 }), fc.string({ maxLength: 3 })),
    {
      maxLength: 8,
    },
  )
  .map((parts) => parts.join(''))
