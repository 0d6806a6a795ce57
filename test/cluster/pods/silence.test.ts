/** Pods of which nothing is heard: asked once, and told to all who wait. */
import { afterEach, expect, it, vi } from 'vitest'
import { listenTo } from '../../../src/cluster/pods/silence.js'
import type { ApiServer } from '../../../src/cluster/wire/api-server.js'
import { Problem, problem } from '../../../src/domain/problem.js'

afterEach(() => void vi.useRealTimers())

const pod = { namespace: 'shop', name: 'web', node: 'n1' }
const port = (number: number) => ({ doing: 'port-forward', subresource: 'portforward', pod: { ...pod, port: number } })
const program = { doing: 'exec', subresource: 'exec', pod }
const timeout = (doing: string) => problem('timeout', { server: 'https://s', seconds: 9, doing })
const unheard = timeout('waiting for the answer')
const serverOf = () => ({ label: 'https://s' }) as ApiServer

function refusal(server: ApiServer, stream: Parameters<typeof listenTo>[1]) {
  try {
    listenTo(server, stream)
    return null
  } catch (error) {
    return error instanceof Problem ? error.value : error
  }
}

it('all that wait for a pod of which nothing was ever heard end with the first, and it is not asked again for a while', () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  const server = serverOf()
  const [one, other] = [listenTo(server, port(1)), listenTo(server, program)]
  one.ended(unheard)
  other.ended(other.signal.reason)
  expect(other.signal.reason).toBe(unheard)
  expect(refusal(server, program)).toEqual({
    reason: 'connection-lost',
    facts: { doing: 'exec', pod: 'shop/web', detail: 'not asked, since nothing came for 9 s before' },
  })
  expect(refusal(server, { ...program, pod: { ...pod, name: 'other' } })).toBeNull()
  expect(refusal(serverOf(), program)).toBeNull()
  vi.advanceTimersByTime(30_001)
  expect(refusal(server, program)).toBeNull()
})

it('a silent kubelet is told as that to all', () => {
  const server = serverOf()
  listenTo(server, port(1)).ended(timeout('waiting for the kubelet'))
  expect(refusal(server, program)).toMatchObject({ reason: 'kubelet-silent', facts: { doing: 'exec', node: 'n1' } })
})

it('of a pod that speaks, a silent port says nothing of the others', () => {
  const server = serverOf()
  const [one, other] = [listenTo(server, port(1)), listenTo(server, port(2))]
  other.heard()
  one.ended(unheard)
  expect(other.signal.aborted).toBe(false)
  expect([port(1), port(2), program].map((stream) => refusal(server, stream) !== null)).toEqual([true, false, false])
})

it.each([
  ['an API server that does not let us in', timeout('connecting')],
  ['a person who gave up', problem('interrupted', {})],
])('%s says nothing of the pod', (_name, reason) => {
  const server = serverOf()
  listenTo(server, program).ended(reason)
  expect(refusal(server, program)).toBeNull()
})
