/**
 * Every fix that is offered for the clusters of people's reports is done as its words say, way by way: then the finding is
 * gone, there is no new error or warning, a rule that was served still is, and one that has no error any more is served.
 */
import { expect, it } from 'vitest'
import { Bench, type Item, type Judgement } from '../../support/applied/bench.js'
import { phrases, waysOf } from '../../support/applied/hands.js'
import { byProgram, inMemory, itemsOf, type Judge, type Judged } from '../../support/applied/judges.js'
import { caseNames, caseOf } from '../../support/cases.js'
import { answeredRows, toldRows } from '../../support/reported/all.js'

/** What no hand does; each has to be met, so that the list can only get shorter. */
const byPeople: Readonly<Record<string, string>> = {
  vulnerable: 'to move to another release is not all of it',
  'end-of-life': 'what the move leads to is for people to choose',
  'snippets-on': 'what replaces the snippets that there are is for people to choose',
  'reload-blocked': 'what another Ingress needs is told there, and done there',
}

/** What can be told only once the first is cured; each has to be met, too. */
const nextSteps: Readonly<Record<string, string>> = {
  'annotation-risk > no-effect': 'of a snippet that is not written nothing is read',
  'secret-incomplete > no-effect': 'without authorities no request is asked for a certificate',
  'foreign-annotation > no-effect': 'what another controller is told does nothing here',
  'no-port > no-effect': 'without a port there is no upstream whose measures could count',
  'no-port > tls-to-plain': 'without a port nothing is spoken',
  'passthrough-disabled > tls-to-plain': 'the fix says what the port has to speak',
  'tls-to-plain > no-effect': 'what is for TLS stays behind',
  'snippets-on > snippet-not-allowed': 'the snippets that there are have to go first',
}

const cases: readonly [name: string, items: readonly Item[], judge: Judge][] = [
  ...caseNames.map((name): [string, readonly Item[], Judge] => [
    name,
    caseOf(name).items as unknown as readonly Item[],
    byProgram,
  ]),
  ...[...toldRows, ...answeredRows].map(([kind, source, version, words]): [string, readonly Item[], Judge] => [
    `${kind}: ${source} at ${version}`,
    itemsOf({ ...words, version }),
    inMemory,
  ]),
]

const met = new Set<string>()

const isSaid = (a: Judgement, b: Judgement) => a.code === b.code && a.message === b.message
const keyOf = ({ code, source, field }: Judgement) => `${code} ${source.namespace}/${source.name} ${field}`
const troublesOf = ({ found }: Judged) =>
  found.flatMap(({ code, severity, source }) =>
    severity === 'info' ? [] : [{ code, of: `${code} of ${source.name}` }],
  )

type Rule = Judged['rules'] extends ReadonlyMap<string, infer R> ? R : never
const fine: Rule = { served: true, isTold: false }

/** What is wrong after a fix was done. */
function faultsOf(one: Judgement, before: Judged, after: Judged): readonly string[] {
  const had = new Set(troublesOf(before).map(({ of }) => of))
  const isThere = after.found.some((two) => isSaid(two, one) || (keyOf(two) === keyOf(one) && two.fix === one.fix))
  const lost = [...before.rules].filter(([name, { served }]) => served && after.rules.get(name)?.served === false)
  const isOpen = ({ served, isTold }: Rule) => served !== true && !isTold
  const open = [...after.rules].filter(([name, rule]) => isOpen(rule) && !isOpen(before.rules.get(name) ?? fine))
  return [
    ...(isThere ? ['it is still found'] : []),
    ...troublesOf(after).flatMap(({ code, of }) => {
      const step = `${one.code} > ${code}`
      if (had.has(of)) return []
      met.add(step)
      return step in nextSteps ? [] : [`new: ${of}`]
    }),
    ...lost.map(([name]) => `no longer served: ${name}`),
    ...open.map(([name]) => `not served: ${name}`),
  ]
}

it.each(cases)('%s', async (_, items, judge) => {
  const before = await judge(items)
  const wrong: string[] = []
  const offered = new Map(
    before.found.flatMap((one) => (one.fix === null ? [] : [[`${keyOf(one)} ${one.message}`, one] as const])),
  )
  for (const one of offered.values()) {
    const ways = waysOf(one.fix ?? '')
    if (ways.length === 0) {
      met.add(one.code)
      if (!(one.code in byPeople)) wrong.push(`${one.code}: nobody does ${one.fix}`)
    }
    for (const { phrase, words, deed } of ways) {
      met.add(phrase)
      const bench = new Bench(items, one)
      try {
        deed(bench)
        const faults = faultsOf(one, before, await judge(bench.items))
        if (faults.length > 0) wrong.push(`${one.code}, ${words}: ${faults.join('; ')}`)
      } catch (error) {
        wrong.push(`${one.code}, ${words}: ${error}`)
      }
    }
  }
  expect(wrong).toEqual([])
})

it('what only people can do is met, and every hand has its case', () => {
  expect([...Object.keys({ ...byPeople, ...nextSteps }), ...phrases].filter((one) => !met.has(one))).toEqual([])
})
