/** Small clusters of a Contour: what it makes of them. */
import { contour } from '../../../src/controllers/contour/index.js'
import { type ContourModel, modelOf } from '../../../src/controllers/contour/model/build.js'
import type { ContourSettings } from '../../../src/controllers/contour/workload/config.js'
import { locate } from '../../../src/controllers/shared/locate.js'
import type { Controller } from '../../../src/domain/controllers/controller.js'
import type { Plan } from '../../../src/domain/controllers/plan.js'
import type { RoutingFacts } from '../../../src/domain/controllers/routing-facts.js'
import { projectCustom } from '../../../src/domain/objects/custom.js'
import { inventoryOf } from '../../../src/domain/objects/inventory.js'
import type { Kind, Kinds } from '../../../src/domain/objects/objects.js'
import { project } from '../../../src/domain/objects/project.js'
import { type NamespacedName, nameOf, refOf } from '../../../src/domain/objects/ref.js'
import type { Listing } from '../../../src/domain/ports.js'

export interface ContourWords {
  /** of the command line of `contour serve` */
  readonly flags?: readonly string[]
  /** its configuration file; absent: it has none */
  readonly config?: string
  readonly ingresses?: readonly object[]
  readonly services?: readonly object[]
  readonly slices?: readonly object[]
  /** null: none may be looked at */
  readonly secrets?: readonly object[] | null
  /** by kind */
  readonly custom?: Readonly<Record<string, readonly object[]>>
}

const workload = (name: string, containers: readonly object[]) => ({
  metadata: {
    namespace: 'projectcontour',
    name: `${name}-1`,
    ownerReferences: [{ kind: 'DaemonSet', name, controller: true }],
  },
  spec: { containers },
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
})
const image = 'ghcr.io/projectcontour/contour:v1.33.6'

export const steering = (flags: readonly string[] = []) =>
  workload('contour', [{ name: 'contour', image, command: ['contour'], args: ['serve', '--incluster', ...flags] }])

export const proxy = workload('envoy', [
  { name: 'shutdown-manager', image, command: ['/bin/contour'], args: ['envoy', 'shutdown-manager'] },
  { name: 'envoy', image: 'docker.io/envoyproxy/envoy:distroless-v1.38.3', command: ['envoy'], args: ['-c', '/x'] },
])

export function contoursIn(...pods: readonly object[]): readonly Controller[] {
  return contour.joined(
    locate(
      pods.map((one) => project('Pod', one)),
      [contour],
    ),
  )
}

export interface ContourWorld {
  readonly plan: Plan
  readonly model: ContourModel
}

export function contourWorld(words: ContourWords): ContourWorld {
  const { config, flags = [], ingresses = [], services = [], slices = [], secrets = null, custom = {} } = words
  const listing = <K extends Kind>(kind: K, items: readonly object[]): Listing<K> => ({
    items: items.map((one) => project(kind, one)),
    coverage: 'all',
    gaps: [],
  })
  const [controller] = contoursIn(
    steering(config === undefined ? flags : ['--config-path=/config/contour.yaml', ...flags]),
    proxy,
  )
  if (controller === undefined) throw new Error('it is not recognised')
  const inventory = inventoryOf({
    ingresses: listing('Ingress', ingresses),
    classes: listing('IngressClass', []),
    services: listing('Service', services),
    slices: listing('EndpointSlice', slices),
  })
  const look = <K extends Kind>(kind: K, items: readonly object[]) => {
    const found = new Map<string, Kinds[K]>(listing(kind, items).items.map((one) => [nameOf(refOf(one)), one]))
    return (ref: NamespacedName) => found.get(nameOf(ref))
  }
  const facts: RoutingFacts = {
    inventory,
    ingresses: inventory.ingresses,
    configMapOf: () => project('ConfigMap', { metadata: {}, data: { 'contour.yaml': config ?? '' } }),
    secretOf: secrets === null ? () => null : look('Secret', secrets),
    customOf: (kind) => ({
      ...{ kind, coverage: 'all', gaps: [] },
      items: (custom[kind.kind] ?? []).map((one) => projectCustom(kind, one)),
    }),
    now: 0,
  }
  return { plan: contour.plan(controller, facts), model: modelOf(facts, controller.settings as ContourSettings) }
}
