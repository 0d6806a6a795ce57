/** A cluster of plain objects: what the port promises, with nothing behind it. */

import type { Gap } from '../../../src/domain/gap.js'
import { customName, projectCustom } from '../../../src/domain/objects/custom.js'
import { matchesLabels, parseLabelSelector } from '../../../src/domain/objects/label-selector.js'
import type { Kind, Kinds } from '../../../src/domain/objects/objects.js'
import { project } from '../../../src/domain/objects/project.js'
import { refOf } from '../../../src/domain/objects/ref.js'
import type { ClusterReader, Scope } from '../../../src/domain/ports.js'

export interface MemoryCluster {
  /** wire JSON by kind; a kind that is not named has no objects */
  readonly objects: { readonly [K in Kind]?: readonly unknown[] }
  /** wire JSON by `PLURAL.GROUP` */
  readonly custom?: Readonly<Record<string, readonly unknown[]>>
  readonly scope?: Scope
  /** kinds that may not be read at all */
  readonly forbidden?: readonly Kind[]
  /** the only namespaces that may be read; undefined: all */
  readonly namespaces?: readonly string[] | undefined
  readonly isAtHand?: true
  readonly groups?: () => Promise<ReadonlySet<string>>
}

export function memoryCluster({
  objects,
  custom = {},
  scope = 'all-namespaces',
  forbidden = [],
  namespaces,
  ...more
}: MemoryCluster): ClusterReader {
  const isReadable = (item: Kinds[Kind]) => namespaces === undefined || namespaces.includes(refOf(item).namespace)
  return {
    scope,
    source: 'memory',
    takenAt: null,
    ...more,
    listCustom: async (kind) => ({
      kind,
      items: (custom[customName(kind)] ?? []).map((object) => projectCustom(kind, object)),
      coverage: 'all',
      gaps: [],
    }),
    list: async <K extends Kind>(kind: K, query: { scope: Scope; labelSelector?: string | undefined }) => {
      if (forbidden.includes(kind)) return { items: [], coverage: 'none' as const, gaps: [refusal(kind)] }
      const selector = parseLabelSelector(query.labelSelector ?? '')
      const items = (objects[kind] ?? []).map((object) => project(kind, object))
      return {
        items: items.filter(
          (item) => isReadable(item) && inScope(item, query.scope) && matchesLabels(selector, item.metadata.labels),
        ),
        coverage: namespaces ?? ('all' as const),
        gaps: [],
      }
    },
  }
}

function refusal(kind: Kind): Gap {
  return { kind, namespace: null, reason: 'forbidden', message: `${kind} is forbidden` }
}

function inScope(item: Kinds[Kind], scope: Scope): boolean {
  const { namespace } = refOf(item)
  return scope === 'all-namespaces' || namespace === '' || namespace === scope.namespace
}
