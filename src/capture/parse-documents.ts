/** Text → documents: JSON by its first character, else YAML with one document or many; errors with line and column. */
import { LineCounter, parseAllDocuments } from 'yaml'
import { problem } from '../domain/problem.js'

/** Aliases multiply: ten levels of ten are ten thousand million values from a kilobyte. */
const maxAliasCount = 100

/** @throws Problem `source-invalid` that names the place */
export function parseDocuments(text: string, path: string): unknown[] {
  if (text.trim() === '') throw problem('source-invalid', { path, detail: 'it is empty' })
  return /^\s*[[{]/.test(text) ? parseJson(text, path) : parseYaml(text, path)
}

/** Above this size a second parse is not worth its time: the engine's own message has to do. */
const parsedTwice = 1024 * 1024

/** A flow mapping is YAML that begins like JSON; and of JSON that is broken, the YAML parser knows line and column. */
function parseJson(text: string, path: string): unknown[] {
  try {
    return [JSON.parse(text)]
  } catch (error) {
    if (text.length <= parsedTwice) return parseYaml(text, path)
    const detail = error instanceof Error ? error.message.slice(0, 200) : String(error)
    throw problem('source-invalid', { path, detail: `not valid JSON: ${detail}` }, error)
  }
}

function parseYaml(text: string, path: string): unknown[] {
  const lineCounter = new LineCounter()
  const documents = parseAllDocuments(text, { lineCounter, prettyErrors: false })
  if ('empty' in documents) return []
  return documents.map((document) => {
    const [error] = document.errors
    if (error) {
      const { line, col } = lineCounter.linePos(error.pos[0])
      throw problem(
        'source-invalid',
        { path, detail: `not valid YAML or JSON: ${error.message}`, line, column: col },
        error,
      )
    }
    try {
      return document.toJS({ maxAliasCount })
    } catch (error) {
      throw problem('source-invalid', { path, detail: error instanceof Error ? error.message : String(error) }, error)
    }
  })
}
