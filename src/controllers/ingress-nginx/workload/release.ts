/** Which release an image is, and whose: forks number theirs as they like. */
import type { Release } from '../../../domain/controllers/controller.js'
import { imagePath, imageTag } from '../../shared/image.js'
import { tellsRelease } from './version.js'

/** Part of the image's path and tag → the builder, also of a copy in a registry of one's own. The first that fits. */
const origins: readonly (readonly [name: RegExp, origin: string])[] = [
  [/(?:^|\/)rancher\/|-(?:rancher|hardened)\d+$/, 'rancher'],
  [/(?:^|\/)bitnami(?:legacy|secure)?\//, 'bitnami'],
  [/(?:^|\/)oss\/(?:v2\/)?kubernetes\//, 'aks'],
  [/chainguard|(?:^|\/)cgr\.dev\//, 'chainguard'],
  [/(?:^|\/)forkline\//, 'forkline'],
  [/ingress-nginx-neo/, 'ingress-nginx-neo'],
  [/baranchen/, 'baranchen'],
  [/deckhouse/, 'deckhouse'],
  [/tengine/, 'tengine-ingress'],
  [/aliyun|(?:^|\/)acs\//, 'aliyun'],
]

/**
 * @param labels of its pod: where the tag is a digest, a build or a word that moves, they may tell the release that a chart
 * was made for
 */
export function releaseOf(image: string, labels: Labels = {}): Release {
  const tag = imageTag(image)
  const name = `${imagePath(image)}:${tag}`
  const origin = origins.find(([pattern]) => pattern.test(name))?.[1] ?? 'upstream'
  const own = numberIn(tag, origin)
  const isTold = tellsRelease({ image, version: own, origin })
  return { image, version: isTold ? own : (labelled(labels) ?? own), origin }
}

/** Beside the number of a release there may be that of a build, a date or a chart. */
function numberIn(tag: string, origin: string): string | null {
  const numbers = [...tag.matchAll(/(?<![\d.])\d+\.\d+\.\d+(?!\d)/g)].map(([number]) => number)
  return (
    numbers.find((version) => tellsRelease({ image: '', version, origin })) ??
    (origin === 'upstream' ? null : (numbers[0] ?? null))
  )
}

type Labels = Readonly<Record<string, string>>

/** Patch by patch of the charts 4.0 to 4.9, what they brought of 1.x. */
const early = [
  '0.0 0.0 0.1 0.2 0.3 0.3 0.4 0.5 0.5 0.5 1.0 1.0 1.0 1.0 1.0 1.1 1.1 1.1 1.2 1.3',
  ...['2.0 2.0 2.0 2.1 2.1', '3.0 3.0 3.0 3.0 3.1 3.1', '4.0', '5.1 5.1 5.1', '6.3 6.3 6.4', '7.0 7.1'],
  ...['8.0 8.1 8.2 8.4 8.4 8.5', '9.0 9.1 9.3 9.4', '9.5 9.6'],
]

/**
 * The chart writes both; since 4.10 its own number tells that of the controller, as 4.10.1 is 1.10.1.
 * RKE2 puts two digits of its own packaging behind that: 4.12.401 is the first one of 4.12.4.
 * https://github.com/kubernetes/ingress-nginx/blob/main/charts/ingress-nginx/templates/_helpers.tpl
 */
function labelled(labels: Labels): string | null {
  const app = /^(?:controller-)?v?(1\.\d{1,2}\.\d+)/.exec(labels['app.kubernetes.io/version'] ?? '')?.[1]
  if (app !== undefined) return app
  const [, minor = '', patch = ''] =
    /^(?:rke2-)?ingress-nginx-4\.(\d{1,2})\.(\d{1,2})(?:\d{2})?(?!\d)/.exec(labels['helm.sh/chart'] ?? '') ?? []
  if (minor === '') return null
  const rest = Number(minor) < early.length ? early[Number(minor)]?.split(' ')[Number(patch)] : `${minor}.${patch}`
  return rest === undefined ? null : `1.${rest}`
}
