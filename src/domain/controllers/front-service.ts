/** The Service by which clients reach a controller. */
import type { Service } from '../objects/objects.js'
import { refOf } from '../objects/ref.js'
import type { Controller } from './controller.js'

/**
 * The one whose address it publishes; else one that leads to its pods, from outside rather than from inside.
 * @param services of its namespace
 */
export function frontService(
  { traits, replicas }: Pick<Controller, 'traits' | 'replicas'>,
  services: readonly Service[],
): Service | undefined {
  const { publishService, ports } = traits
  const published = services.find((one) => refOf(one).name === publishService?.name)
  const labels = replicas[0]?.labels ?? {}
  const leading = (ports === null ? [] : services)
    .filter(
      ({ spec }) => spec?.selector && Object.entries(spec.selector).every(([key, value]) => labels[key] === value),
    )
    .filter(({ spec }) => spec?.ports?.some(({ port }) => port === 80 || port === 443 || port === ports?.http))
    .sort((a, b) => Number(b.spec?.type !== 'ClusterIP') - Number(a.spec?.type !== 'ClusterIP'))
  return published ?? leading[0]
}
