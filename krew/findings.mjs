// node krew/findings.mjs > src/help/findings.md: the catalogue of findings as a text for people.
import { fileURLToPath } from 'node:url'
import esbuild from 'esbuild'

const { outputFiles } = await esbuild.build({
  stdin: {
    contents: `export { chapters, pageOf } from './src/findings/catalogue.ts'
      export { severitiesOf } from './src/domain/findings/severity.ts'`,
    resolveDir: fileURLToPath(new URL('..', import.meta.url)),
  },
  bundle: true,
  format: 'esm',
  platform: 'node',
  write: false,
})
const source = `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
const { chapters, pageOf, severitiesOf } = await import(source)

const head = [
  '# Findings',
  'Every code that `why`, `trace` and `certs` can give: of findings, of rules that lost a request, of\ncertificates, and of what could not be seen.',
  '`kubectl tkng explain CODE` prints one of these sections.',
]

function section(code) {
  const { title, explanation, example, sentence, fix, since, link } = pageOf(code)
  const facts = [
    `- Message: ${sentence}`,
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
function broken(text, indent = '') {
  const lines = ['']
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last === '' || `${last} ${word}`.length <= 100) lines[lines.length - 1] = last === '' ? word : `${last} ${word}`
    else lines.push(`${indent}${word}`)
  }
  return lines.join('\n')
}

const parts = chapters.map(({ title, pages }) => [`## ${title}`, ...Object.keys(pages).map(section)].join('\n\n'))
process.stdout.write([...head, ...parts].join('\n\n').concat('\n'))
