/** Files that hold some classes: one that an Ingress names may be elsewhere, unless it is one of theirs but for a sign. */
import { finding, told } from '../domain/findings/finding.js'
import type { LintRule } from '../domain/lint/rule.js'
import { refOf } from '../domain/objects/ref.js'
import { slipsOf } from '../domain/text/slips.js'

export const classMistyped: LintRule = {
  codes: ['class-unknown'],
  needs: [],
  find: ({ inventory: { classes, someClasses, ingresses } }) => {
    if (classes !== null) return []
    const names = someClasses.map((one) => refOf(one).name)
    return ingresses.flatMap((one) => {
      const name = one.spec?.ingressClassName
      if (!name || names.includes(name)) return []
      const near = slipsOf(name, names)
      if (near.length === 0) return []
      const facts = { name, by: 'field', near, usual: null, compared: null, isAlone: false, isElsewhere: true } as const
      return [finding(told('class-unknown', facts), refOf(one), { field: 'spec.ingressClassName' })]
    })
  },
}
