/**
 * All files of a configuration in one text, as `nginx -T` prints them: each behind a comment with its name, the one that
 * nginx was started with first. What a file holds belongs where it is included.
 * https://nginx.org/en/docs/switches.html
 */
import { type Piece, pieces, type Reading } from './pieces.js'

/** A piece, and where it stands. */
export interface DumpedPiece extends Piece {
  /** the file that holds it; null: none is named before it */
  readonly file: string | null
  /** `inHttp` too: in a file that `http` includes */
  readonly context: 'http' | 'stream' | 'main'
}

const heading = /^# configuration file (.+):$/gm

/** More files than this are not told apart by where they are included. */
const mostIncludes = 1000

/** What is wanted of the servers in `http` counts for those in its files, too. */
export async function* dumpedPieces(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  { wanted }: Reading = {},
): AsyncGenerator<DumpedPiece> {
  const includes: { readonly pattern: RegExp; readonly context: 'http' | 'stream' }[] = []
  const include = (name: string, context: 'http' | 'stream') => {
    if (includes.length < mostIncludes) includes.push({ pattern: globPattern(name), context })
  }
  const contextOf = (file: string | null) =>
    includes.find(({ pattern }) => file !== null && pattern.test(file))?.context ?? 'main'
  let file: string | null = null
  const decoder = new TextDecoder()
  for await (const piece of pieces(chunks, { wanted, isEverywhere: true })) {
    file = lastHeading(decoder.decode(piece.leading)) ?? file
    const { directive, inHttp } = piece
    const context = inHttp || piece.kind === 'open' || piece.kind === 'close' ? 'http' : contextOf(file)
    if (directive?.name === 'include' && context !== 'main') include(directive.args[0] ?? '', context)
    if (directive?.name === 'stream' && context === 'main')
      for (const { name, args } of directive.block ?? []) if (name === 'include') include(args[0] ?? '', 'stream')
    yield { ...piece, file, context, inHttp: context === 'http' }
  }
}

function lastHeading(text: string): string | undefined {
  return text.includes('# configuration file ') ? [...text.matchAll(heading)].at(-1)?.[1] : undefined
}

/**
 * The same as one file: what `http` includes stands in it, and other files are left out; lines keep their numbers.
 * @returns a text of one file as it is
 */
export function asOneFile(text: string): string {
  const [main, ...others] = [...text.matchAll(heading)]
  const [first] = others
  const open = main && /(?:^|[;}])[ \t]{0,99}http\s{0,99}\{/m.exec(text.slice(main.index, first?.index))
  if (main === undefined || first === undefined || open === null || open === undefined) return text
  const start = main.index + open.index
  const end = closing(text.slice(0, first.index), start)
  if (end === null) return text
  const names = [...text.slice(start, end).matchAll(/[\s;{]include\s{1,99}([^\s;{}]{1,999});/g)].slice(0, mostIncludes)
  const patterns = names.map(([, name = '']) => globPattern(name))
  const parts = others.map(({ index, 1: file = '' }, i) => {
    const part = text.slice(index, others[i + 1]?.index)
    return patterns.some((one) => one.test(file)) ? part : part.replaceAll(/[^\n]+/g, '')
  })
  return `${text.slice(0, end)}${text.slice(end + 1, first.index)}${parts.join('')}\n}\n`
}

/** Braces, and what may hold some that are none. */
const signs = /#[^\n]*|"(?:[^"\\]|\\[\s\S])*(?:"|$)|'(?:[^'\\]|\\[\s\S])*(?:'|$)|[{}]/g

/** Where a block ends; null: nowhere. */
function closing(text: string, from: number): number | null {
  let depth = 0
  for (const { 0: sign, index } of text.slice(from).matchAll(signs)) {
    if (sign === '{') depth++
    else if (sign === '}' && --depth === 0) return from + index
  }
  return null
}

/** `conf.d/*.conf`: a star is any part of one name. A relative name is one below any folder. */
function globPattern(glob: string): RegExp {
  const parts = glob.slice(0, longestGlob).split('*').slice(0, mostStars)
  const literal = parts.map((part) => part.replaceAll(/[\\^$.+?()[\]{}|]/g, '\\$&'))
  return new RegExp(`${glob.startsWith('/') ? '^' : '(?:^|/)'}${literal.join('[^/]*')}$`)
}

const longestGlob = 1000
/** With more of them the time to try grows. */
const mostStars = 3
