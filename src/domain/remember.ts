/** What was found out of a text, or of what a text stands for, kept for those that were asked for lately. */

/**
 * @param find answers the same for the same text, whenever it is asked
 * @param most texts that are kept at least; about twice as many at most
 * @param longest of a text that is kept, in characters
 */
export function remembering<T>(find: (text: string) => T, most: number, longest: number): (text: string) => T {
  return rememberingBy((text) => text, find, most, longest)
}

/** @param keyOf what the answer hangs on, as a text. The rest as in {@link remembering} */
export function rememberingBy<Asked, T>(
  keyOf: (asked: Asked) => string,
  find: (asked: Asked) => T,
  most: number,
  longest: number,
): (asked: Asked) => T {
  // What is asked again moves on from the older generation, and what nobody asked for goes with it.
  let [young, old] = [new Map<string, T>(), new Map<string, T>()]
  return (asked) => {
    const text = keyOf(asked)
    const known = young.get(text)
    if (known !== undefined) return known
    const found = old.get(text) ?? find(asked)
    if (text.length > longest) return found
    if (young.size === most) [young, old] = [new Map(), young]
    young.set(text, found)
    return found
  }
}
