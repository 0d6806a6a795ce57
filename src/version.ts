/** The version of this program, as package.json has it, and the build that it is. */
import manifest from '../package.json' with { type: 'json' }

/** Put in by the build; a program that runs from its sources has none. */
declare const TKNG_COMMIT: string | null | undefined
declare const TKNG_BUILD: string | null | undefined

export const version: string = manifest.version

/** How `--version -o json` is asked for: a script asks in many spellings, and an answer must not wait for a parser. */
const asJson = /^(?:--version (?:-o[ =]?|--output[ =])json|(?:-o[ =]?|--output[ =])json --version)$/

/**
 * The one question that needs no command line parser, asked by every script that wants to know whether we are there.
 * @param node the version of the runtime
 * @returns undefined: the words ask for something else
 */
export function versionSaid(argv: readonly string[], node: string): string | undefined {
  if (argv.length === 1 && argv[0] === '--version') return `${version}\n`
  if (argv.length > 3 || !asJson.test(argv.join(' '))) return undefined
  const commit = typeof TKNG_COMMIT === 'undefined' ? null : TKNG_COMMIT
  const build = typeof TKNG_BUILD === 'undefined' ? null : TKNG_BUILD
  return `${JSON.stringify({ version, commit, build, node }, null, 2)}\n`
}
