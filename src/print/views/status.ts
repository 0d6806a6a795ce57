/** `status`: a row for each replica, and the JSON of a StatusList. */
import type { ControllerRef } from '../../domain/controllers/controller.js'
import { namedBy, nameOf, type Ref } from '../../domain/objects/ref.js'
import type { ReplicaStatus } from '../../questions/replica-status.js'
import { age } from '../age.js'
import { nothing, unknown, yesOrNo } from '../cells.js'
import type { Cell, View } from '../view.js'

export interface StatusItem {
  readonly controller: ControllerRef
  readonly replica: Ref
  readonly inSync: ReplicaStatus['inSync']
  readonly lastReload: ReplicaStatus['reload']
  readonly backends: ReplicaStatus['backends']
  readonly routes: ReplicaStatus['routes']
}

export const statusView: View<ReplicaStatus, StatusItem> = {
  kind: 'StatusList',
  columns: [
    { header: 'REPLICA', cell: ({ replica }) => nameOf(replica) },
    { header: 'IN SYNC', cell: ({ inSync }) => yesOrNo(inSync, { yes: 'good', no: 'bad' }) },
    { header: 'LAST RELOAD', cell: reloadCell, leaves: 1 },
    {
      header: 'LAST CHANGE',
      cell: ({ reload }, { now }) => (reload?.succeededAt ? `${age(reload.succeededAt, now)} ago` : unknown),
      leaves: 2,
    },
    { header: 'BACKENDS', cell: backendsCell },
    { header: 'ROUTES', cell: routesCell },
    { header: 'CONTROLLER', cell: ({ controller }) => nameOf(controller), wide: true },
    { header: 'NODE', cell: ({ replica }) => replica.node ?? nothing, wide: true },
    { header: 'RESTARTS', cell: ({ replica }) => String(replica.restarts), wide: true },
  ],
  toJson: ({ controller, replica, reload, backends, routes, inSync }) => ({
    controller,
    replica: namedBy(replica),
    inSync,
    lastReload: reload,
    backends,
    routes,
  }),
  toName: ({ replica }) => `pod/${replica.name}`,
}

function reloadCell({ reload }: ReplicaStatus): Cell {
  if (reload === null) return unknown
  return reload.successful ? { text: 'ok', tone: 'good' } : { text: 'FAILED', tone: 'bad' }
}

function backendsCell({ backends }: ReplicaStatus): Cell {
  if (backends === null) return unknown
  const { same, different } = backends
  return different.length === 0
    ? { text: `${same} as asked`, tone: 'good' }
    : { text: `${different.length} of ${same + different.length} differ`, tone: 'bad' }
}

function routesCell({ routes }: ReplicaStatus): Cell {
  if (routes === null) return unknown
  const { asked, missing } = routes
  return missing.length === 0
    ? { text: `${asked} as asked`, tone: 'good' }
    : { text: `${missing.length} of ${asked} missing`, tone: 'bad' }
}
