/** `-o mermaid`: for Markdown. https://mermaid.js.org/syntax/flowchart.html */
import type { Traced } from '../../questions/trace/trace-requests.js'
import type { Drawing } from '../view.js'
import { graphOf } from './trace-graph.js'

export const traceMermaid: Drawing<Traced> = {
  begin: 'flowchart LR\n  classDef loser stroke-dasharray: 4\n',
  item: (traced, index) => {
    const { title, nodes, edges } = graphOf(traced, index)
    const lines = [
      `subgraph g${index} [${quoted([title])}]`,
      ...nodes.map(({ id, lines, isLoser }) => `  ${id}[${quoted(lines)}]${isLoser ? ':::loser' : ''}`),
      ...edges.map(({ from, to, label, isLoser }) => {
        const text = label === '' ? '' : `|${quoted([label])}|`
        return `  ${from} ${isLoser ? '-.->' : '-->'}${text} ${to}`
      }),
      'end',
    ]
    return lines.map((line) => `  ${line}\n`).join('')
  },
}

/** Whatever could be markup is written as its number: https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters */
function quoted(lines: readonly string[]): string {
  const text = (line: string) => line.replaceAll(/[^\p{L}\p{N} ./:,()=?_-]/gu, (one) => `#${one.codePointAt(0)};`)
  return `"${lines.map(text).join('<br/>')}"`
}
