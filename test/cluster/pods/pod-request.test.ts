/** The real request of a probe: what a server in the pod gets to see, and every way in which nothing comes back. */

import type { AddressInfo } from 'node:net'
import { createServer as createTcpServer, type Server } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { describe, expect, it } from 'vitest'
import type { PodRequest } from '../../../src/domain/controllers/pod-access.js'
import { forwardTo } from '../../support/cluster/fake-kubelet.js'
import { closeAfterTest, problemIn } from '../../support/cluster/open-cluster.js'
import { openPods } from '../../support/cluster/open-pods.js'
import { pem } from '../../support/cluster/tls-files.js'

const pod = { namespace: 'shop', name: 'web', port: 443 }
const answer =
  'HTTP/1.1 308 Permanent Redirect\r\nLocation: https://a/\r\nX-Two: 1\r\nX-Two: 2\r\nContent-Length: 9\r\n\r\nmore than'

async function opened(server: Server) {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closeAfterTest(async () => server.close())
  return openPods(forwardTo((server.address() as AddressInfo).port))
}

/** A server that writes down the bytes that it gets, and says what it is told to. */
async function start(says: string, secure = false) {
  const heard: string[] = []
  const names: unknown[] = []
  const options = {
    cert: pem('server'),
    key: pem('server-key'),
    SNICallback: (name: string, done: (error: null) => void) => {
      names.push(name)
      done(null)
    },
  }
  const onSocket = (socket: import('node:net').Socket) => {
    socket
      .on('error', () => {})
      .on('data', (data) => {
        heard.push(data.toString('latin1'))
        if (heard.join('').includes('\r\n\r\n')) socket.write(says)
      })
  }
  const { pods, remote } = await opened(secure ? createTlsServer(options, onSocket) : createTcpServer(onSocket))
  return { pods, remote, heard: () => heard.join(''), names }
}

const get = (more: Partial<PodRequest> = {}): PodRequest => ({
  method: 'GET',
  target: '/',
  headers: { host: 'a' },
  tls: null,
  ...more,
})

describe('a request', () => {
  it('goes out to the letter, and the head of the answer comes back', async () => {
    const { pods, heard, remote } = await start(answer)
    const headers = { host: 'Shop.Example:8080', cookie: 'a=1' }
    const response = await pods.request(pod, get({ target: '//x/../%2f;p?q=<>|"', headers }))
    expect(heard()).toBe(
      'GET //x/../%2f;p?q=<>|" HTTP/1.1\r\nconnection: close\r\nhost: Shop.Example:8080\r\ncookie: a=1\r\n\r\n',
    )
    expect(response).toMatchObject({
      status: 308,
      handshake: null,
      headers: { location: 'https://a/', 'x-two': '1, 2' },
    })
    expect(response.milliseconds).toBeGreaterThan(0)
    // Nobody waits for the rest of a body, however long it is.
    await remote().closed
  })

  it('can be a HEAD, and without Host', async () => {
    const { pods, heard } = await start('HTTP/1.1 400 Bad Request\r\n\r\n')
    expect((await pods.request(pod, get({ method: 'HEAD', headers: {} }))).status).toBe(400)
    expect(heard()).toBe('HEAD / HTTP/1.1\r\nconnection: close\r\n\r\n')
  })

  it('goes through TLS, and shows its certificate', async () => {
    const { pods, heard, names } = await start(answer, true)
    const response = await pods.request(pod, get({ tls: { servername: 'shop.example' } }))
    expect([response.status, response.handshake?.chain.length, response.handshake?.protocol]).toEqual([
      308,
      1,
      'TLSv1.3',
    ])
    expect([names, heard().split('\r\n')[0]]).toEqual([['shop.example'], 'GET / HTTP/1.1'])
  })

  it('is refused before it is sent where its target could be two requests', async () => {
    const { pods, heard } = await start(answer)
    await expect(pods.request(pod, get({ target: '/a b\r\nHost: b' }))).rejects.toThrow()
    expect(heard()).toBe('')
  })
})

describe('no answer', () => {
  it('because nobody listens', async () => {
    const { pods } = await openPods(forwardTo(9))
    expect((await problemIn(pods.request(pod, get()))).reason).toBe('port-closed')
  })

  it.each<[string, string]>([
    ['because it is no HTTP', 'SSH-2.0-x\r\n'],
    ['because its head has no end', 'HTTP/1.1 200 OK\r\nA: b'],
  ])('%s', async (_name, says) => {
    const { pods } = await opened(
      createTcpServer((socket) => socket.once('data', () => socket.end(says)).on('error', () => {})),
    )
    expect((await problemIn(pods.request(pod, get()))).reason).toBe('connection-lost')
  })

  it('because it speaks no TLS', async () => {
    const { pods } = await opened(createTcpServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')))
    expect((await problemIn(pods.request(pod, get({ tls: { servername: null } })))).reason).toBe('tls-other')
  })

  it('in time', async () => {
    const { pods } = await openPods(() => {}, { patience: { 'waiting for the answer': 300 } })
    expect(await problemIn(pods.request(pod, get()))).toMatchObject({
      reason: 'connection-lost',
      facts: { detail: 'nothing came for 0.3 s' },
    })
  })
})
