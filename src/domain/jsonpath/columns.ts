/** `custom-columns=HEADER:PATH,…` as kubectl reads it. https://kubernetes.io/docs/reference/kubectl/#custom-columns */
import { parseTemplate, type Template } from './parse.js'

export interface CustomColumn {
  readonly header: string
  readonly template: Template
}

/** @returns `wrong`: what is the matter with it, in words */
export function parseColumns(text: string): readonly CustomColumn[] | { readonly wrong: string } {
  const columns: CustomColumn[] = []
  for (const part of text.split(',')) {
    const colon = part.indexOf(':')
    if (colon === -1) return { wrong: `"${part}" is no HEADER:PATH` }
    const template = parsePath(part.slice(colon + 1))
    if ('wrong' in template) return template
    columns.push({ header: part.slice(0, colon), template })
  }
  return columns
}

/** The same in a file: a line of headers, and a line of paths under them. */
export function parseColumnLines(text: string): readonly CustomColumn[] | { readonly wrong: string } {
  const [headers = [], paths = []] = text.split('\n').map((line) => line.split(/\s+/).filter((word) => word !== ''))
  if (headers.length === 0 || headers.length !== paths.length)
    return { wrong: `it has ${headers.length} headers and ${paths.length} paths` }
  return parseColumns(headers.map((header, i) => `${header}:${paths[i]}`).join(','))
}

/** With or without braces, and with or without the first dot. */
function parsePath(text: string): Template | { readonly wrong: string } {
  if (text === '') return []
  const [, braced, bare] = /^\{\.?([^{}]+)\}$|^\.?([^{}]+)$/.exec(text) ?? []
  const path = braced ?? bare
  return path === undefined ? { wrong: `"${text}" is no path: it is like .source.name` } : parseTemplate(`{.${path}}`)
}
