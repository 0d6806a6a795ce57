/** One request on its way through the rewrite phases: what nginx keeps in ngx_http_request_t. All texts are byte strings. */

import { Budget, type Pcre, takesTooLong } from '../pcre/pcre.js'
import type { Template } from '../rewrite/template.js'
import { GivenUp, Unknown, type Value } from '../rewrite/value.js'
import { escapeArgs, toText } from '../text/byte-text.js'
import type { Directive } from '../text/directive.js'
import type { Pass } from './pass.js'
import type { Request } from './request.js'
import type { Target } from './request-target.js'
import type { Settings } from './settings.js'

/**
 * What was met on the way; a `return` with a status of 3xx is a `redirect`.
 * - `refused`: nothing was looked at but the first line and the host
 * - `untried`: a pattern that cannot be tried here
 * - `lua`: code that nginx runs now, and that may do anything
 */
type StepKind =
  | 'server'
  | 'location'
  | 'rewrite'
  | 'return'
  | 'redirect'
  | 'if'
  | 'if-false'
  | 'break'
  | 'lua'
  | 'refused'
  | 'untried'

export interface Step {
  readonly kind: StepKind
  /** 0: it stands on no line */
  readonly line: number
  /** a name, or a directive with its argument; '' where the detail says it */
  readonly subject: string
  /** what it did, in words that follow the subject */
  readonly detail: string
}

/**
 * - `status`: an answer that is decided; `location`: its Location header
 * - `content`: the directives of `block` decide: the location, an `if` that was true, or the server; null: no server
 * - `unknown`: it hangs on what cannot be known from the configuration
 */
export type Result =
  | {
      readonly kind: 'status'
      readonly status: number
      readonly location: string | null
      readonly line: number
      /** it brings its own text, so that no `error_page` takes its place */
      readonly hasText?: boolean
    }
  | { readonly kind: 'content'; readonly block: Directive }
  | { readonly kind: 'unknown'; readonly why: string; readonly line: number }

const MAX_URI_CHANGES = 10

/** How long all texts that one request makes may be together: `set $a "$a$a"` doubles with each line. In bytes. */
const longestTexts = 4 * 1024 * 1024

const tooLong = new Unknown(
  `the texts of this request become longer than ${longestTexts / 1024 ** 2} MiB, which is not followed`,
)

/** Where a request begins. */
interface Start {
  readonly target: Target
  readonly host: string
  readonly block: Directive
  readonly settings: Settings
  readonly headerSettings: Settings
}

/** All that is known of variables, beside those that were set on the way. */
interface Variables {
  read(run: Run, name: string): Value
  /** how often the path of a request was looked at */
  pathReads: number
}

export class Run {
  readonly request: Request
  readonly target: Target
  /** lower case, '' when none was sent */
  readonly host: string
  uri: string
  args: string
  /** by lower-case name, without `$` */
  readonly values = new Map<string, Value>()
  /** values of `map`s that were looked up */
  readonly mapped = new Map<string, Value>()
  /** numbered ones of the last regex that matched */
  captures: readonly string[] = []
  uriChanged = false
  changesLeft = MAX_URI_CHANGES + 1
  /** was the URI rewritten: then internal locations are open, and what was sent is not sent on as it is */
  internal = false
  /** has the URI left the location that it was found for */
  validLocation = true
  rawIsValid: boolean
  /** what is in force: of the server, the location or an `if` of it */
  block: Directive
  settings: Settings
  /** those that the headers were read by */
  readonly headerSettings: Settings
  /** the `proxy_pass` in force */
  pass: Pass | null = null
  readonly steps: Step[] = []
  result: Result | null = null
  /** does nginx escape captures at this point */
  escapes = true
  /** for all patterns that it meets */
  readonly #budget = new Budget()
  #textsLeft = longestTexts
  readonly #variables: Variables

  constructor(request: Request, { target, host, block, settings, headerSettings }: Start, known: Variables) {
    this.request = request
    for (const [name, value] of request.drawn ?? []) this.values.set(name, value)
    this.target = target
    this.host = host
    this.uri = target.path
    this.args = target.args
    this.rawIsValid = target.rawIsValid
    this.block = block
    this.settings = settings
    this.headerSettings = headerSettings
    this.#variables = known
  }

  step(kind: StepKind, line: number, subject: string, detail: string): void {
    this.steps.push({ kind, line, subject, detail })
  }

  unknown(line: number, why: string): void {
    this.result = { kind: 'unknown', why, line }
  }

  /** Where a pattern cannot be tried: it ends with an error where nginx gives it up, too. */
  untried(line: number, unknown: Unknown): void {
    this.step('untried', line, '', unknown.why)
    if (unknown instanceof GivenUp) this.result = { kind: 'status', status: 500, location: null, line }
    else this.unknown(line, unknown.why)
  }

  /** @param name in lower case, without `$` */
  read(name: string): Value {
    return this.#variables.read(this, name)
  }

  set(name: string, value: Value): void {
    if (name !== 'args' || typeof value !== 'string') this.values.set(name, value)
    else {
      this.args = value
      this.rawIsValid = false
    }
  }

  /** The work of all patterns so far. */
  get tried(): number {
    return this.#budget.work
  }

  /** Tries a pattern, and keeps what it captures. A pattern that does not match lets the numbered ones go, where `forgets`. */
  match(pcre: Pcre, subject: string, forgets: boolean): boolean | Unknown {
    if (subject === this.uri) this.#variables.pathReads++
    const captures = pcre.match(subject, this.#budget)
    if (typeof captures === 'string') {
      const why = `the pattern ${toText(pcre.text)} ${takesTooLong}`
      if (captures === 'gave-up') return new GivenUp(why)
      if (captures === 'too-long') return new Unknown(why)
      if (forgets) this.captures = []
      return false
    }
    this.captures = captures
    for (const [name, number] of pcre.names) this.values.set(name.toLowerCase(), captures[number - 1] ?? '')
    return true
  }

  /** @param escapes are captures to be escaped from the beginning on, not only behind the `?` */
  fill(template: Template, escapes: boolean): { readonly path: Value; readonly args: Value | null } {
    let text = ''
    let path: string | null = null
    for (const part of template) {
      if (text.length > this.#textsLeft) return { path: tooLong, args: null }
      if (part.kind === 'query') {
        path = text
        text = ''
      } else if (part.kind === 'text') text += part.text
      else if (part.kind === 'capture') {
        const capture = this.captures[part.number - 1] ?? ''
        text += (escapes || path !== null) && this.target.quoted ? escapeArgs(capture) : capture
      } else {
        const value = this.read(part.name)
        if (value instanceof Unknown) return { path: value, args: null }
        text += value
      }
    }
    this.#textsLeft -= text.length + (path?.length ?? 0)
    if (this.#textsLeft < 0) return { path: tooLong, args: null }
    return path === null ? { path: text, args: null } : { path, args: text }
  }
}
