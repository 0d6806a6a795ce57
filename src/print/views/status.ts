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
  readonly notServed: ReplicaStatus['notServed']
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
    { header: 'NOT SERVED', cell: notServedCell },
    { header: 'CONTROLLER', cell: ({ controller }) => nameOf(controller), wide: true },
    { header: 'NODE', cell: ({ replica }) => replica.node ?? nothing, wide: true },
    { header: 'RESTARTS', cell: ({ replica }) => String(replica.restarts), wide: true },
  ],
  toJson: ({ controller, replica, reload, backends, routes, notServed, inSync }) => ({
    controller,
    replica: namedBy(replica),
    inSync,
    lastReload: reload,
    backends,
    routes,
    notServed,
  }),
  identity: ({ replica }) => nameOf(replica),
  toName: ({ replica }) => `pod/${replica.name}`,
}

function reloadCell({ reload }: ReplicaStatus): Cell {
  if (reload === null) return unknown
  return reload.successful ? { text: 'ok', tone: 'good' } : { text: 'FAILED', tone: 'bad' }
}

function backendsCell({ backends }: ReplicaStatus): Cell {
  if (backends === null) return unknown
  return comparedCell(backends.same, [
    [backends.different.length, 'with other endpoints'],
    [backends.missing.length, 'missing'],
    [backends.stale?.length ?? 0, 'not asked for'],
  ])
}

function routesCell({ routes }: ReplicaStatus): Cell {
  if (routes === null) return unknown
  return comparedCell(routes.asked - routes.missing.length, [
    [routes.missing.length, 'missing'],
    [routes.stale?.length ?? 0, 'not asked for'],
  ])
}

/** @param faults how many of each kind */
function comparedCell(same: number, faults: readonly (readonly [number, string])[]): Cell {
  const found = faults.filter(([count]) => count > 0)
  if (found.length === 0) return { text: `${same} as asked`, tone: 'good' }
  return { text: found.map(([count, what]) => `${count} ${what}`).join(', '), tone: 'bad' }
}

/** What is wrong with an Ingress, and not with the replica. */
function notServedCell({ notServed }: ReplicaStatus): Cell {
  return notServed.length === 0
    ? { text: 'none', tone: 'dim' }
    : { text: `${notServed.length}: see "why -A"`, tone: 'warn' }
}
