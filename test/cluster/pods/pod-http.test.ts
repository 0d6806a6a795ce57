import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { Problem } from '../../../src/domain/problem.js'
import { status } from '../../support/fake-api-faults.js'
import { forwardTo, type Script } from '../../support/fake-kubelet.js'
import { closeAfterTest, problemIn } from '../../support/open-cluster.js'
import { openPods, standstill, textOf, untilError } from '../../support/open-pods.js'

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

/** A GET to a server in the pod that answers so. */
async function ask(listener: RequestListener, path = '/', headers?: Record<string, string>) {
  const port = await listen(createServer(listener))
  const opened = await openPods(forwardTo(port))
  return { ...opened, port, reply: await opened.pods.get({ namespace: 'shop', name: 'web', port }, path, headers) }
}

/** A GET to a server in the pod that says just these bytes and closes. */
async function askRaw(bytes: string, end: (socket: Socket) => void = (socket) => socket.end()) {
  const port = await listen(
    createTcpServer((socket) => socket.once('data', () => socket.write(bytes, () => end(socket)))),
  )
  const { pods } = await openPods(forwardTo(port))
  return pods.get({ namespace: 'shop', name: 'web', port }, '/')
}

const pod = { namespace: 'shop', name: 'web', port: 10246 }

describe('a GET through port-forward', () => {
  it('has status, headers in lower case and body', async () => {
    const { api, reply, port } = await ask((_request, response) => {
      response.writeHead(404, { 'X-Some': 'Thing', 'Set-Cookie': ['a', 'b'] }).end('not here')
    })
    expect(reply.status).toBe(404)
    expect(reply.headers).toMatchObject({ 'x-some': 'Thing', 'set-cookie': 'a,b', connection: 'close' })
    expect(await textOf(reply.body)).toBe('not here')
    expect(api.requests[0]?.target).toBe(`/api/v1/namespaces/shop/pods/web/portforward?ports=${port}`)
    expect(api.requests[0]?.headers['sec-websocket-protocol']).toBe('v4.channel.k8s.io')
  })

  it('asks for the path as it stands, for any host, and only GETs', async () => {
    const { reply, port } = await ask(
      ({ method, url, headers }, response) => response.end(`${method} ${url} ${headers.host} ${headers.a}`),
      '/configuration/certs?hostname=a%20b',
      { host: 'shop.example', a: 'b' },
    )
    expect(await textOf(reply.body)).toBe('GET /configuration/certs?hostname=a%20b shop.example b')
    const plain = await ask(({ headers }, response) => response.end(headers.host))
    expect(await textOf(plain.reply.body)).toBe(`localhost:${plain.port}`)
    expect(port).not.toBe(plain.port)
  })

  it('does not follow a redirect', async () => {
    const { reply } = await ask((_request, response) => response.writeHead(302, { location: '/x' }).end())
    expect(reply.status).toBe(302)
    expect(reply.headers.location).toBe('/x')
  })

  it.each([
    ['an empty body', 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n', ''],
    ['a body that ends with the connection', 'HTTP/1.0 200 OK\r\n\r\nall of it', 'all of it'],
    ['chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nall\r\n0\r\n\r\n', 'all'],
  ])('reads %s', async (_name, bytes, text) => {
    expect(await textOf((await askRaw(bytes)).body)).toBe(text)
  })

  it('closes its connection when all is read', async () => {
    const { reply, remote } = await ask((_request, response) => response.end('all'))
    await textOf(reply.body)
    await remote().closed
  })
})

describe('a body that is cut', () => {
  const half = 'half of it'

  it.each<[string, string]>([
    ['before its length', `HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n${half}`],
    ['before its last chunk', `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\n${half}\r\n`],
  ])('%s is lost, and not at its end', async (_name, bytes) => {
    const { text, error } = await untilError((await askRaw(bytes)).body)
    expect(text).toBe(half)
    expect((error as Problem).value).toEqual({
      reason: 'connection-lost',
      facts: { doing: 'port-forward', pod: 'shop/web', detail: 'the answer has no end' },
    })
  })

  it('by the API server is lost, also where its length is not known', async () => {
    const { reply, remote } = await ask((_request, response) => {
      response.shouldKeepAlive = false
      response.removeHeader('transfer-encoding')
      response.useChunkedEncodingByDefault = false
      response.write(half)
    })
    const reading = untilError(reply.body)
    remote().raw.destroy()
    const { error } = await reading
    expect((error as Problem).value).toMatchObject({ facts: { detail: 'it was closed without a word' } })
  })

  it('by the kubelet is lost, in its words', async () => {
    const { reply, remote } = await ask((_request, response) => {
      response.write(half)
    })
    const reading = untilError(reply.body)
    await remote().send(1, 'error forwarding port: reset by peer')
    remote().socket.close(1000)
    const { text, error } = await reading
    expect(text).toBe(half)
    expect((error as Problem).value).toMatchObject({
      reason: 'connection-lost',
      facts: { detail: 'error forwarding port: reset by peer' },
    })
  })
})

describe('a port', () => {
  it('on which nobody listens is closed, in the words of the kubelet', async () => {
    const port = await listen(createTcpServer())
    const { pods } = await openPods(forwardTo(9))
    const value = await problemIn(pods.get({ ...pod, port }, '/'))
    expect(value).toEqual({
      reason: 'port-closed',
      facts: { pod: 'shop/web', port, detail: expect.stringContaining('ECONNREFUSED') },
    })
  })

  it.each<[string, Script, object]>([
    ['closes without an answer', ({ socket }) => socket.close(1000), { facts: { detail: 'socket hang up' } }],
    ['is cut off', ({ raw }) => raw.destroy(), { facts: { detail: 'it was closed without a word' } }],
    [
      'speaks no HTTP',
      async ({ send }) => {
        await send(0, '\x12\x34')
        await send(0, 'SSH-2.0\r\n')
      },
      { facts: { detail: expect.stringContaining('Expected HTTP/') } },
    ],
  ])('that %s is lost', async (_name, script, value) => {
    const { pods } = await openPods(script)
    expect(await problemIn(pods.get(pod, '/'))).toMatchObject({ reason: 'connection-lost', ...value })
  })

  it('that says nothing is given up', async () => {
    const { pods, remote } = await openPods(() => {}, { patience: { 'waiting for the answer': 300 } })
    expect((await problemIn(pods.get(pod, '/'))).reason).toBe('timeout')
    await remote().closed
  })

  it('has its own two bytes before the data, however they are cut', async () => {
    const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'
    const { pods } = await openPods(async ({ send }) => {
      await send(1, '\x06')
      await send(0, '\x06')
      await send(1, '\x28')
      await send(0, `\x28${answer}`)
    })
    expect(await textOf((await pods.get(pod, '/')).body)).toBe('ok')
  })

  it.each([
    [
      403,
      'Forbidden',
      'no',
      'ask for the verbs "get" and "create" on pods/portforward; since Kubernetes 1.35 both are needed',
    ],
    [404, 'NotFound', 'pods "web" not found', undefined],
  ])('that the API refuses with %i is told in its words', async (code, reason, message, hint) => {
    const { pods } = await openPods(() => {}, { api: { faults: [status(code, reason, message)] } })
    expect(await problemIn(pods.get(pod, '/'))).toEqual({
      reason: 'upgrade-refused',
      facts: { doing: 'port-forward', pod: 'shop/web', status: code, message, ...(hint && { hint }) },
    })
  })
})

describe('a slow reader of a body', () => {
  const size = 64 * 1024
  const count = 1000

  it('slows the server down, and misses nothing', async () => {
    let written = 0
    const { reply } = await ask(async (_request, response) => {
      for (; written < count; written += 1)
        if (!response.write(Buffer.alloc(size))) await new Promise((resolve) => response.once('drain', resolve))
      response.end()
    })
    let total = 0
    for await (const chunk of reply.body) {
      if (total === 0) expect(await standstill(() => written)).toBeLessThan((count * 3) / 4)
      total += chunk.length
    }
    expect(total).toBe(size * count)
  })

  it('that leaves closes the connection', async () => {
    const { reply, remote } = await ask((_request, response) => {
      response.write('a')
    })
    for await (const _chunk of reply.body) break
    await remote().closed
  })
})
