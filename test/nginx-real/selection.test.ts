/** Which server and which location answers: ours and a real nginx, for thousands of requests to generated servers. */
import { beforeAll, expect, it } from 'vitest'
import type { Directive } from '../../src/nginx/directive.js'
import { parse } from '../../src/nginx/parse.js'
import { normalisePath } from '../../src/nginx/request-target.js'
import { selectLocation } from '../../src/nginx/select-location.js'
import { betterName, matchName, NameBook, type NameMatch, serverHead } from '../../src/nginx/select-server.js'
import { randomFrom, seed, serving, version } from './nginx.js'

beforeAll(version)

const random = randomFrom(seed + 1)
const pick = <T>(items: readonly T[]): T => items[random(items.length)] as T

const labels = ['a', 'b', 'www', 'x-y', 'x1']
const names = () => {
  const base = `${pick(labels)}.${pick(labels)}.test`
  return pick([
    base,
    base.toUpperCase(),
    `*.${base}`,
    `*.${pick(labels)}.test`,
    `${pick(labels)}.${pick(labels)}.*`,
    `.${base}`,
    `~^(?<s>[\\w-]+)\\.${pick(labels)}\\.test$`,
    `~${pick(labels)}`,
  ])
}
const segments = ['a', 'b', 'aa', 'a.png', 'A', 'c']
const paths = () =>
  `/${Array.from({ length: random(3) }, () => pick(segments)).join('/')}${pick(['', '/'])}`.replaceAll('//', '/')
const locations = () =>
  pick([
    () => `= ${paths()}`,
    paths,
    paths,
    () => `^~ ${paths()}`,
    () => `~ ^${paths()}`,
    () => `~* \\.${pick(['png', 'PNG'])}$`,
    () => `~* ^${paths()}`,
  ])()

/** Equal locations, and equal names, are refused or ignored: each stands once. */
const unique = (make: () => string, count: number, key: (one: string) => string) => {
  const found = new Map<string, string>()
  for (let i = 0; i < count; i++) {
    const one = make()
    if (!found.has(key(one))) found.set(key(one), one)
  }
  return [...found.values()]
}

function httpText(): string {
  const all = unique(names, 14, (name) => name.toLowerCase())
  return all
    .map((name, i) => {
      const own = unique(locations, 7, (one) => (one.startsWith('~') ? `${one}${random(1e9)}` : one.replace('^~ ', '')))
      const blocks = own.map((one, j) => `location ${one} { return 200 "${i} ${j}"; }`).join(' ')
      const head = `listen 127.0.0.1:PORT${i === 3 ? ' default_server' : ''}; server_name "${name.replaceAll('\\', '\\\\')}";`
      return `server { ${head} ${blocks} error_page 404 = @none; location @none { return 200 "${i} none"; } }`
    })
    .join('\n')
}

/** `SERVER LOCATION`, by numbers; null: 400. */
function chosen(servers: readonly Directive[], host: string, path: string): string | null {
  const normal = normalisePath(path)
  if (normal === null) return null
  const book = new NameBook()
  let best: { readonly index: number; readonly match: NameMatch } | null = null
  for (const [index, server] of servers.entries()) {
    const match = matchName(book.add(serverHead(server).names), host.toLowerCase().replace(/\.$/, ''))
    if (match !== null && betterName(best?.match ?? null, match) === match) best = { index, match }
  }
  const fallback = servers.findIndex((server) => serverHead(server).sockets.some(({ isDefault }) => isDefault))
  const index = best?.index ?? Math.max(fallback, 0)
  const own = (servers[index]?.block ?? []).filter(({ name }) => name === 'location')
  const found = selectLocation(own, normal)
  return found === null ? `${index} none` : (found.location.block?.[0]?.args[1] ?? '')
}

const hosts = () =>
  pick([
    `${pick(labels)}.${pick(labels)}.test`,
    `${pick(labels)}.${pick(labels)}.${pick(labels)}.test`,
    `${pick(labels)}.${pick(labels)}.example`,
    'nowhere',
    'A.B.TEST',
    'a.b.test.',
    'a.b.test:81',
  ])
const asked = () =>
  paths() +
  pick([
    '',
    '',
    '',
    '?q=/a',
    '//a',
    '/./b',
    '/../a',
    '/x/../../a',
    '%2Fa',
    '/%61',
    '/%2e%2e/b',
    '/..',
    '%00',
    '%zz',
    ';v=1',
    '.PNG',
  ])

it.each(Array.from({ length: 12 }, (_, i) => i))(`generated servers %i, TKNG_SEED=${seed}`, async () => {
  const http = httpText()
  const servers = parse(http).statements
  const known = servers.map((server, i) => `${i} ${serverHead(server).names.join(' ')}`).join('; ')
  await serving(http, async (ask) => {
    for (let i = 0; i < 250; i++) {
      const [host, path] = [hosts(), asked()]
      const { status, body } = await ask(host, path)
      const ours = chosen(servers, host.replace(/:\d+$/, ''), path)
      const said = { host, path, names: known }
      expect({ ...said, answer: ours }).toEqual({ ...said, answer: status === 400 ? null : body })
    }
  })
})
