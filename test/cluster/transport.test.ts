/** Requests to the API server: connections that are kept, headers, gzip, trying again. */
import { describe, expect, it } from 'vitest'
import { busy, type Fault, reset, status, times, withHeaders } from '../support/cluster/fake-api-faults.js'
import { open, problemIn, startApi } from '../support/cluster/open-cluster.js'
import { pem } from '../support/cluster/tls-files.js'

const unauthorized = status(401, 'Unauthorized', 'Unauthorized')
const ingresses = '/apis/networking.k8s.io/v1/ingresses'
const objectOf = (index: number, size = 0) => ({
  metadata: { namespace: 'shop', name: `web-${`${index}`.padStart(5, '0')}`, note: 'x'.repeat(size) },
})

/** Says what is to come, and never lets it come. */
const interim: Fault = (_seen, response) => {
  response.socket?.write('HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(200))
  return true
}

describe('connections', () => {
  it('leaves a server that has nothing but interim answers', async () => {
    const api = await startApi({ faults: [interim] })
    const { reason, facts } = await problemIn(open(api.url).transport.get(ingresses))
    expect({ reason, facts }).toMatchObject({
      reason: 'cut-short',
      facts: { detail: 'it sends interim answers without end' },
    })
  })

  it('uses one connection for requests one after the other, plain or TLS', async () => {
    for (const tls of [undefined, 'server'] as const) {
      const api = await startApi(tls ? { tls } : {})
      const { transport } = open(api.url)
      for (let count = 0; count < 5; count += 1) await transport.get(ingresses)
      expect(api.requests).toHaveLength(5)
      expect(api.connections()).toBe(1)
    }
  })

  it('opens eight connections at most for requests side by side', async () => {
    const api = await startApi()
    const { transport } = open(api.url)
    await Promise.all(Array.from({ length: 40 }, () => transport.get(ingresses)))
    expect(api.requests).toHaveLength(40)
    expect(api.connections()).toBeLessThanOrEqual(8)
  })

  it('asks again over a new connection where the kept one was closed in the meantime', async () => {
    const api = await startApi({
      faults: [(seen, response) => seen.connection === 1 && api.requests.length > 1 && reset(seen, response)],
    })
    const { transport } = open(api.url)
    await transport.get(ingresses)
    expect((await transport.get(ingresses)).ok).toBe(true)
    expect(api.requests.map(({ connection }) => connection)).toEqual([1, 1, 2])
  })

  it('does not ask again where a new connection is reset', async () => {
    const api = await startApi({ faults: [reset] })
    const { reason } = await problemIn(open(api.url).transport.get(ingresses))
    expect(reason).toBe('cut-short')
    expect(api.requests).toHaveLength(1)
  })

  it('keeps a path in the server URL, as multi-cluster gateways have it', async () => {
    const api = await startApi({ faults: [status(404, 'NotFound', 'nothing here')] })
    await open(`${api.url}/k8s/clusters/c-1`).transport.get('/api/v1/services', { limit: '500', continue: 'a+b/c=' })
    expect(api.requests[0]?.target).toBe('/k8s/clusters/c-1/api/v1/services?limit=500&continue=a%2Bb%2Fc%3D')
  })
})

describe('headers', () => {
  it('sends repeated headers as repeated lines, and UTF-8 as its bytes', async () => {
    const api = await startApi()
    const impersonate = [
      ['Impersonate-User', 'zoë'],
      ['Impersonate-Group', 'a, b'],
      ['Impersonate-Group', 'c'],
    ] as const
    await open(api.url, { connection: { impersonate } }).transport.get(ingresses)
    const lines = api.requests[0]?.lines ?? []
    expect(lines.filter((line) => line.startsWith('Impersonate-Group'))).toEqual([
      'Impersonate-Group: a, b',
      'Impersonate-Group: c',
    ])
    expect(Buffer.from(String(api.requests[0]?.headers['impersonate-user']), 'latin1').toString()).toBe('zoë')
  })

  it('says what it accepts, who it is and which host it means', async () => {
    const api = await startApi()
    await open(api.url).transport.get(ingresses)
    expect(api.requests[0]?.headers).toMatchObject({
      accept: 'application/json',
      'user-agent': 'kubectl-tkng/test',
      host: `127.0.0.1:${api.port}`,
    })
  })

  it('refuses a token that no header can carry, without showing it', async () => {
    const api = await startApi()
    const credentials = async () => ({ authorization: 'Bearer s3cret\nX: y' })
    const value = await problemIn(open(api.url, { connection: { credentials } }).transport.get(ingresses))
    expect(value.reason).toBe('invalid-setting')
    expect(JSON.stringify(value)).not.toContain('s3cret')
    expect(api.requests).toHaveLength(0)
  })
})

describe('gzip', () => {
  const objects = { Ingress: Array.from({ length: 300 }, (_, index) => objectOf(index, 1000)) }

  it.each([
    ['is asked for and unpacked', true, 'gzip'],
    ['is not asked for with compression off', false, undefined],
  ])('%s', async (_name, compression, asked) => {
    const api = await startApi({ objects })
    const { cluster } = open(api.url, { connection: { compression } })
    const { items } = await cluster.list('Ingress', { scope: 'all-namespaces' })
    expect(items).toHaveLength(300)
    expect(api.requests[0]?.headers['accept-encoding']).toBe(asked)
  })
})

describe('trying again', () => {
  it('waits as a busy server asks, and then has the answer', async () => {
    const api = await startApi({ faults: [times(3, busy(0))] })
    expect((await open(api.url).transport.get(ingresses)).ok).toBe(true)
    expect(api.requests).toHaveLength(4)
  })

  it('gives up after ten times', async () => {
    const api = await startApi({ faults: [busy(0)] })
    const answer = await open(api.url).transport.get(ingresses)
    expect(answer).toMatchObject({ ok: false, refusal: { status: 429, message: /too many requests/ } })
    expect(api.requests).toHaveLength(11)
  })

  it('does not wait an hour because a server says so', async () => {
    const api = await startApi({ faults: [busy(3600)] })
    expect(await open(api.url).transport.get(ingresses)).toMatchObject({ ok: false, refusal: { status: 429 } })
    expect(api.requests).toHaveLength(1)
  })

  it.each([
    ['a 503 once', 503, 2],
    ['a 500 once', 500, 2],
    ['no 504, which took its time already', 504, 1],
    ['no 403', 403, 1],
  ])('%s', async (_name, code, asked) => {
    const api = await startApi({ faults: [status(code, 'Reason', 'words')] })
    expect(await open(api.url).transport.get(ingresses)).toMatchObject({ refusal: { status: code, message: 'words' } })
    expect(api.requests).toHaveLength(asked)
  })
})

describe('after a 401', () => {
  const renewing = () => {
    const asked: boolean[] = []
    const credentials = async (refresh: boolean) => {
      asked.push(refresh)
      return { authorization: `Bearer ${refresh ? 'new' : 'old'}` }
    }
    return { asked, credentials }
  }

  it('renews the credentials once for all requests side by side', async () => {
    const api = await startApi({ tokens: ['new'] })
    const { asked, credentials } = renewing()
    const { transport } = open(api.url, { connection: { credentials } })
    const answers = await Promise.all(Array.from({ length: 4 }, () => transport.get(ingresses)))
    expect(answers.every(({ ok }) => ok)).toBe(true)
    expect(asked).toEqual([false, true])
    expect(api.connections()).toBe(4)
  })

  it('connects anew with the certificate that it was given', async () => {
    const api = await startApi({
      tls: 'server',
      faults: [(seen, response) => seen.peer === null && unauthorized(seen, response)],
    })
    const credentials = async (refresh: boolean) => (refresh ? { cert: pem('client'), key: pem('client-key') } : {})
    expect((await open(api.url, { connection: { credentials } }).transport.get(ingresses)).ok).toBe(true)
    expect(api.requests.map(({ peer }) => peer)).toEqual([null, 'ann'])
  })

  it('says unauthorized, with the words of the server, where the new ones do not do either', async () => {
    const api = await startApi({ tokens: ['other'] })
    const { asked, credentials } = renewing()
    const { transport } = open(api.url, { connection: { credentials } })
    expect(await problemIn(transport.get(ingresses))).toEqual({
      reason: 'unauthorized',
      facts: { server: api.url, message: 'Unauthorized' },
    })
    expect(await problemIn(transport.get(ingresses))).toMatchObject({ reason: 'unauthorized' })
    expect(asked).toEqual([false, true])
  })
})

describe('Warning headers', () => {
  it('says each once', async () => {
    const warning = ['299 - "Ingress v1beta1 is deprecated"', '299 - "be \\"careful\\""']
    const api = await startApi({ faults: [withHeaders({ warning })] })
    const { transport, said } = open(api.url)
    await transport.get(ingresses)
    await transport.get(ingresses)
    expect(said).toEqual(['Warning: Ingress v1beta1 is deprecated', 'Warning: be "careful"'])
  })
})
