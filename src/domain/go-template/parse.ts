/** Words of a template → what to do. The rules are Go's: https://pkg.go.dev/text/template/parse */

import { isFunction } from './functions.js'
import { lex, type Token } from './lex.js'
import { type Control, type GoTemplate, type Node, type Nodes, type Operand, type Pipeline, Wrong } from './tree.js'
import { shown, Words } from './words.js'

/** A template that is longer is none that a person wrote. */
const longest = 100_000

/** @returns `wrong`: what is the matter with it, in words */
export function parseGoTemplate(text: string): GoTemplate | { readonly wrong: string } {
  try {
    if (text.length > longest) throw new Wrong(`it is longer than ${longest} characters`)
    return template(lex(text))
  } catch (error) {
    if (error instanceof Wrong) return { wrong: error.message }
    throw error
  }
}

function template(tokens: readonly Token[]): GoTemplate {
  const named = new Map<string, Nodes>()
  const words = new Words(tokens)
  const root: Node[] = []
  while (!words.isAtEnd()) {
    if (words.takesAction('define')) define(words, named)
    else {
      const read = node(words, named, false)
      if (typeof read === 'string') throw new Wrong(`unexpected {{${read}}}`)
      root.push(read)
    }
  }
  return { root, named }
}

function define(words: Words, named: Map<string, Nodes>): void {
  const name = words.name('define clause')
  words.expect('}}', 'define clause')
  add(
    named,
    name,
    words.inside(() => body(words, named)),
  )
}

/** A body of a template of its own, up to its end: it sees no variables of others. */
function body(words: Words, named: Map<string, Nodes>): Nodes {
  const [nodes, end] = words.withOwnVariables(() => list(words, named, false))
  if (end !== 'end') throw new Wrong(`unexpected {{${end}}}`)
  return nodes
}

/** Of two of one name only one may say something. */
function add(named: Map<string, Nodes>, name: string, nodes: Nodes): void {
  const before = named.get(name)
  const [isOld, isNew] = [before !== undefined && saysSomething(before), saysSomething(nodes)]
  if (isOld && isNew) throw new Wrong(`multiple definition of template ${JSON.stringify(name)}`)
  if (before === undefined || isNew) named.set(name, nodes)
}

function saysSomething(nodes: Nodes): boolean {
  return nodes.some((one) => one.is !== 'text' || one.text.trim() !== '')
}

type End = 'end' | 'else'

/** Up to the action that ends it. */
function list(words: Words, named: Map<string, Nodes>, inRange: boolean): readonly [nodes: Node[], end: End] {
  const nodes: Node[] = []
  while (!words.isAtEnd()) {
    const read = node(words, named, inRange)
    if (typeof read === 'string') return [nodes, read]
    nodes.push(read)
  }
  throw new Wrong('unexpected EOF')
}

function node(words: Words, named: Map<string, Nodes>, inRange: boolean): Node | End {
  const token = words.take()
  if (token?.is === 'text') return token as Node
  const keyword = words.skipBlanks()?.is
  switch (keyword) {
    case 'if':
    case 'with':
    case 'range':
      words.take()
      return words.inside(() => control(keyword, words, named, inRange))
    case 'else':
      words.take()
      return 'else'
    case 'end':
      words.take()
      words.expect('}}', 'end')
      return 'end'
    case 'break':
    case 'continue':
      words.take()
      words.expect('}}', keyword)
      if (!inRange) throw new Wrong(`{{${keyword}}} outside {{range}}`)
      return { is: keyword }
    case 'template':
    case 'block':
      words.take()
      return called(keyword, words, named)
    case 'define':
      throw new Wrong('unexpected {{define}}')
    default:
      return { is: 'action', pipeline: parsePipeline(words, 'command', '}}') }
  }
}

function called(keyword: 'template' | 'block', words: Words, named: Map<string, Nodes>): Node {
  const name = words.name(`${keyword} clause`)
  if (keyword === 'template' && words.skipBlanks()?.is === '}}') {
    words.take()
    return { is: 'template', name, pipeline: null }
  }
  const pipeline = parsePipeline(words, `${keyword} clause`, '}}')
  if (keyword === 'block')
    add(
      named,
      name,
      words.inside(() => body(words, named)),
    )
  return { is: 'template', name, pipeline }
}

function control(is: Control['is'], words: Words, named: Map<string, Nodes>, inRange: boolean): Node {
  return words.withVariables(() => {
    const pipeline = parsePipeline(words, is, '}}')
    const [then, end] = list(words, named, inRange || is === 'range')
    if (end === 'end') return { is, pipeline, then, otherwise: [] }
    if (is !== 'range' && words.skipBlanks()?.is === is) {
      words.take()
      // One end ends both.
      return { is, pipeline, then, otherwise: [words.inside(() => control(is, words, named, inRange))] }
    }
    words.expect('}}', 'else')
    const [otherwise, last] = list(words, named, inRange)
    if (last !== 'end') throw new Wrong('expected end; found {{else}}')
    return { is, pipeline, then, otherwise }
  })
}

/**
 * @param context what it is of, for sentences; `range` may declare two variables
 * @param end what ends it, and is taken
 * @throws Wrong
 */
function parsePipeline(words: Words, context: string, end: '}}' | ')'): Pipeline {
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
  if (read !== null) words.take()
  if (token?.is !== '(') return read
  words.take()
  return { is: 'pipeline', pipeline: words.inside(() => parsePipeline(words, 'parenthesized pipeline', ')')) }
}

function termOf(token: Token, words: Words): Operand | null {
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
    default:
      return null
  }
}
