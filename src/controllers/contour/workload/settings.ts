/** What a Contour is told beside the objects, as far as it decides what becomes of HTTPProxies. */
import type { NamespacedName } from '../../../domain/objects/ref.js'
import type { Claim } from '../../shared/named/claim.js'
import { type Flags, listIn } from '../../shared/named/flags.js'

/** Printed, too: field by field. */
export interface ContourSettings {
  readonly takes: readonly Claim[]
  /** where HTTPProxies with a virtual host may be; null: anywhere */
  readonly rootNamespaces: readonly string[] | null
  /** where its file is as the manifests of the project have it; null: it has none */
  readonly configMap: NamespacedName | null
}

export function contourSettings(flags: Flags, namespace: string): Omit<ContourSettings, 'takes'> {
  return {
    rootNamespaces: listIn(flags, 'root-namespaces'),
    configMap: flags.has('config-path') ? { namespace, name: 'contour' } : null,
  }
}
