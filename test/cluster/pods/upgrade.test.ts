/** The upgrade to a WebSocket: who asks, by which way, and what refuses it. */
import { describe, expect, it, vi } from 'vitest'
import { exec } from '../../../src/cluster/pods/exec.js'
import { asKubelet } from '../../../src/cluster/pods/stream.js'
import { type Fault, garbage, hang, raw, reset, status, withHeaders } from '../../support/cluster/fake-api-faults.js'
import { httpProxy, socksProxy } from '../../support/cluster/fake-proxy.js'
import { open, problemIn } from '../../support/cluster/open-cluster.js'
import { openPods, run, web } from '../../support/cluster/open-pods.js'

const forbidden = (verb: string) =>
  `pods "web" is forbidden: User "ann" cannot ${verb} resource "pods/exec" in API group "" in the namespace "shop"`

describe('an upgrade that is refused', () => {
  it.each([
    [
      '403 for want of "create", as since 1.35',
      status(403, 'Forbidden', forbidden('create')),
      {
        status: 403,
        message: forbidden('create'),
        hint: 'the verb "create" is missing: ask for the verbs "get" and "create" on pods/exec; since Kubernetes 1.35 both are needed',
      },
    ],
    [
      '403 for another reason',
      status(403, 'Forbidden', 'the pod is too secret'),
      { status: 403, hint: 'ask for the verbs "get" and "create" on pods/exec; since Kubernetes 1.35 both are needed' },
    ],
    ['404', status(404, 'NotFound', 'pods "web" not found'), { status: 404, message: 'pods "web" not found' }],
    [
      '400 in plain text',
      raw(400, 'container not found ("nginx")\n', { 'content-type': 'text/plain' }),
      { status: 400, message: 'container not found ("nginx")' },
    ],
    [
      '500',
      status(500, 'InternalError', 'error dialing backend: no route to host'),
      { status: 500, message: 'error dialing backend: no route to host' },
    ],
    ['503 without a body', raw(503, ''), { status: 503, message: 'Service Unavailable' }],
  ])('%s is told in the words of the API', async (_name, fault, facts) => {
    const { api, pods } = await openPods(() => {}, { api: { faults: [fault] } })
    const value = await problemIn(pods.exec(web, ['cat']))
    expect(value).toMatchObject({ reason: 'upgrade-refused', facts: { doing: 'exec', pod: 'shop/web', ...facts } })
    expect(api.requests).toHaveLength(1)
  })

  it.each([
    ['a login page', raw(200, '<html>log in</html>'), 'not-kubernetes'],
    ['a redirect', raw(302, '', { location: 'https://login/?state=x' }), 'not-kubernetes'],
    ['an upgrade to something else', raw(101, ''), 'not-kubernetes'],
    ['no HTTP', garbage, 'not-kubernetes'],
    ['a reset', reset, 'cut-short'],
  ])('by %s is none of the API', async (_name, fault, reason) => {
    const { pods } = await openPods(() => {}, { api: { faults: [fault] } })
    expect((await problemIn(pods.exec(web, ['cat']))).reason).toBe(reason)
  })

  it('by silence has an end', async () => {
    const settings = { api: { faults: [hang] }, patience: { 'waiting for the kubelet': 50 } }
    const { api, pods } = await openPods(() => {}, settings)
    const facts = { node: null, doing: 'exec', pod: 'shop/web', server: api.url, seconds: 0.05 }
    expect(await problemIn(pods.exec(web, ['cat']))).toEqual({ reason: 'kubelet-silent', facts })
    const elsewhere = await problemIn(pods.get({ ...web, node: 'n1', port: 80 }, '/'))
    expect(elsewhere).toEqual({ reason: 'kubelet-silent', facts: { ...facts, node: 'n1', doing: 'port-forward' } })
  })

  it('by the person, before and while it is asked', async () => {
    const person = new AbortController()
    const giveUp: Fault = (...request) => {
      person.abort()
      return hang(...request)
    }
    const api = { faults: [giveUp] }
    const { pods } = await openPods(() => {}, { api, signal: person.signal })
    expect((await problemIn(pods.exec(web, ['cat']))).reason).toBe('interrupted')
    expect((await problemIn(pods.exec(web, ['cat']))).reason).toBe('interrupted')
  })

  it('for want of a protocol that both speak', async () => {
    const { pods } = await openPods(() => {}, { kubelet: { protocols: [] } })
    expect(await problemIn(pods.exec(web, ['cat']))).toMatchObject({
      reason: 'not-kubernetes',
      facts: { detail: 'Server sent no subprotocol' },
    })
  })
})

describe('who asks', () => {
  const bearer = (names: string[]) => async (refresh: boolean) => ({
    authorization: `Bearer ${refresh ? names.at(-1) : names[0]}`,
  })

  it('renews the credentials once after a 401', async () => {
    const connection = { credentials: bearer(['old', 'new']) }
    const { api, program } = await run((remote) => remote.exit(0), { api: { tokens: ['new'] }, connection })
    expect(await program.exit).toBe(0)
    expect(api.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer old', 'Bearer new'])
  })

  it('is not let in with new credentials either', async () => {
    const connection = { credentials: bearer(['old', 'older']) }
    const { api, pods } = await openPods(() => {}, { api: { tokens: ['new'] }, connection })
    expect((await problemIn(pods.exec(web, ['cat']))).reason).toBe('unauthorized')
    expect(api.requests).toHaveLength(2)
  })

  it('is impersonated, with repeated lines and UTF-8', async () => {
    const impersonate = [
      ['Impersonate-User', 'zoë'],
      ['Impersonate-Group', 'a, b'],
      ['Impersonate-Group', 'c'],
    ] as const
    const { api, program } = await run((remote) => remote.exit(0), { connection: { impersonate } })
    await program.exit
    const lines = api.requests[0]?.lines ?? []
    const said = lines.filter((line) => line.startsWith('Impersonate-'))
    expect(said.map((line) => Buffer.from(line, 'latin1').toString())).toEqual(
      impersonate.map(([name, value]) => `${name}: ${value}`),
    )
    expect(lines).toContain('User-Agent: kubectl-tkng/test')
    expect(lines).toContain(`Host: 127.0.0.1:${api.port}`)
  })

  it('shows a client certificate over TLS', async () => {
    const { api, program } = await run((remote) => remote.exit(0), { api: { tls: 'server' } })
    expect(await program.exit).toBe(0)
    expect(api.requests[0]?.peer).toBe('ann')
  })

  it('does not trust a foreign server', async () => {
    const { api, pods } = await openPods(() => {}, { api: { tls: 'foreign' } })
    expect((await problemIn(pods.exec(web, ['cat']))).reason).toBe('tls-unknown-authority')
    expect(api.requests).toHaveLength(0)
  })

  it('has a token that no header can carry, which is not shown', async () => {
    const connection = { credentials: async () => ({ authorization: 'Bearer s3cret\nX: y' }) }
    const { pods } = await openPods(() => {}, { connection })
    const value = await problemIn(pods.exec(web, ['cat']))
    expect(value.reason).toBe('invalid-setting')
    expect(JSON.stringify(value)).not.toContain('s3cret')
  })
})

describe('the way', () => {
  it('takes a connection that a GET has left, and a new one where that was closed meanwhile', async () => {
    const { api, transport, pods } = await openPods((remote) => remote.exit(0), {
      api: {
        faults: [(seen, response) => seen.connection === 1 && seen.path.endsWith('/exec') && reset(seen, response)],
      },
    })
    await transport.get('/api/v1/services')
    expect(await (await pods.exec(web, ['cat'])).exit).toBe(0)
    expect(api.requests.map(({ connection }) => connection)).toEqual([1, 1, 2])
  })

  it('keeps a path in the server URL, as multi-cluster gateways have it', async () => {
    const { api } = await openPods(() => {}, { api: { faults: [status(404, 'NotFound', 'nothing here')] } })
    const { server } = open(`${api.url}/k8s/clusters/c-1`)
    await problemIn(exec(server, web, ['cat', 'a b']))
    expect(api.requests[0]?.target).toMatch(
      /^\/k8s\/clusters\/c-1\/api\/v1\/namespaces\/shop\/pods\/web\/exec\?container=nginx&command=cat&command=a\+b&/,
    )
  })

  it.each([
    ['TLS', 'server'],
    ['plain HTTP, which a WebSocket needs too', undefined],
  ] as const)('goes through a tunnel of an HTTP proxy for %s', async (_name, tls) => {
    const proxy = await httpProxy()
    const connection = { proxy: new URL(`http://ann:pass@127.0.0.1:${proxy.port}`) }
    const { api, program } = await run((remote) => remote.exit(0), { api: { ...(tls && { tls }) }, connection })
    expect(await program.exit).toBe(0)
    expect(proxy.asked).toEqual([`CONNECT 127.0.0.1:${api.port} as ann:pass`])
  })

  it('goes through a SOCKS proxy', async () => {
    const { api } = await openPods((remote) => remote.exit(0), { api: { tls: 'server' } })
    const proxy = await socksProxy({ to: api.port })
    const connection = { proxy: new URL(`socks5://127.0.0.1:${proxy.port}`) }
    const { server } = open(api.url, { connection })
    expect(await (await exec(server, web, ['cat'])).exit).toBe(0)
    expect(proxy.asked).toEqual([`SOCKS 127.0.0.1:${api.port}`])
  })

  it('is told with -v, the token masked, and warnings of the server too', async () => {
    const api = { faults: [withHeaders({ warning: '299 - "old thing"' }), status(403, 'Forbidden', 'no')] }
    const connection = { credentials: async () => ({ authorization: 'Bearer s3cret' }) }
    const refused = await openPods(() => {}, { api, connection, verbosity: 8 })
    await problemIn(refused.pods.exec(web, ['cat']))
    expect(refused.said).toContain('Warning: old thing')
    expect(refused.said[0]).toMatch(/^GET http:\S+\/exec\?container=nginx\S+ 403 Forbidden in \d+ milliseconds$/)
    expect(refused.said).toContain('    Authorization: Bearer <masked>')
    expect(refused.said.join()).not.toContain('s3cret')

    const { said, program } = await run((remote) => remote.exit(0), { verbosity: 6 })
    await program.exit
    expect(said).toEqual([expect.stringMatching(/ 101 Switching Protocols in \d+ milliseconds$/)])
  })
})

describe('a kubelet that is silent', () => {
  it('is told of while it is waited for, once', async () => {
    vi.useFakeTimers()
    const { server, said } = open('http://127.0.0.1:1')
    const asking = (name: string) =>
      asKubelet(
        server,
        { doing: 'exec', subresource: 'exec', pod: { ...web, name, node: 'n1' } },
        () => new Promise(() => {}),
      )
    void asking('a')
    void asking('b')
    vi.advanceTimersByTime(4000)
    expect(said).toEqual([])
    vi.advanceTimersByTime(2000)
    expect(said).toEqual(['still waiting for the kubelet of node n1 (exec)'])
    vi.useRealTimers()
  })
})
