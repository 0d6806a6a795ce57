/** The clusters of test/fixtures/cases, as one file each. */
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import type { Manifest } from '../agreement/gather.js'

export interface Case {
  readonly items: readonly (Manifest & { readonly kind: string })[]
  /** which it was written to, as `kubectl get -o json` would */
  readonly file: string
}

const cases = join(import.meta.dirname, '..', 'fixtures', 'cases')
const controller = 'controller.yaml'
const folder = mkdtempSync(join(tmpdir(), 'tkng-cases-'))

export const caseNames: readonly string[] = readdirSync(cases)
  .filter((file) => file.endsWith('.yaml') && file !== controller)
  .map((file) => file.replace(/\.yaml$/, ''))

/** @param name of its file, without an ending */
export function caseOf(name: string): Case {
  const own = objectsIn(`${name}.yaml`)
  const usual = objectsIn(controller).map((object) => own.filter((one) => isSame(one, object)).reduce(beyond, object))
  const items = [...usual, ...own.filter((one) => !usual.some((object) => isSame(one, object)))]
  const file = join(folder, `${name}.json`)
  writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }))
  return { items, file }
}

function objectsIn(file: string): Case['items'] {
  return parseAllDocuments(readFileSync(join(cases, file), 'utf8')).map((document) => document.toJS())
}

function isSame(a: Case['items'][number], b: Case['items'][number]): boolean {
  const of = ({ kind, metadata: { namespace, name } }: typeof a) => [kind, namespace, name].join()
  return of(a) === of(b)
}

/** What a case says, part by part in the place of what is usual. */
function beyond<T>(usual: T, own: T): T {
  if (!isParts(usual) || !isParts(own)) return own
  const parts = Object.entries(own).map(([key, part]) => [key, key in usual ? beyond(usual[key], part) : part])
  if (Array.isArray(own)) return parts.map(([, part]) => part) as T
  return { ...usual, ...Object.fromEntries(parts) }
}

function isParts(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
