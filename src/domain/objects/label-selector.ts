/**
 * Label selectors in kubectl's syntax: `app=web,tier!=cache,env in (a, b),!old,new`.
 *
 * Grammar and meaning: https://github.com/kubernetes/apimachinery/blob/master/pkg/labels/selector.go
 */

import type { WireSelector } from './gateway/gateways.js'

interface Requirement {
  readonly key: string
  readonly operator: 'in' | 'not-in' | 'exists' | 'not-exists'
  readonly values: readonly string[]
}

export type Selector = readonly Requirement[]

const key = String.raw`(?:[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?`
const valuePattern = /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/
const exists = new RegExp(`^(!?)\\s*(${key})$`)
const equals = new RegExp(`^(${key})\\s*(==|=|!=)\\s*(.*)$`)
const inSet = new RegExp(`^(${key})\\s+(in|notin)\\s*\\(([^()]*)\\)$`)

/**
 * @returns the requirements, all of which must hold; an empty text selects everything
 * @throws SyntaxError that names the part which is no requirement
 */
export function parseLabelSelector(text: string): Selector {
  return splitOutsideParentheses(text).map(parseRequirement)
}

/** Absent labels are an empty set: `!=` and `notin` hold for a key that is not there, as in the API server. */
export function matchesLabels(
  selector: Selector,
  labels: Readonly<Record<string, string>> | null | undefined,
): boolean {
  return selector.every((requirement) =>
    holds(requirement, labels && Object.hasOwn(labels, requirement.key) ? labels[requirement.key] : undefined),
  )
}

/** Do the labels meet a selector as objects write it: `matchLabels` and `matchExpressions`; one that asks for nothing takes all. */
export function isSelected(
  { matchLabels, matchExpressions }: WireSelector,
  labels: Readonly<Record<string, string>>,
): boolean {
  const named = Object.entries(matchLabels ?? {}).map(([key, value]) => ({ key, operator: 'In', values: [value] }))
  return [...named, ...(matchExpressions ?? [])].every(({ key, operator, values }) => {
    const known = operators[operator ?? '']
    const value = Object.hasOwn(labels, key) ? labels[key] : undefined
    return known !== undefined && holds({ key, operator: known, values: values ?? [] }, value)
  })
}

const operators: Readonly<Record<string, Requirement['operator'] | undefined>> = {
  ...{ In: 'in', NotIn: 'not-in', Exists: 'exists', DoesNotExist: 'not-exists' },
}

function holds({ operator, values }: Requirement, value: string | undefined): boolean {
  switch (operator) {
    case 'exists':
      return value !== undefined
    case 'not-exists':
      return value === undefined
    case 'in':
      return value !== undefined && values.includes(value)
    case 'not-in':
      return value === undefined || !values.includes(value)
  }
}

function splitOutsideParentheses(text: string): string[] {
  const parts: string[] = []
  let end = text.length
  let isInside = false
  for (let at = text.length - 1; at >= 0; at--) {
    if (text[at] === ')' || text[at] === '(') isInside = text[at] === ')'
    if (text[at] !== ',' || isInside) continue
    parts.push(text.slice(at + 1, end).trim())
    end = at
  }
  parts.push(text.slice(0, end).trim())
  return parts.length === 1 && parts[0] === '' ? [] : parts.reverse()
}

function parseRequirement(text: string): Requirement {
  const presence = exists.exec(text)
  if (presence) return { key: presence[2] ?? '', operator: presence[1] ? 'not-exists' : 'exists', values: [] }
  const equality = equals.exec(text)
  if (equality)
    return {
      key: equality[1] ?? '',
      operator: equality[2] === '!=' ? 'not-in' : 'in',
      values: [checkedValue(equality[3] ?? '', text)],
    }
  const set = inSet.exec(text)
  if (set) {
    const values = (set[3] ?? '').split(',').map((value) => checkedValue(value.trim(), text))
    return { key: set[1] ?? '', operator: set[2] === 'in' ? 'in' : 'not-in', values }
  }
  throw new SyntaxError(`"${text}" is not a label requirement such as app=web, app!=web, app in (a,b), app or !app`)
}

function checkedValue(value: string, requirement: string): string {
  if (valuePattern.test(value)) return value
  throw new SyntaxError(`"${value}" in "${requirement}" is not a label value`)
}
