/** Readers of what other proxies than nginx say: their configurations, rules, patterns, counters and logs. */
import { contour } from '../../../src/controllers/contour/index.js'
import { words as envoyGatewayWords } from '../../../src/controllers/envoy-gateway/words.js'
import { f5Nginx } from '../../../src/controllers/f5-nginx/index.js'
import { processesOf } from '../../../src/controllers/f5-nginx/observe/said.js'
import { backendsIn } from '../../../src/controllers/f5-nginx/observe/upstreams.js'
import { excerptOf } from '../../../src/controllers/shared/envoy/excerpt.js'
import { maskText } from '../../../src/controllers/shared/envoy/mask.js'
import { parseClusters, refusalsOf, upstreamsOf } from '../../../src/controllers/shared/envoy/observation.js'
import { traefik } from '../../../src/controllers/traefik/index.js'
import { certificateFor, certificatesIn } from '../../../src/controllers/traefik/observe/certificates.js'
import { maskRule } from '../../../src/controllers/traefik/rule-mask.js'
import { readConfigDump } from '../../../src/languages/envoy/dump/read.js'
import { Regex } from '../../../src/languages/envoy/match/regex.js'
import { Evaluator } from '../../../src/languages/envoy/route/evaluate.js'
import { entriesIn } from '../../../src/languages/traefik/config/entries.js'
import { readRawText } from '../../../src/languages/traefik/config/rawdata.js'
import { requestOf } from '../../../src/languages/traefik/route/request.js'
import { Routing } from '../../../src/languages/traefik/route/serve.js'
import { takes } from '../../../src/languages/traefik/rule/match.js'
import { readRule } from '../../../src/languages/traefik/rule/read.js'
import { matches, replaceAll } from '../../../src/languages/traefik/rule/regex.js'
import { jsonSigns, made, type Reader, spoilt } from './fuzzed.js'
import { configDump, envoyPages } from './planted/envoy.js'
import { f5Programs } from './planted/f5.js'
import { traefikPages } from './planted/traefik.js'

const json = [...jsonSigns, '"name":', '"__proto__":{}', 'true', '\\u0000', '\\']
const bytesOf = (text: string) => [Buffer.from(text)]

async function throughEnvoy(text: string): Promise<void> {
  const config = await readConfigDump(bytesOf(text))
  const tracer = new Evaluator(config, () => undefined)
  const request = { scheme: 'http', method: 'GET', host: 'eg.example', target: '/old/x?token=1', port: 10_080 } as const
  const outcome = tracer.answer({ ...request, headers: new Map(), sni: null, httpVersion: '1.1' })
  for (const _ of tracer.passed(outcome));
}

const subject = `${'a'.repeat(40)}!`
const request = {
  ...{ entryPoint: null, tls: false, method: 'GET', hostHeader: 'traefik.example', clientAddress: '192.0.2.1' },
  headers: new Map([['x-api-key', subject]]),
}

function throughTraefik(text: string): void {
  const asked = requestOf('/a/b?token=1', request)
  if (asked !== null) new Routing(readRawText(text), new Set()).answer(asked)
}

/** However it is cut, it says the same. */
function inPieces(text: string): void {
  const bytes = Buffer.from(text)
  const told = (pieces: Iterable<Uint8Array>) => {
    try {
      return JSON.stringify([...entriesIn(pieces)])
    } catch (error) {
      if (error instanceof SyntaxError) return 'none'
      throw error
    }
  }
  const size = 1 + (text.length % 13)
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  )
  if (told(pieces) !== told([bytes])) throw new Error('it says something else in pieces')
}

function byRule(text: string): void {
  const asked = requestOf(`/${subject}`, request)
  for (const syntax of ['v3', 'v2'] as const) {
    const rule = readRule(text, syntax)
    if (asked !== null && !('wrong' in rule)) takes(rule, asked)
  }
  maskRule(text)
}

const rule = [
  ...[
    'Host(`a`)',
    'PathPrefix(`/`)',
    'PathRegexp(`(a+)+$`)',
    'Header(`X`, `y`)',
    'HostRegexp(`{x:[a-z]+}`)',
    'Query(`a=b`)',
  ],
  ...['&&', '||', '!', '(', ')', '`', '"', 'ClientIP(`10.0.0.0/8`)', 'Method(`GET`)', ','],
]
const pattern = [
  '(',
  ')',
  '(?:',
  '(?P<n>',
  '|',
  '+',
  '*',
  '?',
  '{1,1000}',
  'a',
  '.',
  '[a-z]',
  '[[:alpha:]]',
  '\\pL',
  '\\d',
  '^',
  '$',
  '(?i)',
  '\\z',
]
const log = [
  '{"time":"2026-11-24T03:00:00Z","method":"GET","path":"/","response_code":200}',
  '[2026-11-24 03:00:00.000][1][warning][config] x',
  '192.0.2.7 - - [24/Nov/2026:03:00:00 +0000] "GET / HTTP/1.1" 404 19 "-" "-" 1 "a@b" "http://10.0.0.1:8080" 1ms',
  ...['"', '[', ']', ' ', '{', '}', ':', 'GET', '200', 'level=error', 'msg="'],
]

export const readersOfProxies: Readonly<Record<string, Reader>> = {
  "Envoy's dump": [() => spoilt(configDump, json), throughEnvoy],
  "Envoy's dump, in part": [
    () => spoilt(configDump, json),
    (text) => excerptOf(bytesOf(text), { host: 'eg.example', path: '/old', blocks: undefined, showSensitive: false }),
  ],
  "Envoy's texts, masked": [() => spoilt(configDump, json), (text) => maskText('config-dump.json', text)],
  "Envoy's clusters": [
    () => spoilt(envoyPages['/clusters?format=json'] ?? '', json),
    (text) => upstreamsOf(envoyGatewayWords, parseClusters(text)),
  ],
  "Envoy's counters": [
    () => made(['cds.update_rejected: 1', '.rds.', '\n', ': ']),
    (text) => refusalsOf({ refused: [] }, text),
  ],
  "Envoy's patterns": [
    () => made(pattern),
    (text) => [new Regex(text).matches(subject), new Regex(text).replaceAll(subject, '\\1\\0')],
  ],
  "Traefik's list": [() => spoilt(traefikPages['/api/rawdata'] ?? '', json), throughTraefik],
  "Traefik's list, in pieces": [() => spoilt(traefikPages['/api/rawdata'] ?? '', json), inPieces],
  "Traefik's certificates": [
    () => spoilt(traefikPages['/api/certificates'] ?? '', json),
    (text) => certificateFor(certificatesIn(text), 'traefik.example'),
  ],
  "Traefik's rules": [() => made(rule), byRule],
  "Traefik's patterns": [() => made(pattern), (text) => [matches(text, subject), replaceAll(text, subject, '$1$0')]],
  "F5's files": [
    () => spoilt(f5Programs.nginx.out, ['{', '}', ';', '"', '# configuration file x:\n', 'server {']),
    f5Backends,
  ],
  "F5's processes": [() => spoilt(f5Programs.ps.out, ['nginx', ' ', '\n', '-g', '=']), processesOf],
  'logs of other proxies': [
    () => made(log),
    (text) => [contour, traefik, f5Nginx].map((one) => text.split('\n').map(one.log.format(null).read)),
  ],
}

async function f5Backends(text: string): Promise<void> {
  async function* bytes() {
    yield Buffer.from(text)
  }
  await backendsIn(bytes())
}
