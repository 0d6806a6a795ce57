/** Words for the small clusters that people reported: Ingress `shop/a` of host `a.test`, before Service `shop/web`. */
import { expect, it } from 'vitest'
import type { Secret, Service } from '../../../src/domain/objects/objects.js'
import { told } from '../why/told.js'
import { ingress, request, tracer, type WorldWords } from './ingress-world.js'

export type Annotations = Readonly<Record<string, string>>

export const web = ['/ Prefix web:80']
export const at = (
  name: string,
  annotations: Annotations = {},
  paths: readonly string[] = web,
  host = 'a.test',
  age = 0,
) => ingress(`shop/${name}`, { rules: { [host]: paths }, annotations, age })
export const one = (annotations: Annotations, paths?: readonly string[], more: Omit<WorldWords, 'ingresses'> = {}) => ({
  ingresses: [at('a', annotations, paths)],
  ...more,
})
export const cdn: Service = {
  kind: 'Service',
  metadata: { namespace: 'shop', name: 'web' },
  spec: {
    type: 'ExternalName',
    externalName: 'cdn.example.com',
    ports: [{ name: 'https', port: 80, targetPort: 443 }],
  },
}
/** Where snippets are allowed, and where whatever is risky is allowed, too. */
export const allowed = (annotations: Annotations) => configured({ 'allow-snippet-annotations': 'true' }, annotations)
export const open = (annotations: Annotations) =>
  configured({ 'allow-snippet-annotations': 'true', 'annotations-risk-level': 'Critical' }, annotations)
export const configured = (configMap: Annotations, annotations: Annotations = {}) =>
  one(annotations, web, { configMap })
export const secret = (namespace: string, name: string, data: Readonly<Record<string, string>>): Secret => ({
  kind: 'Secret',
  metadata: { namespace, name },
  data,
})
export const service = (name: string, port: number, portName: string): Service => ({
  kind: 'Service',
  metadata: { namespace: 'shop', name },
  spec: { clusterIP: '10.96.0.9', ports: [{ name: portName, port, targetPort: portName }] },
})

export const aws = 'service.beta.kubernetes.io/aws-load-balancer'
/** A Service of the controller, whose port for https leads to `to`. */
export const before = (annotations: Annotations, to: string) => ({
  services: [
    {
      kind: 'Service' as const,
      metadata: { namespace: 'edge', name: 'entry', annotations },
      spec: { type: 'LoadBalancer', ports: [{ name: 'https', port: 443, targetPort: to }] },
    },
  ],
  flags: ['--publish-service=edge/entry'],
  configMap: {},
})

export type Sent = Readonly<{
  sent?: Record<string, string>
  method?: string
  host?: string | null
  httpVersion?: '1.0'
  clientAddress?: string
  auth?: 'pass' | 'deny'
}>
export type Reported = readonly [
  source: string,
  release: string,
  words: WorldWords,
  says: RegExp,
  sent?: Sent,
  url?: string,
]

export type Caused = readonly [source: string, release: string, words: WorldWords, says: string]

/** What the first line of `why` says of each: is it served, and the cause. */
export function itIsTold(kinds: Readonly<Record<string, readonly Caused[]>>): void {
  const rows = Object.entries(kinds).flatMap(([kind, members]) => members.map((row) => [kind, ...row] as const))
  it.each(rows)('%s: %s at %s', async (_, __, version, words, says) => {
    const lines = Object.entries(await told({ ...words, version })).flatMap(([name, line]) =>
      // What is for those who wonder is nobody's first line.
      name.startsWith('shop/a') && !/^yes(?: retries-endless)?$/.test(line) ? [line] : [],
    )
    expect(lines[0]?.split(' ', 2).join(' ') ?? 'yes').toBe(says)
  })
}

/** What `trace` says of each, its first line among it. */
export function itAnswers(answers: Readonly<Record<string, readonly Reported[]>>): void {
  const asked = Object.entries(answers).flatMap(([kind, members]) =>
    members.map((row): [string, ...Reported] => [kind, ...row]),
  )
  it.each(asked)('%s: %s at %s', (_, __, version, words, says, sent = {}, url = 'http://a.test/') => {
    const { verdict, status, location, hops } = tracer({ ...words, version }).answer(request(url, sent), true)
    const lines = hops.flatMap(({ subject, detail, gist }) => [
      `${subject}: ${detail}`,
      ...(gist ? [`gist: ${gist}`] : []),
    ])
    expect([[verdict, status, location].filter((one) => one !== null).join(' '), ...lines].join('\n')).toMatch(says)
  })
}
