/** Which Ingresses a controller serves: the rules of GetIngressClass, case by case. */
import { describe, expect, it } from 'vitest'
import { owns } from '../../../src/controllers/ingress-nginx/workload/own.js'
import { project } from '../../../src/domain/objects/project.js'
import { controllerWith } from '../../support/worlds/ingress-world.js'

const classes = new Map(
  Object.entries({ nginx: 'k8s.io/ingress-nginx', internal: 'k8s.io/internal', alb: 'ingress.k8s.aws/alb' }).map(
    ([name, controller]) => [name, project('IngressClass', { metadata: { name }, spec: { controller } })],
  ),
)

const ingress = (field: string | null, annotation: string | null, spec: object = {}, namespace = 'shop') =>
  project('Ingress', {
    metadata: {
      name: 'a',
      namespace,
      annotations: annotation === null ? {} : { 'kubernetes.io/ingress.class': annotation },
    },
    spec: { ingressClassName: field ?? undefined, ...spec },
  })

const asked = (argv: string[], version = '1.15.1') => controllerWith(argv, version)

describe.each<[string, string[], string | null, string | null, boolean]>([
  ['its class', [], 'nginx', null, true],
  ['another class', [], 'alb', null, false],
  ['a class that does not exist', [], 'gone', null, false],
  ['the field wins over the annotation', [], 'alb', 'nginx', false],
  ['the annotation', [], null, 'nginx', true],
  ['another annotation', [], null, 'traefik', false],
  ['neither', [], null, null, false],
  ['neither, where that is watched', ['--watch-ingress-without-class'], null, null, true],
  ['a class by name', ['--ingress-class=alb', '--ingress-class-by-name'], 'alb', null, true],
  [
    'a controller class of its own',
    ['--controller-class=k8s.io/internal', '--ingress-class=internal'],
    'internal',
    null,
    true,
  ],
  ['the usual class, with a controller class of its own', ['--controller-class=k8s.io/internal'], 'nginx', null, false],
  ['in its namespace', ['--watch-namespace=shop'], 'nginx', null, true],
  ['in another namespace', ['--watch-namespace=edge'], 'nginx', null, false],
])('%s', (_name, argv, field, annotation, expected) => {
  it(`${expected}`, () => {
    expect(owns(asked(argv), ingress(field, annotation), (name) => classes.get(name))).toBe(expected)
  })
})

describe('beyond classes', () => {
  const fallback = { defaultBackend: { service: { name: 'web', port: { number: 80 } } } }

  it('a default backend is refused where catch-alls are', () => {
    expect(owns(asked(['--disable-catch-all']), ingress('nginx', null, fallback), (name) => classes.get(name))).toBe(
      false,
    )
    expect(owns(asked([]), ingress('nginx', null, fallback), (name) => classes.get(name))).toBe(true)
  })

  it('cannot be told where classes may not be seen, or namespaces are selected', () => {
    expect(owns(asked([]), ingress('nginx', null), null)).toBeNull()
    expect(
      owns(asked(['--watch-namespace-selector=a=b']), ingress('nginx', null), (name) => classes.get(name)),
    ).toBeNull()
  })

  it.each<[string | null, string | null, boolean]>([
    ['nginx', null, true],
    ['alb', 'nginx', true],
    [null, null, true],
    ['internal', null, false],
  ])('before 1.0, field %s and annotation %s: %s', (field, annotation, expected) => {
    expect(owns(asked([], '0.49.3'), ingress(field, annotation), null)).toBe(expected)
  })
})
