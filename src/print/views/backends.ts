/** `backends -o table|wide|yaml|name`: the controller's upstreams, with the objects that explain them. */

import type { ControllerRef } from '../../domain/controllers/controller.js'
import type { Upstream } from '../../domain/controllers/upstream.js'
import { addressAndPort } from '../../domain/objects/addresses.js'
import { nameOf, type Ref } from '../../domain/objects/ref.js'
import { listOf, nothing } from '../cells.js'
import { fieldsOf } from '../fields.js'
import type { Cell, View } from '../view.js'

export interface UpstreamRow extends Upstream {
  readonly controller: ControllerRef
  readonly replica: Ref
}

export interface UpstreamItem extends Omit<UpstreamRow, 'source'> {
  /** how it is known */
  readonly via: UpstreamRow['source']
}

export const backendsView: View<UpstreamRow, UpstreamItem> = {
  kind: 'UpstreamList',
  columns: [
    {
      header: 'CONTROLLER',
      cell: ({ controller }) => nameOf(controller),
      when: ({ allNamespaces }) => allNamespaces,
      leaves: 7,
    },
    { header: 'NAME', cell: ({ name }) => name },
    { header: 'SERVICE', cell: ({ service }) => (service === null ? nothing : nameOf(service)), leaves: 4 },
    { header: 'PORT', cell: ({ port }) => (port === null ? nothing : String(port)), leaves: 3 },
    { header: 'ENDPOINTS', cell: endpointsCell },
    { header: 'LOAD BALANCING', cell: ({ loadBalancing }) => loadBalancing ?? 'round_robin', leaves: 6 },
    { header: 'AFFINITY', cell: ({ affinity }) => affinity ?? nothing, leaves: 5 },
    { header: 'CANARY OF', cell: ({ canaryOf }) => listOf(canaryOf), leaves: 2, shorten: 'count' },
    { header: 'REPLICA', cell: ({ replica }) => nameOf(replica), wide: true },
    { header: 'VIA', cell: ({ source }) => source, wide: true },
    { header: 'ENDPOINT ADDRESSES', cell: addressesCell, shorten: 'count', wide: true },
  ],
  toJson: (row) => ({
    ...fieldsOf(row, 'controller', 'replica', 'name', 'service', 'port', 'endpoints'),
    ...fieldsOf(row, 'loadBalancing', 'affinity', 'canaryOf'),
    via: row.source,
  }),
  identity: ({ replica, name }) => `${nameOf(replica)} ${name}`,
  toName: ({ name }) => `backend/${name}`,
}

/** Of HTTP it is known what a client gets; a TCP connection is closed. */
function endpointsCell({ endpoints, source, emptyStatus = 503 }: UpstreamRow): Cell {
  if (endpoints.length > 0) return { text: String(endpoints.length), tone: 'good' }
  return { text: source === 'api' ? '0' : `0 (answers ${emptyStatus})`, tone: 'bad' }
}

function addressesCell({ endpoints }: UpstreamRow): Cell {
  if (endpoints.length === 0) return nothing
  return endpoints.map(({ address, port }) => addressAndPort(address, port)).join(',')
}
