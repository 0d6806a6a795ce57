/** Which release an image is, and whose: forks number theirs as they like. */
import type { Release } from '../../../domain/controllers/controller.js'
import { imagePath, imageTag } from '../../shared/image.js'

/** Part of the image's path → the builder. The first that fits. */
const origins: readonly (readonly [path: RegExp, origin: string])[] = [
  [/(?:^|\/)rancher\//, 'rancher'],
  [/(?:^|\/)bitnami(?:legacy|secure)?\//, 'bitnami'],
  [/(?:^|\/)oss\/kubernetes\//, 'aks'],
  [/chainguard|(?:^|\/)cgr\.dev\//, 'chainguard'],
  [/(?:^|\/)forkline\//, 'forkline'],
  [/ingress-nginx-neo/, 'ingress-nginx-neo'],
  [/baranchen/, 'baranchen'],
  [/deckhouse/, 'deckhouse'],
  [/tengine/, 'tengine-ingress'],
  [/aliyun|(?:^|\/)acs\//, 'aliyun'],
]

export function releaseOf(image: string): Release {
  const path = imagePath(image)
  const version = /(?:^|[^\d.])(\d+\.\d+\.\d+)(?!\d)/.exec(imageTag(image))?.[1] ?? null
  return { image, version, origin: origins.find(([pattern]) => pattern.test(path))?.[1] ?? 'upstream' }
}
