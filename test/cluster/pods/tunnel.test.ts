import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { status } from '../../support/cluster/fake-api-faults.js'
import { forwardTo, type Remote, type Script } from '../../support/cluster/fake-kubelet.js'
import { closeAfterTest, problemIn } from '../../support/cluster/open-cluster.js'
import { openPods, type PodSettings } from '../../support/cluster/open-pods.js'

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => socket.destroy())))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closeAfterTest(async () => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

/** GETs to a server in the pod. */
async function opened(server: Server | RequestListener, settings?: PodSettings) {
  const port = await listen(typeof server === 'function' ? createServer(server) : server)
  const { pods, ...others } = await openPods(forwardTo(port), settings)
  const get = async (path: string) => {
    const { body, ...reply } = await pods.get({ namespace: 'shop', name: 'web', port }, path)
    return { ...reply, text: Buffer.concat([...body]).toString() }
  }
  return { ...others, port, get }
}

/** A server that answers each request on a connection with the next of these, and then closes it. */
function answering(...answers: readonly string[]): Server {
  return createTcpServer((socket) => {
    const left = [...answers]
    socket.on('data', () => socket.write(left.shift() ?? '', () => left.length === 0 && socket.end()))
  })
}

const ok = (text: string) => `HTTP/1.1 200 OK\r\nContent-Length: ${text.length}\r\n\r\n${text}`
const pod = { namespace: 'shop', name: 'web', port: 10246 }

describe('a GET through port-forward', () => {
  it('has status, headers in lower case and body', async () => {
    const { api, get, port } = await opened((_request, response) => {
      response.writeHead(404, { 'X-Some': 'Thing', 'Set-Cookie': ['a', 'b'] }).end('not here')
    })
    expect(await get('/')).toMatchObject({
      status: 404,
      headers: { 'x-some': 'Thing', 'set-cookie': 'a, b' },
      text: 'not here',
    })
    expect(api.requests[0]?.target).toBe(`/api/v1/namespaces/shop/pods/web/portforward?ports=${port}`)
    expect(api.requests[0]?.headers['sec-websocket-protocol']).toBe('v4.channel.k8s.io')
  })

  it('asks for the path as it stands, of the loopback, and only GETs', async () => {
    const { get, port } = await opened(({ method, url, headers }, response) =>
      response.end(`${method} ${url} ${JSON.stringify(headers)}`),
    )
    const { text } = await get('/configuration/certs?hostname=a%20b')
    expect(text).toBe(`GET /configuration/certs?hostname=a%20b {"host":"localhost:${port}"}`)
  })

  it('takes no path that would end its line', async () => {
    const { get } = await opened((_request, response) => response.end())
    await expect(get('/a HTTP/1.1\r\nHost: other\r\n\r\n')).rejects.toThrow('this is no path of a request')
  })

  it('does not follow a redirect', async () => {
    const { get } = await opened((_request, response) => response.writeHead(302, { location: '/x' }).end())
    expect(await get('/')).toMatchObject({ status: 302, headers: { location: '/x' } })
  })

  it('has its own two bytes before the data, however they are cut', async () => {
    const { pods } = await openPods(async ({ send }) => {
      await send(1, '\x06')
      await send(0, '\x06')
      await send(1, '\x28')
      await send(0, `\x28${ok('ok')}`)
    })
    expect(Buffer.concat([...(await pods.get(pod, '/')).body]).toString()).toBe('ok')
  })
})

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

describe('an answer that is cut', () => {
  const half = 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf of it'

  it('before its length is lost', async () => {
    const { get } = await opened(answering(half))
    expect(await problemIn(get('/'))).toEqual({
      reason: 'connection-lost',
      facts: { doing: 'port-forward', pod: 'shop/web', detail: 'the answer has no end' },
    })
  })

  it('by the API server is lost, also where its length is not known', async () => {
    const { pods } = await openPods(async ({ send, raw }) => {
      await send(0, '\x06\x28HTTP/1.1 200 OK\r\n\r\nhalf of it')
      raw.destroy()
    })
    expect(await problemIn(pods.get(pod, '/'))).toMatchObject({
      facts: { detail: 'it was closed without a word' },
    })
  })

  it('by the kubelet is lost, in its words', async () => {
    const { pods } = await openPods(async ({ send, socket }) => {
      await send(0, `\x06\x28${half}`)
      await send(1, '\x06\x28error forwarding port: reset by peer')
      socket.close(1000)
    })
    expect(await problemIn(pods.get(pod, '/'))).toMatchObject({
      reason: 'connection-lost',
      facts: { detail: 'error forwarding port: reset by peer' },
    })
  })
})

describe('a port', () => {
  it('on which nobody listens is closed, in the words of the kubelet, and asked once', async () => {
    const port = await listen(createTcpServer())
    const { api, pods } = await openPods(forwardTo(9))
    const ask = () => problemIn(pods.get({ ...pod, port }, '/'))
    const [first] = await Promise.all([ask(), ask(), ask()])
    expect(first).toEqual({
      reason: 'port-closed',
      facts: { pod: 'shop/web', port, detail: expect.stringContaining('ECONNREFUSED') },
    })
    expect(api.requests).toHaveLength(1)
  })

  it.each<[string, Script, object]>([
    [
      'closes without an answer',
      ({ socket }) => socket.close(1000),
      { facts: { detail: 'it was closed without an answer' } },
    ],
    ['is cut off', ({ raw }) => raw.destroy(), { facts: { detail: 'it was closed without a word' } }],
    [
      'speaks no HTTP',
      async ({ send }) => {
        await send(0, '\x12\x34')
        await send(0, 'SSH-2.0\r\n')
      },
      { facts: { detail: 'it does not answer in HTTP: SSH-2.0' } },
    ],
  ])('that %s is lost', async (_name, script, value) => {
    const { pods } = await openPods(script)
    expect(await problemIn(pods.get(pod, '/'))).toMatchObject({ reason: 'connection-lost', ...value })
  })

  it('that answers more than was asked is heard no further', async () => {
    const { api, pods, remote } = await openPods(async ({ send, until, heard }) => {
      await until(() => heard(0) !== '')
      await send(0, `\x06\x28${ok('a')}${ok('b')}`)
    })
    for (let i = 0; i < 2; i++) {
      expect(Buffer.concat([...(await pods.get(pod, '/')).body]).toString()).toBe('a')
      await remote().closed
    }
    expect(api.requests).toHaveLength(2)
  })

  it('that says nothing is given up', async () => {
    const { pods, remote } = await openPods(() => {}, { patience: { 'waiting for the answer': 300 } })
    expect(await problemIn(pods.get(pod, '/'))).toMatchObject({
      reason: 'connection-lost',
      facts: { detail: 'nothing came for 0.3 s' },
    })
    await remote().closed
  })

  it.each([
    [
      403,
      'Forbidden',
      'no',
      'ask for the verbs "get" and "create" on pods/portforward; since Kubernetes 1.35 both are needed',
    ],
    [404, 'NotFound', 'pods "web" not found', undefined],
  ])('that the API refuses with %i is told in its words, once for all', async (code, reason, message, hint) => {
    const { api, pods } = await openPods(() => {}, { api: { faults: [status(code, reason, message)] } })
    const ask = () => problemIn(pods.get(pod, '/'))
    const [first] = await Promise.all([ask(), ask()])
    expect(first).toEqual({
      reason: 'upgrade-refused',
      facts: { doing: 'port-forward', pod: 'shop/web', status: code, message, ...(hint && { hint }) },
    })
    expect(api.requests).toHaveLength(1)
  })
})
