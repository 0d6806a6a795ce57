/** Reads objects by name: a name that is not there becomes a gap, and the others are still shown. */

import type { Gap } from '../../domain/gap.js'
import { type Kind, type Kinds, kinds, resourceName } from '../../domain/objects/objects.js'
import { project } from '../../domain/objects/project.js'
import { record } from '../../domain/objects/project-fields.js'
import type { Listing } from '../../domain/ports.js'
import { problem } from '../../domain/problem.js'
import type { Query, Transport } from '../wire/transport.js'
import { gapOf, type ListPlace, listingOf, readPlace } from './places.js'
import { faultOfName, resourcePath } from './resource-path.js'

/**
 * A GET cannot look in all namespaces, nor select by label: a list with a field selector can.
 *
 * Names come from annotations and flags of strangers, too: one that cannot be a name, or that the server will not take
 * for one, is not found, like any other that is not there.
 */
export async function listNames<K extends Kind>(
  transport: Transport,
  place: ListPlace<K>,
  names: readonly string[],
  selectors: Query,
): Promise<Listing<K>> {
  const spansNamespaces = kinds[place.kind].namespaced && place.namespace === null
  const mustList = spansNamespaces || Object.keys(selectors).length > 0
  const found = await Promise.all(
    [...new Set(names)].map((name) => {
      const fault = (place.namespace === null ? null : faultOfName(place.namespace)) ?? faultOfName(name)
      if (fault !== null) return nothing(place, `${notFound(place.kind, name)}: ${fault}`)
      return mustList ? select(transport, place, name, selectors) : getOne(transport, place, name)
    }),
  )
  return together(found)
}

/** Of objects that were named: one that may not be seen leaves them all in doubt. */
export function together<K extends Kind>(found: readonly Listing<K>[]): Listing<K> {
  return {
    items: found.flatMap(({ items }) => items),
    coverage: found.every(({ coverage }) => coverage === 'all') ? 'all' : 'none',
    gaps: found.flatMap(({ gaps }) => gaps),
  }
}

/** https://www.rfc-editor.org/rfc/rfc9110#section-15.5: the request is at fault, and of it only the name is ours to ask. */
const refused = new Set([400, 414, 422, 431])

async function getOne<K extends Kind>(transport: Transport, place: ListPlace<K>, name: string): Promise<Listing<K>> {
  const { kind, namespace, version } = place
  const answer = await transport.get(resourcePath(kind, namespace, name, version))
  if (answer.ok) return { items: [objectOf(kind, answer.body, transport.label)], coverage: 'all', gaps: [] }
  const { refusal } = answer
  if (refusal.status === 404 && refusal.name === name) return nothing(place, refusal.message)
  if (refused.has(refusal.status)) return nothing(place, `${notFound(kind, name)}: ${refusal.message}`)
  return { items: [], coverage: 'none', gaps: [gapOf(refusal, place, transport.label)] }
}

async function select<K extends Kind>(
  transport: Transport,
  place: ListPlace<K>,
  name: string,
  selectors: Query,
): Promise<Listing<K>> {
  const query = { ...selectors, fieldSelector: `metadata.name=${escapeValue(name)}` }
  const listing = listingOf(place, await readPlace(transport, place, query), transport.label)
  if (listing.coverage !== 'all' || listing.items.length > 0) return listing
  return { ...listing, gaps: [...listing.gaps, gapOfName(place, notFound(place.kind, name))] }
}

/** https://github.com/kubernetes/apimachinery/blob/master/pkg/fields/selector.go (EscapeValue) */
function escapeValue(value: string): string {
  return value.replaceAll(/[\\,=]/g, '\\$&')
}

function objectOf<K extends Kind>(kind: K, body: unknown, server: string): Kinds[K] {
  if (record(body).kind !== kind) throw problem('not-kubernetes', { server, detail: `it sent JSON that is no ${kind}` })
  return project(kind, body)
}

function nothing<K extends Kind>(place: ListPlace<K>, message: string): Listing<K> {
  return { items: [], coverage: 'all', gaps: [gapOfName(place, message)] }
}

function gapOfName({ kind, namespace }: ListPlace, message: string): Gap {
  return { kind, namespace, reason: 'not-found', message }
}

/** In the words of an API server. */
function notFound(kind: Kind, name: string): string {
  return `${resourceName(kind)} "${name}" not found`
}
