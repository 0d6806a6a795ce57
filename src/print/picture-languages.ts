/** The two languages of pictures, and how each of them keeps a text a text. */
import type { Look, PictureLanguage, Way } from './picture.js'

/** Fill and line, readable in print and by those who see no red: failures are thick, too. */
const colours: { readonly [L in Look]: readonly [fill: string, line: string] } = {
  plain: ['#ffffff', '#555555'],
  good: ['#dff2df', '#2e7d32'],
  warn: ['#fff4d6', '#b26a00'],
  bad: ['#fbdada', '#c62828'],
}

const dotWays: { readonly [W in Way]: readonly string[] } = {
  plain: [],
  won: ['penwidth=2'],
  bad: ['penwidth=2', `color="${colours.bad[1]}"`],
  lost: ['style=dotted', 'color="#999999"'],
}

/** https://graphviz.org/doc/info/lang.html */
export const dot: PictureLanguage = {
  begin:
    'digraph tkng {\n  rankdir=TB\n  nodesep="0.25"\n  node [shape=box style=filled fontname="sans-serif" fontsize=11]\n  edge [fontname="sans-serif" fontsize=9]\n',
  node: ({ id, lines, look }) => {
    const [fill, line] = colours[look]
    return `${id} [label=${dotText(lines)} fillcolor="${fill}" color="${line}" penwidth=${look === 'bad' ? 3 : 1}]`
  },
  edge: ({ from, to, label, way }) => {
    const marks = [...(label === '' ? [] : [`label=${dotText([label])}`]), ...dotWays[way]]
    return `${from} -> ${to}${marks.length === 0 ? '' : ` [${marks.join(' ')}]`}`
  },
  end: '}\n',
}

/** A backslash begins an escape of a label's own (`\l`, `\N`), so it is doubled, too. */
function dotText(lines: readonly string[]): string {
  return `"${lines.map((line) => line.replaceAll(/["\\]/g, '\\$&')).join('\\n')}"`
}

const mermaidWays: { readonly [W in Way]: string } = { plain: '-->', won: '==>', bad: '==>', lost: '-.->' }

const looks = Object.keys(colours) as Look[]

/** https://mermaid.js.org/syntax/flowchart.html */
export const mermaid: PictureLanguage = {
  begin: `flowchart TB\n${looks.map((look) => `  classDef ${look} fill:${colours[look][0]},stroke:${colours[look][1]},color:#000000\n`).join('')}`,
  node: ({ id, lines, look }) => `${id}[${mermaidText(lines)}]:::${look}`,
  edge: ({ from, to, label, way }) => {
    const text = label === '' ? '' : `|${mermaidText([label])}|`
    return `${from} ${mermaidWays[way]}${text} ${to}`
  },
  end: '',
}

/** Whatever could be markup is written as its number: https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters */
function mermaidText(lines: readonly string[]): string {
  const text = (line: string) => line.replaceAll(/[^\p{L}\p{N} ./:,()=?_-]/gu, (one) => `#${one.codePointAt(0)};`)
  return `"${lines.map(text).join('<br/>')}"`
}
