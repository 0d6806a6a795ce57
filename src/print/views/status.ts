/** `status`: a row for each replica, and the JSON of a StatusList. */
import type { ControllerRef } from '../../domain/controllers/controller.js'
import { namedBy, nameOf, type Ref } from '../../domain/objects/ref.js'
import type { ReplicaComparison } from '../../questions/drift/compare-replica.js'
import { age } from '../age.js'
import { nothing, unknown, yesOrNo } from '../cells.js'
import type { Cell, View } from '../view.js'

export interface StatusItem {
  readonly controller: ControllerRef
  readonly replica: Ref
  readonly inSync: ReplicaComparison['inSync']
  readonly lastReload: ReplicaComparison['reload']
  readonly backends: {
    /** planned ones that have just the endpoints that are planned */
    readonly same: number
    readonly different: readonly {
      readonly name: string
      /** `address:port`: the replica has it, and it is no ready endpoint */
      readonly gone: readonly string[]
      /** ready endpoints that the replica does not have */
      readonly missing: readonly string[]
    }[]
    /** planned, and unknown to the replica */
    readonly missing: readonly string[]
    /** known to the replica alone; null: not all that may be planned can be seen */
    readonly stale: readonly string[] | null
  } | null
  readonly routes: ReplicaComparison['routes']
  readonly certificates: {
    /** hosts that show the planned one */
    readonly same: number
    /** hosts that show another one, or none */
    readonly different: readonly string[]
    /** hosts of which a capture does not tell */
    readonly unknown: number
  } | null
  /** of the whole proxy, of which its configuration tells */
  readonly settings: { readonly same: number; readonly different: readonly string[] } | null
  /** null: it runs the image of the youngest replica, as far as that is known */
  readonly image: { readonly planned: string; readonly served: string } | null
  /** blocks of its configuration that other replicas have otherwise, or one of the two does not have */
  readonly odd: readonly string[]
  readonly leftOut: ReplicaComparison['leftOut']
}

export const statusView: View<ReplicaComparison, StatusItem> = {
  kind: 'StatusList',
  columns: [
    { header: 'REPLICA', cell: ({ replica }) => nameOf(replica) },
    { header: 'IN SYNC', cell: inSyncCell },
    { header: 'LAST RELOAD', cell: reloadCell, leaves: 1 },
    {
      header: 'LAST CHANGE',
      cell: ({ reload }, { now }) => (reload?.succeededAt ? `${age(reload.succeededAt, now)} ago` : unknown),
      leaves: 2,
    },
    { header: 'BACKENDS', cell: backendsCell },
    { header: 'ROUTES', cell: routesCell },
    { header: 'CERTIFICATES', cell: certificatesCell, leaves: 3 },
    { header: 'LEFT OUT', cell: leftOutCell },
    { header: 'SETTINGS', cell: settingsCell, wide: true },
    { header: 'IMAGE', cell: imageCell, wide: true },
    { header: 'CONTROLLER', cell: ({ controller }) => nameOf(controller), wide: true },
    { header: 'NODE', cell: ({ replica }) => replica.node ?? nothing, wide: true },
    { header: 'RESTARTS', cell: ({ replica }) => String(replica.restarts), wide: true },
  ],
  toJson: ({
    controller,
    replica,
    reload,
    endpoints,
    routes,
    certificates,
    settings,
    image,
    odd,
    leftOut,
    inSync,
  }) => ({
    controller,
    replica: namedBy(replica),
    inSync,
    lastReload: reload,
    backends: endpoints && {
      same: endpoints.same,
      different: endpoints.different.map(({ name, gone, missing }) => ({ name, gone, missing })),
      missing: endpoints.missing.map(({ name }) => name),
      stale: endpoints.stale?.map(({ name }) => name) ?? null,
    },
    routes,
    certificates: certificates && {
      same: certificates.same,
      different: certificates.different.map(({ host }) => host),
      unknown: certificates.unknown,
    },
    settings: settings && { same: settings.same, different: settings.different.map(({ key }) => key) },
    image: image && { planned: image.planned, served: image.served },
    odd: odd.map(({ key }) => key),
    leftOut,
  }),
  identity: ({ replica }) => nameOf(replica),
  toName: ({ replica }) => `pod/${replica.name}`,
}

/** What only the wide table tells is named here: no replica is out of step without a reason beside it. */
function inSyncCell({ inSync, settings, image, odd }: ReplicaComparison): Cell {
  const hidden = [
    settings?.different.length ? 'settings' : [],
    image === null ? [] : 'image',
    odd.length === 0 ? [] : 'other replicas differ',
  ].flat()
  if (inSync !== false || hidden.length === 0) return yesOrNo(inSync, { yes: 'good', no: 'bad' })
  return { text: `no: ${hidden.join(', ')}`, tone: 'bad' }
}

function reloadCell({ reload, frozen }: ReplicaComparison): Cell {
  if (frozen.length > 0) return { text: 'FAILED', tone: 'bad' }
  if (reload === null) return unknown
  return reload.successful ? { text: 'ok', tone: 'good' } : { text: 'FAILED', tone: 'bad' }
}

function backendsCell({ endpoints: backends }: ReplicaComparison): Cell {
  if (backends === null) return unknown
  return comparedCell(backends.same, [
    [backends.different.length, 'with other endpoints'],
    [backends.missing.length, 'missing'],
    [backends.stale?.length ?? 0, 'not asked for'],
  ])
}

function routesCell({ routes }: ReplicaComparison): Cell {
  if (routes === null) return unknown
  return comparedCell(routes.asked - routes.missing.length - routes.different.length, [
    [routes.missing.length, 'missing'],
    [routes.different.length, 'led elsewhere'],
    [routes.stale?.length ?? 0, 'not asked for'],
  ])
}

function certificatesCell({ certificates }: ReplicaComparison): Cell {
  if (certificates === null) return unknown
  const { same, different } = certificates
  return same + different.length === 0 ? nothing : comparedCell(same, [[different.length, 'not as asked']])
}

function settingsCell({ settings }: ReplicaComparison): Cell {
  if (settings === null) return unknown
  const { same, different } = settings
  return same + different.length === 0 ? nothing : comparedCell(same, [[different.length, 'not as asked']])
}

function imageCell({ image }: ReplicaComparison): Cell {
  return image === null ? { text: 'as asked', tone: 'good' } : { text: 'an older one', tone: 'bad' }
}

/** @param faults how many of each kind */
function comparedCell(same: number, faults: readonly (readonly [number, string])[]): Cell {
  const found = faults.filter(([count]) => count > 0)
  if (found.length === 0) return { text: `${same} as asked`, tone: 'good' }
  return { text: found.map(([count, what]) => `${count} ${what}`).join(', '), tone: 'bad' }
}

/** What is wrong with an Ingress, and not with the replica. */
function leftOutCell({ leftOut }: ReplicaComparison): Cell {
  return leftOut.length === 0
    ? { text: 'none', tone: 'dim' }
    : { text: `${leftOut.length}: see "why -A"`, tone: 'warn' }
}
