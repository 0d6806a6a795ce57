/** Where all namespaces may not be listed at once, asks those that may be: each one, or only the connection's own. */
import { compare } from '../../domain/compare.js'
import type { Gap } from '../../domain/gap.js'
import type { Coverage } from '../../domain/ports.js'
import type { Refusal } from '../wire/refusal.js'
import type { Transport } from '../wire/transport.js'
import { listingOf, readPlace } from './places.js'
import { faultOfName } from './resource-path.js'

/** The namespaces to ask instead of all: those that exist, where they may be listed. */
export interface Namespaces {
  readonly names: readonly string[]
  readonly areAll: boolean
}

/** @param own the connection's namespace: all that is left to ask where namespaces may not be listed */
export async function readNamespaces(transport: Transport, own: string): Promise<Namespaces> {
  const pages = await readPlace(transport, { kind: 'Namespace', namespace: null }, {})
  const { items, coverage } = listingOf({ kind: 'Namespace', namespace: null }, pages, transport.label)
  if (coverage === 'none') return { names: [own], areAll: false }
  const names = items.flatMap(({ metadata }) => metadata.name ?? []).filter((name) => faultOfName(name) === null)
  return { names: names.sort(compare), areAll: true }
}

/** A listing, whatever it is of. */
export interface Listed<T> {
  readonly items: readonly T[]
  readonly coverage: Coverage
  readonly gaps: readonly Gap[]
}

/**
 * @param list asks one of them
 * @param refusal the 403 for all namespaces: its words open the gap's message
 * @throws Problem where a namespace answers with anything but a list or a refusal
 */
export async function listFewer<T>(
  kind: string,
  refusal: Refusal,
  namespaces: Namespaces,
  list: (namespace: string) => Promise<Listed<T>>,
): Promise<Listed<T>> {
  const listings = await Promise.all(
    namespaces.names.map(async (namespace) => ({ namespace, ...(await list(namespace)) })),
  )
  const read = listings.filter(({ coverage }) => coverage === 'all')
  const names = read.map(({ namespace }) => namespace)
  const message = `${refusal.message}; ${insteadOf(names, namespaces)}`
  return {
    items: listings.flatMap(({ items }) => items),
    coverage: names.length === 0 ? 'none' : names,
    gaps: [
      { kind, namespace: null, reason: 'forbidden', message },
      ...listings.flatMap(({ coverage, gaps }) => (coverage === 'none' ? gaps.filter(isOfLimit) : gaps)),
    ],
  }
}

function isOfLimit({ reason }: Gap): boolean {
  return reason === 'limited'
}

/** Names in a message, at most. */
const mostNames = 5

function insteadOf(read: readonly string[], { names, areAll }: Namespaces): string {
  const asked = areAll ? `each of the ${names.length} namespaces` : `namespace "${names.join()}" alone`
  if (read.length === 0) return `asked ${asked} instead: forbidden too`
  if (!areAll) return `read namespace "${read.join()}" alone instead`
  const listed = read.length > mostNames ? `${read.slice(0, mostNames).join(', ')}, …` : read.join(', ')
  return `asked ${asked} instead, and ${read.length} may be read: ${listed}`
}
