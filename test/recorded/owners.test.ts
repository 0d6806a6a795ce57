/** Other controllers, recorded: each is recognised with its release and classes, and takes just the Ingresses that it took. */
import { describe, expect, it } from 'vitest'
import { createControllers } from '../../src/controllers/create.js'
import type { Replica } from '../../src/domain/controllers/controller.js'
import type { Dialect } from '../../src/domain/controllers/dialect.js'
import { addressesOf } from '../../src/domain/objects/addresses.js'
import type { Kind, Kinds } from '../../src/domain/objects/objects.js'
import { project } from '../../src/domain/objects/project.js'
import { nameOf, refOf } from '../../src/domain/objects/ref.js'
import type { ClusterReader } from '../../src/domain/ports.js'
import { informAll } from '../../src/questions/controllers/controller-info.js'
import { gatherRoutes } from '../../src/questions/routes/gather.js'
import { routeRules } from '../../src/questions/routes/route-rules.js'
import { withOutside } from '../../src/questions/worlds/choose-controller.js'
import { recordedList } from '../support/recorded/recordings.js'

/** @param folder of the recording, with its `objects` */
function clusterOf(folder: readonly string[]): ClusterReader {
  const list = <K extends Kind>(kind: K): readonly Kinds[K][] =>
    recordedList(kind, 'controllers', ...folder, 'objects').map((one) => project(kind, one))
  return {
    scope: 'all-namespaces',
    source: folder.join('/'),
    takenAt: null,
    listCustom: async (kind) => ({ kind, items: [], coverage: 'all', gaps: [] }),
    list: async (kind, { scope, names }) => ({
      items: list(kind).filter(
        (one) =>
          (scope === 'all-namespaces' || refOf(one).namespace === scope.namespace) &&
          (names === undefined || names.includes(refOf(one).name)),
      ),
      coverage: 'all',
      gaps: [],
    }),
  }
}

/** Its replicas say nothing. */
const noAnswer = (dialect: Dialect, replica: Replica) =>
  dialect.replay({ source: 'recording', isEmpty: true, text: () => undefined, sourceOf: () => 'recording' }, replica)

describe.each<[folder: readonly string[], is: string, leaves: readonly string[], writesStatus: boolean]>([
  [['traefik', 'api-insecure'], 'traefik 3.7.15 traefik/traefik [traefik] 1', ['other-class'], false],
  [['traefik', 'strict-prefix-matching'], 'traefik 3.7.15 traefik/traefik [traefik] 1', ['other-class'], false],
  [['traefik-nginx-provider'], 'traefik 3.7.15 traefik/traefik [nginx] 1', ['no-class', 'other-class'], true],
  [['f5-nginx'], 'f5-nginx 5.5.4 nginx-ingress/nginx-ingress-controller [nginx] 1', ['no-class', 'other-class'], false],
  [
    ['haproxytech'],
    'haproxytech 3.2.11 haproxy-controller/haproxytech-kubernetes-ingress [haproxy] 1',
    ['no-class', 'other-class'],
    true,
  ],
  [
    ['haproxy-ingress'],
    'haproxy-ingress 0.16.1 ingress-controller/haproxy-ingress [haproxy] 1',
    ['no-class', 'other-class'],
    false,
  ],
  [['contour'], 'contour 1.33.6 projectcontour/contour [contour] 2', ['other-class'], true],
  [['cloud-aws-lbc'], 'aws-lbc 3.5.0 kube-system/aws-load-balancer-controller [alb] 1', [], false],
  [['cloud-agic'], 'agic 1.9.8 default/ingress-azure [azure-application-gateway] 1', [], true],
  [['cloud-gke'], 'gke - outside/gke [] 0', [], false],
])('%j', (folder, is, leaves, writesStatus) => {
  const cluster = clusterOf(folder)
  const controllers = createControllers(cluster, noAnswer, null)

  it(`is ${is}`, async () => {
    const { infos, gaps } = await informAll(cluster, controllers, {}, null, 0)
    const told = infos.map(({ controller, classes }) => {
      const { dialect, release, replicas } = controller
      return `${dialect} ${release.version ?? '-'} ${nameOf(controller)} [${classes.join()}] ${replicas.length}`
    })
    const unseen = gaps.filter(({ reason }) => reason !== 'not-captured')
    expect([told, unseen]).toEqual([[is], []])
  })

  it(`takes all Ingresses but ${leaves.join(' and ') || 'none'}`, async () => {
    const inventory = await gatherRoutes(cluster, { scope: 'all-namespaces' })
    const { controllers: found } = withOutside(controllers, await controllers.find(null), inventory)
    const { ownerOf } = routeRules(controllers, found, inventory, {
      configMapOf: () => null,
      now: 0,
      isWhole: true,
      isDetailed: true,
    })
    const nobodys = inventory.ingresses.filter((one) => ownerOf(one) === null)
    expect(nobodys.map((one) => refOf(one).name).sort()).toEqual(leaves)
    expect(inventory.ingresses.length).toBeGreaterThan(6)
    // Only who takes an Ingress writes an address into it.
    if (writesStatus)
      for (const one of inventory.ingresses)
        expect([nameOf(refOf(one)), ownerOf(one) !== null]).toEqual([nameOf(refOf(one)), addressesOf(one).length > 0])
  })
})
