/** Colour as a value: decided once from the environment and the flag, then only applied. */
import { Chalk, type ColorSupportLevel } from 'chalk'
import type { Tone } from './view.js'

export interface Style {
  /** the terminal's width; undefined where stdout is a pipe or a file */
  readonly columns: number | undefined
  readonly tone: (text: string, tone: Tone) => string
  readonly header: (text: string) => string
}

export interface StyleFacts {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly columns: number | undefined
  readonly color: 'auto' | 'always' | 'never'
}

/** Are colours wanted at all. */
export function isColoured(facts: StyleFacts): boolean {
  return levelFor(facts) > 0
}

export function styleFor(facts: StyleFacts): Style {
  const chalk = new Chalk({ level: levelFor(facts) })
  const tones: Record<Tone, (text: string) => string> = {
    plain: (text) => text,
    good: chalk.green,
    warn: chalk.yellow,
    bad: chalk.red,
    dim: chalk.gray,
    changed: chalk.inverse,
  }
  // A terminal that does not know its width says 0.
  return { columns: facts.columns || undefined, tone: (text, tone) => tones[tone](text), header: chalk.bold }
}

/**
 * The flag wins; then NO_COLOR (https://no-color.org), FORCE_COLOR, and whether a person is looking.
 * Sixteen colours are enough: they follow the theme of the reader's terminal.
 */
function levelFor({ env, columns, color }: StyleFacts): ColorSupportLevel {
  if (color !== 'auto') return color === 'always' ? 1 : 0
  if (env.NO_COLOR) return 0
  const force = env.FORCE_COLOR
  if (force !== undefined) return force === '0' || force === 'false' ? 0 : 1
  return columns !== undefined && env.TERM !== 'dumb' ? 1 : 0
}
