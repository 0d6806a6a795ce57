/** Regular expressions of nginx.conf, which are PCRE's, as JavaScript's where the two mean the same. */

/** Escapes, groups and classes that JavaScript lacks or reads otherwise: they are named unknown, never guessed. */
const different = /\\[AZzGQEKRhHvXN]|\(\?[^:=!<]|\(\?<[^=!a-zA-Z_]|\[\[:|[*+?}]\+|\(\*/

/** @returns null for what JavaScript does not read as PCRE does */
export function readPcre(source: string, flags: string): RegExp | null {
  if (different.test(source)) return null
  try {
    return new RegExp(source, flags)
  } catch {
    return null
  }
}
