/** Through an HTTP proxy, and through a SOCKS5 proxy. */
import { describe, expect, it } from 'vitest'
import { httpProxy, socksProxy } from '../support/cluster/fake-proxy.js'
import { open, problemIn, startApi } from '../support/cluster/open-cluster.js'

const path = '/apis/networking.k8s.io/v1/ingresses'
const ask = (url: string, proxy: string) => open(url, { connection: { proxy: new URL(proxy) } }).transport.get(path)

describe('an HTTP proxy', () => {
  it.each([
    ['a tunnel to a TLS server', false],
    ['a tunnel over TLS to the proxy itself', true],
  ])('%s, with TLS to the server inside', async (_name, tls) => {
    const api = await startApi({ tls: 'server' })
    const proxy = await httpProxy({ tls })
    expect((await ask(api.url, `${tls ? 'https' : 'http'}://127.0.0.1:${proxy.port}`)).ok).toBe(true)
    expect(proxy.asked).toEqual([`CONNECT 127.0.0.1:${api.port}`])
    expect(api.requests[0]?.peer).toBe('ann')
  })

  it('keeps one tunnel for all requests, and logs in with the user of the URL', async () => {
    const api = await startApi({ tls: 'server' })
    const proxy = await httpProxy()
    const url = new URL(`http://ann:p%40ss@127.0.0.1:${proxy.port}`)
    const { transport } = open(api.url, { connection: { proxy: url } })
    for (let count = 0; count < 3; count += 1) await transport.get(path)
    expect(proxy.asked).toEqual([`CONNECT 127.0.0.1:${api.port} as ann:p@ss`])
  })

  it('forwards to a server that speaks plain HTTP, without a tunnel', async () => {
    const api = await startApi()
    const proxy = await httpProxy()
    expect((await ask(api.url, `http://ann:pass@127.0.0.1:${proxy.port}`)).ok).toBe(true)
    expect(proxy.asked).toEqual([`GET ${api.url}${path} as ann:pass`])
  })

  it('that says no is named, without its password', async () => {
    const api = await startApi({ tls: 'server' })
    const proxy = await httpProxy({ refuse: '407 Proxy Authentication Required' })
    const value = await problemIn(ask(api.url, `http://ann:s3cret@127.0.0.1:${proxy.port}`))
    expect(value).toEqual({
      reason: 'proxy',
      facts: { server: api.url, proxy: `http://127.0.0.1:${proxy.port}`, detail: '407 Proxy Authentication Required' },
    })
  })

  it('that is not there', async () => {
    const api = await startApi({ tls: 'server' })
    const gone = await startApi()
    await gone.close()
    expect(await problemIn(ask(api.url, gone.url))).toMatchObject({
      reason: 'proxy',
      facts: { detail: expect.stringContaining('ECONNREFUSED') },
    })
  })

  it('that is no proxy', async () => {
    const api = await startApi({ tls: 'server' })
    const other = await startApi({ tls: 'server' })
    const value = await problemIn(ask(api.url, other.url.replace('https:', 'http:')))
    expect(value.reason).toBe('proxy')
  })
})

describe('a SOCKS5 proxy', () => {
  it.each([
    ['http', undefined, ''],
    ['https', 'server', ''],
    ['https', 'server', 'ann:p@ss'],
  ] as const)('carries %s', async (scheme, tls, login) => {
    const api = await startApi(tls ? { tls } : {})
    const proxy = await socksProxy({ to: api.port, ...(login && { login }) })
    const user = login && `${login.replace('@', '%40')}@`
    const answer = await ask(`${scheme}://localhost:${api.port}`, `socks5://${user}127.0.0.1:${proxy.port}`)
    expect(answer.ok).toBe(true)
    expect(proxy.asked).toEqual([`SOCKS localhost:${api.port}${login && ` as ${login}`}`])
  })

  it.each([
    ['refuses', { refuse: 2 }, /not allowed by its rules/],
    ['wants credentials', { login: 'ann:pass' }, /asks for other credentials/],
  ])('that %s is named', async (_name, options, detail) => {
    const api = await startApi()
    const proxy = await socksProxy({ to: api.port, ...options })
    const value = await problemIn(ask(api.url, `socks5://127.0.0.1:${proxy.port}`))
    expect(value).toMatchObject({ reason: 'proxy', facts: { detail: expect.stringMatching(detail) } })
  })

  it('that does not know the user', async () => {
    const api = await startApi()
    const proxy = await socksProxy({ to: api.port, login: 'ann:pass' })
    const value = await problemIn(ask(api.url, `socks5://ann:wrong@127.0.0.1:${proxy.port}`))
    expect(value).toMatchObject({ facts: { detail: 'it does not accept the user and password' } })
  })

  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['[::1]', '0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1'],
    ['[2001:db8::7:8]', '32.1.13.184.0.0.0.0.0.0.0.0.0.7.0.8'],
  ])('is told the address %s in bytes', async (host, bytes) => {
    const api = await startApi()
    const proxy = await socksProxy({ to: api.port })
    await ask(`http://${host}:${api.port}`, `socks5h://127.0.0.1:${proxy.port}`)
    expect(proxy.asked).toEqual([`SOCKS ${bytes}:${api.port}`])
  })
})
