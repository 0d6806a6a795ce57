/** Lists in protobuf are read as the same lists in JSON: a property over generated objects. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Problem } from '../../../src/domain/problem.js'
import { both, metadata, read, sent } from './lists.js'

/** Text of any kind; null and left out are the same in Go. */
const text = fc.string({ unit: 'binary', maxLength: 80 })

const port = fc.integer({ min: 1, max: 65535 })

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 3 })

const seconds = fc
  .integer({ min: 0, max: 4_000_000_000 })
  .map((at) => `${new Date(at * 1000).toISOString().slice(0, 19)}Z`)

const filled = text.filter((value) => value !== '')

const map = maybe(fc.dictionary(text, text, { maxKeys: 3, noNullPrototype: true }))

const meta = fc.record({
  name: maybe(filled),
  namespace: maybe(filled),
  creationTimestamp: maybe(seconds),
  deletionTimestamp: maybe(seconds),
  labels: map,
  annotations: map,
})

const path = fc.record({
  path: maybe(filled),
  pathType: maybe(text),
  backend: fc.record({
    service: maybe(fc.record({ name: text, port: fc.record({ name: maybe(filled), number: maybe(port) }) })),
    resource: maybe(fc.record({ apiGroup: maybe(text), kind: text, name: text })),
  }),
})

const some = <T>(value: fc.Arbitrary<T>) => maybe(fc.array(value, { minLength: 1, maxLength: 6 }))

const objects: { readonly [K in 'Ingress' | 'EndpointSlice']: fc.Arbitrary<object> } = {
  Ingress: fc.record({
    metadata: meta,
    spec: fc.record({
      ingressClassName: maybe(text),
      rules: some(fc.record({ host: maybe(filled), http: maybe(fc.record({ paths: some(path) })) })),
      tls: some(fc.record({ hosts: some(text), secretName: maybe(filled) })),
    }),
    status: fc.record({ loadBalancer: fc.record({ ingress: some(fc.record({ ip: maybe(filled) })) }) }),
  }),
  EndpointSlice: fc.record({
    metadata: meta,
    addressType: text,
    endpoints: some(
      fc.record({
        addresses: fc.array(text, { minLength: 1, maxLength: 3 }),
        conditions: fc.record({ ready: maybe(fc.boolean()), serving: maybe(fc.boolean()) }),
        nodeName: maybe(text),
      }),
    ),
    ports: some(fc.record({ name: maybe(text), port: maybe(fc.integer({ min: 0, max: 2 ** 31 - 1 })) })),
  }),
}

describe('lists in protobuf (property)', () => {
  it.each(['Ingress', 'EndpointSlice'] as const)('of %s say what their JSON says', (kind) => {
    fc.assert(
      fc.property(fc.array(objects[kind], { maxLength: 4 }), (items) => {
        const [fromProtobuf, fromJson] = both(kind, JSON.parse(JSON.stringify(items)) as object[])
        expect(fromProtobuf).toEqual(fromJson)
      }),
    )
  })

  it('that are cut, or changed anywhere, are an answer or a problem, and never without end', () => {
    const whole = sent(
      'Ingress',
      [{ metadata, spec: { rules: [{ host: 'a', http: { paths: [{ path: '/' }] } }] } }],
      'next',
    )
    const spoiled = fc.oneof(
      fc.nat({ max: whole.length }).map((end) => whole.subarray(0, end)),
      fc
        .array(fc.tuple(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 255 })), { minLength: 1, maxLength: 4 })
        .map((changes) => {
          const bytes = Buffer.from(whole)
          for (const [at, byte] of changes) bytes[at] = byte
          return bytes
        }),
      fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.concat([whole.subarray(0, 4), bytes])),
    )
    fc.assert(
      fc.property(spoiled, (bytes) => {
        try {
          read('Ingress', bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(Problem)
          expect((error as Problem).value.reason).toBe('not-kubernetes')
        }
      }),
      { numRuns: 2000 },
    )
  })
})
