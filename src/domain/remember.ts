/** What was found out of a text, kept for the texts that were asked for lately. */

/**
 * @param find answers the same for the same text, whenever it is asked
 * @param most texts that are kept at least; about twice as many at most
 * @param longest of a text that is kept, in characters
 */
export function remembering<T>(find: (text: string) => T, most: number, longest: number): (text: string) => T {
  // What is asked again moves on from the older generation, and what nobody asked for goes with it.
  let [young, old] = [new Map<string, T>(), new Map<string, T>()]
  return (text) => {
    const known = young.get(text)
    if (known !== undefined) return known
    const found = old.get(text) ?? find(text)
    if (text.length > longest) return found
    if (young.size === most) [young, old] = [new Map(), young]
    young.set(text, found)
    return found
  }
}
