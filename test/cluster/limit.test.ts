/** Patience and interruptions: what ends a request, and what it is called then. */
import { type AddressInfo, createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { ProblemReason } from '../../src/domain/problem.js'
import type { FakeApiOptions } from '../support/cluster/fake-api.js'
import { drip, type Fault, hang, stall, status } from '../support/cluster/fake-api-faults.js'
import { closeAfterTest, type OpenSettings, open, problemIn, startApi } from '../support/cluster/open-cluster.js'

const path = '/apis/networking.k8s.io/v1/ingresses'
const ask = (url: string, settings?: OpenSettings) => problemIn(open(url, settings).transport.get(path))

describe('waiting too long', () => {
  it.each<[string, FakeApiOptions['faults'], OpenSettings, ProblemReason, object]>([
    [
      'for an answer, by --request-timeout',
      [hang],
      { connection: { requestTimeoutMs: 300 } },
      'timeout',
      { seconds: 0.3, doing: 'waiting for the answer' },
    ],
    [
      'for the rest of an answer, by --request-timeout',
      [stall],
      { connection: { requestTimeoutMs: 200 } },
      'timeout',
      { seconds: 0.2, doing: 'reading the answer' },
    ],
    [
      'for an answer, by our own patience',
      [hang],
      { patience: { 'waiting for the answer': 30 } },
      'timeout',
      { doing: 'waiting for the answer' },
    ],
    [
      'for the rest of an answer, by our own patience',
      [stall],
      { patience: { 'reading the answer': 30 } },
      'cut-short',
      { detail: 'nothing more came for 0.03 s' },
    ],
    [
      'for an answer that comes drop by drop',
      [drip],
      { patience: { 'reading the answer': 1000, 'whole answer': 50 } },
      'cut-short',
      { detail: 'it was not complete after 0.05 s' },
    ],
  ])('%s', async (_name, faults = [], settings, reason, facts) => {
    const api = await startApi({ faults })
    expect(await ask(api.url, settings)).toMatchObject({ reason, facts })
  })

  it('while a busy server asks for patience, the request timeout counts on', async () => {
    const api = await startApi({ faults: [status(429, 'TooManyRequests', 'busy', { 'retry-after': '30' })] })
    const value = await ask(api.url, { connection: { requestTimeoutMs: 300 } })
    expect(value).toMatchObject({ reason: 'timeout', facts: { doing: 'waiting as the server asked' } })
  })

  it('for a TLS handshake that never ends', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    server.on('connection', (socket) => closeAfterTest(async () => socket.destroy()))
    closeAfterTest(async () => server.close())
    const { port } = server.address() as AddressInfo
    const value = await ask(`https://127.0.0.1:${port}`, { patience: { connecting: 30 } })
    expect(value).toMatchObject({ reason: 'timeout', facts: { seconds: 0.03, doing: 'connecting' } })
  })
})

describe('an interruption', () => {
  it.each<[string, FakeApiOptions['faults']]>([
    ['ends the wait for an answer', [hang]],
    ['ends the reading of an answer', [stall]],
    ['ends the pause that a busy server asked for', [status(429, 'TooManyRequests', 'busy', { 'retry-after': '30' })]],
  ])('%s at once', async (_name, faults = []) => {
    const interrupt = new AbortController()
    const interruptAfter: Fault = (seen, response) => {
      setImmediate(() => interrupt.abort())
      return faults.some((fault) => fault(seen, response))
    }
    const api = await startApi({ faults: [interruptAfter] })
    expect(await ask(api.url, { signal: interrupt.signal })).toEqual({ reason: 'interrupted', facts: {} })
  })

  it('before the first request asks nothing', async () => {
    const api = await startApi()
    expect(await ask(api.url, { signal: AbortSignal.abort() })).toEqual({ reason: 'interrupted', facts: {} })
    expect(api.requests).toHaveLength(0)
  })
})
