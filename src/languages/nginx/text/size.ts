/** Sizes as nginx writes them: ngx_parse_size and ngx_parse_offset in src/core/ngx_parse.c */

const factors: Readonly<Record<string, number>> = { k: 1024, m: 1024 ** 2, g: 1024 ** 3 }

/** `8k`, `1m`, `4096` in bytes; null: it is no size. `g` counts for some directives alone. */
export function bytesIn(written: string): number | null {
  const [, digits, unit = ''] = /^(\d+)([kmg]?)$/i.exec(written) ?? []
  return digits === undefined ? null : Number(digits) * (factors[unit.toLowerCase()] ?? 1)
}
