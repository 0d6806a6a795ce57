/** `backends -o table|wide|yaml|name`: the controller's upstreams, with the objects that explain them. */

import type { ControllerRef } from '../../domain/controllers/controller.js'
import type { Upstream } from '../../domain/controllers/upstream.js'
import { nameOf, type Ref } from '../../domain/objects/ref.js'
import type { Cell, View } from '../view.js'

export interface UpstreamRow extends Upstream {
  readonly controller: ControllerRef
  readonly replica: Ref
}

const none: Cell = { text: '<none>', tone: 'dim' }
const dash: Cell = { text: '-', tone: 'dim' }

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
      when: severalControllers,
    },
    { header: 'NAME', cell: ({ name }) => name },
    { header: 'SERVICE', cell: ({ service }) => (service === null ? dash : nameOf(service)) },
    { header: 'PORT', cell: ({ port }) => (port === null ? dash : String(port)) },
    { header: 'ENDPOINTS', cell: endpointsCell },
    { header: 'LOAD BALANCING', cell: ({ loadBalancing }) => loadBalancing ?? 'round_robin' },
    { header: 'AFFINITY', cell: ({ affinity }) => affinity ?? dash },
    { header: 'CANARY OF', cell: ({ canaryOf }) => (canaryOf.length === 0 ? dash : canaryOf.join(',')) },
    { header: 'REPLICA', cell: ({ replica }) => replica.name, wide: true },
    { header: 'VIA', cell: ({ source }) => source, wide: true },
    { header: 'ENDPOINT ADDRESSES', cell: addressesCell, wide: true },
  ],
  toJson: ({ controller, replica, name, service, port, endpoints, loadBalancing, affinity, canaryOf, source }) => ({
    controller,
    replica,
    name,
    service,
    port,
    endpoints,
    loadBalancing,
    affinity,
    canaryOf,
    via: source,
  }),
  toName: ({ name }) => `backend/${name}`,
}

function severalControllers({ allNamespaces }: { readonly allNamespaces: boolean }): boolean {
  return allNamespaces
}

/** Of HTTP it is known what a client gets; a TCP connection is closed. */
function endpointsCell({ endpoints, source }: UpstreamRow): Cell {
  if (endpoints.length > 0) return { text: String(endpoints.length), tone: 'good' }
  return { text: source === 'api' ? '0' : '0 (answers 503)', tone: 'bad' }
}

function addressesCell({ endpoints }: UpstreamRow): Cell {
  if (endpoints.length === 0) return none
  return endpoints.map(({ address, port }) => `${address.includes(':') ? `[${address}]` : address}:${port}`).join(',')
}
