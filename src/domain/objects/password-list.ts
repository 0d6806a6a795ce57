/**
 * A list of passwords as htpasswd writes it. Nothing of one is kept but that it is there, and whether it lets somebody in.
 * https://httpd.apache.org/docs/current/misc/password_encryptions.html
 */

const nobody = 'nobody is let in'

/** What stands for a list: whether it lets nobody in, and of how many parts, between colons, its lines are. */
const mark = /^(?=.)(?:nobody is let in)?(?:lines of (\d*(?:, \d+)*) parts)?$/

/** What is kept of a list, in base64 as it was. Of nothing nothing is. */
export function listKept(base64: string): string {
  const text = textOf(base64)
  if (text === '' || mark.test(text)) return text && base64
  // Any more than that makes no difference.
  const parts = new Set(linesIn(text).map((line) => Math.min(line.split(':').length, 4)))
  return btoa(`${isInVain(text) ? nobody : ''}lines of ${[...parts].sort().join(', ')} parts`)
}

/** Is it that. */
export function isMarkOfList(base64: string): boolean {
  return mark.test(textOf(base64))
}

/** Does a list let nobody in; of one that cannot be read that is not known. */
export function letsNobodyIn(kept: string | undefined): boolean {
  return kept !== undefined && isMarkOfList(kept) && textOf(kept).startsWith(nobody)
}

/** Of how many parts lines of it are; empty: it has none; null: it is not known. */
export function partsOfLines(kept: string | undefined): readonly number[] | null {
  const parts = kept === undefined || !isMarkOfList(kept) ? undefined : mark.exec(textOf(kept))?.[1]
  return parts === undefined ? null : parts.split(', ').flatMap((one) => (one === '' ? [] : Number(one)))
}

function linesIn(text: string): readonly string[] {
  return text.split(/\r?\n/).filter((line) => line !== '')
}

/** Are there users, and none whose password is a hash: it was written as it is, or what was written was encoded twice. */
function isInVain(text: string): boolean {
  const users = usersIn(text)
  if (users.length === 0) return usersIn(textOf(text.trim())).some(isHash)
  return !users.some((password) => isHash(password) || isMask(password))
}

function usersIn(text: string): string[] {
  // Readers skip lines that begin with # and those without a colon, and a further colon ends the password.
  return [...text.matchAll(/^(?!#)[^:\r\n]+:([^:\r\n]+)/gm)].map(([, password = '']) => password)
}

/** Marked by a name between dollars or braces, or of the oldest kind, which has none. */
function isHash(password: string): boolean {
  return /^(?:\$\w+\$|\{\w+\})|^[./\w]{13}$/.test(password)
}

/** Somebody took it out, or has yet to write it. */
function isMask(password: string): boolean {
  return /^(.)\1*$|[<>{}[\]…]|^[A-Z_]+$/.test(password)
}

/** '' where it is no base64, or no text */
function textOf(base64: string): string {
  try {
    const bytes = Uint8Array.from(atob(base64.replaceAll(/\s/g, '')), (sign) => sign.charCodeAt(0))
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return ''
  }
}
