/** What programs rely on in JSON: the shipped schemas, and what no schema says: that absent knowledge is null, never empty. */
import { readdirSync, readFileSync } from 'node:fs'
import { Ajv, type ValidateFunction } from 'ajv'

const folder = new URL('../../krew/schemas/', import.meta.url)
const ajv = new Ajv({ allErrors: true, allowUnionTypes: true })
const validators = new Map<string, ValidateFunction>()

/** The kinds of documents that have a schema. */
export const kinds: readonly string[] = readdirSync(folder).map((name) => name.replace(/\.json$/, ''))

function validatorOf(kind: string): ValidateFunction {
  const known = validators.get(kind) ?? ajv.compile(JSON.parse(readFileSync(new URL(`${kind}.json`, folder), 'utf8')))
  validators.set(kind, known)
  return known
}

/** @param kind left out: the document says it. @returns where it is not as it should be, e.g. `/items/0/served must be boolean` */
export function breaches(document: unknown, kind = kindOf(document)): readonly string[] {
  if (!kinds.includes(kind)) return [`no schema for ${kind}`]
  const validate = validatorOf(kind)
  validate(document)
  const errors = (validate.errors ?? []).map(({ instancePath, message, params }) =>
    [instancePath, message, params.additionalProperty].filter(Boolean).join(' '),
  )
  return [...errors, ...oddities(document, '')]
}

function kindOf(document: unknown): string {
  return typeof document === 'object' && document !== null && 'kind' in document ? String(document.kind) : 'nothing'
}

/** What a client sent, and what is said in words, may be empty. */
const mayBeEmpty = /\/(?:host|detail|subject|text|command|value|headers\/[^/]*)$/

function oddities(value: unknown, at: string): readonly string[] {
  if (typeof value === 'string') {
    if ((value === '' && !mayBeEmpty.test(at)) || value === 'N/A') return [`${at} is "${value}"`]
    if (at.endsWith('/link') && !/^https:\/\/\S+$/.test(value)) return [`${at} is "${value}"`]
    return at.endsWith('/code') && !/^[a-z]+(?:-[a-z]+)*$/.test(value) ? [`${at} is "${value}"`] : []
  }
  if (typeof value === 'number') return value < 0 && !at.endsWith('/daysLeft') ? [`${at} is ${value}`] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, one]) => oddities(one, `${at}/${key}`))
}
