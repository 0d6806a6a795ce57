/** Words for the small clusters that people reported: Ingress `shop/a` of host `a.test`, before Service `shop/web`. */
import type { Secret, Service } from '../../../src/domain/objects/objects.js'
import { ingress, type WorldWords } from './ingress-world.js'

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
