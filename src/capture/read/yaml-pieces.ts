/**
 * Cuts YAML into pieces that the parser can take one after the other.
 *
 * The parser needs some seventy times the size of a text in memory. Documents are cut at their markers, and a long list,
 * as kubectl prints it, between its items: both are places where nothing but a new document or item can begin.
 */

export interface Piece {
  readonly text: string
  /** lines that stand before it in the file */
  readonly line: number
  /** lines of the file that were cut out of it, behind so many of its own. Absent: none */
  readonly cut?: { readonly behind: number; readonly lines: number }
}

/** What a chart says to people stands behind its last object. https://helm.sh/docs/chart_template_guide/notes_files/ */
const notes = /^NOTES:[ \t]*\r?$/m

/** https://yaml.org/spec/1.2.2/#912-document-markers */
export function* documentsOf(text: string): Generator<Piece> {
  let start = 0
  let line = 0
  for (const index of placesOf(/^(?:---|\.\.\.)(?=\s|$)/gm, text)) {
    const piece = text.slice(start, index)
    const said = piece.includes('\nNOTES:') ? piece.search(notes) : -1
    const object = said === -1 ? piece : piece.slice(0, said)
    if (/^[^#%\s]|^[ \t]+[^#\s]/m.test(object)) yield { text: object.replace(/^\.\.\./, ''), line }
    line += linesIn(piece)
    start = index
  }
}

/** A list without its items, and its items in groups, each a sequence of its own. */
export interface ListPieces {
  readonly frame: Piece
  readonly groups: Iterable<Piece>
}

/** Parsing has a cost for each call, and for each byte held at once: this lies between. */
const groupSize = 128 * 1024

/** undefined: it is short, or no list, or has anchors, which items may share */
export function listOf({ text, line }: Piece): ListPieces | undefined {
  if (text.length < 2 * groupSize) return undefined
  const head = /^items:[ \t]*\r?\n( *)- /m.exec(text)
  if (!head || /(?:^|[-:?,[{]) *&[^\s,]/m.test(text)) return undefined
  const indent = head[1] ?? ''
  const start = head.index + head[0].length - indent.length - 2
  const tail = indent === '' ? /^[^\s#-]/gm : /^[^\s#]/gm
  tail.lastIndex = start
  const end = tail.exec(text)?.index ?? text.length
  const items = text.slice(start, end)
  const behind = linesIn(text.slice(0, start))
  return {
    frame: { text: text.slice(0, start) + text.slice(end), line, cut: { behind, lines: linesIn(items) } },
    groups: groupsOf({ text: items, line: line + behind }, indent),
  }
}

function* groupsOf({ text, line }: Piece, indent: string): Generator<Piece> {
  let [start, last] = [0, 0]
  let before = line
  for (const index of placesOf(new RegExp(`^${indent}- `, 'gm'), text)) {
    // A long item is one by itself: it may be too long, and those before it are not.
    const ends =
      index - last >= groupSize ? [last, index] : index - start >= groupSize || index === text.length ? [index] : []
    for (const end of ends) {
      const group = text.slice(start, end)
      if (group !== '') yield { text: group, line: before }
      before += linesIn(group)
      start = end
    }
    last = index
  }
}

/** Where a pattern is found, and the end; one at a time, since a stranger's file may have millions. */
function* placesOf(pattern: RegExp, text: string): Generator<number> {
  for (const { index } of text.matchAll(pattern)) yield index
  yield text.length
}

export function linesIn(text: string): number {
  let lines = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1
  return lines
}
