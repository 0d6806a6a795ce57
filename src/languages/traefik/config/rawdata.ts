/**
 * The answer to `/api/rawdata` → what it says, entry by entry as it streams by: an answer of 50 MB is never held whole.
 * https://doc.traefik.io/traefik/reference/install-configuration/api-dashboard/
 */

import { wire } from '../../values.js'
import { type Entry, entriesIn, entriesOf } from './entries.js'
import {
  readMiddleware,
  readRouter,
  readService,
  readStreamMiddleware,
  readStreamRouter,
  readStreamService,
  streamSections,
} from './read.js'
import type { Middleware, Router, Service, TraefikConfig } from './types.js'

/** @throws SyntaxError for what is no such answer, or passes its limits */
export async function readRawData(bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<TraefikConfig> {
  const gathered = new Gathered()
  for await (const entry of entriesOf(bytes)) gathered.add(entry)
  return gathered.config()
}

/** The same, of one that is at hand whole. @throws SyntaxError as {@link readRawData} */
export function readRawText(text: string): TraefikConfig {
  const gathered = new Gathered()
  for (const entry of entriesIn([new TextEncoder().encode(text)])) gathered.add(entry)
  return gathered.config()
}

class Gathered {
  readonly #routers: Router[] = []
  readonly #services = new Map<string, Service>()
  readonly #middlewares = new Map<string, Middleware>()

  add({ section, name, value }: Entry): void {
    const entry = wire(value)
    const stream = streamSections[section]
    if (section === 'routers') this.#routers.push(readRouter(name, entry))
    else if (stream?.is === 'router') this.#routers.push(readStreamRouter(stream.over, name, entry))
    else if (stream?.is === 'service') {
      const service = readStreamService(stream.over, name, entry)
      this.#services.set(service.name, service)
    } else if (section === 'services') this.#services.set(name, readService(name, entry))
    else if (stream !== undefined || section === 'middlewares') {
      const read = stream === undefined ? readMiddleware(name, entry) : readStreamMiddleware(stream.over, name, entry)
      if (read !== null) this.#middlewares.set(read.name, read)
    }
  }

  config(): TraefikConfig {
    if (this.#routers.length + this.#services.size === 0) throw new SyntaxError('it has no routers and services')
    return { routers: this.#routers, services: this.#services, middlewares: this.#middlewares }
  }
}
