/** Ingresses, made of what people combine: hosts, paths, ports, annotations, classes, certificates. */
import fc from 'fast-check'
import type { Manifest } from '../gather.js'
import { annotationSets } from './annotations.js'
import { serviceNames } from './around.js'

const hosts = [
  'a.example',
  'a.example',
  'b.a.example',
  '*.a.example',
  'www.a.example',
  'c.b.a.example',
  '*.b.a.example',
  'localhost',
  'alias.example',
  '',
  undefined,
]
const paths = [
  '/',
  '/',
  '/a',
  '/a/',
  '/a/b',
  '/A',
  '/a.b',
  '/a b',
  '/a%20b',
  '/a*',
  '/a(/|$)(.*)',
  '/[a-z]+',
  '/(a|b)/c$',
  '/b',
  '/.*',
  '//a',
  '/a;b',
  '/a/../b',
  '/a//b/./c',
  '/%61',
  '/a%2Fb',
  '/a"b',
  '/a+b',
  '/a{2}',
  '/A/B',
  '/ä',
  // Without a slash: the API server takes these where the controller decides.
  'a',
  'a/b',
  '',
  undefined,
]
const pathTypes = ['Prefix', 'Prefix', 'Exact', 'ImplementationSpecific', undefined]
const names = [...serviceNames, 'web', 'web', 'api', 'missing']
const ports = [
  { number: 80 },
  { number: 80 },
  { number: 80 },
  { name: 'http' },
  { name: 'dns' },
  { name: 'web' },
  { number: 8080 },
  { number: 81 },
]

const backend = fc
  .tuple(fc.constantFrom(...names), fc.constantFrom(...ports))
  .map(([name, port]) => ({ service: { name, port } }))

/** No controller that is read serves one of these. */
const bucket = { resource: { apiGroup: 'example.com', kind: 'Bucket', name: 'static' } }
const anyBackend = fc.oneof({ weight: 30, arbitrary: backend }, { weight: 1, arbitrary: fc.constant(bucket) })

const path = fc
  .tuple(fc.constantFrom(...paths), fc.constantFrom(...pathTypes), anyBackend)
  .map(([at, pathType, to]) => ({ path: at, pathType, backend: to }))

const rule = fc
  .tuple(
    fc.constantFrom(...hosts),
    fc.oneof(
      { weight: 20, arbitrary: fc.array(path, { minLength: 1, maxLength: 3 }) },
      { weight: 1, arbitrary: fc.constant(null) },
    ),
  )
  .map(([host, all]) => ({
    ...(host === undefined ? {} : { host }),
    ...(all === null ? {} : { http: { paths: all } }),
  }))

const tls = fc.constantFrom(
  undefined,
  undefined,
  [{ hosts: ['a.example'], secretName: 'good' }],
  [{ hosts: ['b.a.example'], secretName: 'none' }],
  [{ hosts: ['*.a.example'], secretName: 'good' }],
  [{ hosts: ['a.example', 'b.a.example', 'c.b.a.example'], secretName: 'wild' }],
  [{ hosts: ['*.a.example'], secretName: 'wild' }],
  [
    { hosts: ['a.example'], secretName: 'good' },
    { hosts: ['b.a.example'], secretName: 'wild' },
  ],
  [{ secretName: 'wild' }],
  [{ secretName: 'good' }],
  // Its certificate is for this name.
  [{ hosts: ['localhost'], secretName: 'good' }],
  [{ hosts: ['localhost'], secretName: 'broken' }],
  [{ hosts: ['a.example', 'tls.example'] }],
)

/** `nginx` belongs to the first controller, `second` to the second one where there is one, `other` to nobody. */
const classes = ['nginx', 'nginx', 'nginx', 'nginx', 'second', 'other', undefined]

const shape = fc.record({
  namespace: fc.constantFrom('default', 'default', 'default', 'team'),
  rules: fc.array(rule, { minLength: 0, maxLength: 2 }),
  annotations: fc.oneof(
    fc.constantFrom(...annotationSets),
    fc.tuple(fc.constantFrom(...annotationSets), fc.constantFrom(...annotationSets)).map(([a, b]) => ({ ...a, ...b })),
  ),
  tls,
  defaultBackend: fc.option(anyBackend, { freq: 6, nil: undefined }),
  className: fc.constantFrom(...classes),
  /** the annotation of old takes the field's place */
  isOldClass: fc.nat(9).map((one) => one === 0),
  age: fc.nat(3),
})

export type Ingress = Manifest & { readonly kind: 'Ingress' }

const several = (minLength: number, maxLength: number): fc.Arbitrary<readonly Ingress[]> =>
  fc.array(shape, { minLength, maxLength }).map((all) => all.map(ingressOf))

export const ingresses = several(1, 4)
export const ingressesOf = (size: number): fc.Arbitrary<readonly Ingress[]> => several(size, size)

type Shape = typeof shape extends fc.Arbitrary<infer T> ? T : never

function ingressOf({ className, isOldClass, rules, ...one }: Shape, i: number): Ingress {
  const isOld = isOldClass && className !== undefined
  return {
    ...{ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' },
    metadata: {
      namespace: one.namespace,
      name: `i${i}`,
      // An API server has taken it, as one of another release may have.
      uid: `i${i}`,
      creationTimestamp: `2026-01-01T00:00:0${one.age}Z`,
      annotations: Object.fromEntries([
        ...Object.entries(one.annotations).map(([name, value]) => [`nginx.ingress.kubernetes.io/${name}`, value]),
        ...(isOld ? [['kubernetes.io/ingress.class', className]] : []),
      ]),
    },
    spec: {
      ...(isOld ? {} : { ingressClassName: className }),
      rules,
      tls: one.tls,
      defaultBackend:
        one.defaultBackend ?? (rules.length === 0 ? { service: { name: 'web', port: { number: 80 } } } : undefined),
    },
  } as Ingress
}
