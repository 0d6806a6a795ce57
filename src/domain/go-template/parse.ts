/** Words of a template → what to do. The rules are Go's: https://pkg.go.dev/text/template/parse */
import { lex, type Token } from './lex.js'
import { parsePipeline } from './pipeline.js'
import { type Control, type GoTemplate, type Node, type Nodes, Wrong } from './tree.js'
import { Words } from './words.js'

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
