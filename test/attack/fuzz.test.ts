/**
 * Texts that are made by chance, of the words that each reader knows: none crashes it, and none is dear.
 * TKNG_SEED repeats a run, TKNG_FUZZ says how many texts there are in all; left out: a few thousand.
 */
import { expect, it } from 'vitest'
import { confIn } from '../../src/capture/nginx-conf.js'
import { parseDocuments } from '../../src/capture/read/parse-documents.js'
import { parseKubeconfig } from '../../src/cluster/kubeconfig/parse.js'
import { parseBackends } from '../../src/controllers/ingress-nginx/observe/backends.js'
import { parseBuild } from '../../src/controllers/ingress-nginx/observe/processes.js'
import { parseFlags } from '../../src/controllers/ingress-nginx/workload/flags.js'
import { parseLabelSelector } from '../../src/domain/objects/label-selector.js'
import { project } from '../../src/domain/objects/project.js'
import { Problem } from '../../src/domain/problem.js'
import { oneLine, sanitizeLines } from '../../src/domain/sanitize.js'
import { readPcre } from '../../src/languages/nginx/pcre/pcre.js'
import { Router } from '../../src/languages/nginx/route/router.js'
import { toBytes } from '../../src/languages/nginx/text/byte-text.js'
import { parse } from '../../src/languages/nginx/text/parse.js'
import { randomFrom, seed } from '../nginx-real/nginx.js'

const texts = Number(process.env.TKNG_FUZZ ?? 4_000)
const random = randomFrom(seed)
const pick = <T>(items: readonly T[]): T => items[random(items.length)] as T

const anywhere = [
  ' ',
  '\n',
  '\t',
  '"',
  "'",
  '\\',
  '{',
  '}',
  '[',
  ']',
  '(',
  ')',
  ':',
  ',',
  '-',
  '$',
  '#',
  '&',
  '*',
  'é',
  '\u202e',
  '\0',
  '1',
]

/** Mostly the reader's own words, and one of them many times where chance says so. */
function made(words: readonly string[]): string {
  const word = () => pick(random(3) === 0 ? anywhere : words)
  const piece = () => (random(20) === 0 ? word().repeat(random(2_000)) : word())
  return Array.from({ length: random(60) }, piece).join('')
}

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

/** A refusal in our own words is an answer; anything else that is thrown is a crash. */
function answered(read: () => unknown): void {
  try {
    read()
  } catch (error) {
    if (!(error instanceof Problem) && !(error instanceof SyntaxError)) throw error
  }
}

function routed(text: string): void {
  const router = new Router([80])
  for (const statement of parse(text).statements) router.offer(statement)
  router.answer({ scheme: 'http', method: 'GET', host: 'a', target: '/aaaaaaaaaaaa!', headers: new Map(), port: 80 })
}

const readers: Readonly<Record<string, readonly [readonly string[], (text: string) => unknown]>> = {
  'nginx.conf': [nginx, routed],
  patterns: [pcre, (text) => readPcre(toBytes(text), false)?.match('aaaaaaaaaaaaaaaaaaaaaaaa!')],
  YAML: [yaml, (text) => [...parseDocuments(text, 'x')].map((document) => project('Ingress', document))],
  JSON: [json, (text) => [...parseDocuments(text, 'x')].map((document) => project('Pod', document))],
  backends: [json, parseBackends],
  kubeconfig: [yaml, (text) => parseKubeconfig(text, '/x')],
  flags: [['--', 'a', '=', 'configmap', ' '], (text) => parseFlags(text.split(' '))],
  selectors: [['a', '=', '!', 'in', '(', ')', ','], parseLabelSelector],
  versions: [['Release:', 'Build: ', 'v1', 'nginx version: nginx/1'], parseBuild],
  'saved files': [[...nginx, 'apiVersion:', 'events {'], confIn],
  'lines for a terminal': [['\u001b[', '\r', '\u2028', 'a'], (text) => oneLine(text) + sanitizeLines(text)],
}

it.each(Object.entries(readers))(`%s, TKNG_SEED=${seed}`, { timeout: 3_600_000 }, async (_, [words, read]) => {
  const dear: unknown[] = []
  for (let i = 0; i < texts / Object.keys(readers).length; i++) {
    // The runner of the tests has to hear of us.
    if (i % 20 === 0) await new Promise(setImmediate)
    const text = made(words)
    const before = process.cpuUsage()
    answered(() => read(text))
    const { user } = process.cpuUsage(before)
    if (user > 2_000_000) dear.push({ text: text.slice(0, 1000), seconds: user / 1e6 })
  }
  expect(dear).toEqual([])
})
