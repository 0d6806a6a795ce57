/** A template of Go, read: https://pkg.go.dev/text/template */
import type { Json } from '../jsonpath/evaluate.js'

/** A float64 that happens to be whole. */
export class Float {
  readonly value: number

  constructor(value: number) {
    this.value = value
  }
}

/** A number of a document is an int64 where it is whole, as it is for kubectl; a bigint is an int; undefined: there is no value. */
export type Value = Json | bigint | Float | undefined

export type Literal = string | boolean | number | bigint | Float

export type Operand =
  | { readonly is: 'dot' }
  | { readonly is: 'nil' }
  | { readonly is: 'literal'; readonly value: Literal }
  | { readonly is: 'field'; readonly path: readonly string[] }
  | { readonly is: 'variable'; readonly name: string; readonly path: readonly string[] }
  | { readonly is: 'function'; readonly name: string }
  | { readonly is: 'pipeline'; readonly pipeline: Pipeline }
  /** fields of what stands before them */
  | { readonly is: 'chain'; readonly of: Operand; readonly path: readonly string[] }

export interface Pipeline {
  /** variables, that it declares or, where `assigns`, sets */
  readonly declares: readonly string[]
  readonly assigns: boolean
  /** each with its arguments; what one gives is the last argument of the next */
  readonly commands: readonly (readonly [Operand, ...Operand[]])[]
}

export interface Control<Is extends 'if' | 'with' | 'range' = 'if' | 'with' | 'range'> {
  readonly is: Is
  readonly pipeline: Pipeline
  readonly then: Nodes
  readonly otherwise: Nodes
}

export type Node =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'action'; readonly pipeline: Pipeline }
  | Control<'if'>
  | Control<'with'>
  | Control<'range'>
  | { readonly is: 'template'; readonly name: string; readonly pipeline: Pipeline | null }
  | { readonly is: 'break' | 'continue' }

export type Nodes = readonly Node[]

export interface GoTemplate {
  readonly root: Nodes
  /** of `define` and `block` */
  readonly named: ReadonlyMap<string, Nodes>
}

/** What is the matter with a template, in words. */
export class Wrong extends Error {}
