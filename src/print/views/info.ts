/** `info`: a row for each controller, and the JSON of a ControllerList. */

import {
  type Controller,
  type ControllerRef,
  controllerRef,
  isOutside,
  isUnstarted,
  type Replica,
} from '../../domain/controllers/controller.js'
import type { Reload } from '../../domain/controllers/replica-facts.js'
import type { Gap } from '../../domain/gap.js'
import { fullName, namedBy, nameOf, type Ref } from '../../domain/objects/ref.js'
import { sentenceOf } from '../../findings/catalogue.js'
import type { ControllerInfo, ControllerService } from '../../questions/controllers/controller-info.js'
import { age } from '../age.js'
import { listOf, nothing, unknown } from '../cells.js'
import { fieldsOf } from '../fields.js'
import type { Cell, View } from '../view.js'

export interface ControllerItem
  extends Pick<ControllerInfo, 'support' | 'leader' | 'classes' | 'gatewayClasses' | 'service' | 'addresses'> {
  readonly controller: ControllerRef
  /** without the v; null: not known */
  readonly version: string | null
  /** whose build: `upstream`, or the fork's name */
  readonly origin: string
  readonly image: string
  /** as the program says it; null: it was not, or could not be, asked */
  readonly build: string | null
  readonly repository: string | null
  /** the proxy inside, where that is a program of its own: its name and version */
  readonly proxy: string | null
  readonly replicas: {
    /** null: the workload may not be seen */
    readonly desired: number | null
    readonly ready: number
    readonly items: readonly ReplicaItem[]
  }
  /** in the words of its dialect */
  readonly settings: Controller['settings']
  readonly lastReload: Reload | null
}

export interface ReplicaItem
  extends Ref,
    Pick<Replica, 'container' | 'state' | 'reason' | 'node' | 'ip' | 'restarts' | 'createdAt'> {}

export const infoView: View<ControllerInfo, ControllerItem> = {
  kind: 'ControllerList',
  columns: [
    { header: 'CONTROLLER', cell: ({ controller }) => nameOf(controller) },
    { header: 'DIALECT', cell: ({ controller }) => controller.dialect },
    { header: 'VERSION', cell: versionCell },
    { header: 'PROXY', cell: ({ build }) => build?.proxy ?? nothing, leaves: 5 },
    { header: 'READY', cell: readyCell },
    { header: 'CLASSES', cell: classesCell, leaves: 3, shorten: 'count' },
    { header: 'ADDRESSES', cell: addressesCell, leaves: 4, shorten: 'count' },
    { header: 'PORTS', cell: ({ service }) => portsCell(service), leaves: 6, shorten: 'count' },
    { header: 'LAST RELOAD', cell: ({ reload }, { now }) => reloadCell(reload, now), leaves: 2 },
    { header: 'SUPPORT', cell: supportCell, shorten: 'wrap' },
    { header: 'KIND', cell: ({ controller }) => controller.kind, wide: true },
    { header: 'LEADER', cell: ({ leader }) => leader ?? nothing, wide: true },
    {
      header: 'SERVICE',
      cell: ({ service }) => (service === null ? nothing : `${nameOf(service)} ${service.type ?? ''}`),
      wide: true,
    },
    { header: 'CONFIGMAP', cell: ({ controller }) => refCell(controller.traits.configMap), wide: true },
    { header: 'WATCHES', cell: watchCell, wide: true },
    { header: 'WEBHOOK', cell: ({ controller }) => controller.traits.webhook ?? nothing, wide: true },
    { header: 'IMAGE', cell: ({ controller }) => controller.release.image, wide: true },
  ],
  toJson,
  toName: ({ controller: { kind, name } }) => `${kind.toLowerCase()}/${name}`,
}

/** What is said of a controller's settings where nobody reads it. */
export function unreadSettings({ settings }: ControllerInfo): Gap[] {
  return settings.map((one) => {
    const message = `${fullName(one.source)}: ${sentenceOf(one)}`
    return { kind: 'Controller', namespace: null, reason: 'invalid', message }
  })
}

/** Those of Gateways with their kind: an IngressClass may have the same name. */
function classesCell({ classes, gatewayClasses }: ControllerInfo): Cell {
  return listOf([...classes, ...gatewayClasses.map((name) => `GatewayClass/${name}`)])
}

function toJson(info: ControllerInfo): ControllerItem {
  const { controller, build, support, desired, leader, classes, gatewayClasses, service, addresses, reload } = info
  const { settings, release, replicas } = controller
  return {
    controller: controllerRef(controller),
    version: build?.release ?? release.version,
    origin: release.origin,
    image: release.image,
    build: build?.build ?? null,
    repository: build?.repository ?? null,
    proxy: build?.proxy ?? null,
    support,
    replicas: {
      desired,
      ready: replicas.filter(({ state }) => state === 'ready').length,
      items: replicas.map((one) => ({
        ...namedBy(one),
        ...fieldsOf(one, 'container', 'state', 'reason', 'node', 'ip', 'restarts', 'createdAt'),
      })),
    },
    leader,
    classes,
    gatewayClasses,
    settings,
    service,
    addresses,
    lastReload: reload,
  }
}

function versionCell({ controller: { release }, build }: ControllerInfo): Cell {
  const version = build?.release ?? release.version
  if (version === null) return unknown
  return release.origin === 'upstream' ? version : `${version} (${release.origin})`
}

function readyCell({ controller, desired }: ControllerInfo): Cell {
  const { replicas } = controller
  if (isOutside(controller)) return { text: 'outside', tone: 'dim' }
  if (isUnstarted(controller)) return unknown
  const ready = replicas.filter(({ state }) => state === 'ready').length
  const wanted = desired ?? replicas.length
  return { text: `${ready}/${wanted}`, tone: ready === 0 ? 'bad' : ready < wanted ? 'warn' : 'good' }
}

function addressesCell({ service, addresses }: ControllerInfo): Cell {
  if (addresses.length > 0) return addresses.join(',')
  return service === null ? nothing : { text: '-', tone: 'warn' }
}

function portsCell(service: ControllerService | null): Cell {
  if (service === null) return nothing
  return service.ports.map(({ port, nodePort }) => (nodePort === null ? String(port) : `${port}:${nodePort}`)).join(',')
}

function reloadCell(reload: ControllerInfo['reload'], now: number): Cell {
  if (reload === null) return unknown
  const ago = reload.succeededAt === null ? '' : ` ${age(reload.succeededAt, now)} ago`
  return reload.successful
    ? { text: `ok${ago}`, tone: 'good' }
    : { text: `FAILED, last good${ago || ': never'}`, tone: 'bad' }
}

function supportCell({ support }: ControllerInfo): Cell {
  if (support === null) return unknown
  const { sentence, flaws } = support
  return { text: sentence, tone: flaws !== null && flaws.length > 0 ? 'bad' : 'warn' }
}

function watchCell({ controller: { traits } }: ControllerInfo): Cell {
  const { namespace, labels, withoutClass } = traits.watches
  if (namespace !== null) return `namespace ${namespace}`
  if (labels !== null) return `namespaces labelled ${labels}`
  return withoutClass ? 'all namespaces, also without class' : 'all namespaces'
}

function refCell(ref: Ref | null): Cell {
  return ref === null ? nothing : nameOf(ref)
}
