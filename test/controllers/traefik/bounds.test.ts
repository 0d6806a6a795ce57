/** What leads to more than is looked at: that is said, and nothing is told as whole. */
import { expect, it } from 'vitest'
import { service as namedService, pod, slice } from '../../support/objects.js'
import { traefikLine, traefikPlan } from '../../support/worlds/traefik-world.js'
import { route } from './custom-objects.js'

const service = (name: string, services: readonly object[]) => ({
  metadata: { namespace: 'default', name },
  spec: { weighted: { services } },
})

/** What a route to the first one comes to. */
const plan = (services: readonly object[], names: readonly string[] = []) =>
  traefikPlan({
    services: names.map((name) => namedService(name)),
    slices: names.map((name) => slice(`${name}-1`, { service: name, endpoints: [pod(name, '10.0.0.2')] })),
    custom: {
      'ingressroutes.traefik.io': [
        route('r', 'Host(`a.test`)', { services: [{ name: 'w0', kind: 'TraefikService' }] }),
      ],
      'traefikservices.traefik.io': services,
    },
  })

it('services each of which names the next twice have one Service, and no certain share', () => {
  const twice = (i: number) => [1, 2].map(() => ({ name: `w${i}`, kind: 'TraefikService' }))
  const last = [{ name: 'web', port: 80 }]
  const own = plan(Array.from({ length: 12 }, (_, i) => service(`w${i}`, i < 11 ? twice(i + 1) : last)))
  expect(traefikLine(own, 'http://a.test/')).toBe('unknown')
  expect(own.customRoutes?.[0]?.backends).toHaveLength(1)
  expect(own.gaps).toBeUndefined()
})

it('one of many Services is looked at in part', () => {
  const names = Array.from({ length: 33 }, (_, i) => `web-${i}`)
  const own = plan(
    [
      service(
        'w0',
        names.map((name) => ({ name, port: 80 })),
      ),
    ],
    names,
  )
  expect(own.customRoutes?.[0]?.backends).toHaveLength(32)
  expect(own.gaps).toEqual([
    {
      ...{ kind: 'TraefikService', namespace: null, reason: 'limited' },
      message: 'TraefikServices lead to more than 32 Services: the others are not looked at',
    },
  ])
})
