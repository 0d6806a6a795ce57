/** Port-forward: a GET through it, answers that are cut, ports that are not there. */
import { createServer as createTcpServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { status } from '../../support/cluster/fake-api-faults.js'
import { forwardTo, type Script } from '../../support/cluster/fake-kubelet.js'
import { problemIn } from '../../support/cluster/open-cluster.js'
import { openPods } from '../../support/cluster/open-pods.js'
import { answering, listen, ok, opened } from './tunnels.js'

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

  it('that says nothing to several is given up for all, without asking a second time', async () => {
    const { api, pods } = await openPods(() => {}, { patience: { 'waiting for the answer': 300 } })
    const asked = ['/a', '/b'].map((path) => problemIn(pods.get(pod, path)))
    expect((await Promise.all(asked)).map(({ reason }) => reason)).toEqual(['connection-lost', 'connection-lost'])
    expect(api.requests).toHaveLength(1)
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
