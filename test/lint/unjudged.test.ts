/** What `lint` could not judge is told beside what it found, and is no fault: the exit code is that of the rest. */
import { expect, it } from 'vitest'
import { ingress, pod, rule, service, slice } from '../support/objects.js'
import { session } from '../support/program/session.js'
import { f5Class, f5Pod } from '../support/worlds/f5-world.js'

const linted = async (path: string) => {
  const annotations = { 'nginx.org/path-regex': 'case_sensitive' }
  const own = ingress(
    'web',
    { ingressClassName: 'nginx', rules: [rule('a.test', path, 'web')] },
    { metadata: { annotations } },
  )
  const items = [
    { apiVersion: 'v1', kind: 'Pod', ...f5Pod() },
    { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', ...f5Class },
    { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', ...own },
    { apiVersion: 'v1', kind: 'Service', ...service('web') },
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      ...slice('web-1', { endpoints: [pod('a', '10.0.0.1'), pod('b', '10.0.0.2')] }),
    },
  ]
  const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items })
  const { stderr, code } = await session(['lint', '--from', '-'], { stdin })
  return { code, said: stderr.split('\n').filter((one) => one.includes('cannot be judged')) }
}

it('a pattern that cannot be tried here', async () => {
  const pattern = '/(a|(?1)b)'
  const said = `warning: Ingress: not understood: a rule cannot be judged since the pattern ^${pattern} of a location cannot be tried here`
  expect(await linted(pattern)).toEqual({ code: 0, said: [said] })
})

it('a pattern that can be tried', async () => {
  expect(await linted('/(a|b)')).toMatchObject({ said: [] })
})
