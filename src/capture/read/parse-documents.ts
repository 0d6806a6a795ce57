/** Text → documents: JSON by its first characters, else YAML; one document or many. */
import { problem } from '../../domain/problem.js'
import { mostValues, valuesIn } from '../../domain/values-in.js'
import { parseJson } from './parse-json.js'
import { parseYaml } from './parse-yaml.js'

/**
 * A document at a time, so that what is not needed of it can go before the next one comes.
 * @throws Problem `source-invalid` that names the place, `source-unsafe`, `source-too-large`
 */
export function parseDocuments(text: string, path: string): Generator<unknown> {
  if (valuesIn(text, mostValues) > mostValues)
    throw problem('source-too-large', { path, limit: `${mostValues.toLocaleString('en')} values a file` })
  if (text.trim() === '') throw problem('source-invalid', { path, detail: 'it is empty' })
  return looksLikeJson(text) ? parseJson(text, path) : parseYaml(text, path)
}

/** `{kind: Ingress}` and `[a, b]` are YAML; JSON has a quote, another bracket or a number there. */
function looksLikeJson(text: string): boolean {
  return /^\s*(?:\{\s*(?:["}]|$)|\[\s*(?:[[{"\]\d-]|$))/.test(text)
}
