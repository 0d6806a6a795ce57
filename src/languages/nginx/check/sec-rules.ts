/**
 * Rules of ModSecurity, which its module reads when nginx loads the file: one without a number of its own, or with that
 * of another one, makes nginx refuse the whole file. https://github.com/owasp-modsecurity/ModSecurity/wiki
 */
import type { Fault } from './fault.js'

interface Line {
  readonly text: string
  /** from 1 */
  readonly line: number
}

export function secRulesFault(rules: string): Fault | null {
  const known = new Set<string>()
  let isChained = false
  for (const { text, line } of joined(rules)) {
    const [, kind] = /^\s*(SecRule|SecAction)\s/i.exec(text) ?? []
    if (kind === undefined) continue
    const actions = actionsOf(text)
    const id = /(?:^|[,\s])id\s*:\s*'?(\d+)/i.exec(actions)?.[1]
    if (!isChained) {
      if (id === undefined) return refused('Rules must have an ID', line)
      if (known.has(id)) return refused(`Rule id: ${id} is duplicated`, line)
      known.add(id)
    }
    isChained = kind.toLowerCase() === 'secrule' && /(?:^|[,\s])chain(?:$|[,\s])/i.test(actions)
  }
  return null
}

function refused(why: string, line: number): Fault {
  return { text: `"modsecurity_rules" directive Rules error. Line: ${line}. ${why}`, line }
}

/** The last argument, without its quotes. */
function actionsOf(text: string): string {
  const words = text.match(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\S+/gs)
  return (words?.at(-1) ?? '').replace(/^["']|["']$/g, '')
}

/** A backslash at its end joins a line with the next one. */
function joined(rules: string): Line[] {
  const found: Line[] = []
  let open: Line | null = null
  for (const [i, one] of rules.split(/\r?\n/).entries()) {
    const start: Line = open ?? { text: '', line: i + 1 }
    const isOpen = one.endsWith('\\')
    const text: string = start.text + (isOpen ? `${one.slice(0, -1)} ` : one)
    open = isOpen ? { ...start, text } : null
    if (!isOpen && !/^\s*(?:#|$)/.test(text)) found.push({ ...start, text })
  }
  return open === null ? found : [...found, open]
}
