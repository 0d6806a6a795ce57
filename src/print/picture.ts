/**
 * Pictures of rows, for Graphviz and for Mermaid: from the top down, what several rows share drawn once, winners bold,
 * failures red, and those that lost dotted.
 */
import { sanitize } from '../domain/text/sanitize.js'
import { shorten } from './shorten.js'
import type { Drawing } from './view.js'

export type Look = 'plain' | 'good' | 'warn' | 'bad'
/** `won`: this way it goes; `bad`: this way it fails; `lost`: it could have gone there */
export type Way = 'plain' | 'won' | 'bad' | 'lost'

export interface PictureNode {
  readonly id: string
  /** safe for a terminal, not yet quoted for the language */
  readonly lines: readonly string[]
  readonly look: Look
}

export interface PictureEdge {
  readonly from: string
  readonly to: string
  readonly label: string
  readonly way: Way
}

/** How a language writes them. */
export interface PictureLanguage {
  readonly begin: string
  node(node: PictureNode): string
  edge(edge: PictureEdge): string
  readonly end: string
}

/** What a row adds: nodes by a key of what they stand for, and edges between them, each once in the whole picture. */
export interface Picture {
  /** @returns its id */
  node(key: string, lines: readonly string[], look?: Look): string
  edge(from: string, to: string, label?: string, way?: Way): void
}

/** Longer texts make boxes that nobody can read beside others. */
const longest = 60

/** @param add called for each row. @returns makes a picture of its own, each time */
export function pictureOf<Row>(
  language: PictureLanguage,
  add: (row: Row, picture: Picture) => void,
): () => Drawing<Row> {
  return () => {
    const ids = new Map<string, string>()
    const edges = new Set<string>()
    let drawn: string[] = []
    const picture: Picture = {
      node: (key, lines, look = 'plain') => {
        const known = ids.get(key)
        if (known !== undefined) return known
        const id = `n${ids.size}`
        ids.set(key, id)
        drawn.push(language.node({ id, lines: lines.filter((line) => line !== '').map(short), look }))
        return id
      },
      edge: (from, to, label = '', way = 'plain') => {
        const key = `${from} ${to} ${label}`
        if (edges.has(key)) return
        edges.add(key)
        drawn.push(language.edge({ from, to, label: short(label), way }))
      },
    }
    return {
      begin: language.begin,
      item: (row) => {
        drawn = []
        add(row, picture)
        return drawn.map((line) => `  ${line}\n`).join('')
      },
      end: language.end,
    }
  }
}

function short(text: string): string {
  return shorten(sanitize(text), longest, 'middle')
}
