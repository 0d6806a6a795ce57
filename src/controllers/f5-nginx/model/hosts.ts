/**
 * Who has a host: not each path of it, but the host as a whole. The oldest object does, and of those of one second the one
 * with the greater UID.
 * https://github.com/nginx/kubernetes-ingress/blob/main/internal/k8s/configuration.go (chooseObjectMetaWinner)
 */

import { compare } from '../../../domain/compare.js'
import { addTo } from '../../../domain/groups.js'
import type { KubeObject } from '../../../domain/objects/meta.js'
import { type Ref, refOf } from '../../../domain/objects/ref.js'
import type { HostOwner } from './types.js'

/** An object and the hosts that it asks for; '': all that nobody names. */
export interface Claimant {
  readonly object: KubeObject
  readonly hosts: readonly string[]
}

/** Host → who has it. */
export function ownersOf(claimants: readonly Claimant[]): Map<string, HostOwner> {
  const groups = new Map<string, KubeObject[]>()
  for (const { object, hosts } of claimants) for (const host of new Set(hosts)) addTo(groups, host, object)
  return new Map([...groups].map(([host, objects]) => [host, ownerOf(objects)]))
}

function ownerOf(objects: readonly KubeObject[]): HostOwner {
  const [first, second] = [...objects].sort(byPrecedence)
  if (first === undefined) throw new Error('a host without anybody who asks for it')
  const winner = refOf(first)
  return {
    winner,
    all: [winner, ...objects.filter((one) => one !== first).map(refOf)],
    isTied: second !== undefined && isTied(first, second),
  }
}

/** Who comes first; where nothing is said of their age they are as old as each other. */
export function byPrecedence(a: KubeObject, b: KubeObject): number {
  return (
    compare(a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '') ||
    compare(b.metadata.uid ?? '', a.metadata.uid ?? '') ||
    compare(nameText(a), nameText(b))
  )
}

export function isTied(a: KubeObject, b: KubeObject): boolean {
  const isSameAge = (a.metadata.creationTimestamp ?? '') === (b.metadata.creationTimestamp ?? '')
  return isSameAge && (!a.metadata.uid || !b.metadata.uid)
}

function nameText(object: KubeObject): string {
  const { kind, namespace, name } = refOf(object)
  return `${kind} ${namespace} ${name}`
}

/** Under which names files are written: a name joined by a dash is that of several objects. */
export function fileOf({ kind, namespace, name }: Ref): string {
  return kind === 'VirtualServer' ? `vs_${namespace}_${name}.conf` : `${namespace}-${name}.conf`
}
