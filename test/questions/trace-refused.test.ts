/** An Ingress that its controller refuses, as its Events say: `trace`, `why` and `routes` say the same of it. */
import { expect, it } from 'vitest'
import { ingress, rule, service } from '../support/objects.js'
import { session } from '../support/program/session.js'

const labels = { 'app.kubernetes.io/name': 'aws-load-balancer-controller' }
const image = 'public.ecr.aws/eks/aws-load-balancer-controller:v2.8.1'
const owner = { apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'lbc', uid: 'a', controller: true }
const common = [
  {
    ...{ apiVersion: 'v1', kind: 'Pod' },
    metadata: { namespace: 'kube-system', name: 'lbc-1', labels, ownerReferences: [owner] },
    spec: { containers: [{ name: 'controller', image, args: ['--ingress-class=alb'] }] },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
  },
  {
    ...{ apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass' },
    ...{ metadata: { name: 'alb' }, spec: { controller: 'ingress.k8s.aws/alb' } },
  },
  { apiVersion: 'v1', kind: 'Service', ...service('web') },
]
const event = (name: string, type: string, reason: string) => ({
  ...{ apiVersion: 'v1', kind: 'Event', metadata: { namespace: 'default', name: `${name}.1` } },
  ...{ involvedObject: { kind: 'Ingress', namespace: 'default', name }, reason, type, message: 'x' },
  ...{ lastTimestamp: '2026-11-29T10:00:00Z', source: { component: 'ingress' } },
})
const own = (name: string) => ({
  ...{ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' },
  ...ingress(name, { ingressClassName: 'alb', rules: [rule('a.test', '/', 'web')] }),
})

it.each<[string, readonly object[], string, RegExp | null]>([
  [
    'refused',
    [own('one'), event('one', 'Warning', 'FailedBuildModel')],
    'unavailable; AWS Load Balancer Controller refuses default/one',
    null,
  ],
  ['taken', [own('one'), event('one', 'Normal', 'SuccessfullyReconciled')], 'unknown', /1 Ingress belongs to/],
  [
    'refused by the cloud',
    [own('one'), event('one', 'Warning', 'FailedDeployModel')],
    'unavailable; AWS Load Balancer Controller refuses default/one',
    null,
  ],
  [
    'served, though its status could not be written',
    [own('one'), event('one', 'Warning', 'FailedUpdateStatus')],
    'unknown',
    /1 Ingress belongs to/,
  ],
  [
    'refused, and another of its host is not',
    [own('one'), own('two'), event('one', 'Warning', 'FailedBuildModel')],
    'unknown',
    /1 Ingress belongs to/,
  ],
])('%s', async (_, objects, traced, note) => {
  const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [...common, ...objects] })
  const trace = await session(['trace', 'http://a.test/', '--from', '-'], { stdin })
  expect(trace.stdout).toContain(`http://a.test/: ${traced}`)
  const why = await session(['why', '-A', '--from', '-'], { stdin })
  const routes = await session(['routes', '-n', 'default', '--from', '-', 'one'], { stdin })
  const list = await session(['ingresses', '-n', 'default', '-o', 'json', '--from', '-', 'one'], { stdin })
  const isRefused = objects.some((one) => /"Failed(?:Build|Deploy)Model"/.test(JSON.stringify(one)))
  for (const one of [routes, list])
    expect(one.stdout.includes('AWS Load Balancer Controller refuses it: Failed')).toBe(isRefused)
  if (note === null) expect(why.stderr).not.toContain('rules are not read')
  else expect(why.stderr).toMatch(note)
})
