/** Chooses the servers for a host while the blocks come by: of each socket the best so far is kept, no other. */

import {
  betterName,
  matchName,
  NameBook,
  type NameMatch,
  serverHead,
} from '../../../../languages/nginx/servers/select-server.js'
import type { Directive } from '../../../../languages/nginx/text/directive.js'

interface Best {
  readonly server: Directive
  readonly match: NameMatch | null
  readonly isDefault: boolean
}

export interface ChosenServer {
  readonly server: Directive
  /** how it was found, in a sentence */
  readonly note: string
}

export class ServerChoice {
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
