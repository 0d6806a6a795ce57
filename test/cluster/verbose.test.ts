/** What -v says of requests, and that it shows no credentials. */
import { describe, expect, it } from 'vitest'
import { exec } from '../../src/cluster/pods/exec.js'
import { hang, raw, withHeaders } from '../support/cluster/fake-api-faults.js'
import { open, problemIn, startApi } from '../support/cluster/open-cluster.js'
import { openPods, web } from '../support/cluster/open-pods.js'

const secrets = '/api/v1/namespaces/shop/secrets'
const ingresses = '/apis/networking.k8s.io/v1/ingresses'
const credentials = async () => ({ authorization: 'Bearer s3cret' })
const objects = {
  Ingress: [
    {
      metadata: {
        namespace: 'shop',
        name: 'cart',
        annotations: { 'nginx.ingress.kubernetes.io/rewrite-target': `/${'x/'.repeat(1000)}x` },
      },
    },
  ],
  Secret: [{ metadata: { namespace: 'shop', name: 'tls' }, data: { 'tls.key': 'cHJpdmF0ZQ==' } }],
}

async function saidAt(verbosity: number, path: string) {
  const api = await startApi({ objects, faults: [withHeaders({ 'set-cookie': 'id=s3cret', 'x-evil': 'a\tb' })] })
  const { transport, said } = open(api.url, { verbosity, connection: { credentials } })
  await transport.get(path, { limit: '500' })
  return { said, url: `${api.url}${path}?limit=500` }
}

describe('-v', () => {
  it('5 says nothing', async () => {
    expect((await saidAt(5, ingresses)).said).toEqual([])
  })

  it('6 says the request and how it went', async () => {
    const { said, url } = await saidAt(6, ingresses)
    expect(said).toEqual([expect.stringMatching(/^GET .* 200 OK in \d+ milliseconds$/)])
    expect(said[0]).toContain(url)
  })

  it('7 says the headers of the request, with the token masked', async () => {
    const { said } = await saidAt(7, ingresses)
    expect(said).toContain('    Authorization: Bearer <masked>')
    expect(said).toContain('    Accept-Encoding: gzip')
    expect(said.join()).not.toContain('Response')
  })

  it('8 says the answer too, cut where it is long', async () => {
    const { said } = await saidAt(8, ingresses)
    expect(said).toContain('    set-cookie: <masked>')
    const body = said.find((line) => line.startsWith('Response Body: '))
    expect(body).toMatch(/^Response Body: \{"kind":"IngressList","count":1.*\[and \d+ characters more\]$/)
  })

  it.each([secrets, `${secrets}/tls`, '/api/v1/secrets'])('8 never shows what %s holds', async (path) => {
    const { said } = await saidAt(8, path)
    expect(said.join('\n')).toMatch(/Response Body: .*"name":"tls"/)
    expect(said.join('\n')).not.toMatch(/cHJpdmF0ZQ|s3cret/)
  })

  it('8 shows of an answer that is no object of ours only how long it is', async () => {
    const api = await startApi({ faults: [raw(200, '{"kind":"Job","password":"s3cret"}')] })
    const { transport, said } = open(api.url, { verbosity: 8 })
    await transport.get(ingresses)
    expect(said).toContain('Response Body: <not shown: 34 characters>')
  })

  it('never shows the words of a command', async () => {
    const { api, server, said } = await openPods((remote) => remote.exit(0), { verbosity: 6 })
    await (await exec(server, web, ['curl', '-H', 'X-Api-Key: s3cret'])).exit
    expect(api.requests).toHaveLength(1)
    expect(said.join('\n')).toMatch(/exec\?container=nginx&command=<masked>&/)
    expect(said.join('\n')).not.toContain('s3cret')
  })

  it('leaves no control character of a server standing', async () => {
    const api = await startApi({ faults: [raw(200, '{"kind":\t"\\u001b[2J\u009b"}')] })
    const { transport, said } = open(api.url, { verbosity: 8 })
    await transport.get(ingresses)
    expect(said.join('')).not.toMatch(/\p{Cc}/u)
  })

  it('6 says why a request failed', async () => {
    const api = await startApi({ faults: [hang] })
    const { transport, said } = open(api.url, { verbosity: 6, connection: { requestTimeoutMs: 30 } })
    await problemIn(transport.get(ingresses))
    expect(said).toEqual([expect.stringMatching(/^GET .* failed in \d+ milliseconds: timeout$/)])
  })
})
