/**
 * A list of passwords as htpasswd writes it. Nothing of one is kept but that it is there, and whether it lets somebody in.
 * https://httpd.apache.org/docs/current/misc/password_encryptions.html
 */

/** Stands for a list that lets nobody in; what it stands for reads as none, too. */
const inVain = btoa('nobody is let in')

/** What is kept of a list, in base64 as it was: nothing, or that it is of no use. */
export function listKept(base64: string): string {
  return base64 === inVain || isInVain(textOf(base64)) ? inVain : ''
}

/** Does a list let nobody in; of one that cannot be read that is not known. */
export function letsNobodyIn(kept: string | undefined): boolean {
  return kept === inVain
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
