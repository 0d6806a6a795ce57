/** Small clusters for the rules of `lint`, and the tables that say what is found in each. */
import { describe, expect, it } from 'vitest'
import { createControllers } from '../../../src/controllers/create.js'
import type { FindingCode } from '../../../src/domain/findings/facts.js'
import { fixOf, sentenceOf } from '../../../src/findings/catalogue.js'
import { gatherLint } from '../../../src/questions/lint/findings.js'
import { controllerPod, type FakePod } from '../cluster/fake-controller.js'
import { type MemoryCluster, memoryCluster } from '../cluster/memory-cluster.js'
import { ingress, pod, rule, service, slice } from '../objects.js'

const nothing = { source: 'nothing', sourceOf: () => 'nothing', isEmpty: true, text: () => undefined }
const now = Date.parse('2026-11-26T00:00:00Z')
export const n = (annotations: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(annotations).map(([key, value]) => [`nginx.ingress.kubernetes.io/${key}`, value]))
export const ingressClass = (name: string, controller = 'k8s.io/ingress-nginx') => ({
  metadata: { name },
  spec: { controller },
})
export const proxy = (version = '1.15.1', more: Partial<FakePod> = {}) =>
  controllerPod({
    name: 'proxy-1',
    owner: ['DaemonSet', 'proxy'],
    args: ['--configmap=edge/proxy'],
    image: `registry.k8s.io/ingress-nginx/controller:v${version}`,
    ...more,
  })
/** It reads ConfigMap edge/proxy. */
export const configured = { Pod: [proxy()] }
export const haproxy = {
  metadata: {
    name: 'haproxy-1',
    namespace: 'edge',
    ownerReferences: [{ kind: 'DaemonSet', name: 'haproxy', controller: true }],
  },
  spec: {
    containers: [{ name: 'c', image: 'haproxytech/kubernetes-ingress:3.1.0', args: ['--ingress.class=haproxy'] }],
  },
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
}
export const config = (data: Readonly<Record<string, string>>) => [
  { metadata: { namespace: 'edge', name: 'proxy' }, data },
]
export const web = (more: object = {}, metadata: object = {}, name = 'web') =>
  ingress(name, { ingressClassName: 'nginx', rules: [rule(`${name}.test`, '/', 'web')], ...more }, { metadata })
export const annotated = (annotations: Readonly<Record<string, string>>, name = 'web') => web({}, { annotations }, name)
/** @param codes also those of them that are told only where they are asked for */
async function lintOf(
  codes: readonly string[],
  objects: MemoryCluster['objects'],
  forbidden: MemoryCluster['forbidden'] = [],
  custom: MemoryCluster['custom'] = {},
) {
  const cluster = memoryCluster({
    custom,
    objects: {
      Ingress: [web()],
      IngressClass: [ingressClass('nginx'), ingressClass('haproxy', 'haproxy.org/ingress-controller/haproxy')],
      Pod: [proxy()],
      Service: [service('web')],
      EndpointSlice: [slice('web-1', { endpoints: [pod('a', '10.0.0.1'), pod('b', '10.0.0.2')] })],
      ...objects,
    },
    forbidden,
    // Of a cluster only the ConfigMaps are asked for that some flag names.
    ...(codes.includes('configmap-unread') && { isAtHand: true }),
  })
  const controllers = createControllers(cluster, (dialect, replica) => dialect.replay(nothing, replica), null)
  const question = {
    ...{ names: [], labelSelector: undefined, semantics: null, now },
    selection: {},
  }
  const isOpinion = codes.some((code) => code.startsWith('single-'))
  const wishes = { severity: 'info', select: isOpinion ? codes : [], ignore: [], isCode: () => true } as Parameters<
    typeof gatherLint
  >[3]
  return gatherLint(cluster, controllers, question, wishes)
}

/** @returns `CODE NAME: sentence` of the codes in question */
export async function found(
  codes: readonly string[],
  objects: MemoryCluster['objects'],
  forbidden: MemoryCluster['forbidden'] = [],
  custom: MemoryCluster['custom'] = {},
) {
  const { rows, gaps } = await lintOf(codes, objects, forbidden, custom)
  const told = rows.flatMap(({ finding }) =>
    codes.includes(finding.code) ? [`${finding.severity} ${finding.source.name}: ${sentenceOf(finding)}`] : [],
  )
  return { told, gaps: gaps.map(({ message }) => message) }
}

export type Case = readonly [what: string, objects: MemoryCluster['objects'], words: readonly RegExp[]]

export function table(codes: readonly string[], cases: readonly Case[]): void {
  describe(codes.join(', '), () => {
    it.each(cases)('%s', async (_, objects, words) => {
      const { told } = await found(codes, objects)
      expect(told.length, told.join('\n')).toBe(words.length)
      for (const [i, word] of words.entries()) expect(told[i]).toMatch(word)
    })
  })
}

export interface LintCure {
  readonly code: FindingCode
  /** part of the words of the fix, which `after` does */
  readonly fix: string
  readonly before: MemoryCluster['objects']
  readonly after: MemoryCluster['objects']
}

/** Each cure is two tests: the words are said; and what they say ends the finding, and brings no other one about. */
export function proveLintCures(cures: readonly LintCure[]): void {
  const seen = async ({ code }: LintCure, objects: MemoryCluster['objects']) => {
    const { rows } = await lintOf([code], objects)
    return rows.map(({ finding }) => finding)
  }
  describe.each(cures)('$code: $fix', (cure) => {
    it('is offered', async () => {
      const own = (await seen(cure, cure.before)).filter(({ code }) => code === cure.code)
      expect(own.map(fixOf).join('\n')).toContain(cure.fix)
    })

    it('cures', async () => {
      const known = new Set((await seen(cure, cure.before)).map(({ code }) => code))
      known.delete(cure.code)
      const left = (await seen(cure, cure.after)).filter(
        ({ code, severity }) => severity !== 'info' || code === cure.code,
      )
      expect(left.flatMap(({ code }) => (known.has(code) ? [] : [code]))).toEqual([])
    })
  })
}
