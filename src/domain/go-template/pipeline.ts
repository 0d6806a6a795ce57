/** What stands in an action: `$x := .items | len`. */
import { isFunction } from './functions.js'
import { type Operand, type Pipeline, Wrong } from './tree.js'
import { shown, type Words } from './words.js'

/**
 * @param context what it is of, for sentences; `range` may declare two variables
 * @param end what ends it, and is taken
 * @throws Wrong
 */
export function parsePipeline(words: Words, context: string, end: '}}' | ')'): Pipeline {
  const { declares, assigns } = declarations(words, context)
  const commands: [Operand, ...Operand[]][] = []
  for (let token = words.skipBlanks(); token?.is !== end; token = words.skipBlanks()) commands.push(command(words))
  words.take()
  if (commands.length === 0) throw new Wrong(`missing value for ${context}`)
  const fixed = commands.findIndex(([{ is }], i) => i > 0 && (is === 'literal' || is === 'dot' || is === 'nil'))
  if (fixed !== -1) throw new Wrong(`non executable command in pipeline stage ${fixed + 1}`)
  return { declares, assigns, commands }
}

function declarations(words: Words, context: string): Omit<Pipeline, 'commands'> {
  const declares: string[] = []
  for (;;) {
    const found = words.attempt(() => {
      const variable = words.skipBlanks()
      if (variable?.is !== 'variable') return null
      words.take()
      const sign = words.skipBlanks()?.is
      if (sign !== ':=' && sign !== '=' && sign !== ',') return null
      words.take()
      return { name: variable.text, sign }
    })
    if (found === null) {
      if (declares.length > 0) throw new Wrong('range can only initialize variables')
      return { declares, assigns: false }
    }
    declares.push(found.name)
    words.declare(found.name)
    if (found.sign !== ',') return { declares, assigns: found.sign === '=' }
    if (context !== 'range' || declares.length === 2) throw new Wrong(`too many declarations in ${context}`)
  }
}

/** A function or a value with its arguments, up to a `|` or the end. */
function command(words: Words): [Operand, ...Operand[]] {
  const operands: Operand[] = []
  for (;;) {
    words.skipBlanks()
    const read = operand(words)
    if (read !== null) operands.push(read)
    const behind = words.peek()
    if (behind?.is === ' ') continue
    if (behind?.is === '|') words.take()
    else if (behind?.is !== '}}' && behind?.is !== ')') throw new Wrong(`unexpected ${shown(behind)} in operand`)
    const [first, ...more] = operands
    if (first === undefined) throw new Wrong('empty command')
    return [first, ...more]
  }
}

function operand(words: Words): Operand | null {
  const first = term(words)
  if (first === null) return null
  const path: string[] = []
  for (let token = words.peek(); token?.is === 'field'; token = words.peek()) {
    path.push(token.text)
    words.take()
  }
  if (path.length === 0) return first
  if (first.is === 'field' || first.is === 'variable') return { ...first, path: [...first.path, ...path] }
  if (first.is === 'function' || first.is === 'pipeline') return { is: 'chain', of: first, path }
  throw new Wrong(`unexpected . after term`)
}

function term(words: Words): Operand | null {
  const token = words.peek()
  const read = token === undefined ? null : termOf(token, words)
  if (read === null) return null
  if (read !== 'parenthesized') {
    words.take()
    return read
  }
  words.take()
  return { is: 'pipeline', pipeline: words.inside(() => parsePipeline(words, 'parenthesized pipeline', ')')) }
}

function termOf(token: NonNullable<ReturnType<Words['peek']>>, words: Words): Operand | 'parenthesized' | null {
  switch (token.is) {
    case 'word':
      if (!isFunction(token.text)) throw new Wrong(`function ${JSON.stringify(token.text)} not defined`)
      return { is: 'function', name: token.text }
    case 'variable': {
      const name = token.text
      if (!words.knows(name === '' ? '$' : name)) throw new Wrong(`undefined variable "$${name}"`)
      return { is: 'variable', name, path: [] }
    }
    case 'field':
      return { is: 'field', path: [token.text] }
    case 'literal':
      return { is: 'literal', value: token.value }
    case '.':
      return { is: 'dot' }
    case 'nil':
      return { is: 'nil' }
    case '(':
      return 'parenthesized'
    default:
      return null
  }
}
