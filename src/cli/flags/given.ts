/** Reads what commander collected, by type, without trusting it. */

/** Flags by commander's attribute names. */
export type Flags = Readonly<Record<string, unknown>>

export const given = {
  text: (flags: Flags, name: string): string | undefined => {
    const value = flags[name]
    return typeof value === 'string' ? value : undefined
  },
  texts: (flags: Flags, name: string): readonly string[] | undefined => {
    const value = flags[name]
    return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : undefined
  },
  flag: (flags: Flags, name: string): boolean | undefined => {
    const value = flags[name]
    return typeof value === 'boolean' ? value : undefined
  },
}
