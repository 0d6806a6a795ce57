/** Reads what commander collected, by type, without trusting it. */

import { Option } from 'commander'

/** One that may be said several times: each value is added to those before. */
export function repeatable(flags: string, meaning: string): Option {
  return new Option(flags, meaning).argParser((value: string, before: string[] | undefined) => [
    ...(before ?? []),
    value,
  ])
}

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
