/** Files that hold some classes: one that an Ingress names may be elsewhere, unless it is one of theirs but for a sign. */
import { finding, told } from '../domain/findings/finding.js'
import type { LintRule } from '../domain/lint/rule.js'
import { refOf } from '../domain/objects/ref.js'
import { editDistance, nearest } from '../domain/text/nearest.js'

export const classMistyped: LintRule = {
  codes: ['class-unknown'],
  needs: [],
  find: ({ inventory: { classes, someClasses, ingresses } }) => {
    if (classes !== null) return []
    const names = someClasses.map((one) => refOf(one).name)
    return ingresses.flatMap((one) => {
      const name = one.spec?.ingressClassName
      if (!name || names.includes(name)) return []
      const near = nearest(name, names).filter((other) => isSlip(name, other))
      if (near.length === 0) return []
      const facts = { name, by: 'field', near, usual: null, compared: null, isAlone: false, isElsewhere: true } as const
      return [finding(told('class-unknown', facts), refOf(one), { field: 'spec.ingressClassName' })]
    })
  },
}

/** One sign more, less or another one, or two that changed places, in a word of some length: names that end in 1 and 2, or in a and b, are two. */
function isSlip(one: string, other: string): boolean {
  const [a, b] = [one, other].map((name) => name.split(/[^a-z0-9]+/i))
  const apart = a?.flatMap((word, i) => (word === b?.[i] ? [] : [[word, b?.[i] ?? ''] as const])) ?? []
  const [first] = apart
  if (a?.length !== b?.length || apart.length !== 1 || first === undefined) return false
  const [word, meant] = first
  if (Math.min(word.length, meant.length) < 4 || word.replace(/\d/g, '') === meant.replace(/\d/g, '')) return false
  return editDistance(word, meant) === 1
}
