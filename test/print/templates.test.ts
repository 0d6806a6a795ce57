/**
 * `-o jsonpath` and `-o custom-columns` print what kubectl prints. The cases were made by chance, and what they print was
 * asked of the printers of kubectl 1.36 (k8s.io/client-go/util/jsonpath, k8s.io/kubectl/pkg/cmd/get).
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseGoTemplate } from '../../src/domain/go-template/parse.js'
import { runGoTemplate } from '../../src/domain/go-template/run.js'
import { type CustomColumn, parseColumns } from '../../src/domain/jsonpath/columns.js'
import { type Json, Unanswerable } from '../../src/domain/jsonpath/evaluate.js'
import { parseTemplate, type Template } from '../../src/domain/jsonpath/parse.js'
import { Problem } from '../../src/domain/problem.js'
import { customText, templateText } from '../../src/print/formats/templates.js'
import { session } from '../support/program/session.js'
import { asJson } from './support/as-json.js'

const { document, cases } = JSON.parse(readFileSync(join(import.meta.dirname, 'kubectl-templates.json'), 'utf8'))

function goPrinted(template: string, of: Json): string | null {
  const read = parseGoTemplate(template)
  if ('wrong' in read) return null
  try {
    // What it prints of a text is safe for a terminal only at the door.
    return runGoTemplate(read, of)
  } catch (error) {
    if (error instanceof Unanswerable) return null
    throw error
  }
}

function printed(format: string, template: string, of = document): string | null {
  const read = format === 'jsonpath' ? parseTemplate(template) : parseColumns(template)
  if ('wrong' in read) return null
  try {
    return format === 'jsonpath'
      ? templateText(read as Template, of)
      : customText(read as readonly CustomColumn[], of.items, false)
  } catch (error) {
    if (error instanceof Problem) return null
    throw error
  }
}

/** Template → what is printed of it; null: it is refused */
type Printed = Readonly<Record<string, string | null>>

const all = Object.entries<Printed>(cases).flatMap(([format, templates]) =>
  Object.entries(templates).map(([template, prints]) => ({ format, template, prints })),
)

it.each(all)('$format=$template', ({ format, template, prints }) => {
  expect(printed(format, template)).toBe(prints)
})

describe('-o go-template, as kubectl 1.32 printed it', () => {
  const go = JSON.parse(readFileSync(join(import.meta.dirname, 'go-templates.json'), 'utf8'))
  it.each(Object.entries<string | null>(go.cases))('%s', (template, prints) => {
    expect(goPrinted(template, go.document)).toBe(prints)
  })

  it.each([
    ['a range in a range without end', `{{range 9999}}{{range 9999}}{{end}}{{end}}`, 'more than 2000000 steps'],
    [
      'a template that calls itself',
      '{{define "t"}}{{template "t"}}{{end}}{{template "t"}}',
      'more than 200 times deep',
    ],
    [
      'texts that double',
      `{{$x := "0123456789"}}${'{{$x = print $x $x}}'.repeat(40)}`,
      'more than 64000000 characters',
    ],
    ['parentheses without end', `{{${'('.repeat(5000)}1${')'.repeat(5000)}}}`, 'more than 100 levels deep'],
  ])('%s ends', (_name, template, why) => {
    const read = parseGoTemplate(template)
    if ('wrong' in read) expect(read.wrong).toContain(why)
    else expect(() => runGoTemplate(read, null)).toThrow(why)
  })
})

describe('what a cluster says steers no terminal', () => {
  const hostile = { items: [{ name: 'a\u001b[31m\tb\u202e' }] }
  it.each([
    ['jsonpath', '{.items[*].name}{"\\n"}', 'a\\x1b[31m\tb\\u202e\n'],
    ['custom-columns', 'N:.name', 'N\na\\x1b[31m\\tb\\u202e\n'],
  ])('%s', (format, template, prints) => expect(printed(format, template, hostile)).toBe(prints))
})

it.each(asJson)('jsonpath-as-json=%s', (template, prints) => {
  expect(templateText(parseTemplate(template) as Template, document, true)).toBe(prints)
})

it('a key is one of the document alone', () => {
  expect(printed('jsonpath', '{.constructor}{.__proto__}{.items.length}')).toBe('')
})

describe('on a command line', () => {
  it.each<[string, string]>([
    ['ingresses -o jsonpath={.kind}:{.items[*].host}', 'RouteList:null null prod dev'],
    [
      'ingresses -o custom-columns=HOST:.host,SERVICE:.backends[0].service.name',
      'HOST    SERVICE\n<nil>   prod\n<nil>   dev\nprod    prod\ndev     dev\n',
    ],
    ['ingresses -o custom-columns=HOST:.host --host dev --no-headers', 'dev\n'],
    ['trace http://dev/ -o jsonpath={.asked.verdict}', 'served'],
    ['trace http://dev/ -o custom-columns=V:.asked.verdict,P:.request.path', 'V        P\nserved   /\n'],
    ['trace http://dev/ http://prod/ -o jsonpath={.items[*].asked.source.name}', 'tkng-2 tkng-2'],
    ['ingresses --host nowhere -o custom-columns=HOST:.host', 'HOST\n'],
    ['ingresses -o go-template={{.items|len}}', '4'],
    ['trace http://dev/ -o template={{.asked.verdict}}', 'served'],
    ['ingresses -o jsonpath-as-json={.items[2:].host}', '[\n    "prod",\n    "dev"\n]\n'],
    ['ingresses --host nowhere -o go-template={{range.items}}x{{else}}none{{end}}', 'none'],
  ])('%s', async (line, stdout) => {
    expect((await session([...line.split(' '), '--from', 'demo'])).stdout).toBe(stdout)
  })

  it.each([
    ['jsonpath-file', '{.kind}', 'RouteList'],
    ['go-template-file', '{{.kind}}', 'RouteList'],
    ['templatefile', '{{.kind}}', 'RouteList'],
    ['custom-columns-file', 'HOST   SERVICE\n.host  .backends[0].service.name\n', 'HOST   SERVICE\nprod   prod\n'],
  ])('-o %s reads it from a file, - is standard input', async (format, stdin, stdout) => {
    const line = ['ingresses', '--host', 'prod', '-o', `${format}=-`, '--from', 'demo']
    expect((await session(line, { stdin })).stdout).toBe(stdout)
  })

  it.each<[string, string]>([
    ['-o jsonpath', "error: -o jsonpath says nothing to print (it is like -o jsonpath='{.items[*].host}')\n"],
    ['-o jsonpath={.a', "error: invalid -o jsonpath: unclosed action (it is like -o jsonpath='{.items[*].host}')\n"],
    [
      '-o custom-columns=a',
      'error: invalid -o custom-columns: "a" is no HEADER:PATH (it is like -o custom-columns=HOST:.host,TLS:.tls)\n',
    ],
    [
      '-o go-template={{.kind',
      'error: invalid -o go-template: unclosed action (it is like -o go-template=\'{{range .items}}{{.host}}{{"\\n"}}{{end}}\')\n',
    ],
    [
      '-o go-template={{.kind.x}}',
      "error: go-template: can't evaluate field x in type string (-o json shows what there is)\n",
    ],
    ['-o go-template-file=/nowhere/x', 'error: cannot read -o go-template-file /nowhere/x: it does not exist\n'],
    [
      '-o jsonpath={.items[9].host}',
      'error: jsonpath: array index out of bounds: index 9, length 4 (-o json shows what there is)\n',
    ],
  ])('ingresses %s', async (line, stderr) => {
    expect(await session(['ingresses', ...line.split(' '), '--from', 'demo'])).toEqual({ stdout: '', stderr, code: 2 })
  })
})
