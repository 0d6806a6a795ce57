/** Plain comparison by code unit: same input, same order, whatever the locale. */

export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
