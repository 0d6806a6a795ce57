/** `-o jsonpath=…`, `-o go-template=…` and `-o custom-columns=…`, said on the command line or read from a file, as kubectl takes them. */
import { usage } from '../../domain/problem.js'
import type { Selecting, TemplateFormat } from '../../print/view.js'

/** The text of a file that a flag names, for as long as it is a short one. @throws Problem `usage` */
export type ReadText = (path: string, flag: string) => Promise<string>

export interface Selected {
  readonly format: TemplateFormat
  readonly selecting: Selecting
}

interface Way {
  readonly format: TemplateFormat
  readonly fromFile?: true
  readonly asJson?: true
}

/** https://kubernetes.io/docs/reference/kubectl/#formatting-output; `template` is kubectl's older name. */
const ways: Readonly<Record<string, Way>> = {
  'custom-columns': { format: 'custom-columns' },
  'custom-columns-file': { format: 'custom-columns', fromFile: true },
  jsonpath: { format: 'jsonpath' },
  'jsonpath-file': { format: 'jsonpath', fromFile: true },
  'jsonpath-as-json': { format: 'jsonpath', asJson: true },
  'go-template': { format: 'go-template' },
  'go-template-file': { format: 'go-template', fromFile: true },
  template: { format: 'go-template' },
  templatefile: { format: 'go-template', fromFile: true },
}

const examples: Readonly<Record<TemplateFormat, string>> = {
  jsonpath: "-o jsonpath='{.items[*].host}'",
  'custom-columns': '-o custom-columns=HOST:.host,TLS:.tls',
  'go-template': '-o go-template=\'{{range .items}}{{.host}}{{"\\n"}}{{end}}\'',
}

/** @param text as `-o` has it. @returns undefined: it is another format. @throws Problem `usage` */
export async function meantSelecting(text: string, readText: ReadText): Promise<Selected | undefined> {
  const [, name = '', said = ''] = /^([a-z-]+)(?:=([\s\S]*))?$/.exec(text) ?? []
  const way = Object.hasOwn(ways, name) ? ways[name] : undefined
  if (way === undefined) return undefined
  const { format, fromFile } = way
  const hint = fromFile ? `it is like -o ${name}=FILE` : `it is like ${examples[format]}`
  if (said === '') throw usage(`-o ${name} says nothing to print`, hint)
  const template = fromFile ? await readText(said, `-o ${name}`) : said
  const selecting = await read(way, template)
  if ('wrong' in selecting) throw usage(`invalid -o ${name}: ${selecting.wrong}`, hint)
  return { format, selecting }
}

async function read({ format, fromFile, asJson }: Way, text: string): Promise<Selecting | { readonly wrong: string }> {
  if (format === 'go-template') {
    const { parseGoTemplate } = await import('../../domain/go-template/parse.js')
    const goTemplate = parseGoTemplate(text)
    return 'wrong' in goTemplate ? goTemplate : { goTemplate }
  }
  if (format === 'jsonpath') {
    const { parseTemplate } = await import('../../domain/jsonpath/parse.js')
    const template = parseTemplate(text)
    return 'wrong' in template ? template : { template, asJson: asJson === true }
  }
  const { parseColumns, parseColumnLines } = await import('../../domain/jsonpath/columns.js')
  const columns = fromFile ? parseColumnLines(text) : parseColumns(text)
  return 'wrong' in columns ? columns : { columns }
}
