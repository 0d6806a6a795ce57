/** A cluster as it would be with another release, other flags or other settings of its controllers. */
import { assumedKind, type Controller } from '../../domain/controllers/controller.js'
import type { Controllers, Dialect } from '../../domain/controllers/dialect.js'
import type { Supposed } from '../../domain/controllers/kind.js'
import { type Assumed, type Gap, isAssumption } from '../../domain/gap.js'
import { expanded } from '../../domain/objects/environment.js'
import type { Kind, Kinds } from '../../domain/objects/objects.js'
import { nameOf, refOf } from '../../domain/objects/ref.js'
import type { ConfigMap, Container, Pod } from '../../domain/objects/workloads.js'
import { type ClusterReader, type Listing, type ListQuery, namespaceIn } from '../../domain/ports.js'
import type { LintSide } from './findings.js'

export interface SupposedSide extends LintSide {
  /** of what is supposed, and is read by nobody */
  readonly gaps: readonly Gap[]
}

/** @param controllersOver the same controllers over another view of the objects */
export async function supposing(
  { cluster, controllers }: LintSide,
  supposed: Supposed,
  controllersOver: (cluster: ClusterReader) => Promise<Controllers>,
): Promise<SupposedSide> {
  const { controllers: found } = await controllers.find(null)
  const maps = new Set(found.flatMap(({ traits }) => (traits.configMap === null ? [] : [nameOf(traits.configMap)])))
  const isSet = Object.keys(supposed.config).length > 0
  const without = isSet ? found.filter(({ traits }) => traits.configMap === null) : []
  const other: ClusterReader = { ...cluster, list: (kind, query) => listed(kind, query) }
  const asked = await controllersOver(other)
  return {
    cluster: other,
    controllers: {
      ...asked,
      assumed: (dialect) => ({ ...asked.assumed(dialect), ...dialect.suppose?.(assumedKind, supposed) }),
    },
    gaps: [
      ...without.map((one) => `${nameOf(one)} names no ConfigMap, so that --assume-config changes nothing there`),
      ...unreadIn(supposed, found, controllers).map(
        (one) => `${one} changes nothing: no controller here reads it, or it is so by default`,
      ),
    ].map((message) => ({ kind: 'Controller', namespace: null, reason: 'unsupported', message })),
  }

  async function listed<K extends Kind>(kind: K, query: ListQuery): Promise<Listing<K>> {
    const listing = await cluster.list(kind, query)
    if (kind === 'Pod') return changed(listing, (one) => supposedPod(one as Pod))
    return kind === 'ConfigMap' && isSet ? withSettings(listing, query) : listing
  }

  function supposedPod(pod: Pod): Pod {
    const container = controllers.dialects.map((one) => one.recognise(pod)?.container).find((one) => one !== undefined)
    if (container === undefined) return pod
    const containers = (expanded(pod).spec?.containers ?? []).map((one) =>
      one.name === container.name ? supposedContainer(one, supposed) : one,
    )
    return { ...pod, spec: { ...pod.spec, containers } }
  }

  /** A map that nobody has written yet is one with these settings alone. */
  function withSettings<K extends Kind>(listing: Listing<K>, { scope, names }: ListQuery): Listing<K> {
    const isMeant = (name: string) => maps.has(name) || name === nameOf(assumedMap())
    const there = changed(listing, (one) =>
      isMeant(nameOf(refOf(one))) ? withData(one as ConfigMap, supposed.config) : one,
    )
    const known = new Set(there.items.map((one) => nameOf(refOf(one))))
    const namespace = namespaceIn(scope)
    // Whoever looks for all there is finds none that only stands in.
    const made = [...maps, ...(names === undefined ? [] : [nameOf(assumedMap())])].flatMap(
      (key): Kinds['ConfigMap'][] => {
        const [of = '', name = ''] = key.split('/')
        const isAsked = (namespace === null || namespace === of) && (names === undefined || names.includes(name))
        return known.has(key) || !isAsked
          ? []
          : [{ kind: 'ConfigMap', metadata: { namespace: of, name }, data: supposed.config }]
      },
    )
    return { ...there, items: [...there.items, ...(made as readonly Kinds[Kind][] as readonly Kinds[K][])] }
  }
}

/** Of those that may read it: of flags, those that tell what they are without others. */
function unreadIn({ flags, config }: Supposed, found: readonly Controller[], { dialects, dialectOf }: Controllers) {
  const meant = found.length === 0 ? dialects.filter(({ suppose }) => suppose !== undefined) : found.map(dialectOf)
  const natures = (said: readonly string[]) =>
    found.length === 0
      ? meant.map((one) => one.suppose?.(assumedKind, { version: null, flags: said, config: {} }))
      : found.map((one) => natureOf(dialectOf(one), one, said))
  const plain = natures([])
  const isRead = (flag: string) =>
    natures([flag]).some((one, i) => one === null || JSON.stringify(one) !== JSON.stringify(plain[i]))
  return [
    ...flags.flatMap((one) => (isRead(one) ? [] : `--assume-flag ${one.slice(2)}`)),
    ...Object.keys(config).flatMap((key) =>
      meant.some(({ readsSetting }) => readsSetting?.(key) ?? true) ? [] : `--assume-config ${key}`,
    ),
  ]
}

function natureOf(dialect: Dialect, { namespace, release: { image } }: Controller, args: readonly string[]) {
  const found = dialect.recognise({
    kind: 'Pod',
    metadata: { namespace, name: assumedKind },
    spec: { containers: [{ name: assumedKind, image, args }] },
  })
  return found && { ...found, container: null }
}

/** By whose rules it is judged, where nobody was seen who has any. */
export function judgedOtherwise(gap: Gap): Gap {
  if (!isAssumption(gap)) return gap
  const but = ', but for what is supposed'
  const told: Assumed = { ...gap, message: `${gap.message}${but}`, judged: `${gap.judged}${but}` }
  return told
}

/** That of a controller which nobody has seen. */
const assumedMap = () => ({ namespace: assumedKind, name: assumedKind })

function changed<K extends Kind>(listing: Listing<K>, change: (one: Kinds[K]) => Kinds[Kind]): Listing<K> {
  return { ...listing, items: listing.items.map((one) => change(one) as Kinds[K]) }
}

function withData(map: ConfigMap, config: Readonly<Record<string, string>>): ConfigMap {
  return { ...map, data: { ...map.data, ...config } }
}

/** Of a flag that is said twice the later one counts. */
function supposedContainer(container: Container, { version, flags }: Supposed): Container {
  return {
    ...container,
    image: version === null ? container.image : withTag(container.image ?? '', version),
    args: [...(container.args ?? []), ...flags],
  }
}

/** With a v before it where there was one. */
function withTag(image: string, version: string): string {
  const [name = ''] = image.split('@')
  const at = name.indexOf(':', name.lastIndexOf('/') + 1)
  const [path, tag] = at === -1 ? [name, 'v'] : [name.slice(0, at), name.slice(at + 1)]
  return `${path}:${tag.startsWith('v') ? 'v' : ''}${version.replace(/^v/, '')}`
}
