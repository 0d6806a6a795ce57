/** A small cluster with one controller, and a request that is traced in it. */
import type { Kind } from '../../src/domain/objects/objects.js'
import type { Answer, TraceRequest } from '../../src/domain/requests/trace.js'
import { parseRequestUrl } from '../../src/domain/requests/url.js'
import { openTracing, type TraceQuestion } from '../../src/questions/trace/trace-requests.js'
import { controllerPod } from '../support/cluster/fake-controller.js'
import { memoryCluster } from '../support/cluster/memory-cluster.js'
import { ingress, pod, rule, service, slice } from '../support/objects.js'
import { type FakeControllers, fakeControllers } from '../support/worlds/fake-controllers.js'

export const nginxClass = { metadata: { name: 'nginx' }, spec: { controller: 'k8s.io/ingress-nginx' } }

export const proxy = controllerPod({ name: 'proxy-1', owner: ['DaemonSet', 'proxy'] })

export const rules = [rule('a.example', '/', 'web')]

export const web = ingress('web', { ingressClassName: 'nginx', rules })

const other = ingress('other', { ingressClassName: 'nginx', rules: [rule('*.b.example', '/', 'web')] })

export const objects = {
  Pod: [proxy],
  IngressClass: [nginxClass],
  Ingress: [web, other],
  Service: [service('web')],
  EndpointSlice: [slice('web-1', { ports: [{ port: 80 }], endpoints: [pod('p', '10.0.0.1')] })],
}

interface Asking extends FakeControllers {
  readonly objects?: { readonly [K in Kind]?: readonly unknown[] }
  readonly forbidden?: readonly Kind[]
  readonly namespaces?: readonly string[]
  readonly question?: Partial<TraceQuestion>
}

export const requestTo = (url: string, more: Partial<TraceRequest> = {}): TraceRequest => {
  const parsed = parseRequestUrl(url)
  if ('wrong' in parsed) throw new Error(parsed.wrong)
  const rest = { method: 'GET', headers: new Map<string, string>(), clientAddress: null, httpVersion: '1.1' as const }
  return { ...parsed, ...rest, ...more }
}

export async function ask(url: string | TraceRequest, asking: Asking = {}) {
  const { objects: changed, forbidden = [], namespaces, question, ...fakes } = asking
  const cluster = memoryCluster({ objects: { ...objects, ...changed }, forbidden, namespaces })
  const tracing = await openTracing(cluster, fakeControllers(cluster, fakes), {
    selection: {},
    namespace: null,
    semantics: null,
    requests: null,
    explain: true,
    probe: false,
    resolve: null,
    now: 0,
    ...question,
  })
  return {
    ...(await tracing.trace(typeof url === 'string' ? requestTo(url) : url)),
    gaps: tracing.gaps().map(({ message }) => message),
  }
}

export const hops = (answer: Answer | null | undefined) =>
  answer?.hops.map(({ kind, subject, detail }) => `${kind} ${subject}: ${detail}`)

export const served = () => ({})
