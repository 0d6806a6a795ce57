/** Logs of a pod: read to their end, or followed. */
import { describe, expect, it } from 'vitest'
import type { LogQuery } from '../../../src/domain/controllers/pod-access.js'
import type { Problem } from '../../../src/domain/problem.js'
import { type Fault, garbage, hang, raw, reset, status } from '../../support/cluster/fake-api-faults.js'
import { problemIn } from '../../support/cluster/open-cluster.js'
import { openPods, type PodSettings, standstill, textOf, untilError, web } from '../../support/cluster/open-pods.js'

const open = (fault: Fault, settings: PodSettings = {}) =>
  openPods(() => {}, { ...settings, api: { ...settings.api, faults: [fault] } })

const lines = raw(200, 'one\ntwo\n', { 'content-type': 'text/plain' })

describe('a log', () => {
  it.each<[string, LogQuery, string]>([
    ['nothing but the container', {}, 'container=nginx'],
    [
      'all there is',
      { follow: true, previous: true, timestamps: true, tail: 10, sinceSeconds: 60, limitBytes: 5 },
      'container=nginx&follow=true&previous=true&timestamps=true&tailLines=10&sinceSeconds=60&limitBytes=5',
    ],
    ['zero, which is a number too', { tail: 0, sinceSeconds: 0 }, 'container=nginx&tailLines=0&sinceSeconds=0'],
    ['a time', { sinceTime: '2026-11-24T08:00:00Z' }, 'container=nginx&sinceTime=2026-11-24T08%3A00%3A00Z'],
    ['false, which is nothing', { follow: false, previous: false, timestamps: false }, 'container=nginx'],
  ])('is asked for with %s', async (_name, query, search) => {
    const { api, pods } = await open(lines)
    // Whatever the server sends beyond the bytes that were asked for.
    expect(await textOf(await pods.logs(web, query))).toBe('one\ntwo\n'.slice(0, query.limitBytes))
    expect(api.requests[0]?.target).toBe(`/api/v1/namespaces/shop/pods/web/log?${search}`)
    expect(api.requests[0]?.headers).toMatchObject({ accept: 'application/json, */*' })
    expect(api.requests[0]?.headers['accept-encoding']).toBeUndefined()
  })

  it.each<[string, Fault, object]>([
    [
      '400',
      status(400, 'BadRequest', 'container "nginx" in pod "web" is waiting to start: ContainerCreating'),
      { status: 400, message: 'container "nginx" in pod "web" is waiting to start: ContainerCreating' },
    ],
    ['404', status(404, 'NotFound', 'pods "web" not found'), { status: 404, message: 'pods "web" not found' }],
    ['403', status(403, 'Forbidden', 'no'), { status: 403, message: 'no', hint: 'ask for the verb "get" on pods/log' }],
    ['500 in plain text', raw(500, 'no kubelet\n'), { status: 500, message: 'no kubelet' }],
  ])('that is refused with %s is told in the words of the API', async (_name, fault, facts) => {
    const { pods } = await open(fault)
    expect(await problemIn(pods.logs(web, {}))).toEqual({
      reason: 'upgrade-refused',
      facts: { doing: 'log streaming', pod: 'shop/web', ...facts },
    })
  })

  it.each<[string, Fault, string]>([
    ['silence', hang, 'kubelet-silent'],
    ['a reset', reset, 'cut-short'],
    ['no HTTP', garbage, 'not-kubernetes'],
    ['a login page', raw(302, '', { location: '/login' }), 'not-kubernetes'],
  ])('that is answered with %s', async (_name, fault, reason) => {
    const { pods } = await open(fault, { patience: { 'waiting for the answer': 300 } })
    expect((await problemIn(pods.logs(web, {}))).reason).toBe(reason)
  })

  it('is asked for with new credentials after a 401', async () => {
    const credentials = async (refresh: boolean) => ({ authorization: `Bearer ${refresh ? 'new' : 'old'}` })
    const fault: Fault = (seen, response) => seen.headers.authorization === 'Bearer new' && lines(seen, response)
    const { pods } = await open(fault, { api: { tokens: [] }, connection: { credentials } })
    expect(await textOf(await pods.logs(web, {}))).toBe('one\ntwo\n')
  })

  it('with a 401 for those too is unauthorized', async () => {
    const { pods } = await open(status(401, 'Unauthorized', 'Unauthorized'))
    expect((await problemIn(pods.logs(web, {}))).reason).toBe('unauthorized')
  })
})

const begun =
  (more: (response: Parameters<Fault>[1]) => void): Fault =>
  (_seen, response) => {
    response.writeHead(200, { 'content-type': 'text/plain' }).write('one\n', () => more(response))
    return true
  }

describe('a log that is followed', () => {
  it('comes as it is written, and ends with the container', async () => {
    let last: Parameters<Fault>[1] | undefined
    const { pods } = await open(
      begun((response) => {
        last = response
      }),
    )
    let text = ''
    for await (const chunk of await pods.logs(web, { follow: true })) {
      text += Buffer.from(chunk).toString()
      if (text === 'one\n') last?.end('two\n')
    }
    expect(text).toBe('one\ntwo\n')
  })

  it.each<[string, Fault]>([
    ['reset', begun((response) => response.socket?.resetAndDestroy())],
    ['ended without its last chunk', begun((response) => response.socket?.end())],
  ])('is lost where it is %s, after what came before', async (_name, fault) => {
    const { pods } = await open(fault)
    const { text, error } = await untilError(await pods.logs(web, { follow: true }))
    expect(text).toBe('one\n')
    expect((error as Problem).value).toEqual({
      reason: 'connection-lost',
      facts: { doing: 'log streaming', pod: 'shop/web', detail: 'the log has no end' },
    })
  })

  it('is waited for as long as it takes, while one that is only read is not', async () => {
    const patience = { 'waiting for the answer': 1000, 'reading a log': 100 }
    const { pods } = await open(
      begun(() => {}),
      { patience },
    )
    const followed = (await pods.logs(web, { follow: true }))[Symbol.asyncIterator]()
    await followed.next()
    let isOver = false
    const next = followed.next().finally(() => {
      isOver = true
    })
    next.catch(() => {})
    const { error } = await untilError(await pods.logs(web, {}))
    expect((error as Problem).value).toMatchObject({
      reason: 'connection-lost',
      facts: { detail: 'nothing more came for 0.1 s' },
    })
    expect(isOver).toBe(false)
  })

  it('ends when the person gives up', async () => {
    const person = new AbortController()
    const { pods } = await open(
      begun(() => {}),
      { signal: person.signal },
    )
    const log = await pods.logs(web, { follow: true })
    const reading = untilError(log)
    person.abort()
    expect(((await reading).error as Problem).value.reason).toBe('interrupted')
  })

  it('is closed when nobody reads on', async () => {
    let closed: Promise<unknown> | undefined
    const { pods } = await open(
      begun((response) => {
        closed = new Promise((resolve) => response.once('close', resolve))
      }),
    )
    for await (const _chunk of await pods.logs(web, { follow: true })) break
    await closed
  })

  it('waits for a slow reader', async () => {
    const size = 64 * 1024
    const count = 1000
    let written = 0
    const { pods } = await open((_seen, response) => {
      const write = async () => {
        for (; written < count; written += 1)
          if (!response.write(Buffer.alloc(size))) await new Promise((resolve) => response.once('drain', resolve))
        response.end()
      }
      write()
      return true
    })
    let total = 0
    for await (const chunk of await pods.logs(web, {})) {
      if (total === 0) expect(await standstill(() => written)).toBeLessThan((count * 3) / 4)
      total += chunk.length
    }
    expect(total).toBe(size * count)
  })
})
