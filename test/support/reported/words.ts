/** Words for the small clusters that people reported: Ingress `shop/a` of host `a.test`, before Service `shop/web`. */
import type { Secret, Service } from '../../../src/domain/objects/objects.js'
import { ingress, type WorldWords } from '../worlds/ingress-world.js'

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
/** A second Ingress, beside one that asks for the same host and path. */
export const second = (annotations: Annotations) => ({
  ingresses: [at('m'), at('a', annotations, ['/ Prefix v2:80'], 'a.test', 1)],
})
export const canary = { canary: 'true', 'canary-weight': '50' }
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
/** Where it was met, at which release, and what the first line of `why` says of Ingress `shop/a`. */
type ToldRow = readonly [source: string, release: string, words: WorldWords, says: string]
/** … or what `trace` says of a request, its first line among it. */
type AnsweredRow = readonly [
  source: string,
  release: string,
  words: WorldWords,
  says: RegExp,
  sent?: Sent,
  url?: string,
]
export type Kinds<R> = Readonly<Record<string, readonly R[]>>
export type Told = Kinds<ToldRow>
export type Answered = Kinds<AnsweredRow>
