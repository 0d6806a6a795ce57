/** The last that a controller wrote about an Ingress. */
import { expect, it } from 'vitest'
import { lastEvents } from '../../../src/controllers/shared/named/events.js'
import type { Event } from '../../../src/domain/objects/objects.js'

const event = (type: string, reason: string, second: number): Event =>
  ({
    ...{ type, reason, component: 'loadbalancer-controller', lastTimestamp: `2026-11-23T11:32:0${second}Z` },
    involvedObject: { kind: 'Ingress', namespace: 'default', name: 'shop' },
  }) as Event
const warning = (second: number) => event('Warning', 'Translate', second)
const news = (second: number) => event('Normal', 'Sync', second)

it.each<[string, readonly Event[], string | undefined]>([
  ['nothing', [], undefined],
  ['what came later', [warning(1), news(2)], 'Sync'],
  ['what came later, in whatever order', [warning(2), news(1)], 'Translate'],
  ['of one second the warning', [warning(1), news(1)], 'Translate'],
  ['of one second the warning, in whatever order', [news(1), warning(1)], 'Translate'],
])('is %s', (_, events, reason) => {
  const [last] = lastEvents(['loadbalancer-controller'], events).values()
  expect(last?.reason).toBe(reason)
})
