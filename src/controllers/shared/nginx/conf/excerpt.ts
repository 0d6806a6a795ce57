/** A part of nginx.conf, found while it streams by: memory holds the largest block and the best one so far. */
import type { ConfExcerpt, ConfPart } from '../../../../domain/controllers/conf-part.js'
import { problem } from '../../../../domain/problem.js'
import { locationsIn } from '../../../../languages/nginx/route/location-table.js'
import { normalisePath } from '../../../../languages/nginx/route/request-target.js'
import { selectLocation } from '../../../../languages/nginx/route/select-location.js'
import {
  betterName,
  matchName,
  NameBook,
  type NameMatch,
  serverHead,
} from '../../../../languages/nginx/servers/select-server.js'
import { serversFor } from '../../../../languages/nginx/servers/skip-servers.js'
import type { Directive } from '../../../../languages/nginx/text/directive.js'
import type { FlawReason } from '../../../../languages/nginx/text/flaw.js'
import { type Piece, pieces, type Reading } from '../../../../languages/nginx/text/pieces.js'
import { maskConf } from '../mask/conf.js'

/** A configuration → its pieces, without servers that are not wanted. */
export type ReadPieces = (bytes: AsyncIterable<Uint8Array>, reading?: Reading) => AsyncIterable<Piece>

/**
 * @param bytes of the whole file
 * @param ports where clients come in
 * @param read splits them
 * @returns texts of what was asked for, and sentences on how it was found
 */
export async function excerpt(
  bytes: AsyncIterable<Uint8Array>,
  part: ConfPart,
  ports: readonly number[],
  read: ReadPieces = pieces,
): Promise<ConfExcerpt> {
  const show = (text: string) => (part.showSensitive ? text : maskConf(text))
  if (part.host === undefined && part.path === undefined)
    return { chunks: blocksOf(read(bytes), part, show), notes: [], found: true, whole: true }
  const choice = new ServerChoice(part.host ?? '_', ports)
  const notes: string[] = []
  let whole = true
  const wanted = part.host === undefined ? undefined : serversFor([part.host])
  for await (const piece of read(bytes, { wanted })) {
    if (piece.inHttp && piece.directive?.name === 'server') choice.offer(piece.directive)
    const flaw = flawOf(piece)
    if (flaw !== null) {
      notes.push(flaw)
      whole = false
    }
  }
  const chosen = choice.chosen()
  notes.push(
    ...chosen.flatMap(({ note }) => note),
    ...[...choice.unknown].map((name) => `not tried, since it is a pattern that cannot be tried here: ${name}`),
  )
  const servers = chosen.map(({ server }) => server)
  const { path } = part
  const texts =
    path === undefined ? servers.map(indentedText) : servers.flatMap((server) => locationsOf(server, path, notes))
  return { chunks: [...new Set(texts)].map((text) => `${show(text)}\n`), notes, found: texts.length > 0, whole }
}

function locationsOf(server: Directive, path: string, notes: string[]): string[] {
  const normal = normalisePath(path)
  if (normal === null) {
    notes.push(`nginx answers 400 to the path ${path}`)
    return []
  }
  const locations = locationsIn(server)
  const found = selectLocation(locations, normal, (pattern) =>
    notes.push(`not tried, since it is a pattern that cannot be tried here: ${pattern}`),
  )
  if (found === null) {
    notes.push(`no location of this server matches ${normal}`)
    return []
  }
  const how = {
    exact: 'exactly',
    prefix: 'as the longest prefix',
    'prefix-final': 'as the longest prefix, before any regex',
    regex: 'as the first regex that matches',
  }
  notes.push(
    `line ${found.location.line}: location ${found.pattern} ${found.redirects ? `is where nginx redirects ${normal} to` : `matches ${normal} ${how[found.by]}`}`,
  )
  return [indentedText(found.location)]
}

/** @throws Problem `cut-short` at the end of a file that breaks off */
async function* blocksOf(read: AsyncIterable<Piece>, part: ConfPart, show: (text: string) => string) {
  const decoder = new TextDecoder()
  for await (const piece of read) {
    const { kind, inHttp, directive } = piece
    const name = directive?.name
    const flaw = flawOf(piece)
    if (part.blocks === 'http' && (kind === 'open' || kind === 'close' || (inHttp && name !== 'server')))
      yield show(decoder.decode(piece.leading) + decoder.decode(piece.text)) + (kind === 'close' ? '\n' : '')
    if (part.blocks === 'stream' && !inHttp && name === 'stream') yield `${show(decoder.decode(piece.text))}\n`
    if (part.blocks === 'upstream' && directive !== null)
      for (const upstream of upstreamsOf(directive)) yield `${show(indentedText(upstream))}\n`
    if (flaw !== null) throw problem('cut-short', { server: 'nginx.conf', detail: flaw })
  }
}

function upstreamsOf(directive: Directive): readonly Directive[] {
  if (directive.name === 'upstream') return [directive]
  return directive.name === 'stream' ? (directive.block ?? []).filter(({ name }) => name === 'upstream') : []
}

function indentedText(directive: Directive): string {
  const before = new TextDecoder().decode(directive.leading)
  let indent = before.length
  while (indent > 0 && ' \t'.includes(before.charAt(indent - 1))) indent--
  return before.slice(indent) + new TextDecoder().decode(directive.text)
}

/** Of all others the file is cut. */
const brokenBy: { readonly [R in FlawReason]?: string } = {
  'token-too-long': 'a word that is longer than nginx reads',
  'nested-too-deep': 'more blocks in each other than are followed',
}

function flawOf({ flaw }: Piece): string | null {
  if (flaw === null) return null
  const { reason, found } = flaw
  const breaks = reason === 'unexpected-character' ? `an unexpected "${found}"` : brokenBy[reason]
  return `${breaks === undefined ? 'the file is cut' : `nginx.conf breaks, with ${breaks},`} at line ${flaw.line}, column ${flaw.column}: the rest was not read`
}

/** Chooses the servers for a host while the blocks come by: of each socket the best so far is kept, no other. */
interface Best {
  readonly server: Directive
  readonly match: NameMatch | null
  readonly isDefault: boolean
}

interface ChosenServer {
  readonly server: Directive
  /** how it was found, in a sentence */
  readonly note: string
}

class ServerChoice {
  readonly unknown = new Set<string>()
  private readonly best = new Map<string, Best>()
  private readonly books = new Map<string, NameBook>()
  private readonly host: string
  private readonly ports: readonly number[]

  /** @param ports the sockets that count: where clients come in */
  constructor(host: string, ports: readonly number[]) {
    this.host = host
    this.ports = ports
  }

  /** Blocks in the order of the file. */
  offer(server: Directive): void {
    const { names, sockets } = serverHead(server)
    for (const { address, port, isDefault } of sockets) {
      if (port === null || !this.ports.includes(port)) continue
      const book = this.books.get(address) ?? new NameBook()
      this.books.set(address, book)
      const match = matchName(book.add(names), this.host, (name) => this.unknown.add(name))
      const before = this.best.get(address)
      if (before === undefined || isBetter(before, match, isDefault))
        this.best.set(address, { server, match, isDefault })
    }
  }

  /** One for all sockets, mostly. */
  chosen(): ChosenServer[] {
    const servers = new Map<Directive, { match: NameMatch | null; addresses: string[] }>()
    for (const [address, { server, match }] of this.best) {
      const known = servers.get(server) ?? { match, addresses: [] }
      known.addresses.push(address)
      servers.set(server, known)
    }
    return [...servers].map(([server, { match, addresses }]) => ({
      server,
      note: `line ${server.line}: ${noteOf(match, this.host)} (listen ${addresses.join(', ')})`,
    }))
  }
}

/** Where no name matches, the default server answers: the one that says so, or the first of the socket. */
function isBetter(before: Best, match: NameMatch | null, isDefault: boolean): boolean {
  if (match === null) return before.match === null && isDefault && !before.isDefault
  return before.match === null || betterName(before.match, match) !== before.match
}

function noteOf(match: NameMatch | null, host: string): string {
  if (match === null) return `no server_name matches ${host}: the default server answers`
  const how = {
    exact: 'is the name itself',
    'leading-wildcard': 'covers it as the longest wildcard',
    'trailing-wildcard': 'covers it as the longest trailing wildcard',
    regex: 'matches it as the first regex',
  }
  return `server_name ${match.name} ${how[match.by]}`
}
