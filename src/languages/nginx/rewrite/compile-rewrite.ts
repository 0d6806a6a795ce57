/**
 * The directives of nginx's rewrite module as functions, in the order in which nginx runs them.
 * https://nginx.org/en/docs/http/ngx_http_rewrite_module.html, src/http/modules/ngx_http_rewrite_module.c
 */

import { readPcre } from '../pcre/pcre.js'
import { type Pass, readPass } from '../route/pass.js'
import type { Run } from '../route/run.js'
import { type Settings, settingsOf } from '../route/settings.js'
import { lower, toText } from '../text/byte-text.js'
import type { Directive } from '../text/directive.js'
import { readCondition } from './condition.js'
import { absoluteLocation, redirectByRewrite, rewriteUri } from './redirect.js'
import { plainText, readTemplate } from './template.js'
import { Unknown, type Value } from './value.js'

/** One directive. True: the phase is over, here or with a result. */
export type Operation = (run: Run) => boolean

/** The value that a directive of another module gives its variable; null: not known. */
export type Computed = (directive: Directive, read: (name: string) => string | null) => string | null

export interface Scope {
  readonly settings: Settings
  /** the `proxy_pass` of the location, or of the `if` around: an `if` without one has that */
  readonly pass: Pass | null
  /** of a location: there an `if` is a location of its own */
  readonly inLocation: boolean
  readonly computed: Computed
}

export function compileRewrite(block: readonly Directive[], scope: Scope): readonly Operation[] {
  const operations: Operation[] = []
  for (const directive of block) {
    const operation = compileOne(directive, scope)
    if (operation !== null) operations.push(operation)
  }
  return operations
}

/** True when the phase ended before its last directive. */
export function runAll(operations: readonly Operation[], run: Run): boolean {
  for (const operation of operations) if (operation(run)) return true
  return false
}

function compileOne(directive: Directive, scope: Scope): Operation | null {
  const { name } = directive
  if (name === 'set') return compileSet(directive)
  if (name === 'return') return compileReturn(directive)
  if (name === 'rewrite') return compileRewriteDirective(directive)
  if (name === 'break') return compileBreak(directive)
  if (name === 'if') return compileIf(directive, scope)
  if (name === 'include') return compileInclude(directive)
  // set_by_lua of the Lua module, and its like of others
  if (name.startsWith('set_') && directive.args[0]?.startsWith('$')) return compileComputed(directive, scope.computed)
  return null
}

/** Files that come with nginx, and hold parameters and types alone: nothing that decides where a request goes. */
const harmless = /(?:^|\/)(?:(?:fastcgi|uwsgi|scgi|proxy)_params|fastcgi\.conf|mime\.types|koi-utf|koi-win|win-utf)$/

function compileInclude(directive: Directive): Operation | null {
  const [file = ''] = directive.args
  return harmless.test(file) ? null : unknown(directive, `what the included file ${file} says is not known`)
}

function unknown({ line }: Directive, why: string): Operation {
  return (run) => {
    run.unknown(line, why)
    return true
  }
}

function compileSet(directive: Directive): Operation {
  const [variable = '', value = ''] = directive.byteArgs
  const name = lower(variable.slice(1))
  const template = readTemplate(value)
  if (template === null) return unknown(directive, `nginx refuses the value ${toText(value)}`)
  const text = plainText(template)
  return (run) => {
    run.set(name, text ?? run.fill(template, run.escapes).path)
    return false
  }
}

function compileComputed(directive: Directive, computed: Computed): Operation {
  const name = lower((directive.byteArgs[0] as string).slice(1))
  const why = `$${name} is computed by ${directive.name}`
  return (run) => {
    const read = (wanted: string) => {
      const value = run.read(wanted)
      return value instanceof Unknown ? null : toText(value)
    }
    run.set(name, computed(directive, read) ?? new Unknown(why))
    return false
  }
}

function compileBreak({ line }: Directive): Operation {
  return (run) => {
    run.step('break', line, 'break', 'no further rewriting here')
    if (run.uriChanged) run.validLocation = false
    run.uriChanged = false
    return true
  }
}

const hasLocation = [301, 302, 303, 307, 308]

function compileReturn(directive: Directive): Operation {
  const { line, byteArgs } = directive
  const [first = '', second] = byteArgs
  const bare = second === undefined && /^(?:https?:\/\/|\$scheme)/.test(first)
  const status = bare ? 302 : Number(first)
  const text = bare ? first : (second ?? '')
  const template = readTemplate(text)
  if (!/^\d{1,3}$/.test(String(status)) || template === null)
    return unknown(directive, `nginx refuses return ${toText(byteArgs.join(' '))}`)
  return (run) => {
    const isRedirect = status >= 300 && status < 400
    run.step(isRedirect ? 'redirect' : 'return', line, 'return', `${status}${text === '' ? '' : ` ${toText(text)}`}`)
    const target: Value = hasLocation.includes(status) ? run.fill(template, false).path : ''
    const location = hasLocation.includes(status) ? absoluteLocation(run, target) : null
    if (location instanceof Unknown) run.unknown(line, location.why)
    else run.result = { kind: 'status', status, location: location && toText(location), line, hasText: text !== '' }
    return true
  }
}

function compileRewriteDirective(directive: Directive): Operation {
  const { line } = directive
  const [source = '', target = '', flag = ''] = directive.byteArgs
  const pcre = readPcre(source, false)
  if (pcre === null) return unknown(directive, `the pattern ${toText(source)} cannot be tried here`)
  const addsArgs = !target.endsWith('?')
  const text = addsArgs ? target : target.slice(0, -1)
  const isUrl = /^(?:https?:\/\/|\$scheme)/.test(text)
  const status = flag === 'permanent' ? 301 : flag === 'redirect' || isUrl ? 302 : null
  const template = readTemplate(text, status === null)
  if (template === null) return unknown(directive, `nginx refuses the target ${toText(target)}`)
  const asText = `${toText(source)} ${toText(target)}${flag === '' ? '' : ` ${flag}`}`
  return (run) => {
    const matches = run.match(pcre, run.uri, true)
    if (matches instanceof Unknown) run.untried(line, matches)
    if (matches !== true) return matches !== false
    run.internal = true
    run.rawIsValid = false
    run.uriChanged = flag !== 'break'
    if (flag === 'break') run.validLocation = false
    const done =
      status === null
        ? rewriteUri(run, template, addsArgs, line)
        : redirectByRewrite(run, template, { status, addsArgs, hasQuery: text.includes('?'), line })
    if (done !== null) run.step('rewrite', line, 'rewrite', `${asText} makes it ${toText(done)}`)
    return run.result !== null || flag !== ''
  }
}

function compileIf(directive: Directive, scope: Scope): Operation {
  const { line, byteArgs, block } = directive
  const condition = readCondition(byteArgs)
  const asText = `if ${directive.args.join(' ')}`
  const settings = settingsOf(block ?? [], scope.settings)
  const pass = readPass(block ?? []) ?? scope.pass
  const operations = compileRewrite(block ?? [], { ...scope, settings, pass })
  return (run) => {
    const holds = condition(run)
    if (holds instanceof Unknown) {
      run.untried(line, holds)
      return true
    }
    run.step(holds ? 'if' : 'if-false', line, asText, `is ${holds}`)
    if (!holds) return false
    if (scope.inLocation) {
      run.block = directive
      run.settings = settings
      run.pass = pass
    }
    return runAll(operations, run)
  }
}
