/**
 * A live cluster that changes under a replica: what the verbs say while it lags behind, and once it has followed, is what
 * they say of the same change in files.
 */
import { describe, expect, it } from 'vitest'
import { changes } from '../agreement/changes.js'
import { saidOf } from '../agreement/said-lines.js'
import { runPlugin } from '../support/program/plugin.js'
import {
  addressesOf,
  apply,
  asking,
  count,
  deployment,
  follow,
  kubectl,
  own,
  service,
  withReplica,
} from './support/replica.js'

withReplica()

/** What is done to the cluster, and undone, each until its endpoints have followed. */
const deeds: Readonly<Record<string, readonly [doIt: () => unknown, undo: () => unknown]>> = {
  'a Service is deleted': [
    async () => {
      kubectl('-n', own, 'delete', 'service', 'cart')
      await count('cart', 0)
    },
    () => apply(service('cart')),
  ],
  'a Deployment is scaled to none': [
    async () => {
      kubectl('-n', own, 'scale', 'deployment', 'cart', '--replicas=0')
      await count('cart', 0)
    },
    () => kubectl('-n', own, 'scale', 'deployment', 'cart', '--replicas=2'),
  ],
  'its pods are rolled': [
    async () => {
      const before = addressesOf('cart')
      kubectl('-n', own, 'scale', 'deployment', 'cart', '--replicas=0')
      await count('cart', 0)
      kubectl('-n', own, 'wait', 'pod', '-l', 'app=cart', '--for=delete', '--timeout=60s')
      // The addresses of before are another one's now.
      apply(deployment('taker', 4))
      kubectl('-n', own, 'rollout', 'status', 'deployment/taker', '--timeout=60s')
      kubectl('-n', own, 'scale', 'deployment', 'cart', '--replicas=2')
      await count('cart', 2)
      expect(addressesOf('cart').filter((one) => before.includes(one))).toEqual([])
    },
    () => kubectl('-n', own, 'delete', 'deployment', 'taker'),
  ],
  'one of them is relabelled': [
    async () => {
      // Whoever makes pods would put another one in its place.
      kubectl('-n', own, 'delete', 'deployment', 'cart', '--cascade=orphan')
      kubectl('-n', own, 'delete', 'replicaset', '-l', 'app=cart', '--cascade=orphan')
      const [one = expect.fail('no pod')] = kubectl('-n', own, 'get', 'pod', '-l', 'app=cart', '-o', 'name').split('\n')
      kubectl('-n', own, 'label', one, 'app=elsewhere', '--overwrite')
      await count('cart', 1)
    },
    () => {
      kubectl('-n', own, 'delete', 'pod', '-l', 'app=elsewhere')
      apply(deployment('cart', 2))
    },
  ],
  'a duplicate is added': [
    () => apply(asking('twin', 'shop.test', '/cart', 'web')),
    () => kubectl('-n', own, 'delete', 'ingress', 'twin'),
  ],
  'its class is changed': [
    () => apply(asking('cart', 'shop.test', '/cart', 'cart', 'other')),
    () => apply(asking('cart', 'shop.test', '/cart', 'cart')),
  ],
  'the port of its Service is changed': [
    () =>
      kubectl(
        '-n',
        own,
        'patch',
        'service',
        'cart',
        '--type=json',
        '-p',
        '[{"op":"replace","path":"/spec/ports/0/port","value":81}]',
      ),
    () =>
      kubectl(
        '-n',
        own,
        'patch',
        'service',
        'cart',
        '--type=json',
        '-p',
        '[{"op":"replace","path":"/spec/ports/0/port","value":80}]',
      ),
  ],
  'an Ingress is deleted': [
    () => kubectl('-n', own, 'delete', 'ingress', 'cart'),
    () => apply(asking('cart', 'shop.test', '/cart', 'cart')),
  ],
  'a Service and an Ingress are new': [
    async () => {
      apply(deployment('fresh', 1), service('fresh'), asking('fresh', 'new.test', '/', 'fresh'))
      await count('fresh', 1)
    },
    () => kubectl('-n', own, 'delete', 'ingress,service,deployment', 'fresh'),
  ],
}

it('each change is tried', () => expect(Object.keys(deeds)).toEqual(Object.keys(changes)))

describe.each(Object.entries(deeds))('where %s', (what, [doIt, undo]) => {
  const { name = 'cart', url = 'http://shop.test/cart', lagging, settled } = changes[what] ?? expect.fail(what)

  it('the verbs are right while the replica lags behind, and right again when it has followed', async () => {
    await count('cart', 2)
    await follow()
    try {
      await doIt()
      expect(await told(name, url)).toEqual(worded(lagging))
      await follow()
      expect(await told(name, url)).toEqual(worded(settled))
    } finally {
      await undo()
    }
  })
})

async function told(name: string, url: string): Promise<string> {
  const run = (line: string) => {
    const chosen = line.startsWith('ingresses') ? [] : ['--controller', `${own}/proxy`]
    return runPlugin([...line.split(' '), '-o', 'json', ...chosen])
  }
  return worded(await saidOf(`${own}/${name}`, url, run))
}

/** Namespaces and addresses are of each cluster. */
function worded(said: object): string {
  return JSON.stringify(said, null, 2)
    .replaceAll(own, 'default')
    .replaceAll(/(?<=[-+])[\d.]+(?=:)/g, 'A')
}
