/** Readers of what people, servers, plugins and files of ours say. */
import { readManifest } from '../../../src/capture/format.js'
import { readObservation } from '../../../src/capture/observation.js'
import { jsonLines } from '../../../src/capture/places/json-lines.js'
import { placesOf, segmentsOf } from '../../../src/capture/places/places.js'
import { parseDocuments } from '../../../src/capture/read/parse-documents.js'
import { requestsOfDocument } from '../../../src/cli/trace/document.js'
import { parseGoDuration } from '../../../src/cli/words/duration.js'
import { readPluginAnswer } from '../../../src/cluster/credentials/exec-plugin.js'
import { httpAnswers } from '../../../src/cluster/pods/http-answers.js'
import { parseConfig } from '../../../src/config/parse.js'
import { reloadOf } from '../../../src/controllers/ingress-nginx/observe/metrics.js'
import { masker } from '../../../src/controllers/masker.js'
import { parseGoTemplate } from '../../../src/domain/go-template/parse.js'
import { runGoTemplate } from '../../../src/domain/go-template/run.js'
import { parseColumns } from '../../../src/domain/jsonpath/columns.js'
import { evaluate, Unanswerable } from '../../../src/domain/jsonpath/evaluate.js'
import { parseTemplate } from '../../../src/domain/jsonpath/parse.js'
import { maskBody } from '../../../src/domain/masking/body.js'
import { type Kind, kinds } from '../../../src/domain/objects/objects.js'
import { project } from '../../../src/domain/objects/project.js'
import { record } from '../../../src/domain/objects/project-fields.js'
import { parseBaseline } from '../../../src/questions/lint/baseline.js'
import { jsonSigns, made, pick, type Reader, spoilt } from './fuzzed.js'
import { objects } from './planted/world.js'

const json = [...jsonSigns, '"metadata":', '"__proto__":{}', 'true', '\\u0000']
const document = {
  items: [
    { name: 'a', list: [1, 2, { x: null }], __proto__: { y: 1 } },
    { name: 'b', weight: 1.5, list: [] },
  ],
}
const kindNames = Object.keys(kinds) as Kind[]

const traits = { method: 'GET', headers: new Map(), host: undefined, clientAddress: null, httpVersion: '1.1' } as const

/** What is refused while it is printed is told in a sentence, too. */
function printed(run: () => unknown): void {
  try {
    run()
  } catch (error) {
    if (!(error instanceof Unanswerable)) throw error
  }
}

function byPath(text: string): void {
  const template = parseTemplate(text)
  if (!('wrong' in template)) printed(() => evaluate(template, document))
  parseColumns(text)
}

function byTemplate(text: string): void {
  const template = parseGoTemplate(text)
  if (!('wrong' in template)) printed(() => runGoTemplate(template, document))
}

function inPlace(text: string): void {
  const spots = new Map<string, never>()
  for (const { value, origin } of parseDocuments(text, 'x')) {
    const spot = { origin: { file: 'x', ...origin }, path: ['spec', 'rules', 0] }
    spots.set(`${spots.size}`, spot as never)
    project('Ingress', value)
    if (origin.language === 'json') jsonLines(origin.text).lastLineOf(['spec', 'rules', 0, 'host'])
  }
  placesOf(spots, '/').comments({ kind: 'x', namespace: 'x', name: 'x' })
}

function asObject(text: string): void {
  maskBody(text, masker)
  const value: unknown = JSON.parse(text)
  for (const kind of kindNames) masker.object<Kind>(kind, project<Kind>(kind, value))
  readManifest(record(value))
  readObservation(record(value))
}

async function asHttp(text: string): Promise<void> {
  async function* bytes() {
    for (let at = 0; at < text.length; at += 50) yield Buffer.from(text.slice(at, at + 50), 'latin1')
  }
  try {
    for await (const _ of httpAnswers(bytes()));
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError || !(error instanceof Error)) throw error
  }
}

const manifests = objects.map((one) => JSON.stringify({ apiVersion: 'networking.k8s.io/v1', ...one }, null, 1))
const known = { outputs: ['table', 'json'], columns: { ingresses: ['host'] } }
const config = 'apiVersion: tkng.dev/v1\ndefaults:\n  output: json\ncontexts:\n  a:\n    controller: b/c\n'
const credential =
  '{"kind":"ExecCredential","apiVersion":"v1","status":{"token":"x","expirationTimestamp":"2026-11-24T03:00:00Z"}}'
const baseline =
  '{"apiVersion":"tkng.dev/v1","kind":"Baseline","findings":[{"code":"a","source":"b","fingerprint":"c"}]}'

const routes = JSON.stringify({
  apiVersion: 'tkng.dev/v1',
  kind: 'RouteList',
  items: [{ source: { kind: 'Ingress', namespace: 'a', name: 'b' }, host: 'a.example', match: { path: '/x' } }],
})

async function asRoutes(text: string): Promise<void> {
  async function* bytes() {
    for (let at = 0; at < text.length; at += 50) yield Buffer.from(text.slice(at, at + 50))
  }
  for (const _ of await requestsOfDocument(bytes(), traits));
}

export const readersOfTexts: Readonly<Record<string, Reader>> = {
  'documents of routes': [
    () => spoilt(routes, [...json, '"items":[', '"kind":"TraceList",', '"request":{}']),
    asRoutes,
  ],
  jsonpath: [
    () =>
      made([
        '{',
        '}',
        '.items',
        '[*]',
        '[0:2:1]',
        '[-1]',
        '..name',
        '[?(@.name=="a")]',
        '{range .items[*]}',
        '{end}',
        "['a']",
        '__proto__',
      ]),
    byPath,
  ],
  'templates of Go': [
    () =>
      made([
        '{{',
        '}}',
        '{{range .items}}',
        '{{end}}',
        '{{.}}',
        '{{if ',
        '{{define "x"}}',
        '{{template "x" .}}',
        ' | printf "%999d" ',
        '{{$x := .}}',
        'index . ',
        '-',
      ]),
    byTemplate,
  ],
  'objects of all kinds': [() => spoilt(pick(manifests), json), asObject],
  'manifests with lines': [
    () => spoilt(pick(manifests), [...json, '# tkng: ignore no-endpoints because\n', '- ', 'a: &a\n', '*a', '---\n']),
    inPlace,
  ],
  'fields of findings': [() => made(['metadata', '.', '["', '"]', '[0]', '\\"']), segmentsOf],
  'config files': [
    () => spoilt(config, ['&a ', '*a', ': ', '\n', '- ', '!!js/x ', '{', '[']),
    (text) => parseConfig(text, 'x', known),
  ],
  baselines: [() => spoilt(baseline, json), (text) => parseBaseline(text, 'x')],
  'answers of plugins': [() => spoilt(credential, [...json, '&a ', '*a ']), (text) => readPluginAnswer(text, 'v1')],
  'answers of HTTP': [
    () =>
      made([
        'HTTP/1.1 200 OK\r\n',
        'Content-Length: 5\r\n',
        'Transfer-Encoding: chunked\r\n',
        '\r\n',
        '5\r\n',
        'hello',
        '0\r\n\r\n',
        'ffffffff\r\n',
        '__proto__: x\r\n',
      ]),
    asHttp,
  ],
  durations: [() => made(['1', 'h', 'm', 's', 'ms', 'µs', '.', '-', '9'.repeat(40)]), parseGoDuration],
  counters: [
    () => made(['nginx_ingress_controller_config_last_reload_successful', ' ', '1', '{a="b"}', '\n', 'NaN', '#']),
    reloadOf,
  ],
}
