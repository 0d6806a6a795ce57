/** How a controller's access log is written: that stands in its ConfigMap, where it is not the default. */

import type { ClusterReader } from '../ports.js'
import type { ControllerSettings } from './controller.js'

/** @returns null: the default, or not to be seen */
export async function accessLogFormat(
  cluster: ClusterReader,
  { configMap }: Pick<ControllerSettings, 'configMap'>,
): Promise<string | null> {
  if (configMap === null) return null
  const { namespace, name } = configMap
  const { items } = await cluster.list('ConfigMap', { scope: { namespace }, names: [name] })
  return items[0]?.data?.['log-format-upstream'] ?? null
}
