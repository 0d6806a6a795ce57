/** A template and a document → text, as Go's text/template makes it. https://pkg.go.dev/text/template */
import { type Json, keysOf, Unanswerable } from '../jsonpath/evaluate.js'
import { callFunction } from './functions.js'
import { valueText } from './printf.js'
import type { Control, GoTemplate, Node, Nodes, Operand, Pipeline, Value } from './tree.js'
import { fieldsOf, isListValue, isObjectValue, isTrue, wholeOf } from './values.js'

/** What a template may cost: a range in a range in a range, or one that calls itself, would never end. */
const limits = { steps: 2_000_000, characters: 64_000_000, depth: 200 }

interface State {
  readonly named: GoTemplate['named']
  readonly written: string[]
  readonly spent: { steps: number; characters: number }
  readonly depth: number
  /** the innermost last; `` is `$` */
  readonly variables: { readonly name: string; value: Value }[]
}

/** @throws Unanswerable */
export function runGoTemplate({ root, named }: GoTemplate, document: Json): string {
  const spent = { steps: 0, characters: 0 }
  const state: State = { named, written: [], spent, depth: 0, variables: [{ name: '', value: document }] }
  walkAll(root, document, state)
  return state.written.join('')
}

type Left = 'break' | 'continue' | undefined

function walkAll(nodes: Nodes, dot: Value, state: State): Left {
  for (const node of nodes) {
    const left = walk(node, dot, state)
    if (left !== undefined) return left
  }
  return undefined
}

function walk(node: Node, dot: Value, state: State): Left {
  step(state)
  switch (node.is) {
    case 'text':
      return write(node.text, state)
    case 'action': {
      const value = evaluated(node.pipeline, dot, state)
      if (node.pipeline.declares.length > 0) return undefined
      return write(value === undefined || value === null ? '<no value>' : valueText(value), state)
    }
    case 'if':
    case 'with':
      return scoped(state, () => {
        const value = evaluated(node.pipeline, dot, state)
        if (!isTrue(value)) return walkAll(node.otherwise, dot, state)
        return walkAll(node.then, node.is === 'with' ? value : dot, state)
      })
    case 'range':
      return scoped(state, () => range(node, dot, state))
    case 'template':
      return call(node, dot, state)
    default:
      return node.is
  }
}

function step(state: State): void {
  state.spent.steps += 1
  if (state.spent.steps > limits.steps) throw new Unanswerable(`it takes more than ${limits.steps} steps`)
}

function write(text: string, state: State): undefined {
  charge(text, state)
  state.written.push(text)
}

/** What is printed, and what a function makes. */
function charge(text: string, { spent }: State): void {
  spent.characters += text.length
  if (spent.characters > limits.characters) throw new Unanswerable(`it makes more than ${limits.characters} characters`)
}

function scoped<T>(state: State, inside: () => T): T {
  const before = state.variables.length
  const found = inside()
  state.variables.length = before
  return found
}

function call({ name, pipeline }: Extract<Node, { is: 'template' }>, dot: Value, state: State): undefined {
  const nodes = state.named.get(name)
  if (nodes === undefined) throw new Unanswerable(`template ${JSON.stringify(name)} not defined`)
  if (state.depth === limits.depth)
    throw new Unanswerable(`templates call each other more than ${limits.depth} times deep`)
  const value = pipeline === null ? undefined : evaluated(pipeline, dot, state)
  walkAll(nodes, value, { ...state, depth: state.depth + 1, variables: [{ name: '', value }] })
}

function range(node: Control<'range'>, dot: Value, state: State): Left {
  const { pipeline, then, otherwise } = node
  const value = evaluated(pipeline, dot, state)
  if (wholeOf(value) !== undefined && pipeline.declares.length > 1)
    throw new Unanswerable(`can't use ${valueText(value)} to iterate over more than one variable`)
  const inner = state.variables.length
  let isEmpty = true
  for (const [index, item] of entries(value)) {
    isEmpty = false
    step(state)
    setVariables(pipeline, index, item, state, inner)
    const left = walkAll(then, item, state)
    state.variables.length = inner
    if (left === 'break') break
  }
  return isEmpty ? walkAll(otherwise, dot, state) : undefined
}

/** Of an object in the order of its keys; of nothing none. */
function* entries(value: Value): Generator<readonly [index: Value, item: Value]> {
  const whole = wholeOf(value)
  if (whole !== undefined) for (let at = 0n; at < whole; at++) yield [undefined, at]
  else if (isListValue(value)) for (const [at, item] of value.entries()) yield [BigInt(at), item]
  else if (isObjectValue(value)) for (const key of keysOf(value)) yield [key, value[key]]
  else if (value !== undefined && value !== null) throw new Unanswerable(`range can't iterate over ${valueText(value)}`)
}

/** One variable is the item, of two the first is where it stands. Those that are declared were made by the pipeline. */
function setVariables({ declares, assigns }: Pipeline, index: Value, item: Value, state: State, inner: number): void {
  const [first, second] = declares
  if (first === undefined) return
  const values = second === undefined ? [item] : [index, item]
  for (const [i, name] of declares.entries())
    if (assigns) setVariable(name, values[i], state)
    else (state.variables[inner - declares.length + i] as { value: Value }).value = values[i]
}

function setVariable(name: string, value: Value, state: State): void {
  variable(name, state).value = value
}

function variable(name: string, { variables }: State): { value: Value } {
  const found = variables.findLast((one) => one.name === name)
  if (found === undefined) throw new Unanswerable(`undefined variable: $${name}`)
  return found
}

/** What is not yet a value: the first command of a pipeline gets none from before. */
const missing = Symbol('missing')
type Final = Value | typeof missing

/** What it declares is declared. Null becomes nothing on the way. */
function evaluated({ commands, declares, assigns }: Pipeline, dot: Value, state: State): Value {
  let value: Final = missing
  for (const command of commands) value = commanded(command, dot, state, value) ?? undefined
  const result = value === missing ? undefined : value
  for (const name of declares)
    if (assigns) setVariable(name, result, state)
    else state.variables.push({ name, value: result })
  return result
}

function commanded([first, ...args]: readonly [Operand, ...Operand[]], dot: Value, state: State, final: Final): Value {
  step(state)
  if (first.is === 'function') return called(first.name, args, dot, state, final)
  if (args.length > 0 || final !== missing) throw new Unanswerable(`can't give argument to what is no function`)
  if (first.is === 'nil') throw new Unanswerable('nil is not a command')
  return operandValue(first, dot, state)
}

function operandValue(operand: Operand, dot: Value, state: State): Value {
  switch (operand.is) {
    case 'dot':
      return dot
    case 'nil':
      return null
    case 'literal':
      return operand.value
    case 'field':
      return fieldsOf(dot, operand.path)
    case 'variable':
      return fieldsOf(variable(operand.name, state).value, operand.path)
    case 'function':
      return called(operand.name, [], dot, state, missing)
    case 'pipeline':
      return evaluated(operand.pipeline, dot, state)
    case 'chain':
      return fieldsOf(operandValue(operand.of, dot, state), operand.path)
  }
}

function called(name: string, args: readonly Operand[], dot: Value, state: State, final: Final): Value {
  if (name === 'and' || name === 'or') return decided(name, args, dot, state, final)
  const values = args.map((arg) => operandValue(arg, dot, state))
  const value = callFunction(name, final === missing ? values : [...values, final])
  if (typeof value === 'string') charge(value, state)
  return value
}

/** The first that settles it, else the last; what stands behind is not looked at. */
function decided(name: 'and' | 'or', args: readonly Operand[], dot: Value, state: State, final: Final): Value {
  if (args.length === 0 && final === missing)
    throw new Unanswerable(`wrong number of args for ${name}: want 1 at least`)
  let value: Value
  for (const arg of args) {
    value = operandValue(arg, dot, state)
    if (isTrue(value) === (name === 'or')) return value
  }
  return final === missing ? value : final
}
