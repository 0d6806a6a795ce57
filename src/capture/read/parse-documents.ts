/** Text → documents: JSON by its first characters, else YAML; one document or many. */
import { problem } from '../../domain/problem.js'
import { mostValuesInPieces, valuesIn } from '../../domain/text/values-in.js'
import { Budget } from '../limits.js'
import type { Placed } from '../places/origin.js'
import { parseJson } from './parse-json.js'
import { isBroken, type PassOver, parseYaml } from './parse-yaml.js'

/**
 * A document at a time, so that what is not needed of it can go before the next one comes.
 * @param passOver is told what is no YAML or JSON, and the rest is read. Absent: nothing is passed over
 * @throws Problem `source-invalid` that names the place, `source-unsafe`, `source-too-large`
 */
export function* parseDocuments(text: string, path: string, passOver: PassOver = null): Generator<Placed> {
  const budget = new Budget(path)
  const isJson = looksLikeJson(text)
  budget.values(valuesIn(text, mostValuesInPieces), isJson)
  if (text.trim() === '') throw problem('source-invalid', { path, detail: 'it is empty' })
  let count = 0
  for (const document of isJson ? whole(text, path, passOver) : parseYaml(text, path, passOver)) {
    budget.documents(++count)
    yield document
  }
}

/** `{kind: Ingress}` and `[a, b]` are YAML; JSON has a quote, another bracket or a number there, and no line of dashes. */
function looksLikeJson(text: string): boolean {
  return !/^---\s*$/m.test(text) && /^\s*(?:\{\s*(?:["}]|$)|\[\s*(?:[[{"\]\d-]|$))/.test(text)
}

/** JSON has no second document to go on with. */
function* whole(text: string, path: string, passOver: PassOver): Generator<Placed> {
  try {
    yield* parseJson(text, path, passOver)
  } catch (error) {
    if (passOver === null || !isBroken(error)) throw error
    passOver(error)
  }
}
