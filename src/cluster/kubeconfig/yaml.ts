/** YAML as kubectl understands it: version 1.1 with Go's exceptions, one document, and errors that quote nothing. */
import { Composer, LineCounter, Parser, type Tags } from 'yaml'
import { valuesIn } from '../../domain/text/values-in.js'
import { collectionAsKey } from '../../domain/text/yaml-keys.js'
import { yamlParsed } from '../../domain/text/yaml-parser.js'
import { FieldError } from './fields.js'

/** A number with a fraction or an exponent has a digit: `e2` and `.` are texts to Go, and good names for a context. */
const float = {
  tag: 'tag:yaml.org,2002:float',
  default: true,
  test: /^[-+]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$/,
  resolve: Number,
} as const

/** YAML 1.1, as Go reads it: `yes` is true, merge keys work, the last of two equal keys wins; but dates stay text. */
const dialect = {
  version: '1.1',
  uniqueKeys: false,
  // Pretty errors and warnings would quote the file, and with it its secrets.
  prettyErrors: false,
  logLevel: 'error',
  customTags: (tags: Tags): Tags => [...tags.filter((tag) => typeof tag === 'string' || !isForeign(tag)), float],
} as const

function isForeign({ tag, format }: { readonly tag: string; readonly format?: string }): boolean {
  return format === 'TIME' || tag.endsWith(':timestamp') || tag.endsWith(':float')
}

/** A kubeconfig of several thousand clusters has as many; a parser takes some seconds for them, whatever the bytes. */
const mostValues = 200_000

/**
 * The first document of the file, as Go: what follows it is not read.
 * @returns an empty mapping for a file without any
 * @throws FieldError with line and column
 */
export function parseYaml(source: string): unknown {
  if (valuesIn(source, mostValues) > mostValues) throw new FieldError(`it holds more than ${mostValues} values`)
  const lines = new LineCounter()
  const document = yamlParsed(
    () => {
      const [first] = new Composer({ ...dialect, lineCounter: lines }).compose(
        new Parser(lines.addNewLine).parse(source),
      )
      return first
    },
    () => new FieldError('its values are nested too deeply'),
  )
  const [error] = document?.errors ?? []
  const key = collectionAsKey(document?.contents)
  const wrong = error === undefined ? key : error.pos[0]
  if (wrong !== null) {
    const { line, col } = lines.linePos(wrong)
    throw new FieldError(`${error?.message ?? 'a list or a mapping is no key'} (line ${line}, column ${col})`)
  }
  try {
    return document?.toJS() ?? {}
  } catch (aliasError) {
    throw new FieldError(aliasError instanceof Error ? aliasError.message : String(aliasError))
  }
}
