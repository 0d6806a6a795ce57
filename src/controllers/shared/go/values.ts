/** Texts read as Go's standard library reads them: what a controller accepts depends on the finest of these rules. */
import { maskWord } from '../../../domain/masking/field.js'
import type { NamespacedName } from '../../../domain/objects/ref.js'

/** https://pkg.go.dev/strconv#ParseBool; null: an error */
export function parseBool(text: string): boolean | null {
  if (/^(?:1|t|T|TRUE|true|True)$/.test(text)) return true
  return /^(?:0|f|F|FALSE|false|False)$/.test(text) ? false : null
}

/** https://pkg.go.dev/strconv#Atoi: decimal, no blanks, 64 bits; null: an error */
export function parseInteger(text: string): number | null {
  if (!/^[+-]?\d{1,19}$/.test(text)) return null
  const value = BigInt(text.replace(/^\+/, ''))
  return value === BigInt.asIntN(64, value) ? Number(value) : null
}

/** https://pkg.go.dev/time#ParseDuration */
export function isDuration(text: string): boolean {
  return /^[-+]?(?:0|(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/.test(text)
}

export interface Url {
  /** lower case; '' where there is none */
  readonly scheme: string
  /** with its port */
  readonly host: string
}

/**
 * https://pkg.go.dev/net/url#Parse, as far as it decides what an annotation may hold.
 * @returns null: an error
 */
export function parseUrl(text: string): Url | null {
  if (/[\u0000-\u001f\u007f]/.test(text)) return null
  const [, scheme = '', rest = ''] = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?([\s\S]*)$/.exec(text) ?? []
  if (scheme === '' && /^[^/?#]*:/.test(rest)) return null
  if (!rest.startsWith('//')) return { scheme: scheme.toLowerCase(), host: '' }
  const authority = /^[^/?#]*/.exec(rest.slice(2))?.[0] ?? ''
  const host = authority.slice(authority.lastIndexOf('@') + 1)
  return isHost(host) ? { scheme: scheme.toLowerCase(), host } : null
}

function isHost(host: string): boolean {
  return /^(?:\[[^\]]*\]|[^\s\\^`{|}/?#%\][:]*)(?::\d*)?$/.test(host)
}

/** https://pkg.go.dev/k8s.io/client-go/tools/cache#SplitMetaNamespaceKey; null: an error */
export function splitKey(key: string): NamespacedName | null {
  const [first = '', second, ...more] = key.split('/').map(maskWord)
  if (more.length > 0) return null
  return second === undefined ? { namespace: '', name: first } : { namespace: first, name: second }
}

/** `NAMESPACE/NAME`; null: it is none of that form, or nothing is said. */
export function fullKey(said: string | null | undefined): NamespacedName | null {
  const key = splitKey(said ?? '')
  return key === null || key.namespace === '' || key.name === '' ? null : key
}

/** `NAME`, or `NAMESPACE/NAME`. @param own where the former is */
export function keyFrom(said: string, own: string): NamespacedName {
  const [first = '', second] = said.split('/').map(maskWord)
  return second === undefined ? { namespace: own, name: first } : { namespace: first, name: second }
}

/** https://pkg.go.dev/fmt#Printf of a text without anything to put into it: each verb of it becomes a complaint. */
export function printed(text: string): string {
  return text.replace(/%[-+# 0]*\d*(?:\.\d*)?([\s\S]?)/gu, (_, verb: string) =>
    verb === '%' ? '%' : verb === '' ? '%!(NOVERB)' : `%!${verb}(MISSING)`,
  )
}
