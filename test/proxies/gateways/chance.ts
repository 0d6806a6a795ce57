/** What generated Gateways and their routes are made of. */
import { randomFrom } from '../../support/random.js'

export const group = 'gateway.networking.k8s.io'

export class Chance {
  readonly below: (limit: number) => number

  constructor(seed: number) {
    this.below = randomFrom(seed)
    this.one = this.one.bind(this)
  }

  one<T>(all: readonly T[]): T {
    return all[this.below(all.length)] as T
  }

  shuffled<T>(all: readonly T[]): T[] {
    const left = [...all]
    return all.flatMap(() => left.splice(this.below(left.length), 1))
  }
}

/** What there is of each in a cluster. */
export interface Breadth {
  readonly namespaces: readonly string[]
  readonly gateways: readonly { readonly namespace: string; readonly name: string }[]
  readonly listenerSets: number
  /** of routes */
  readonly hostnames: readonly string[]
  readonly listenerHosts: readonly (string | undefined)[]
  /** of requests */
  readonly hosts: readonly string[]
}

const exact = [
  ...['a.example.test', 'b.example.test', 'x.a.example.test', 'other.test'],
  ...['deep.x.a.example.test', 'long-name.example.test'],
]
const wildcards = ['*.example.test', '*.a.example.test', '*.test', '*.other.test']
const others = [
  ...['unknown.example.test', 'y.a.example.test', 'q.test', 'A.Example.Test', 'z.other.test', 'nowhere.invalid'],
  ...['grpc.example.test', 'a.example.test.', 'example.test', '.example.test', 'a_b.example.test', 'test'],
]

/** @param count of HTTPRoutes: from a hundred on as several teams share a cluster */
export function breadthOf(count: number): Breadth {
  const isLarge = count > 100
  const more = Array.from({ length: isLarge ? Math.ceil(count / 30) : 0 }, (_, i) => `app${i}.example.test`)
  const wide = isLarge ? ['*.app1.example.test', '*.b.example.test'] : []
  return {
    namespaces: ['infra', 'shop', 'team-a', 'team-b', ...(isLarge ? ['team-c', 'data', 'edge'] : [])],
    gateways: [
      { namespace: 'infra', name: 'one' },
      { namespace: 'infra', name: 'two' },
      ...(isLarge ? [{ namespace: 'shop', name: 'three' }] : []),
    ],
    listenerSets: isLarge ? 6 : 3,
    hostnames: [...exact, ...wildcards, ...more, ...wide],
    listenerHosts: [undefined, '*.example.test', 'a.example.test', '*.a.example.test', 'other.test', '*.test'],
    hosts: [...exact, ...others, ...more, ...wide.map((one) => one.replace('*', 'any'))],
  }
}

export function secretRef(name: string): object {
  return { group: '', kind: 'Secret', name }
}

export function aged(day: number): { readonly creationTimestamp: string } {
  return { creationTimestamp: `2026-01-0${day}T00:00:00Z` }
}
