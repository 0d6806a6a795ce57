/** Codes of answers and ranges of them: `404`, `500-599`. */

/** One that is none makes the whole middleware none: https://github.com/traefik/traefik/blob/v3.7/pkg/types/http_code_range.go */
export function isCodes(text: string): boolean {
  const [low = '', high = low] = text.split('-')
  return [low, high].every((one) => /^\+?\d+$/.test(one))
}

/** @param ranges those of `isCodes` */
export function isAmong(status: number, ranges: readonly string[]): boolean {
  return ranges.some((range) => {
    const [low = '', high = low] = range.split('-')
    return Number(low) <= status && status <= Number(high)
  })
}
