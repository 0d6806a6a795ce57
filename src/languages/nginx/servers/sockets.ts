/** The sockets that servers listen on, and the servers of each. */
import type { CompiledServer } from './compile-server.js'
import { serverHead } from './select-server.js'
import { ServerBook } from './server-book.js'

export class Sockets {
  readonly #ports: ReadonlySet<number>
  readonly #books = new Map<number, Map<string, ServerBook>>()

  readonly #byPath: ReadonlyMap<string, number>

  /**
   * @param ports those that count
   * @param byPath sockets of paths (`unix:…`), and the port whose connections somebody hands on to each
   */
  constructor(ports: readonly number[], byPath: ReadonlyMap<string, number> = new Map()) {
    this.#ports = new Set(ports)
    this.#byPath = byPath
  }

  /** In the order of the file. */
  add(server: CompiledServer): void {
    const names = namesOf(server)
    const once = new Set<ServerBook>()
    for (const { address, port: own, isDefault } of serverHead(server.directive).sockets) {
      const port = own ?? this.#byPath.get(address) ?? null
      if (port === null || !this.#ports.has(port)) continue
      const book = this.#bookFor(port, own === null ? '*' : addressOf(address))
      if (!once.has(book)) book.add(server, names, isDefault)
      once.add(book)
    }
  }

  /** Of several sockets of a port that of all addresses; nothing says which other one a client would reach. */
  of(port: number): ServerBook | null {
    const books = this.#books.get(port)
    return books?.get('*') ?? books?.get('[::]') ?? books?.values().next().value ?? null
  }

  /** The work of all patterns of names so far. */
  get tried(): number {
    let sum = 0
    for (const books of this.#books.values()) for (const book of books.values()) sum += book.tried
    return sum
  }

  #bookFor(port: number, address: string): ServerBook {
    const books = this.#books.get(port) ?? new Map<string, ServerBook>()
    this.#books.set(port, books)
    const book = books.get(address) ?? new ServerBook()
    books.set(address, book)
    return book
  }
}

/** Without the port; `*`: all of IPv4. */
function addressOf(written: string): string {
  const [, address = '*'] = /^(?:(.*):)?\d+$/.exec(written) ?? [written, written]
  return address === '0.0.0.0' ? '*' : address
}

/** A server without a name is that of requests without a host: its name is empty. */
function namesOf({ directive }: CompiledServer): readonly string[] {
  const names = (directive.block ?? []).filter(({ name }) => name === 'server_name')
  return names.length === 0 ? [''] : names.flatMap(({ byteArgs }) => byteArgs)
}
