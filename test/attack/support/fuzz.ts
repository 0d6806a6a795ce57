/**
 * A process of its own that reads texts made by chance, of the words that each reader knows: who started it sees its end,
 * its time and its memory. The first word says how many texts there are in all, the
 * second names one reader, where it shall be that one alone; TKNG_SEED repeats a run.
 */
import { parseDocuments } from '../../../src/capture/read/parse-documents.js'
import { requestOfLine } from '../../../src/cli/trace/requests.js'
import { parseKubeconfig } from '../../../src/cluster/kubeconfig/parse.js'
import { parseServer } from '../../../src/cluster/kubeconfig/server.js'
import { pageOf } from '../../../src/cluster/list/page.js'
import { known } from '../../../src/controllers/ingress-nginx/annotations/known/catalogue.js'
import { logOf } from '../../../src/controllers/ingress-nginx/logs.js'
import { parseBackends } from '../../../src/controllers/ingress-nginx/observe/backends.js'
import { savedByHand } from '../../../src/controllers/ingress-nginx/observe/by-hand.js'
import { parseBuild } from '../../../src/controllers/ingress-nginx/observe/processes.js'
import { parseFlags } from '../../../src/controllers/ingress-nginx/workload/flags.js'
import { maskConf } from '../../../src/controllers/shared/nginx/mask/conf.js'
import { readCertificate } from '../../../src/domain/certificates.js'
import { certificatesIn } from '../../../src/domain/masking/certificates.js'
import { maskText } from '../../../src/domain/masking/text.js'
import { maskUrl } from '../../../src/domain/masking/url.js'
import { parseLabelSelector } from '../../../src/domain/objects/label-selector.js'
import { project } from '../../../src/domain/objects/project.js'
import { parseRequestUrl } from '../../../src/domain/requests/url.js'
import { oneLine, sanitizeLines } from '../../../src/domain/text/sanitize.js'
import { beThrifty } from '../../../src/files/packed.js'
import { readPcre } from '../../../src/languages/nginx/pcre/pcre.js'
import { Router } from '../../../src/languages/nginx/route/router.js'
import { toBytes } from '../../../src/languages/nginx/text/byte-text.js'
import { parse } from '../../../src/languages/nginx/text/parse.js'
import { pem } from '../../support/cluster/tls-files.js'
import { read as readAnnotations } from '../../support/worlds/ingress-policy.js'
import { readersOfOwnKinds } from './fuzz-own.js'
import { readersOfProxies } from './fuzz-proxies.js'
import { readersOfTexts } from './fuzz-texts.js'
import { answered, made, pick } from './fuzzed.js'

const nginx = [
  'server {',
  'location ',
  '/ ',
  '~ ',
  '"^/(a+)+$" ',
  '{ ',
  '} ',
  '; ',
  'set $a "$a$a"; ',
  'rewrite ^(.*)$ $1$1; ',
  'if ($uri ~ a) {',
  'map $uri $m {',
  'return 302 $m;',
  'x_by_lua_block {',
  'listen 80;',
]
const pcre = [
  '(',
  ')',
  '(?:',
  '(?=',
  '(?<=',
  '(?>',
  '|',
  '+',
  '*',
  '?',
  '{2,}',
  'a',
  '.',
  '[a-z]',
  '[[:alnum:]]',
  '\\1',
  '\\w',
  '^',
  '$',
  '\\b',
  '\\Q',
  '\\E',
  '(?i)',
  '(?<n>',
]
const yaml = [
  'apiVersion: v1\n',
  'kind: List\n',
  'items:\n',
  '- ',
  '&a ',
  '*a ',
  'a: ',
  '|\n',
  '---\n',
  '? ',
  '!!map ',
  '  ',
]
const json = [
  '{',
  '}',
  '[',
  ']',
  '"a":',
  '"kind":"List",',
  '"items":',
  'null',
  '1',
  ',',
  '"x"',
  '"apiVersion":"v1",',
  '"name":"b"',
]

/** In a list of them, so that it is looked into. */
function inProtobuf(bytes: Buffer): unknown {
  const type = Buffer.from('\n\x0f\x12\x0bIngressList\x12', 'latin1')
  const length = Buffer.from([(bytes.length & 0x7f) | 0x80, bytes.length >>> 7])
  const whole = Buffer.concat([Buffer.from('k8s\0\n\x0d\x12\x0bIngressList\x12', 'latin1'), length, bytes])
  return Promise.all(
    [bytes, Buffer.concat([type, bytes]), whole].map((one) => answered(() => [...pageOf('Ingress', one, 'x').items])),
  )
}

function routed(text: string): void {
  const router = new Router([80])
  for (const statement of parse(text).statements) router.offer(statement)
  router.answer({ scheme: 'http', method: 'GET', host: 'a', target: '/aaaaaaaaaaaa!', headers: new Map(), port: 80 })
}

const url = ['http://', 'https://', 'a.example', ':80', '/x', '?a=b', '#f', '@', '%41', '%', '[::1]', '..', 'ftp://']
const log = [
  '192.0.2.7 - - [24/Nov/2026:03:00:00 +0000] "GET / HTTP/1.1" 200 1 "-" "-" 1 0.001 [a-b-80] [] 10.0.0.1:80 1 0.001 200 id',
  ...['E1124 03:00:00.000001 7 a.go:1] ', '2026/11/24 03:00:00 [error] 30#30: *5 ', 'host: "a"', ', ', '"GET ', '0.1 '],
]
const secrets = [
  ...['password', 'token=', 'Authorization: ', 'Bearer ', 'cookie ', '://', 'u:p@', '-----BEGIN PRIVATE KEY-----'],
  ...['LS0tLS1CRUdJTi', 'eyJ', '?key=', 'ghp_', '--secret', "['x'] = "],
]
const certificate = pem('server')
const annotations = [...known.keys()]
const traits = { method: 'GET', headers: new Map(), host: undefined, clientAddress: null, httpVersion: '1.1' } as const

const readers: Readonly<Record<string, readonly [readonly string[], (text: string) => unknown]>> = {
  'nginx.conf': [nginx, routed],
  patterns: [pcre, (text) => readPcre(toBytes(text), false)?.match('aaaaaaaaaaaaaaaaaaaaaaaa!')],
  YAML: [yaml, (text) => [...parseDocuments(text, 'x')].map(({ value }) => project('Ingress', value))],
  JSON: [json, (text) => [...parseDocuments(text, 'x')].map(({ value }) => project('Pod', value))],
  backends: [json, parseBackends],
  kubeconfig: [yaml, (text) => parseKubeconfig(text, '/x')],
  flags: [['--', 'a', '=', 'configmap', ' '], (text) => parseFlags(text.split(' '))],
  certificates: [
    ['-----BEGIN CERTIFICATE-----', '-----END CERTIFICATE-----', certificate.slice(0, 300), 'MII'],
    (text) => [certificatesIn(text + certificate + text), readCertificate(text)],
  ],
  URLs: [url, (text) => [parseRequestUrl(text), maskUrl(text), parseServer(text)]],
  annotations: [
    ['true', 'http://', '/$1', '~* ', '10.0.0.0/8', '(a+)+', '$', 'a=b', 'Low', '404', 'default/web'],
    (text) => readAnnotations(Object.fromEntries(Array.from({ length: 5 }, () => [pick(annotations), text]))),
  ],
  'access logs': [log, (text) => text.split('\n').map(logOf(null).read)],
  'formats of logs': [['$host', '$$', '"', ' [', '] ', '$a'], (text) => logOf(text).read(`${text} x`)],
  'requests in lines': [
    [...url, ...log, '{"host":', '"path":', '}'],
    (text) => requestOfLine(text, traits, logOf(null).read),
  ],
  protobuf: [
    ['k8s\0', '\n', '\x12', '\x0a\x02v1', '\x12\x0bIngressList', '\x80', '\xff', '\x01', '\0'],
    (text) => inProtobuf(Buffer.from(text, 'latin1')),
  ],
  'texts to mask': [secrets, maskText],
  'configurations to mask': [[...nginx, ...secrets], maskConf],
  selectors: [['a', '=', '!', 'in', '(', ')', ','], parseLabelSelector],
  versions: [['Release:', 'Build: ', 'v1', 'nginx version: nginx/1'], parseBuild],
  'saved files': [[...nginx, 'apiVersion:', 'events {'], savedByHand],
  'lines for a terminal': [['\u001b[', '\r', '\u2028', 'a'], (text) => oneLine(text) + sanitizeLines(text)],
}

const all: readonly (readonly [string, () => string, (text: string) => unknown])[] = [
  ...Object.entries(readers).map(([name, [words, read]]) => [name, () => made(words), read] as const),
  ...Object.entries({ ...readersOfProxies, ...readersOfTexts, ...readersOfOwnKinds }).map(
    ([name, [make, read]]) => [name, make, read] as const,
  ),
]

const texts = Number(process.argv[2])
const only = process.argv[3]

function tell(line: string): void {
  process.stdout.write(`${line}\n`)
}

function failed(name: string, how: string, text: string): void {
  tell(`${name}: ${how}: ${JSON.stringify(text.slice(0, 1000))}`)
  process.exitCode = 1
}

async function run(): Promise<void> {
  for (const [name, make, read] of all) {
    if (only !== undefined && only !== name) continue
    for (let i = 0; i < texts / all.length; i++) {
      const text = make()
      const spent = process.cpuUsage()
      try {
        await answered(() => read(text))
      } catch (error) {
        failed(name, String(error instanceof Error ? error.stack : error), text)
      }
      const { user } = process.cpuUsage(spent)
      if (user > 2_000_000) failed(name, `${user / 1e6} s of work`, text)
    }
    tell(`${name}: ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB so far`)
  }
}

// What one text leaves behind is no part of what the next one takes.
beThrifty()
void run()
