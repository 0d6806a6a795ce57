/** `a, b and 3 more`: as many as are told, and how many others there are. */
export function someOf(all: readonly string[], most: number): string {
  const more = all.length - most
  return `${all.slice(0, most).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

/** `3 missing`, `1 extra`: how many there are of each word, in this order, of those that there are any of. */
export function tallied<Word extends string>(words: readonly Word[], order: readonly Word[]): string[] {
  const number = (wanted: Word) => words.filter((one) => one === wanted).length
  return order.flatMap((one) => (number(one) === 0 ? [] : [`${number(one)} ${one}`]))
}

/** `1 route`, `2 routes`. @param many where an s at its end does not make it of one */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`
}
