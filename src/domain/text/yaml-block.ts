/**
 * Plain data as block YAML that every reader takes for the same values, be it for YAML 1.1 (kubectl, PyYAML) or 1.2.
 *
 * Our own, since the yaml package takes ten times as long (six seconds for 30,000 routes), and writes tabs and invisible
 * characters without the quotes that an escape needs.
 */
import { escapeInYaml } from './sanitize.js'

/** Begins with a letter or slash, and holds nothing that means something in YAML. */
const plain = /^[A-Za-z/][\w./-]*$/
/**
 * Words that YAML 1.1 or 1.2 reads as another type: https://yaml.org/type/bool.html, https://yaml.org/type/null.html.
 * Some readers take an exponent alone for a number, too.
 */
const reserved = /^(?:y|n|yes|no|on|off|true|false|null|e-?\d+)$/i

/**
 * @param value an object or a list of what JSON can say, with at least one member; undefined members are left out
 * @returns whole lines, indented as kubectl does it: a list stands straight below its key
 */
export function yamlBlock(value: object, indent = ''): string {
  const deeper = `${indent}  `
  if (Array.isArray(value))
    // The first line of an item stands behind its dash, which takes the place of the indentation.
    return value
      .map((item) => `${indent}- ${isBlock(item) ? yamlBlock(item, deeper).slice(deeper.length) : `${inline(item)}\n`}`)
      .join('')
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]) => {
      if (!isBlock(member)) return `${indent}${inline(key)}: ${inline(member)}\n`
      return `${indent}${inline(key)}:\n${yamlBlock(member, Array.isArray(member) ? indent : deeper)}`
    })
    .join('')
}

function isBlock(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0
}

/** Outside of plain words YAML takes JSON as it is: strings, numbers, null, `[]` and `{}`. */
function inline(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value)
  return plain.test(value) && !reserved.test(value) ? value : escapeInYaml(JSON.stringify(value))
}
