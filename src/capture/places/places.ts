/** Where the objects of files stand in them, and what the comments beside them say. */
import { isAbsolute, relative, resolve } from 'node:path'
import { groupedBy } from '../../domain/groups.js'
import { type Ref, refKey, refOfKey } from '../../domain/objects/ref.js'
import type { Comment, Places } from '../../domain/ports.js'
import { standardInput } from '../read/files.js'
import { jsonLines } from './json-lines.js'
import type { LinesOf, Origin, Spot } from './origin.js'
import { yamlLines } from './yaml-lines.js'

/** @param spots by {@link refKey}. @param cwd files in it are told from there, with slashes */
export function placesOf(spots: ReadonlyMap<string, Spot>, cwd: string): Places {
  // The texts may be large: what was made of one is kept, until another is asked about.
  let last: { readonly origin: Origin; readonly lines: LinesOf } | undefined
  let read: { readonly origin: Origin; readonly comments: readonly Comment[] } | undefined
  const commentsOf = (origin: Origin): readonly Comment[] => {
    if (read?.origin !== origin) read = { origin, comments: commentsIn(origin) }
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
        [...spots].filter(([, { origin }]) => hasMark(origin)).map(([key]) => refOfKey(key)),
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
      if (path.length === 0 || all.length === 0) return all
      const lines = linesOf(origin)
      const [first, end] = [lines.lineOf(path), lines.lastLineOf(path)].map((line) => origin.line + line)
      return all.filter(({ line }) => line >= (first ?? 0) && line <= (end ?? 0))
    },
  }
}

/** Comments that speak to this program begin with it: `tkng: ignore CODE reason`, or as its annotation is written. */
const mark = /#[ \t]*tkng(?::|\.dev\/ignore:)/

function hasMark({ text, language }: Origin): boolean {
  return language === 'yaml' && mark.test(text)
}

function commentsIn(origin: Origin): Comment[] {
  if (!hasMark(origin)) return []
  return origin.text.split('\n').flatMap((one, i) => {
    const [, form = '', said = ''] = /(?:^|\s)#[ \t]*tkng(:|\.dev\/ignore:)[ \t]*([^\r]*)/.exec(one) ?? []
    const text = form === ':' ? said : `ignore ${said.replaceAll(/^["']|["']\s*$/g, '')}`
    return form === '' ? [] : [{ line: origin.line + i + 1, text: text.trim() }]
  })
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
