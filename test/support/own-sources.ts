/** The sources of the program as trees: parsing them is most of the cost of whoever looks at what stands in them. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

const folder = join(import.meta.dirname, '..', '..', 'src')

let parsed: readonly ts.SourceFile[] | undefined

/** Each file of `src`, named from there. */
export function ownSources(): readonly ts.SourceFile[] {
  parsed ??= readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => ts.createSourceFile(file, readFileSync(join(folder, file), 'utf8'), ts.ScriptTarget.Latest))
  return parsed
}

/** What a function makes of each node, whatever stands within what; nodes of which it makes nothing are left out. */
export function fromNodes<Found>(source: ts.SourceFile, look: (node: ts.Node) => Found | undefined): Found[] {
  const found: Found[] = []
  const visit = (node: ts.Node): void => {
    const made = look(node)
    if (made !== undefined) found.push(made)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}
