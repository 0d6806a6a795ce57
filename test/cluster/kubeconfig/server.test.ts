/** What an address in a kubeconfig or after --server means. */
import { describe, expect, it } from 'vitest'
import { parseServer, takeUserInfo } from '../../../src/cluster/kubeconfig/server.js'
import { problemOf } from '../../support/cluster/kube-home.js'

describe('a server', () => {
  it.each([
    ['https://k:6443', 'https://k:6443/'],
    ['https://k', 'https://k/'],
    ['HTTPS://K:6443/', 'https://k:6443/'],
    ['k:8080', 'http://k:8080/'],
    ['localhost', 'http://localhost/'],
    ['127.0.0.1:8080/', 'http://127.0.0.1:8080/'],
    ['[::1]:8080', 'http://[::1]:8080/'],
    ['https://[fd00::1]:6443', 'https://[fd00::1]:6443/'],
    ['https://k/k8s/clusters/c-1/', 'https://k/k8s/clusters/c-1'],
    ['https://k//a///b?x=y#z', 'https://k/a/b'],
  ])('%s is %s', (text, href) => {
    expect(parseServer(text).href).toBe(href)
  })

  it.each([
    ['k:8080/path', '"k:8080/path" is neither a URL nor host:port'],
    ['https://', '"https://" is neither a URL nor host:port'],
    [' https://k', '" https://k" is neither a URL nor host:port'],
    ['https://ann:secret@k k', '"https://k k" is neither a URL nor host:port'],
    ['https://k:99999', '"https://k:99999" is neither a URL nor host:port'],
    ['unix:///run/k.sock', '"unix:///run/k.sock" is neither a URL nor host:port'],
    ['ftp://k', 'ftp:// is neither http nor https'],
  ])('%s is refused', async (text, detail) => {
    expect(await problemOf(() => parseServer(text))).toEqual({
      reason: 'invalid-setting',
      facts: { setting: 'server', detail },
    })
  })
})

it.each([
  ['https://ann:p%20w@k', 'https://k/', 'Basic YW5uOnAgdw=='],
  ['https://ann@k', 'https://k/', 'Basic YW5uOg=='],
  ['https://k', 'https://k/', undefined],
])('of %s, name and password become a header', (text, href, authorization) => {
  const taken = takeUserInfo(parseServer(text))
  expect({ href: taken.server.href, authorization: taken.authorization }).toEqual({ href, authorization })
})
