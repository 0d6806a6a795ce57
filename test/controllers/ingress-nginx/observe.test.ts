/** The ways to an answer: their order, what makes one fail, and what is said when all do. */
import { describe, expect, it } from 'vitest'
import { saidLive } from '../../../src/controllers/ingress-nginx/observe/live.js'
import { type NginxReplica, natureOf, settingsOf } from '../../../src/controllers/ingress-nginx/workload/settings.js'
import type { PodAccess, PodProcess, PodReply } from '../../../src/domain/controllers/pod-access.js'
import { Problem, problem } from '../../../src/domain/problem.js'

const replica = (argv: string[] = []): NginxReplica => ({
  kind: 'Pod',
  namespace: 'edge',
  name: 'proxy-1',
  container: 'controller',
  state: 'ready',
  reason: null,
  node: null,
  ip: null,
  restarts: 0,
  createdAt: null,
  labels: {},
  ...natureOf(settingsOf(argv, 'edge'), { image: '', version: null, origin: 'upstream' }, 'edge'),
})

async function* bytes(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text)
}

interface Pod {
  readonly get?: (port: number, path: string) => { status: number; text: string } | Problem
  readonly allowed?: (verb: string, subresource: string) => boolean
  readonly exec?: (argv: readonly string[]) => { out: string; code: number; err?: string } | Problem
}

/** A pod that answers as told, and writes down what it was asked. */
function podAccess({ get, exec, allowed }: Pod, asked: string[] = []): PodAccess {
  const never = async () => {
    throw new Error('not asked for here')
  }
  return {
    get: async ({ port }, path): Promise<PodReply> => {
      asked.push(`GET ${port} ${path}`)
      const reply = get?.(port, path) ?? forbidden('portforward')
      if (reply instanceof Problem) throw reply
      return { status: reply.status, headers: {}, body: [new TextEncoder().encode(reply.text)] }
    },
    exec: async (_target, argv): Promise<PodProcess> => {
      asked.push(argv.join(' '))
      const done = exec?.(argv) ?? forbidden('exec')
      if (done instanceof Problem) throw done
      const stdout = done.out === '' ? bytes() : bytes(done.out)
      return { stdout, stderr: Promise.resolve(done.err ?? ''), exit: Promise.resolve(done.code) }
    },
    attach: never,
    logs: never,
    request: async () => {
      throw new Error('no request is sent here')
    },
    handshake: never,
    may: async ({ verb, subresource }) => allowed?.(verb, subresource) ?? null,
  }
}

const forbidden = (what: string) =>
  problem('upgrade-refused', {
    doing: what,
    pod: 'edge/proxy-1',
    status: 403,
    message: `no ${what}`,
    hint: `ask for ${what}`,
  })

describe('backends', () => {
  it('come from the loopback, on the port that the flags say', async () => {
    const asked: string[] = []
    const pods = podAccess({ get: () => ({ status: 200, text: '[]' }) }, asked)
    expect(await saidLive(pods, replica(['--status-port=11246'])).backends()).toEqual({
      value: '[]',
      source: 'live',
      way: 'port-forward to 11246',
    })
    expect(asked).toEqual(['GET 11246 /configuration/backends'])
  })

  it.each<[string, (argv: readonly string[]) => { out: string; code: number; err?: string }, string, string]>([
    ['/dbg', () => ({ out: '[{"name":"a"}]', code: 0 }), '[{"name":"a"}]', 'exec /dbg'],
    ['/dbg after noise', () => ({ out: 'WARN: something\n[{"name":"a"}]', code: 0 }), '[{"name":"a"}]', 'exec /dbg'],
    [
      'wget where /dbg ends well with an error',
      ([program]) => (program === 'wget' ? { out: '[]', code: 0 } : { out: 'Nginx returned code 404\n', code: 0 }),
      '[]',
      'exec wget',
    ],
    [
      'bash where there is no other program',
      ([program]) =>
        program === 'bash'
          ? { out: 'HTTP/1.1 200 OK\r\nA: b\r\n\r\n[]', code: 0 }
          : { out: '', code: 127, err: 'not found' },
      '[]',
      'exec bash',
    ],
  ])('come from %s where port-forward is forbidden', async (_name, exec, value, way) => {
    expect(await saidLive(podAccess({ exec }), replica()).backends()).toMatchObject({ value, way })
  })

  it('tell each way and what is missing where none works', async () => {
    const error = await saidLive(podAccess({}), replica())
      .backends()
      .catch((reason: unknown) => reason)
    expect(error).toMatchObject({
      value: {
        reason: 'not-observed',
        facts: {
          what: 'the backends',
          pod: 'edge/proxy-1',
          tried: [{ way: 'port-forward' }, { way: 'exec' }],
          hint: 'ask for portforward; ask for exec',
        },
      },
    })
  })

  it.each<[string, (verb: string, subresource: string) => boolean, string]>([
    [
      'everything',
      () => false,
      'ask for "get" and "create" on pods/portforward in namespace edge; ask for "get" and "create" on pods/exec in namespace edge',
    ],
    [
      'what 1.35 asks for',
      (verb) => verb === 'get',
      'ask for "create" on pods/portforward in namespace edge; ask for "create" on pods/exec in namespace edge',
    ],
    [
      'nothing',
      () => true,
      'the API server allows port-forward: something in between refuses it, as kubectl proxy does by default; the API server allows exec: something in between refuses it, as kubectl proxy does by default',
    ],
  ])('name what is missing where %s is', async (_name, allowed, hint) => {
    const error = await saidLive(podAccess({ allowed }), replica())
      .backends()
      .catch((reason: unknown) => reason)
    expect(error).toMatchObject({ value: { reason: 'not-observed', facts: { hint } } })
  })

  it('do not go on where the cluster itself is gone', async () => {
    const asked: string[] = []
    const gone = problem('refused', { server: 'https://x', detail: 'ECONNREFUSED' })
    await expect(saidLive(podAccess({ get: () => gone }, asked), replica()).backends()).rejects.toBe(gone)
    expect(asked).toHaveLength(1)
  })
})

describe('nginx.conf', () => {
  const read = async (chunks: AsyncIterable<Uint8Array>) => {
    let text = ''
    for await (const chunk of chunks) text += new TextDecoder().decode(chunk)
    return text
  }

  it('is read with cat, byte by byte', async () => {
    const pods = podAccess({ exec: () => ({ out: '# conf\n', code: 0 }) })
    const { value, source, way } = await saidLive(pods, replica()).conf()
    expect([await read(value), source, way]).toEqual(['# conf\n', 'disk', 'exec cat /etc/nginx/nginx.conf'])
  })

  it('is not an error message of /dbg', async () => {
    const exec = ([program]: readonly string[]) =>
      program === 'cat'
        ? { out: '', code: 1, err: 'cat: no' }
        : { out: 'open /etc/nginx/nginx.conf: no such file', code: 0 }
    await expect(saidLive(podAccess({ exec }), replica()).conf()).rejects.toMatchObject({
      value: { reason: 'not-observed' },
    })
  })

  it('that is cut by a dying cat is no whole file', async () => {
    const pods = podAccess({ exec: () => ({ out: '# half', code: 137, err: '' }) })
    const { value } = await saidLive(pods, replica()).conf()
    await expect(read(value)).rejects.toMatchObject({ value: { reason: 'connection-lost' } })
  })
})

describe('a kubelet that is silent', () => {
  it('is asked in no other way, and is told as such', async () => {
    const asked: string[] = []
    const silent = problem('kubelet-silent', {
      node: 'n1',
      doing: 'port-forward',
      pod: 'edge/proxy-1',
      server: 'https://api',
      seconds: 30,
    })
    const error = await saidLive(podAccess({ get: () => silent }, asked), replica())
      .backends()
      .catch((reason: unknown) => reason)
    expect(error).toMatchObject({
      value: {
        reason: 'not-observed',
        facts: { tried: [{ way: 'port-forward to 10246', why: 'the kubelet of node n1 did not answer within 30 s' }] },
      },
    })
    expect(asked).toHaveLength(1)
  })
})

describe('a whole nginx.conf', () => {
  /** What `cat` writes the first time, and the second. */
  async function read(
    first: string,
    second: string | Problem,
  ): Promise<{ text: string; error: unknown; times: number }> {
    const outs = [first, second]
    let times = 0
    const exec = () => {
      const out = outs[times++] as string | Problem
      return out instanceof Problem ? out : { out, code: 0 }
    }
    const { value } = await saidLive(podAccess({ exec }), replica()).conf({ whole: true })
    let text = ''
    try {
      for await (const chunk of value) text += new TextDecoder().decode(chunk)
    } catch (error) {
      return { text, error, times }
    }
    return { text, error: null, times }
  }
  const http = 'http {\n\tserver {\n\t\tlisten 80;\n\t}\n'

  it.each([
    ['its last block', `${http}}\n`],
    ['its last block, and blank lines', `${http}}\n\n  \n`],
    ['a comment after its last block', `${http}}\n# the end\n`],
    ['a statement', `${http}}\ninclude more.conf;\n`],
    ['a last block much longer than what is looked at', `${http}${'\t# filler\n'.repeat(2000)}}\n`],
  ])('that ends with %s is read once', async (_name, conf) => {
    expect(await read(conf, conf)).toEqual({ text: conf, error: null, times: 1 })
  })

  it.each([
    ['in a block', `${http}`],
    ['in a statement', `${http}}\nstream {\n\tserv`],
    ['after a comment', `${http}\t# server\n`],
  ])('that is cut %s, though cat succeeded, is lost after what came', async (_name, conf) => {
    for (const second of [conf, `${conf}}\n`, `${conf}}\n}\n`, '', forbidden('exec')])
      expect(await read(conf, second)).toMatchObject({
        text: conf,
        error: { value: { reason: 'connection-lost', facts: { pod: 'edge/proxy-1' } } },
        times: 2,
      })
  })

  it.each([
    ['its own indentation', '  http {\n    server { listen 80; }\n  }\n'],
    ['no end of a line', 'events {} http { server { listen 80; } }'],
    ['nothing but comments', '# nothing\n'],
  ])('with %s, as a template of somebody may have it, is read twice', async (_name, conf) => {
    expect(await read(conf, conf)).toEqual({ text: conf, error: null, times: 2 })
  })

  it('that is interrupted says so', async () => {
    expect((await read(http, problem('interrupted', {}))).error).toMatchObject({ value: { reason: 'interrupted' } })
  })
})

describe('certificates', () => {
  const pem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'
  const key = '-----BEGIN PRIVATE KEY-----\nSECRET\n-----END PRIVATE KEY-----\n'

  it('lose their key on the way', async () => {
    const pods = podAccess({ get: () => ({ status: 200, text: pem + key }) })
    expect((await saidLive(pods, replica()).certificate('a.example')).value).toBe(pem)
  })

  it('are not there where the name is not registered', async () => {
    const asked: string[] = []
    const pods = podAccess({ get: () => ({ status: 404, text: 'No key associated with this hostname.' }) }, asked)
    expect((await saidLive(pods, replica()).certificate('*.a.example')).value).toBeNull()
    expect(asked).toEqual(['GET 10246 /configuration/certs?hostname=*.a.example'])
  })

  it('never show a key in an error', async () => {
    const pods = podAccess({ get: () => ({ status: 200, text: key }) })
    const error = await saidLive(pods, replica())
      .certificate('a')
      .catch((reason: unknown) => reason)
    expect(JSON.stringify((error as Problem).value)).not.toContain('SECRET')
  })
})
