/** The certificate that a port of a pod shows for a name. */
import { X509Certificate } from 'node:crypto'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { createServer, type TlsOptions } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { forwardTo } from '../../support/cluster/fake-kubelet.js'
import { closeAfterTest, problemIn } from '../../support/cluster/open-cluster.js'
import { openPods } from '../../support/cluster/open-pods.js'
import { pem } from '../../support/cluster/tls-files.js'

const pod = { namespace: 'shop', name: 'web', port: 443 }

/** A TLS server in the pod, and the names that it was asked for. */
async function start(options: TlsOptions = {}) {
  const asked: unknown[] = []
  const server = createServer(
    {
      cert: `${pem('server')}${pem('ca')}`,
      key: pem('server-key'),
      SNICallback: (name, done) => {
        asked.push(name)
        done(null)
      },
      ...options,
    },
    (socket) => socket.on('data', (data) => asked.push(data)).on('error', () => {}),
  )
  server.on('tlsClientError', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closeAfterTest(async () => server.close())
  return { ...(await openPods(forwardTo((server.address() as AddressInfo).port))), asked }
}

const subjects = (chain: readonly Uint8Array[]) => chain.map((der) => new X509Certificate(der).subject)

describe('a TLS handshake through port-forward', () => {
  it('shows what the server sent, its own certificate first, though nobody would believe it', async () => {
    const { pods, asked, remote } = await start({ cert: `${pem('expired')}${pem('ca')}` })
    const { chain, protocol } = await pods.handshake(pod, 'shop.example')
    expect(subjects(chain)).toEqual([pem('expired'), pem('ca')].map((text) => new X509Certificate(text).subject))
    expect(protocol).toBe('TLSv1.3')
    expect(asked).toEqual(['shop.example'])
    await remote().closed
  })

  it('adds nothing to a chain that is not whole', async () => {
    const { pods } = await start({ cert: pem('server') })
    expect((await pods.handshake(pod, 'shop.example')).chain).toHaveLength(1)
  })

  it('speaks TLS 1.2 too', async () => {
    const { pods } = await start({ maxVersion: 'TLSv1.2' })
    expect((await pods.handshake(pod, 'shop.example')).protocol).toBe('TLSv1.2')
  })

  it.each([null, '10.0.0.1', '::1'])('asks for no name with %s', async (name) => {
    const { pods, asked } = await start()
    expect((await pods.handshake(pod, name)).chain).toHaveLength(2)
    expect(asked).toEqual([])
  })

  it('tells where the server wants no such name', async () => {
    const { pods } = await start({ SNICallback: (_name, done) => done(new Error('unknown')) })
    expect(await problemIn(pods.handshake(pod, 'other.example'))).toMatchObject({
      reason: expect.stringMatching(/^(?:tls-other|connection-lost)$/),
    })
  })

  it('tells where the versions do not fit', async () => {
    const { pods } = await start({ minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' })
    expect(await problemIn(pods.handshake(pod, 'shop.example'))).toMatchObject({
      reason: 'tls-other',
      facts: { server: 'port 443 of pod shop/web' },
    })
  })

  it('tells where the server speaks no TLS', async () => {
    const server = createTcpServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    closeAfterTest(async () => server.close())
    const { pods } = await openPods(forwardTo((server.address() as AddressInfo).port))
    expect((await problemIn(pods.handshake(pod, null))).reason).toBe('tls-other')
  })

  it.each([
    ['is closed', 'port-closed', forwardTo(9)],
    ['breaks', 'connection-lost', forwardTo(9)],
  ] as const)('tells where the port %s', async (name, reason, script) => {
    const { pods } = await openPods(name === 'breaks' ? ({ raw }) => raw.destroy() : script)
    expect((await problemIn(pods.handshake(pod, null))).reason).toBe(reason)
  })

  it('has an end where the server says nothing', async () => {
    const { pods } = await openPods(() => {}, { patience: { 'waiting for the answer': 300 } })
    expect(await problemIn(pods.handshake(pod, null))).toMatchObject({
      reason: 'connection-lost',
      facts: { detail: 'nothing came for 0.3 s' },
    })
  })
})
