/** What may stand in a block once, alone or beside another one. */
import type { Directive } from '../text/directive.js'
import { type Context, type Kind, type Signature, signaturesOf } from './directives.js'
import type { FaultText } from './fault.js'
import { valueFault } from './values.js'
import { zoneUsedBy } from './zones.js'

/** `if` in a location is a block of its own; in a server it shares what stands around it. */
export function duplicateFault(
  directive: Directive,
  context: Context,
  beside: ReadonlySet<string>,
  seen: ReadonlySet<string>,
): FaultText {
  const { name, args } = directive
  const signature = signaturesOf(name)?.find(({ contexts }) => contexts.includes(context))
  const isOnce = signature !== undefined && (mayStandOnce(signature) || isLimit(directive))
  const other = name === 'root' ? 'alias' : name === 'alias' ? 'root' : ''
  if (seen.has(other)) return `"${name}" directive is duplicate, "${other}" directive was specified earlier`
  const isOff = args[0] === 'off'
  if (endsByOff.has(name) && seen.has(isOff ? name : `${name} off`)) return `"${name}" directive is duplicate`
  if (beside.has(phaseOf(name)) || (isOnce && seen.has(onceOf(directive)))) return `"${name}" directive is duplicate`
  return signature === undefined ? null : valueFault(name, signature.kind, args)
}

/** What of a directive may stand in a block once: its name, and of a limit its zone, too. */
export function onceOf(directive: Directive): string {
  if (endsByOff.has(directive.name) && directive.args[0] === 'off') return `${directive.name} off`
  return isLimit(directive) ? `${directive.name} ${zoneUsedBy(directive)}` : directive.name
}

/** Once they are off nothing more may be said, nor off behind it. */
const endsByOff: ReadonlySet<string> = new Set(['proxy_redirect', 'mirror'])

function isLimit({ name }: Directive): boolean {
  return name === 'limit_req' || name === 'limit_conn'
}

/** Lua code runs once in each phase of a block, however it is written. */
function phaseOf(name: string): string {
  return name.replace(/(?<=_by_lua)_(?:block|file)$/, '')
}

const often: ReadonlySet<Kind> = new Set(['any'])

function mayStandOnce({ kind }: Signature): boolean {
  return !often.has(kind)
}
