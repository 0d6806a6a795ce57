// The JSON Schemas of the documents that programs read, from their types: node krew/schemas.mjs writes them to krew/schemas/.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createFormatter, createParser, DEFAULT_CONFIG, SchemaGenerator } from 'ts-json-schema-generator'
import ts from 'typescript'

const prefix = '#/definitions/'

/** @returns {ReadonlyMap<string, string>} file name → text, one for each kind of document in src/print/documents.ts */
export function schemasOf(root) {
  const { definitions = {}, properties = {} } = generated(join(root, 'src/print/documents.ts'))
  return new Map(
    Object.entries(properties).map(([kind, { description, ...document }]) => {
      const whole = document.$ref === undefined ? document : definitions[nameIn(document.$ref)]
      const schema = { $schema: 'http://json-schema.org/draft-07/schema#', title: kind, description, ...whole }
      const used = Object.entries(reachable(whole, definitions)).map((one) =>
        one.map((part) => JSON.stringify(part)).join(':'),
      )
      // A line for each type: indentation would be a quarter of them.
      return [`${kind}.json`, `${JSON.stringify(schema).slice(0, -1)},"definitions":{\n${used.join(',\n')}\n}}\n`]
    }),
  )
}

/** Types alone, without those of Node: what nobody prints need not be understood. */
function generated(path) {
  const options = {
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2023.d.ts'],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    noEmit: true,
    types: [],
  }
  const program = ts.createProgram([path], options)
  const config = { ...DEFAULT_CONFIG, path, topRef: false, additionalProperties: false, encodeRefs: false }
  const generator = new SchemaGenerator(program, createParser(program, config), createFormatter(config), config)
  return generator.createSchema('Documents')
}

/** In the order of their names, so that the same types give the same text. */
function reachable(schema, definitions) {
  const found = new Map()
  const visit = (value) => {
    if (typeof value !== 'object' || value === null) return
    if (typeof value.$ref === 'string') {
      const name = nameIn(value.$ref)
      if (!found.has(name)) {
        found.set(name, definitions[name])
        visit(definitions[name])
      }
    }
    for (const one of Object.values(value)) visit(one)
  }
  visit(schema)
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function nameIn(ref) {
  return decodeURIComponent(ref.slice(prefix.length))
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const root = join(dirname(fileURLToPath(import.meta.url)), '..')
  const folder = join(root, 'krew', 'schemas')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  for (const [name, text] of schemasOf(root)) writeFileSync(join(folder, name), text)
}
