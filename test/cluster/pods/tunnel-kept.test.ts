/** One connection through a port-forward for many GETs, as long as both sides keep it. */
import { createServer, type RequestListener } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { status } from '../../support/cluster/fake-api-faults.js'
import { forwardTo, type Remote } from '../../support/cluster/fake-kubelet.js'
import { problemIn } from '../../support/cluster/open-cluster.js'
import { openPods } from '../../support/cluster/open-pods.js'
import { answering, listen, ok, opened } from './tunnels.js'

describe('many GETs to one port', () => {
  it('go over one connection, one after the other', async () => {
    const { api, get } = await opened(({ url }, response) => response.end(url))
    for (const path of ['/a', '/b', '/c']) expect((await get(path)).text).toBe(path)
    expect(api.requests).toHaveLength(1)
  })

  it('are sent together, and each has its own answer', async () => {
    const together: number[] = []
    const server = createTcpServer((socket) => {
      socket.on('data', (data: Buffer) => {
        const paths = [...data.toString().matchAll(/^GET (\S+)/gm)].map(([, path = '']) => path)
        together.push(paths.length)
        socket.write(paths.map(ok).join(''))
      })
    })
    const { get } = await opened(server)
    await get('/first')
    const replies = await Promise.all(['/a', '/b', '/c'].map(get))
    expect(replies.map(({ text }) => text)).toEqual(['/a', '/b', '/c'])
    expect(together).toEqual([1, 3])
  })

  it('are sent a hundred at a time', async () => {
    let most = 0
    let waiting = 0
    const server = createTcpServer((socket) => {
      socket.on('data', (data: Buffer) => {
        waiting += data.toString().match(/^GET /gm)?.length ?? 0
        most = Math.max(most, waiting)
        // None is answered before the others had their chance to be sent.
        setImmediate(() => {
          socket.write(ok('a').repeat(waiting))
          waiting = 0
        })
      })
    })
    const { api, get } = await opened(server)
    const replies = await Promise.all(Array.from({ length: 1000 }, (_, i) => get(`/${i}`)))
    expect(replies).toHaveLength(1000)
    expect(most).toBe(100)
    expect(api.requests).toHaveLength(1)
  })

  it('are asked again where the server closes after so many, as keepalive_requests makes nginx do', async () => {
    const server = createServer(({ url }, response) => response.end(url))
    server.maxRequestsPerSocket = 3
    const { api, get } = await opened(server)
    const paths = Array.from({ length: 10 }, (_, i) => `/${i}`)
    const replies = await Promise.all(paths.map(get))
    expect(replies.map(({ text }) => text)).toEqual(paths)
    expect(api.requests).toHaveLength(4)
  })

  it('are asked again where the server closes without a word between two', async () => {
    const { api, get } = await opened(answering(ok('a')))
    expect((await get('/')).text).toBe('a')
    expect((await get('/')).text).toBe('a')
    expect(api.requests).toHaveLength(2)
  })

  it('are asked one by one after a connection broke', async () => {
    const seen: string[][] = []
    const server = createTcpServer((socket) => {
      const mine: string[] = []
      seen.push(mine)
      socket.on('data', (data: Buffer) => {
        const paths = [...data.toString().matchAll(/^GET (\S+)/gm)].map(([, path = '']) => path)
        mine.push(...paths)
        if (seen.length > 1) socket.write(ok('a').repeat(paths.length))
        else socket.write(ok('a'), () => socket.resetAndDestroy())
      })
    })
    const { get } = await opened(server)
    const paths = Array.from({ length: 10 }, (_, i) => `/${i}`)
    expect(await Promise.all(paths.map(get))).toHaveLength(10)
    expect(seen.map(([path]) => path)).toEqual(['/0', '/1'])
  })

  it('do not pay for one that the server does not survive', async () => {
    const server = createServer(({ url, socket }, response) => (url === '/bad' ? socket.destroy() : response.end(url)))
    // What became of one is known when the other is closed, too: the kubelet tells nobody of one alone.
    server.keepAliveTimeout = 100
    const { get } = await opened(server)
    const [bad, good] = await Promise.allSettled([get('/bad'), get('/good')])
    expect(bad).toMatchObject({ status: 'rejected', reason: { value: { reason: 'connection-lost' } } })
    expect(good).toMatchObject({ status: 'fulfilled', value: { text: '/good' } })
  })

  it('all fail where no connection gives an answer', async () => {
    const { api, get } = await opened(createTcpServer((socket) => socket.end()))
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => get('/')))
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(50)
    expect(api.requests).toHaveLength(2)
  })
})

describe('a server that closes each connection after its answer', () => {
  const brief: RequestListener = ({ url }, response) => response.setHeader('Connection', 'close').end(url)
  const paths = Array.from({ length: 300 }, (_, i) => `/${i}`)
  const portsOf = (api: { requests: readonly { query: URLSearchParams }[] }) =>
    api.requests.map(({ query }) => query.getAll('ports').length)

  it('is asked over many connections at a time, 64 of them in one WebSocket', async () => {
    const { api, get } = await opened(brief)
    expect((await Promise.all(paths.map(get))).map(({ text }) => text)).toEqual(paths)
    expect(portsOf(api)).toEqual([1, 64, 64, 64, 64, 43])
  })

  it('is asked over as many as there are questions where they are few, and nobody knows it yet', async () => {
    const { api, get } = await opened(brief)
    const some = paths.slice(0, 8)
    expect((await Promise.all(some.map(get))).map(({ text }) => text)).toEqual(some)
    expect(portsOf(api)).toEqual([8])
  })

  it('is asked over one where one thing is asked', async () => {
    const { api, get } = await opened(brief)
    for (const path of ['/a', '/b', '/c']) expect((await get(path)).text).toBe(path)
    expect(portsOf(api)).toEqual([1, 1, 1])
  })

  it('is asked one by one where its answer has no other end', async () => {
    const endless = createTcpServer((socket) => {
      socket.once('data', () => socket.end('HTTP/1.0 200 OK\r\n\r\nlong'))
    })
    const { api, get } = await opened(endless)
    const some = paths.slice(0, 9)
    expect((await Promise.all(some.map(get))).map(({ text }) => text)).toEqual(some.map(() => 'long'))
    expect(portsOf(api)).toEqual(some.map(() => 1))
  })

  it('is asked one by one where the API server will not open several', async () => {
    const refusing = status(400, 'BadRequest', 'several are too many')
    const { api, get } = await opened(brief, {
      api: { faults: [(seen, response) => seen.query.getAll('ports').length > 1 && refusing(seen, response)] },
    })
    const some = paths.slice(0, 5)
    expect((await Promise.all(some.map(get))).map(({ text }) => text)).toEqual(some)
    expect(portsOf(api)).toEqual([5, 1, 1, 1, 1, 1])
  })

  it('where one answers in no HTTP, and more of it than is held, keeps none of the others waiting', async () => {
    const rubbish = 'x'.repeat(64 * 1024)
    const server = createTcpServer((socket) => {
      socket.once('data', (bytes) => {
        if (!bytes.includes('/1 ')) return socket.end(ok('a').replace('\r\n', '\r\nConnection: close\r\n'))
        for (let i = 0; i < 64; i += 1) socket.write(rubbish)
        socket.end()
      })
    })
    const { get } = await opened(server)
    const replies = await Promise.allSettled(paths.slice(0, 4).map(get))
    expect(replies.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled'])
  })

  it('that stops answering leaves nobody waiting, and those that were answered have theirs', async () => {
    let left = 100
    const dying = createTcpServer((socket) => {
      socket.once('data', () => {
        if (left-- > 0) socket.end(ok('a').replace('\r\n', '\r\nConnection: close\r\n'))
        else socket.destroy()
      })
    })
    const { get } = await opened(dying)
    const replies = await Promise.allSettled(paths.map(get))
    expect(replies.filter(({ status }) => status === 'fulfilled')).toHaveLength(100)
  })
})

describe('the connections', () => {
  it('to different ports and pods are different ones', async () => {
    const port = await listen(createServer((_request, response) => response.end('a')))
    const { api, pods } = await openPods(forwardTo(port))
    for (const name of ['a', 'b', 'a', 'b']) await pods.get({ namespace: 'shop', name, port }, '/')
    expect(api.requests.map(({ path }) => path.split('/').at(-2))).toEqual(['a', 'b'])
  })

  it('are no more than 32 at a time, and all are answered', async () => {
    const port = await listen(createServer((_request, response) => response.end('a')))
    const open = new Set<Remote>()
    let most = 0
    const { pods } = await openPods((remote) => {
      open.add(remote)
      most = Math.max(most, open.size)
      void remote.closed.then(() => open.delete(remote))
      return forwardTo(port)(remote)
    })
    const names = Array.from({ length: 100 }, (_, i) => `web-${i}`)
    const replies = await Promise.all(names.map((name) => pods.get({ namespace: 'shop', name, port }, '/')))
    expect(replies).toHaveLength(100)
    expect(most).toBeLessThanOrEqual(33)
  })

  it('end with the command', async () => {
    const over = new AbortController()
    const { get, remote } = await opened((_request, response) => response.end('a'), { signal: over.signal })
    await get('/')
    over.abort()
    await remote().closed
  })

  it('may rest for longer than an answer may take', async () => {
    const patience = { 'waiting for the answer': 200, 'reading the answer': 200 }
    const { api, get } = await opened((_request, response) => response.end('a'), { patience })
    await get('/')
    // Another one, whose answer never comes, outlives that patience in the meantime.
    const { get: getInVain } = await opened(() => {}, { patience })
    expect(await problemIn(getInVain('/'))).toMatchObject({ facts: { detail: 'nothing more came for 0.2 s' } })
    await get('/')
    expect(api.requests).toHaveLength(1)
  })
})
