/** Pods that there will be, where nobody has seen them run. */
import type { Kind, Kinds } from '../domain/objects/objects.js'
import { project } from '../domain/objects/project.js'
import { isRecord, record, type Wire } from '../domain/objects/project-fields.js'

/**
 * The pod that a workload is to have. A pod that no cluster has started is one itself: charts have those for their tests, and
 * they tell of no controller whether it runs.
 */
export function templateOf(object: Kinds[Kind], document: Wire): Kinds['Pod'] | null {
  const { kind, metadata } = object
  if (kind === 'Pod') {
    const { status } = object
    return metadata.uid || status?.phase || status?.podIP ? null : object
  }
  const template = record(record(document.spec).template)
  if (!isRecord(template.spec)) return null
  const owner = { kind, name: metadata.name ?? '', controller: true }
  const { labels, annotations } = record(template.metadata)
  const own = { name: owner.name, namespace: metadata.namespace, labels, annotations, ownerReferences: [owner] }
  return project('Pod', { metadata: own, spec: template.spec })
}
