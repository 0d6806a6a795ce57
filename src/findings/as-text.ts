/** The catalogue of findings as a text for people, in Markdown: `help findings` prints it, src/help/findings.md holds it. */
import type { FindingCode } from '../domain/findings/facts.js'
import { severitiesOf } from '../domain/findings/severity-by-code.js'
import { chapters, pageOf } from './catalogue.js'

const head = [
  '# Findings',
  'Every code that `why`, `trace` and `certs` can give: of findings, of rules that lost a request, of\ncertificates, and of what could not be seen.',
  '`kubectl tkng explain CODE` prints one of these sections.',
]

function section(code: FindingCode): string {
  const { title, explanation, example, message, fix, since, link } = pageOf(code)
  const facts = [
    `- Message: ${message}`,
    ...(fix === null ? [] : [`- Fix: ${fix}`]),
    ...(since === null ? [] : [`- Since: ${since}`]),
    `- Link: <${link}>`,
  ]
  return [
    `### ${code}`,
    broken(`${title} (${severitiesOf(code).join(' or ')}).`),
    broken(explanation),
    `\`\`\`\n${example}\n\`\`\``,
    facts.map((fact) => broken(fact, '  ')).join('\n'),
  ].join('\n\n')
}

/** Lines of at most 100 characters, all but the first indented. */
function broken(text: string, indent = ''): string {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last === undefined) lines.push(word)
    else if (`${last} ${word}`.length <= 100) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(`${indent}${word}`)
  }
  return lines.join('\n')
}

const parts = chapters.map(({ title, pages }) =>
  [`## ${title}`, ...(Object.keys(pages) as FindingCode[]).map(section)].join('\n\n'),
)

export const text = `${[...head, ...parts].join('\n\n')}\n`
