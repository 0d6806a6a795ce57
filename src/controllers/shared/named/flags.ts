/** A command line → its flags, as most programs write them: `--k=v`, `-k=v`, `--k v`, and `--k` alone. */

/** Name in lower case, without dashes → the value that was said last; `true` for one that stands alone. */
export type Flags = ReadonlyMap<string, string>

/** Names are compared in lower case: some programs take them in any, and none has two that differ by that alone. */
export function flagsIn(argv: readonly string[]): Flags {
  const flags = new Map<string, string>()
  for (const [i, word] of argv.entries()) {
    const said = /^--?([a-z][\w.-]*)(?:=([\s\S]*))?$/i.exec(word)
    if (said === null) continue
    const [, name = '', value] = said
    const next = argv[i + 1]
    flags.set(name.toLowerCase(), value ?? (next === undefined || next.startsWith('-') ? 'true' : next))
  }
  return flags
}

/** `a,b` → its parts; null where nothing is said, or nothing stands in it. */
export function listIn(flags: Flags, name: string): readonly string[] | null {
  const parts = (flags.get(name) ?? '').split(',').flatMap((part) => part.trim() || [])
  return parts.length === 0 ? null : parts
}

/** As a switch that stands alone, or says `true`. */
export function isOn(flags: Flags, name: string): boolean {
  return /^(?:1|t|true)$/i.test(flags.get(name) ?? '')
}
