/** `1 route`, `2 routes`. @param many where an s at its end does not make it of one */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`
}
