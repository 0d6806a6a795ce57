/** HTTPS_PROXY, HTTP_PROXY, NO_PROXY and proxy-url. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { proxyFromEnvironment } from '../../src/cluster/kubeconfig/proxy-environment.js'
import { proxyFor } from '../../src/cluster/kubeconfig/settings.js'
import { problemOf } from '../support/cluster/kube-home.js'

const hrefFor = (server: string, env: Readonly<Record<string, string>>) =>
  proxyFromEnvironment(new URL(server), env)?.href ?? null

describe('which variable', () => {
  it.each([
    ['https://k', { HTTPS_PROXY: 'http://p:1' }, 'http://p:1/'],
    ['https://k', { https_proxy: 'p:1' }, 'http://p:1/'],
    ['https://k', { HTTPS_PROXY: 'a:1', https_proxy: 'b:2' }, 'http://a:1/'],
    ['https://k', { HTTPS_PROXY: '', https_proxy: 'b:2' }, 'http://b:2/'],
    ['https://k', { HTTP_PROXY: 'p:1' }, null],
    ['https://k', { ALL_PROXY: 'p:1' }, null],
    ['http://k', { HTTP_PROXY: 'p:1' }, 'http://p:1/'],
    ['http://k', { HTTPS_PROXY: 'p:1' }, null],
    ['https://k', { HTTPS_PROXY: 'socks5://u:w@p:1' }, 'socks5://u:w@p:1'],
    ['https://k', { HTTPS_PROXY: 'http://%%' }, null],
    ['https://localhost:6443', { HTTPS_PROXY: 'p:1' }, null],
    ['https://127.8.8.8', { HTTPS_PROXY: 'p:1' }, null],
    ['https://[::1]', { HTTPS_PROXY: 'p:1' }, null],
  ])('%s with %o goes through %s', (server, env, href) => {
    expect(hrefFor(server, env)).toBe(href)
  })

  it('HTTP_PROXY is refused where a request header may have set it', async () => {
    const env = { HTTP_PROXY: 'p:1', REQUEST_METHOD: 'GET' }
    expect((await problemOf(() => hrefFor('http://k', env))).reason).toBe('invalid-setting')
    expect(hrefFor('https://k', { ...env, HTTPS_PROXY: 'p:1' })).toBe('http://p:1/')
  })
})

/** Does NO_PROXY exempt the server? */
const isDirect = (server: string, NO_PROXY: string) => hrefFor(server, { HTTPS_PROXY: 'p:1', NO_PROXY }) === null

describe('NO_PROXY', () => {
  it.each([
    ['api.example.com', 'https://api.example.com', true],
    ['example.com', 'https://api.example.com', true],
    ['example.com', 'https://example.com', true],
    ['example.com', 'https://notexample.com', false],
    ['.example.com', 'https://api.example.com', true],
    ['.example.com', 'https://example.com', false],
    ['*.example.com', 'https://api.example.com', true],
    ['*.example.com', 'https://example.com', false],
    ['EXAMPLE.com', 'https://api.Example.COM', true],
    ['example.com:443', 'https://example.com', true],
    ['example.com:443', 'https://example.com:6443', false],
    ['x, ,example.com', 'https://example.com', true],
    ['*', 'https://example.com', true],
    ['*', 'https://10.0.0.1', true],
    ['10.0.0.1', 'https://10.0.0.1:6443', true],
    ['10.0.0.1:6443', 'https://10.0.0.1:6443', true],
    ['10.0.0.1:6443', 'https://10.0.0.1', false],
    ['10.0.0.0/8', 'https://10.1.2.3', true],
    ['10.9.9.9/8', 'https://10.1.2.3', true],
    ['10.0.0.0/8', 'https://11.1.2.3', false],
    ['10.0.0.0/99', 'https://10.1.2.3', false],
    ['10.0.0.0/8', 'https://ten.example.com', false],
    ['0.0.1', 'https://10.0.0.1', false],
    ['fd00::1', 'https://[fd00::1]:6443', true],
    ['[fd00::1]:6443', 'https://[fd00::1]:6443', true],
    ['[fd00::1]:1', 'https://[fd00::1]:6443', false],
    ['fd00::/8', 'https://[fd12::1]', true],
    ['fd00::/8', 'https://10.0.0.1', false],
    ['müller.example', 'https://xn--mller-kva.example', true],
    [':443', 'https://example.com', false],
    ['example.com/8', 'https://example.com', false],
  ])('%s, asked for %s: direct is %s', (noProxy, server, direct) => {
    expect(isDirect(server, noProxy)).toBe(direct)
  })

  it('a domain exempts each name below it, and whatever it holds, it never crashes', () => {
    fc.assert(fc.property(fc.domain(), fc.domain(), (domain, name) => isDirect(`https://${name}.${domain}`, domain)))
    fc.assert(fc.property(fc.string(), (text) => typeof isDirect('https://example.com', text) === 'boolean'))
  })
})

describe('proxy-url', () => {
  const server = new URL('https://127.0.0.1')
  it.each(['http://p:1', 'https://u:w@p', 'socks5://p:1080'])('%s is used, whatever the environment says', (url) => {
    expect(proxyFor(server, url, { HTTPS_PROXY: 'q:1', NO_PROXY: '*' })?.href).toBe(new URL(url).href)
  })

  it.each(['p:1', '127.0.0.1:1', 'socks5h://p', 'ftp://p', '://'])('%s is refused', async (url) => {
    expect(await problemOf(() => proxyFor(server, url, {}))).toMatchObject({
      reason: 'invalid-setting',
      facts: { setting: 'proxy-url' },
    })
  })
})
