/** The namespace in which names are looked for: flag, then context, then the pod's own, then `default`. */
import type { KubeFlags } from '../../domain/kube-flags.js'
import { problem } from '../../domain/problem.js'
import type { Surroundings } from '../wire/connection.js'
import type { Chosen } from './choose.js'
import { namespaceInCluster } from './in-cluster.js'

/** @throws Problem `invalid-setting` for what would change the request's path */
export async function settleNamespace(
  flags: KubeFlags,
  { context }: Chosen,
  isPod: boolean,
  around: Surroundings,
): Promise<string> {
  const said = flags.namespace || context.namespace
  const namespace = said ?? ((isPod && (await namespaceInCluster(around))) || 'default')
  if (/^\.\.?$|[/%]/.test(namespace))
    throw problem('invalid-setting', { setting: 'namespace', detail: `"${namespace}" cannot be the name of one` })
  return namespace
}
