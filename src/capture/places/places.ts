/** Where the objects of files stand in them, and what the comments beside them say. */
import { isAbsolute, relative, resolve } from 'node:path'
import { groupedBy } from '../../domain/groups.js'
import { type Ref, refKey, refOfKey } from '../../domain/objects/ref.js'
import type { Places } from '../../domain/ports.js'
import { standardInput } from '../read/files.js'
import { commentsIn, hasMark } from './comments.js'
import { jsonLines } from './json-lines.js'
import type { LinesOf, Origin, Spot } from './origin.js'
import { yamlLines } from './yaml-lines.js'

/** @param spots by {@link refKey}. @param cwd files in it are told from there, with slashes */
export function placesOf(spots: ReadonlyMap<string, Spot>, cwd: string): Places {
  // The texts may be large: what was made of one is kept, until another is asked about.
  let last: { readonly origin: Origin; readonly lines: LinesOf } | undefined
  let read: { readonly origin: Origin; readonly comments: ReturnType<typeof commentsIn> } | undefined
  const commentsOf = (origin: Origin) => {
    if (read?.origin !== origin)
      read = { origin, comments: isMarked(origin) ? commentsIn(origin.text, origin.line) : [] }
    return read.comments
  }
  const linesOf = (origin: Origin): LinesOf => {
    if (last?.origin !== origin)
      last = { origin, lines: origin.language === 'yaml' ? yamlLines(origin.text) : jsonLines(origin.text) }
    return last.lines
  }
  const originOf = (source: Ref) => spots.get(refKey(source))?.origin
  const inOrder: Places['inOrder'] = (all, sourceOf) =>
    [...groupedBy(all, (one) => originOf(sourceOf(one))).values()].flat()
  return {
    inOrder,
    commented: () =>
      inOrder(
        [...spots].filter(([, { origin }]) => isMarked(origin)).map(([key]) => refOfKey(key)),
        (ref) => ref,
      ),
    of: (source: Ref, field: string | null) => {
      const spot = spots.get(refKey(source))
      if (spot === undefined) return null
      const { origin, path } = spot
      const line = linesOf(origin).lineOf([...path, ...(field === null ? [] : segmentsOf(field))])
      return { file: shownFrom(cwd, origin.file), line: origin.line + line }
    },
    comments: (source: Ref) => {
      const spot = spots.get(refKey(source))
      if (spot === undefined) return []
      const { origin, path } = spot
      const all = commentsOf(origin)
      if (path.length === 0 || all.length === 0) return all.map(({ comment }) => comment)
      const lines = linesOf(origin)
      const [first, end] = [lines.lineOf(path), lines.lastLineOf(path)].map((line) => origin.line + line)
      return all.flatMap(({ comment, at }) => (at >= (first ?? 0) && at <= (end ?? 0) ? comment : []))
    },
  }
}

function isMarked({ text, language }: Origin): boolean {
  return language === 'yaml' && hasMark(text)
}

function shownFrom(cwd: string, file: string): string {
  if (file === standardInput) return '-'
  const inside = relative(cwd, resolve(cwd, file))
  const shown = inside.startsWith('..') || isAbsolute(inside) ? file : inside
  return shown.replaceAll('\\', '/')
}

/** `metadata.annotations["a/b"]`, `spec.rules[0].host` → its keys and indexes. */

const segment = /\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[\]]+)/g

export function segmentsOf(field: string): readonly (string | number)[] {
  return [...field.matchAll(segment)].map(([, quoted, index, plain]) =>
    index !== undefined ? Number(index) : (plain ?? quoted?.replaceAll(/\\(.)/g, '$1') ?? ''),
  )
}
