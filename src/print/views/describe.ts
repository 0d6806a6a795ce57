/** `describe`: one page for an Ingress, and the JSON of a DescriptionList. */
import type { ControllerRef } from '../../domain/controllers/controller.js'
import type { Ref } from '../../domain/objects/ref.js'
import type { Route } from '../../domain/routes/route.js'
import { isFinding } from '../../domain/why/why.js'
import type { DescribedEvent, Description } from '../../questions/describe.js'
import { nothing } from '../cells.js'
import type { View } from '../view.js'
import { type CertificateItem, certsView } from './certs.js'
import { describePage } from './describe-page.js'
import { objectName, sourceName } from './names.js'
import { routeJson } from './routes/cells.js'
import { type GatewayItem, gatewaysView } from './routes/gateways.js'
import { whyLines } from './why/line.js'
import { type WhyItem, whyView } from './why/view.js'

export interface DescriptionItem {
  readonly source: Ref
  /** as `gateways` has it; null: it is none */
  readonly gateway: GatewayItem | null
  /** null: no controller takes it */
  readonly controller: ControllerRef | null
  /** RFC 3339; null in hand-written files */
  readonly createdAt: string | null
  /** its own; of what asks for none, those of all that name it */
  readonly routes: readonly Route[]
  /** of its hosts */
  readonly certificates: readonly CertificateItem[]
  /** values that may be secrets are masked */
  readonly annotations: { readonly [name: string]: string }
  readonly events: readonly DescribedEvent[]
  /** as `why` has them */
  readonly why: readonly WhyItem[]
}

export const describeView: View<Description, DescriptionItem> = {
  kind: 'DescriptionList',
  columns: [
    { header: 'NAMESPACE', cell: ({ source }) => source.namespace, when: ({ allNamespaces }) => allNamespaces },
    { header: 'INGRESS', cell: ({ source }) => sourceName(source) },
    { header: 'ROUTES', cell: ({ routes }) => String(routes.length) },
    {
      header: 'HOSTS',
      cell: ({ routes }) => [...new Set(routes.flatMap(({ host }) => host ?? []))].join(',') || nothing,
    },
    { header: 'EVENTS', cell: ({ events }) => String(events.length) },
    {
      header: 'FINDINGS',
      cell: ({ why }) => {
        const codes = [...new Set(why.filter(isFinding).flatMap(({ causes }) => causes.map(({ code }) => code)))]
        return codes.length === 0 ? nothing : { text: codes.join(','), tone: 'warn' }
      },
    },
  ],
  toJson: ({ source, gateway, controller, createdAt, routes, certificates, annotations, events, why }) => ({
    source,
    gateway: gateway === null ? null : (gatewaysView.toJson(gateway) as GatewayItem),
    controller,
    createdAt,
    routes: routes.map(routeJson),
    certificates: certificates.map(certsView.toJson) as readonly CertificateItem[],
    annotations,
    events: events.map(({ type, reason, message, at }) => ({ type, reason, message, at })),
    why: whyLines(why, true).map(whyView.toJson) as readonly WhyItem[],
  }),
  toName: ({ source }, context) => objectName(source, context),
  drawings: { tree: describePage },
}
