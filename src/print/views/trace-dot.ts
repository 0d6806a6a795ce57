/** `-o dot`: for Graphviz. https://graphviz.org/doc/info/lang.html */
import type { Traced } from '../../questions/trace/trace-requests.js'
import type { Drawing } from '../view.js'
import { graphOf } from './trace-graph.js'

export const traceDot: Drawing<Traced> = {
  begin: 'digraph trace {\n  rankdir=LR\n  node [shape=box fontname="sans-serif"]\n  edge [fontname="sans-serif"]\n',
  item: (traced, index) => {
    const { title, nodes, edges } = graphOf(traced, index)
    const lines = [
      `subgraph cluster_${index} {`,
      `  label=${quoted([title])}`,
      ...nodes.map(({ id, lines, isLoser }) => `  ${id} [label=${quoted(lines)}${isLoser ? ' style=dashed' : ''}]`),
      ...edges.map(({ from, to, label, isLoser }) => {
        const marks = [...(label === '' ? [] : [`label=${quoted([label])}`]), ...(isLoser ? ['style=dotted'] : [])]
        return `  ${from} -> ${to}${marks.length === 0 ? '' : ` [${marks.join(' ')}]`}`
      }),
      '}',
    ]
    return lines.map((line) => `  ${line}\n`).join('')
  },
  end: '}\n',
}

/** A backslash begins an escape of a label's own (`\l`, `\N`), so it is doubled, too. */
function quoted(lines: readonly string[]): string {
  return `"${lines.map((line) => line.replaceAll(/["\\]/g, '\\$&')).join('\\n')}"`
}
