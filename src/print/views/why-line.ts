/** The rows of `why`, in a table one by one, in a text those of an Ingress together. */
import { nameOf } from '../../domain/objects/ref.js'
import { isFinding, type WhyRow } from '../../domain/why.js'

/** A row, with all rows of its Ingress: the text tells them together. */
export interface WhyLine {
  readonly row: WhyRow
  readonly all: readonly WhyRow[]
  /** of the rows of its Ingress that are told */
  readonly isFirst: boolean
}

/** @param whole false: only rows that have something to say, and something that their Ingress as a whole does not */
export function whyLines(rows: readonly WhyRow[], whole: boolean): WhyLine[] {
  const groups = new Map<string, WhyRow[]>()
  for (const row of rows) {
    const key = `${nameOf(row.source)} ${row.controller && nameOf(row.controller)}`
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return [...groups.values()].flatMap((all) => {
    const findings = whole ? all : all.filter((row) => isFinding(row) && saysMore(row, all[0]))
    const apart = whole ? all : findings.filter((row) => !isAside(row))
    const told = apart.length > 0 ? apart : findings
    return told.map((row, i) => ({ row, all, isFirst: i === 0 }))
  })
}

/** What is only said by the way of an Ingress as a whole is no row of its own beside rows of its rules. */
function isAside({ rule, causes }: WhyRow): boolean {
  return rule === null && causes.every(({ severity }) => severity === 'info')
}

function saysMore(row: WhyRow, first: WhyRow | undefined): boolean {
  if (row === first || first?.rule !== null || first.served !== row.served) return true
  const said = new Set(first.causes.map(({ code, field }) => `${code} ${field}`))
  return row.causes.some(({ code, field, severity }) => severity !== 'info' && !said.has(`${code} ${field}`))
}

/** `shop.example.com/cart`; a rule without host begins with `*`. '' for the Ingress as a whole. */
export function ruleText(rule: WhyRow['rule']): string {
  return rule === null ? '' : `${rule.host ?? '*'}${rule.path ?? ' (no paths)'}`
}
