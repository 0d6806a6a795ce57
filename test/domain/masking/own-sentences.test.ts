/** What the program says itself passes the mask of sentences as it is. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, it } from 'vitest'
import { maskText } from '../../../src/domain/masking/text.js'

const sources = join(import.meta.dirname, '..', '..', '..', 'src')

/** Literals of a file with a blank in them; whatever is filled in is the one word that may stand anywhere. */
function sentencesOf(file: string): string[] {
  const path = join(sources, file)
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest)
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) found.push(node.text)
    if (ts.isTemplateExpression(node))
      found.push(node.head.text + node.templateSpans.map(({ literal }) => `always${literal.text}`).join(''))
    ts.forEachChild(node, visit)
  }
  visit(source)
  // Examples of annotations are no sentences.
  return found.filter((text) => /\w \w/.test(text) && !text.includes('nginx.ingress.kubernetes.io/'))
}

it('whatever it speaks of', () => {
  const files = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  const sentences = files.flatMap(sentencesOf)
  expect(sentences.length).toBeGreaterThan(500)
  expect(sentences.filter((text) => maskText(text) !== text).map((text) => [text, maskText(text)])).toEqual([])
})
