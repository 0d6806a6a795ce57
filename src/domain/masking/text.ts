/**
 * Keys, tokens and passwords in a sentence or a line of a log: found by their shape, since no field tells what it is.
 * Where there are fields, those decide first: see objects.ts, and what each dialect says of its own texts.
 *
 * Each pass reads the text once: it comes from strangers, and no repeat of theirs may cost more than its length.
 */
import { maskPrivateKeys } from './private-keys.js'
import { maskParameters, maskUsers } from './url.js'
import { announces, bareMask, isNatural, mask, maskWords } from './words.js'

/** For any text that a person or a server wrote. */
export function maskText(text: string): string {
  return maskAssignments(maskUsers(maskTokens(text)))
}

/**
 * A name, a host or a path may be shown, and so may a line of an answer, whatever stands in it: but for what gives itself
 * away, who is named in a URL, and what a query hands over as a secret.
 */
export function maskShapes(text: string): string {
  return maskParameters(maskUsers(maskTokens(text)))
}

/**
 * A remark of the cluster about something, as an Event or a line of a log has it: it quotes whatever it stumbled over, so
 * of its words those stay that people say, and the parts of which names are made.
 */
export function maskRemark(text: string): string {
  return maskWords(maskText(text), bareMask, (word) => isNatural(word) || /^[a-z\d]{1,12}$/.test(word))
}

/** What gives itself away, whatever stands around it. */
export function maskTokens(text: string): string {
  if (!marks.test(text)) return text
  const bare = maskPrivateKeys(text)
  const noKeys = bare.includes(encodedKey) ? bare.replaceAll(/[A-Za-z\d+/=]+/g, maskEncodedKey) : bare
  const unsigned = noKeys.includes(signed) ? noKeys.replaceAll(/[\w.=-]+/g, maskSigned) : noKeys
  return unsigned.replaceAll(known, (run) => (run.length < shortest ? run : mask))
}

/** What all of these begin with or are about: of nearly all texts one look tells that none is in them. */
const marks =
  /PRIVATE KEY|LS0tLS1CRUdJTi|eyJ|gh[oprsu]_|github_pat_|glpat-|xox[abeoprs]-|[rs]k_live_|sk-[A-Za-z\d]{16}|npm_|hv[bs]\.|dop_v1_|AIza|A[KS]IA[A-Z\d]{12}|\$apr1\$|\$2[abxy]\$|\$[156]\$|SHA\}/

/** `-----BEGIN ` in base64. */
const encodedKey = 'LS0tLS1CRUdJTi'
const signed = 'eyJ'

/** Wherever it stands in a run of its letters; a certificate alone is no secret. */
function maskEncodedKey(run: string): string {
  const at = run.indexOf(encodedKey)
  if (at === -1) return run
  return run.startsWith('LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t', at) &&
    !/UFJJVkFURSBLRV|BSSVZBVEUgS0VZ|QUklWQVRFIEtFW/.test(run)
    ? run
    : run.slice(0, at) + mask
}

/** A JSON Web Token: https://www.rfc-editor.org/rfc/rfc7519 */
function maskSigned(run: string): string {
  const at = run.indexOf(signed)
  return at === -1 || run.indexOf('.', at + 8) === -1 ? run : run.slice(0, at) + mask
}

/** Those of well-known services, which begin with a mark of their own; and passwords as a file of users has them. */
const known =
  /(?:(?<![A-Za-z\d])(?:gh[oprsu]_|github_pat_|glpat-|xox[abeoprs]-|sk_live_|rk_live_|sk-[A-Za-z\d]{16}|npm_|hv[bs]\.|dop_v1_|AIza|(?:AKIA|ASIA)[A-Z\d]{12})|\$apr1\$|\$2[abxy]\$\d\d\$|\$[156]\$(?:rounds=\d{1,9}\$)?[\w./]{4,16}\$(?=[\w./]{22})|\{S?SHA\})[\w$./{}-]*/g

/** Shorter than any of them. */
const shortest = 16

/** Names of which a longer run of letters has to be no more than its end. */
const longestName = 64

/** `password=…`, `"token": "…"`, `Authorization: Basic …`, `--secret …`: the name tells, and the value goes. */
function maskAssignments(text: string): string {
  const words = /[\w-]+/g
  let masked = ''
  let from = 0
  for (let word = words.exec(text); word !== null; word = words.exec(text)) {
    const name = word[0].slice(-longestName)
    const isNamed = isHeader(name) || announces(name)
    const at = words.lastIndex
    const value = schemeValue(text, at, name) ?? (isNamed ? valueAfter(text, at, name) : null)
    if (value === null) continue
    masked += text.slice(from, value.start) + mask
    from = value.end
    words.lastIndex = value.end
  }
  return from === 0 ? text : masked + text.slice(from)
}

interface Span {
  readonly start: number
  readonly end: number
}

/** Values to the end of the line, be there blanks in them or not. */
function isHeader(name: string): boolean {
  return /^(?:proxy-)?authorization$|^(?:set-)?cookie$/i.test(name)
}

/** `Bearer …` and `Basic …` without a name before. */
function schemeValue(text: string, from: number, name: string): Span | null {
  if (!/^(?:bearer|basic)$/i.test(name)) return null
  const start = skip(text, from, ' \t')
  const end = until(text, start, ' \t\r\n"\';,<>)')
  return start > from && end - start >= 6 && /[\d=_.A-Z-]/.test(text.slice(start + 1, end)) ? { start, end } : null
}

function valueAfter(text: string, from: number, name: string): Span | null {
  const quoted = skip(text, from, '"\'\\])', 4)
  const sign = skip(text, quoted, ' \t\r\n')
  const isFlag = name.startsWith('--') && sign > from
  const isAssigned = text[sign] === '=' || text[sign] === ':'
  const isLoose = isHeader(name) && sign > from && !isSpokenOf(name, text.slice(sign, sign + longestName))
  if (!isAssigned && !isFlag && !isLoose) return null
  const afterSign = isAssigned ? skip(text, sign, '=:>~', 3) : sign
  const opened = skip(text, afterSign, ' \t\r\n')
  const scheme = isHeader(name)
    ? (/^\s*(?:Bearer|Basic|Digest|Negotiate)[ \t]+/i.exec(text.slice(opened, opened + longestName))?.[0].length ?? 0)
    : 0
  const start = scheme > 0 ? opened + scheme : skip(text, opened, '\\"\'', 2)
  const quote = text.charAt(start - 1)
  const isQuoted = start > opened && (quote === '"' || quote === "'")
  const end = isQuoted
    ? until(text, start, `${quote}\r\n`)
    : until(text, start, isHeader(name) ? '\r\n"\'' : ' \t\r\n"\'`;&,<>)}]|')
  const value = text.slice(start, end)
  const isStructure = value === '' || /^[{[]/.test(value)
  if (isStructure || value.startsWith(mask) || value.startsWith(bareMask)) return null
  const isSaid = !isQuoted && text[sign] === ':' && isSentence(name, value, text.slice(end, end + 2))
  return isSaid ? null : { start, end: value.endsWith('\\') ? end - 1 : end }
}

/** `secrets: secrets is forbidden`, `refresh-token: log in again`, `no cookie: no request reaches it` */
function isSentence(name: string, value: string, next: string): boolean {
  if (/cookie$/i.test(name)) return /^[a-z]+ [a-z ,.]*$/i.test(value)
  if (!/^[A-Z]?[a-z]+$/.test(value)) return false
  return /^(?:secret|token|credential)s?$/i.test(name) || (/-(?:secret|token)s?$/i.test(name) && /^ [a-z]$/.test(next))
}

/** A sentence goes on, and no cookies or credentials follow; the words that ask for a canary are nobody's secret. */
function isSpokenOf(name: string, next: string): boolean {
  if (!/cookie$/i.test(name)) return /^[a-z]+(?:\W|$)/.test(next)
  return !/^[^\s=;]+=/.test(next) || /^[^\s=;]+=(?:always|never)(?:[^;\w-]|$)/.test(next)
}

/** Blanks in a row that are passed over. */
const mostBlanks = 64

function skip(text: string, from: number, characters: string, most = mostBlanks): number {
  let at = from
  while (at < text.length && at - from < most && characters.includes(text.charAt(at))) at += 1
  return at
}

function until(text: string, from: number, characters: string): number {
  let at = from
  while (at < text.length && !characters.includes(text.charAt(at))) at += 1
  return at
}
