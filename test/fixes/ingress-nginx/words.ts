/** Small clusters for the fixes of what annotations of Ingresses do. */
import type { FindingCode } from '../../../src/domain/findings/facts.js'
import type { Ingress, Secret, Service } from '../../../src/domain/objects/objects.js'
import type { Cure } from '../../support/why/cures.js'
import { ingress, type WorldWords } from '../../support/worlds/ingress-world.js'

export type Annotations = Readonly<Record<string, string>>

export const at = (name: string, host: string, paths: readonly string[], annotations: Annotations = {}, age = 0) =>
  ingress(`shop/${name}`, { rules: { [host]: paths }, annotations, age })
export const web = ['/ Prefix web:80']
export const share = { canary: 'true', 'canary-weight': '10' }
export const tls: Service = {
  kind: 'Service',
  metadata: { namespace: 'shop', name: 'tls' },
  spec: {
    ports: [
      { name: 'http', port: 80 },
      { name: 'https', port: 443, targetPort: 8443 },
    ],
  },
}
export const authority: Secret = {
  kind: 'Secret',
  metadata: { namespace: 'shop', name: 'ca' },
  data: { 'ca.crt': 'eA==' },
}
export const verified = { 'backend-protocol': 'HTTPS', 'proxy-ssl-secret': 'shop/ca', 'proxy-ssl-verify': 'on' }
export const moved = { 'permanent-redirect': 'https://b.test/' }

/** The Ingress that is looked at. */
export const a = (annotations: Annotations = {}, paths = web) => at('a', 'a.test', paths, annotations)

type Words = Omit<WorldWords, 'ingresses'>

interface Circumstances extends Pick<Cure, 'url' | 'served' | 'next'> {
  readonly more?: Words
  /** what cures outside of the Ingresses */
  readonly cured?: Words
}

export function cure(
  code: FindingCode,
  fix: string,
  before: Ingress | readonly Ingress[],
  after: Ingress | readonly Ingress[],
  { more = {}, cured = {}, ...answer }: Circumstances = {},
): Cure {
  const around = (words: Words) => ({ version: '1.11.8', ...words, configMap: { ...snippets, ...words.configMap } })
  return {
    ...{ code, fix, ...answer },
    before: { ...around(more), ingresses: [before].flat() },
    after: { ...around({ ...more, ...cured }), ingresses: [after].flat() },
  }
}

const snippets = { 'allow-snippet-annotations': 'true', 'annotations-risk-level': 'Critical' }
