/** Templates made by chance, over the document of test/print/go-templates.json; each of them prints something. */

type Random = (below: number) => number

const pick = <T>(random: Random, from: readonly T[]): T => from[random(from.length)] as T

/** Scalars, and what may be nothing. */
const scalars = [
  '.kind',
  '.port',
  '.f',
  '.big',
  '.small',
  '.neg',
  '.ok',
  '.uni',
  '.zero',
  '.nope',
  '.none',
  '.map.a',
  '._b',
  '.nope.x',
  '.metadata.name',
]
const texts = ['.kind', '.uni', '.map.a', '._b', '.metadata.name', '"a b"', '`raw`', '"<\\u00e9>"']
const wholes = ['.port', '.zero', '.large', '1', '-7', '0x1F', "'a'", '(len .rows)', '(len .kind)']
const fractions = ['.f', '.big', '.small', '.neg', '1.5', '2e3', '.5', '100.25']
const lists = ['.rows', '.list', '.empty', '.holes', '(slice .list 1 3)', '.none', '.nope']
const anything = [...scalars, ...lists.slice(0, 4), '.map', 'nil', 'true', '3', '"x"']
const rooted = (text: string) => text.replaceAll(/(^|[( ])\./g, '$1$.')

function value(random: Random, deep = 0): string {
  const inner = () => (deep > 1 ? pick(random, scalars) : `(${value(random, deep + 1)})`)
  const [text, whole, fraction] = [pick(random, texts), pick(random, wholes), pick(random, fractions)]
  return pick(random, [
    () =>
      pick(
        random,
        anything.filter((one) => one !== 'nil'),
      ),
    () => `print ${pick(random, anything)} ${pick(random, anything)} ${inner()}`,
    () => `println ${pick(random, anything)}`,
    () => `printf ${format(random, 's')} ${text}`,
    () => `printf ${format(random, 'd')} ${whole}`,
    () => `printf ${format(random, 'f')} ${fraction}`,
    () =>
      `printf "%${pick(random, ['', '6', '-6', '06', '+', '#'])}${pick(random, [...'vTsdqxtgzc'])}" ${pick(random, anything)}`,
    () => `len ${pick(random, ['.rows', '.map', '.kind', '.uni', '.empty'])}`,
    () => `index .rows ${random(3)} "name"`,
    () => `index .map ${pick(random, ['"a"', '"b"', '"nope"'])}`,
    () => `index .kind ${random(4)}`,
    () => `slice .kind ${random(2)} ${2 + random(3)}`,
    () => `${pick(random, ['and', 'or'])} ${pick(random, anything)} ${inner()}`,
    () => `not ${inner()}`,
    () => `${pick(random, ['eq', 'ne'])} ${text} ${pick(random, texts)}`,
    () => `${pick(random, ['eq', 'ne', 'lt', 'le', 'gt', 'ge'])} ${whole} ${pick(random, wholes)}`,
    () => `${pick(random, ['lt', 'le', 'gt', 'ge'])} ${fraction} ${pick(random, fractions)}`,
    () => `${pick(random, ['html', 'js', 'urlquery'])} ${pick(random, [...texts, '.map', '.nope', '.port'])}`,
    () => `exists .map ${pick(random, ['"a"', '"c" "d"', '"b" 2', '"b" 9', '3'])}`,
    () => `${text} | ${pick(random, ['len', 'print "x"', 'printf "%q"', 'html', 'urlquery'])}`,
  ])()
}

function format(random: Random, kind: 's' | 'd' | 'f'): string {
  const flags = pick(random, ['', '-', '+', ' ', '0', '#', '-+', '+0'])
  const width = pick(random, ['', '', '3', '8', '12'])
  const verbs = { s: 'svqxX', d: 'dvboOxXcqU', f: 'vgGeEf' }[kind]
  // Zeros beside a text, and a precision beside a whole number, are said in another way by each version of Go.
  const said = kind === 's' ? flags.replace('0', '') : flags
  const precision = kind === 'f' ? pick(random, ['', '', '.0', '.2', '.5']) : ''
  return `"%${said}${width}${precision}${pick(random, [...verbs])}"`
}

/** What stands between two braces, or a control around others. */
export function madeTemplate(random: Random, deep = 0): string {
  const trim = () => pick(random, ['', '', '', '- '])
  const action = () => `{{${trim()}${value(random)}${pick(random, ['', '', '', ' -'])}}}`
  if (deep > 2 || random(3) > 0) return `${pick(random, ['', ' a ', '\n', 'é'])}${action()}`
  const inside = () => madeTemplate(random, deep + 1)
  const fromRoot = () => `{{${rooted(pick(random, scalars))}}}`
  const list = pick(random, lists)
  return pick(random, [
    () => `{{if ${value(random)}}}${inside()}{{else}}${inside()}{{end}}`,
    () => `{{if ${value(random)}}}${inside()}{{else if ${value(random)}}}${inside()}{{end}}`,
    () => `{{with ${rooted(pick(random, scalars))}}}[{{.}}]{{else}}${fromRoot()}{{end}}`,
    () => `{{range ${rooted(list)}}}<{{.}}>{{else}}none{{end}}`,
    () => `{{range $i, $e := ${rooted(list)}}}{{if $i}},{{end}}{{$e}}{{end}}`,
    () => `{{range $k, $v := $.map}}{{$k}}={{$v}};{{end}}`,
    () => `{{range $.rows}}{{if eq .name "two"}}{{${pick(random, ['break', 'continue'])}}}{{end}}{{.name}}{{end}}`,
    () => `{{$x := ${value(random)}}}{{$x}}{{$x = ${value(random)}}}{{print $x}}`,
    () => `{{/* ${pick(random, ['said', 'é'])} */}}${fromRoot()}`,
  ])()
}
